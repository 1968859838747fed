/** What the host calls. All of it works on the octets that the host put at `MESSAGE`. */
export { scan } from "./essentials";
export { hash, seed } from "./hash";
export { headBody, headContentLength, readHead } from "./head";
export { beginsUsually } from "./start-line";
export { MESSAGE, MOST_OCTETS } from "./message";
export { readPrinted, RUNS, SENT } from "./printed";
export { RECORD } from "./record";
