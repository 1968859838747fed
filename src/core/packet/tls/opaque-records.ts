/** What the headers of records tell whose content cannot be read: that a handshake ended, that application data or an alert was sent. */
import type { CipherSuite } from "./cipher-suites.js";
import { TLS_1_3 } from "./hello.js";
import { CONTENT } from "./record.js";

/** What TLS 1.3 adds to the content of a record: its type and the tag (RFC 8446 §5.2). */
const ADDED_OCTETS = 17;
const ALERT_OCTETS = 2 + ADDED_OCTETS;
/** Finished is a header and a hash, and goes in a record of its own from the client of most libraries. */
const FINISHED_OCTETS: Readonly<Record<CipherSuite["hash"], number>> = {
  sha256: 4 + 32 + ADDED_OCTETS,
  sha384: 4 + 48 + ADDED_OCTETS,
};

/** A handshake has fewer; behind them even the server's records are no longer part of one. */
const HANDSHAKE_RECORDS = 16;

export class OpaqueRecords {
  #records = 0;
  #hasFinished = false;
  /** Nothing more can be told apart. */
  #isOver = false;

  constructor(
    private readonly version: number,
    private readonly hash: CipherSuite["hash"],
    private readonly isClient: boolean,
  ) {}

  /** The other side has sent Finished: what follows of this one comes after the handshake. */
  peerFinished(): void {
    if (!this.isClient && this.version >= TLS_1_3) this.#hasFinished = true;
  }

  /** @returns the step that a record of this type and fragment length is; undefined when it is none or cannot be told. */
  step(type: number, octets: number): "finished" | "application-data" | "alert" | undefined {
    return this.version >= TLS_1_3 ? this.#tls13(type, octets) : this.#tls12(type);
  }

  /** Up to TLS 1.2 the type is in the clear. */
  #tls12(type: number): ReturnType<OpaqueRecords["step"]> {
    if (type === CONTENT.alert) return "alert";
    if (type === CONTENT.handshake && !this.#hasFinished) {
      this.#hasFinished = true;
      return "finished";
    }
    if (type !== CONTENT.applicationData || this.#isOver) return undefined;
    this.#isOver = true;
    return "application-data";
  }

  /**
   * Only the length is in the clear. A client that has sent Finished sends application data; what a server sends then
   * may as well be session tickets. Before, two octets are an alert: no message of a handshake is as short.
   */
  #tls13(type: number, octets: number): ReturnType<OpaqueRecords["step"]> {
    if (type !== CONTENT.applicationData || this.#isOver) return undefined;
    if (++this.#records > HANDSHAKE_RECORDS) {
      this.#isOver = true;
      return undefined;
    }
    if (octets === ALERT_OCTETS) {
      this.#isOver = true;
      return "alert";
    }
    if (this.#hasFinished) {
      this.#isOver = true;
      return this.isClient ? "application-data" : undefined;
    }
    if (!this.isClient || octets !== FINISHED_OCTETS[this.hash]) return undefined;
    this.#hasFinished = true;
    return "finished";
  }
}
