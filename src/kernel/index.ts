/** What the host calls. All of it works on the octets that the host put at `MESSAGE`. */
export { scan, scanFirst } from "./essentials";
export { hash, seed } from "./hash";
export { beginsUsually } from "./start-line";
export { MESSAGE, MOST_OCTETS } from "./message";
export { readPrinted, RUNS, SENT } from "./printed";
export { RECORD } from "./record";
