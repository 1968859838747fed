/** What correlation needs of a message, found by one look at its octets: the fast way for the million usual ones. */
import { type Kernel, sharedKernel } from "../model/kernel.js";
import { FIELD } from "../model/kernel-code.js";

/**
 * Filled again for each message, by the kernel, which has one memory for all of them: good until the next `scan` of anybody.
 * Half-open ranges of the octets, empty for what is not there; `scan` gives up, never guesses.
 */
export class Essentials {
  readonly #kernel: Kernel | null = sharedKernel();
  readonly #record = this.#kernel?.record ?? new Int32Array(0);

  /** @returns whether the message is as usual and the fields are filled; else read it as a `SipMessage`. */
  scan(octets: Uint8Array): boolean {
    return this.#kernel?.scan(octets) === true;
  }

  /** `hashOf` the octets of a range of the message. */
  hash(start: number, end: number): number {
    return this.#kernel!.calls.hash(start, end) >>> 0;
  }

  /** 0 for a request. */
  get status(): number {
    return this.#record[FIELD.status]!;
  }
  get methodStart(): number {
    return this.#record[FIELD.methodStart]!;
  }
  get methodEnd(): number {
    return this.#record[FIELD.methodEnd]!;
  }
  /** Of a response. */
  get reasonStart(): number {
    return this.#record[FIELD.reasonStart]!;
  }
  get reasonEnd(): number {
    return this.#record[FIELD.reasonEnd]!;
  }
  get cseqNumber(): number {
    return this.#record[FIELD.cseqNumber]!;
  }
  get cseqMethodStart(): number {
    return this.#record[FIELD.cseqMethodStart]!;
  }
  get cseqMethodEnd(): number {
    return this.#record[FIELD.cseqMethodEnd]!;
  }
  get callIdStart(): number {
    return this.#record[FIELD.callIdStart]!;
  }
  get callIdEnd(): number {
    return this.#record[FIELD.callIdEnd]!;
  }
  /** Vias in all; what follows is the top one's. */
  get hops(): number {
    return this.#record[FIELD.hops]!;
  }
  get transportStart(): number {
    return this.#record[FIELD.transportStart]!;
  }
  get transportEnd(): number {
    return this.#record[FIELD.transportEnd]!;
  }
  get viaHostStart(): number {
    return this.#record[FIELD.viaHostStart]!;
  }
  get viaHostEnd(): number {
    return this.#record[FIELD.viaHostEnd]!;
  }
  /** 0 when absent; so is `rport` when it has no value. */
  get viaPort(): number {
    return this.#record[FIELD.viaPort]!;
  }
  get rport(): number {
    return this.#record[FIELD.rport]!;
  }
  get branchStart(): number {
    return this.#record[FIELD.branchStart]!;
  }
  get branchEnd(): number {
    return this.#record[FIELD.branchEnd]!;
  }
  get receivedStart(): number {
    return this.#record[FIELD.receivedStart]!;
  }
  get receivedEnd(): number {
    return this.#record[FIELD.receivedEnd]!;
  }
  /** The URI of From in its plain form, without its brackets. */
  get fromUriStart(): number {
    return this.#record[FIELD.fromUriStart]!;
  }
  get fromUriEnd(): number {
    return this.#record[FIELD.fromUriEnd]!;
  }
  /** The URI of To, without its brackets. */
  get toUriStart(): number {
    return this.#record[FIELD.toUriStart]!;
  }
  get toUriEnd(): number {
    return this.#record[FIELD.toUriEnd]!;
  }
  get toTagStart(): number {
    return this.#record[FIELD.toTagStart]!;
  }
  get toTagEnd(): number {
    return this.#record[FIELD.toTagEnd]!;
  }
  /** Contacts in plain form; -1 when one is not. */
  get contacts(): number {
    return this.#record[FIELD.contacts]!;
  }
  /** Of the first Contact: its whole value with parameters, its URI. */
  get contactStart(): number {
    return this.#record[FIELD.contactStart]!;
  }
  get contactEnd(): number {
    return this.#record[FIELD.contactEnd]!;
  }
  get contactUriStart(): number {
    return this.#record[FIELD.contactUriStart]!;
  }
  get contactUriEnd(): number {
    return this.#record[FIELD.contactUriEnd]!;
  }
  /** A Contact has a parameter `received`. */
  get isContactReceived(): boolean {
    return this.#record[FIELD.isContactReceived] !== 0;
  }
  /** Seconds that the first Contact says, else those of Expires; -1 for neither. */
  get expiresSeconds(): number {
    return this.#record[FIELD.expiresSeconds]!;
  }
  get userAgentStart(): number {
    return this.#record[FIELD.userAgentStart]!;
  }
  get userAgentEnd(): number {
    return this.#record[FIELD.userAgentEnd]!;
  }
  get hasCredentials(): boolean {
    return this.#record[FIELD.hasCredentials] !== 0;
  }
  get hasChallenge(): boolean {
    return this.#record[FIELD.hasChallenge] !== 0;
  }
  /** The message has one challenge or credentials and no more, in plain form, with realm and nonce; what follows is theirs, without quotes. */
  get hasDigest(): boolean {
    return this.#record[FIELD.hasDigest] !== 0;
  }
  /** It stands in a Proxy-Authenticate or Proxy-Authorization. */
  get isProxyDigest(): boolean {
    return this.#record[FIELD.isProxyDigest] !== 0;
  }
  get usernameStart(): number {
    return this.#record[FIELD.usernameStart]!;
  }
  get usernameEnd(): number {
    return this.#record[FIELD.usernameEnd]!;
  }
  get realmStart(): number {
    return this.#record[FIELD.realmStart]!;
  }
  get realmEnd(): number {
    return this.#record[FIELD.realmEnd]!;
  }
  get nonceStart(): number {
    return this.#record[FIELD.nonceStart]!;
  }
  get nonceEnd(): number {
    return this.#record[FIELD.nonceEnd]!;
  }
  /** Of `nc`, without a sign; -1 when absent or unreadable. */
  get nonceCount(): number {
    const count = this.#record[FIELD.nonceCount]!;
    return count === -1 ? -1 : count >>> 0;
  }
  get isStale(): boolean {
    return this.#record[FIELD.isStale] !== 0;
  }
  get hasCnonce(): boolean {
    return this.#record[FIELD.hasCnonce] !== 0;
  }
  /** The user name of the credentials is the user of To, octet for octet. */
  get isUserOfTo(): boolean {
    return this.#record[FIELD.isUserOfTo] !== 0;
  }
  /** The `uri` of the credentials is the Request-URI, octet for octet. */
  get isUriOfRequest(): boolean {
    return this.#record[FIELD.isUriOfRequest] !== 0;
  }
  /** The length of the body agrees with Content-Length, or none is declared. */
  get isWhole(): boolean {
    return this.#record[FIELD.isWhole] !== 0;
  }
  /** Every header that has a grammar is plain, what must be there is there once, the body whole: no fault to refuse for. */
  get isSound(): boolean {
    return this.#record[FIELD.isSound] !== 0;
  }
}
