/** For whoever writes a capture anew: sees what protected records hold, and protects them with other content under other keys. */
import type { BufferSlice } from "../stream-buffer.js";
import type { TrafficSecret } from "./key-log.js";
import type { OpenedRecord } from "./record-opener.js";

/** How a key log calls what opens a connection. */
export type SecretLabel = "CLIENT_RANDOM" | TrafficSecret;

export interface RecordWatch {
  /** The secret that the copy has in place of one that opens a connection; as long, and the same one each time. */
  secretInstead(label: SecretLabel, clientRandom: Uint8Array, secret: Uint8Array): Uint8Array;
  /** Another direction of a connection. */
  watchDirection(): DirectionWatch;
}

export interface DirectionWatch {
  /**
   * A record was opened.
   * @param seal gives the record with other content of the same length; records are sealed in their order.
   * @returns the offset where the content counts as standing, as if it were in the file.
   */
  opened(record: BufferSlice, opened: OpenedRecord, seal: (content: Uint8Array) => Uint8Array): number;
}
