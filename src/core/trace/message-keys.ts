/** What correlation needs of every message, taken once while its octets are at hand: a few numbers a row. */
import type { SipMessage } from "../sip/message.js";
import { Interned, uint32, uint16, uint8 } from "./column.js";

const HAS_CREDENTIALS = 1;
const HAS_CHALLENGE = 2;

export class MessageKeys {
  readonly #methods = new Interned();
  readonly #texts = new Interned();
  readonly #method = uint8();
  readonly #status = uint16();
  readonly #callId = uint32();
  readonly #cseq = uint32();
  readonly #branch = uint32();
  readonly #toTag = uint32();
  readonly #hops = uint8();
  readonly #flags = uint8();

  add(row: number, sip: SipMessage): void {
    const method = this.#methods.add(sip.cseq?.method ?? sip.method);
    // More than 255 methods are an attack; they share the last number and stay apart by branch.
    this.#method.set(row, Math.min(method, 255));
    this.#status.set(row, sip.statusCode);
    this.#callId.set(row, this.#texts.add(sip.callId?.value ?? ""));
    this.#cseq.set(row, sip.cseq?.number ?? 0);
    this.#branch.set(row, this.#texts.add(sip.topVia?.branch?.value ?? ""));
    this.#toTag.set(row, this.#texts.add(sip.to?.tag?.value ?? ""));
    this.#hops.set(row, Math.min(sip.vias.length, 255));
    const credentials = sip.header("Authorization") ?? sip.header("Proxy-Authorization");
    const challenge = sip.header("WWW-Authenticate") ?? sip.header("Proxy-Authenticate");
    this.#flags.set(row, (credentials ? HAS_CREDENTIALS : 0) | (challenge ? HAS_CHALLENGE : 0));
  }

  permute(order: Uint32Array): void {
    const columns = [this.#method, this.#status, this.#callId, this.#cseq, this.#branch, this.#toTag];
    for (const column of [...columns, this.#hops, this.#flags]) column.permute(order);
  }

  /** Method of the request, of a response the method it answers (CSeq). */
  method(row: number): string {
    return this.#methods.text(this.#method.get(row));
  }
  /** 0 for a request. */
  status(row: number): number {
    return this.#status.get(row);
  }
  isRequest(row: number): boolean {
    return this.#status.get(row) === 0;
  }
  callId(row: number): string {
    return this.#texts.text(this.#callId.get(row));
  }
  cseq(row: number): number {
    return this.#cseq.get(row);
  }
  branch(row: number): string {
    return this.#texts.text(this.#branch.get(row));
  }
  hops(row: number): number {
    return this.#hops.get(row);
  }
  hasCredentials(row: number): boolean {
    return (this.#flags.get(row) & HAS_CREDENTIALS) !== 0;
  }
  hasChallenge(row: number): boolean {
    return (this.#flags.get(row) & HAS_CHALLENGE) !== 0;
  }
  /** What tells two responses of one transaction apart: status and To tag (RFC 3261 §13.2.2.4: forks answer with own tags). */
  responseKey(row: number): number {
    return this.#toTag.get(row) * 1000 + this.#status.get(row);
  }

  /**
   * The transaction that a message belongs to (RFC 3261 §17.1.3, §17.2.3): branch and method, and Call-ID and CSeq,
   * which keep apart what clients older than RFC 3261 or broken ones send with one branch.
   */
  transactionKey(row: number): string {
    const method = this.method(row);
    // An ACK to a non-2xx belongs to the INVITE transaction: same branch, same CSeq number (§17.1.1.3).
    const own = method === "ACK" ? "INVITE" : method;
    return `${this.#callId.get(row)} ${this.#cseq.get(row)} ${own} ${this.#branch.get(row)}`;
  }
}
