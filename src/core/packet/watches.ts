/** What whoever writes a capture anew sees of its connections. */
import type { StreamWatch } from "./stream-reader.js";
import type { RecordWatch } from "./tls/record-watch.js";

export interface Watches {
  readonly stream?: StreamWatch;
  readonly records?: RecordWatch;
}
