/** What correlation needs of every message, taken once while its octets are at hand: a few numbers a row. */
import type { Endpoint, Transport } from "../model/endpoint.js";
import { hashOf } from "../model/octets-hash.js";
import { Essentials } from "../sip/essentials.js";
import { SipMessage } from "../sip/message.js";
import { type Column, uint16, uint32, uint8 } from "./column.js";
import { InternedOctets } from "./interned-octets.js";
import { ViaKeys } from "./via-keys.js";

const HAS_CREDENTIALS = 1;
const HAS_CHALLENGE = 2;
const IS_SOUND = 4;
const HAS_DIGEST = 8;
const IS_STALE = 16;
const IS_USER_OF_TO = 32;
const HAS_ONE_CONTACT = 64;
const IS_CONTACT_RECEIVED = 128;
const HAS_TO_TAG = 256;
const IS_PROXY_DIGEST = 512;
const HAS_CNONCE = 1024;
const IS_URI_OF_REQUEST = 2048;
/** As a column holds it: no `nc`, no expiry. Both are 30 bits at most where they are taken from octets. */
const ABSENT = 0xffffffff;
/** Methods known by number; an attack may bring more, which share the last number and stay apart by branch. */
const MOST_METHODS = 255;

/** Places of `#last`. */
const LAST = {
  method: 0,
  callId: 1,
  contact: 2,
  contactUri: 3,
  fromUri: 4,
  toUri: 5,
  userAgent: 6,
  reason: 7,
  realm: 8,
  nonce: 9,
  username: 10,
} as const;

const encoder = new TextEncoder();

export class MessageKeys {
  readonly #essentials = new Essentials();
  /** By header, the number it had last. */
  readonly #last = new Uint32Array(Object.keys(LAST).length);
  readonly #methods = new InternedOctets();
  readonly #methodTexts: string[] = [""];
  /** What a few thousand people and devices repeat in every message. */
  readonly #texts = new InternedOctets();
  /** Tables of their own, for each is new in every other message: among them the others would lie far apart in memory. */
  readonly #callIds = new InternedOctets();
  readonly #nonces = new InternedOctets();
  readonly via = new ViaKeys(this.#texts);
  readonly #method = uint8();
  readonly #status = uint16();
  readonly #callId = uint32();
  readonly #cseq = uint32();
  /** Hashes, 0 for none: only ever compared within one Call-ID, and a table of millions of them costs more than all others. */
  readonly #branch = uint32();
  readonly #toTag = uint32();
  readonly #toUri = uint32();
  readonly #flags = uint16();
  /** Of requests other than REGISTER: the URI of From. */
  readonly #fromUri = uint32();
  /** Of REGISTERs, and of what is outside of dialogs. */
  readonly #userAgent = uint32();
  /** Of REGISTERs and their responses with one plain Contact: its whole value with parameters. */
  readonly #contact = uint32();
  /** By the number of such a value: its URI. */
  readonly #uriOfContact = uint32();
  readonly #expires = uint32();
  /** Of a response from 300 on that is as usual: its reason phrase. */
  readonly #reason = uint32();
  /** Of the one digest that a message carries, if it carries just one in plain form. */
  readonly #realm = uint32();
  readonly #nonce = uint32();
  readonly #username = uint32();
  readonly #nonceCount = uint32();
  /** Whoever writes a trace cannot know which transactions collide. */
  readonly #factor = (Math.random() * 0x1_0000_0000) | 1;
  readonly #invite = this.#methodNumber(encoder.encode("INVITE"), 0, 6);
  readonly #register = this.#methodNumber(encoder.encode("REGISTER"), 0, 8);
  readonly #ack = this.#methodNumber(encoder.encode("ACK"), 0, 3);

  add(row: number, octets: Uint8Array, transport: Transport, source: Endpoint, destination: Endpoint): void {
    const found = this.#essentials;
    if (!found.scan(octets)) return this.#addParsed(row, new SipMessage(octets));
    const fromCSeq = found.cseqMethodEnd > found.cseqMethodStart;
    const start = fromCSeq ? found.cseqMethodStart : found.methodStart;
    const end = fromCSeq ? found.cseqMethodEnd : found.methodEnd;
    this.#method.set(row, this.#methodNumber(octets, start, end));
    this.#status.set(row, found.status);
    this.#callId.set(row, this.#number(this.#callIds, LAST.callId, octets, found.callIdStart, found.callIdEnd));
    this.#cseq.set(row, found.cseqNumber);
    this.#branch.set(row, found.hash(found.branchStart, found.branchEnd));
    // Forks are told apart by the tags of their responses; requests are not.
    if (found.status !== 0) this.#toTag.set(row, found.hash(found.toTagStart, found.toTagEnd));
    this.via.add(row, octets, found, transport, source, destination);
    this.#setFlags(row, found.hasCredentials, found.hasChallenge, found.toTagEnd > found.toTagStart);
    this.#addPlain(row, octets);
  }

  /** What is only taken of plain headers: of the others the parser tells when somebody asks. */
  #addPlain(row: number, octets: Uint8Array): void {
    const found = this.#essentials;
    let flags = this.#flags.get(row);
    if (found.isSound) flags |= IS_SOUND;
    if (this.#method.get(row) === this.#register) {
      this.#expires.set(row, found.expiresSeconds < 0 ? ABSENT : found.expiresSeconds);
      if (found.contacts === 1) {
        flags |= HAS_ONE_CONTACT | (found.isContactReceived ? IS_CONTACT_RECEIVED : 0);
        const contact = this.#number(this.#texts, LAST.contact, octets, found.contactStart, found.contactEnd);
        this.#contact.set(row, contact);
        if (this.#uriOfContact.get(contact) === 0)
          this.#uriOfContact.set(
            contact,
            this.#number(this.#texts, LAST.contactUri, octets, found.contactUriStart, found.contactUriEnd),
          );
      }
    } else if (found.status === 0) {
      this.#fromUri.set(row, this.#number(this.#texts, LAST.fromUri, octets, found.fromUriStart, found.fromUriEnd));
    }
    // Within a dialog both are as they were when it began, and a response repeats its request.
    if (found.status === 0 && found.toTagEnd === found.toTagStart) {
      this.#toUri.set(row, this.#number(this.#texts, LAST.toUri, octets, found.toUriStart, found.toUriEnd));
      this.#userAgent.set(
        row,
        this.#number(this.#texts, LAST.userAgent, octets, found.userAgentStart, found.userAgentEnd),
      );
    }
    if (found.status >= 300)
      this.#reason.set(row, this.#number(this.#texts, LAST.reason, octets, found.reasonStart, found.reasonEnd));
    if (found.hasDigest) {
      flags |= HAS_DIGEST | (found.isStale ? IS_STALE : 0) | (found.isUserOfTo ? IS_USER_OF_TO : 0);
      if (found.isProxyDigest) flags |= IS_PROXY_DIGEST;
      if (found.hasCnonce) flags |= HAS_CNONCE;
      if (found.isUriOfRequest) flags |= IS_URI_OF_REQUEST;
      this.#realm.set(row, this.#number(this.#texts, LAST.realm, octets, found.realmStart, found.realmEnd));
      this.#nonce.set(row, this.#number(this.#nonces, LAST.nonce, octets, found.nonceStart, found.nonceEnd));
      this.#username.set(row, this.#number(this.#texts, LAST.username, octets, found.usernameStart, found.usernameEnd));
      this.#nonceCount.set(row, found.nonceCount < 0 ? ABSENT : found.nonceCount);
    }
    this.#flags.set(row, flags);
  }

  /** The number of what a header says of the message that was scanned: often the same as of the message before. */
  #number(table: InternedOctets, header: number, octets: Uint8Array, start: number, end: number): number {
    const last = this.#last[header]!;
    if (table.equals(last, octets, start, end)) return last;
    return (this.#last[header] = table.add(octets, start, end, this.#essentials.hash(start, end)));
  }

  /** The same for a message that is not as usual. */
  #addParsed(row: number, sip: SipMessage): void {
    const method = encoder.encode(sip.cseq?.method ?? sip.method);
    this.#method.set(row, this.#methodNumber(method, 0, method.length));
    this.#status.set(row, sip.statusCode);
    this.#callId.set(row, this.#callIds.addText(sip.callId?.value ?? ""));
    this.#cseq.set(row, sip.cseq?.number ?? 0);
    this.#branch.set(row, hashOfText(sip.topVia?.branch?.value ?? ""));
    if (sip.statusCode !== 0) this.#toTag.set(row, hashOfText(sip.to?.tag?.value ?? ""));
    if (this.#method.get(row) === this.#register || !sip.to?.tag)
      this.#toUri.set(row, this.#texts.addText(sip.to?.uri.text ?? ""));
    this.via.addParsed(row, sip);
    const credentials = sip.header("Authorization") ?? sip.header("Proxy-Authorization");
    const challenge = sip.header("WWW-Authenticate") ?? sip.header("Proxy-Authenticate");
    const hasToTag = sip.to?.tag !== undefined;
    this.#setFlags(row, credentials !== undefined, challenge !== undefined, hasToTag);
  }

  #setFlags(row: number, hasCredentials: boolean, hasChallenge: boolean, hasToTag: boolean): void {
    const auth = (hasCredentials ? HAS_CREDENTIALS : 0) | (hasChallenge ? HAS_CHALLENGE : 0);
    this.#flags.set(row, auth | (hasToTag ? HAS_TO_TAG : 0));
  }

  #methodNumber(octets: Uint8Array, start: number, end: number): number {
    const last = this.#last[LAST.method]!;
    if (this.#methods.equals(last, octets, start, end)) return last;
    const number = (this.#last[LAST.method] = Math.min(this.#methods.add(octets, start, end), MOST_METHODS));
    this.#methodTexts[number] ??= this.#methods.text(number);
    return number;
  }

  /** States that a message is of the transaction of another one, whatever Call-ID and branch it shows. */
  takeTransaction(row: number, of: number): void {
    this.#callId.set(row, this.#callId.get(of));
    this.#branch.set(row, this.#branch.get(of));
  }

  permute(order: Uint32Array): void {
    const columns: Column[] = [this.#method, this.#status, this.#callId, this.#cseq, this.#branch, this.#toTag];
    columns.push(this.#toUri, this.#flags, this.#fromUri, this.#userAgent, this.#contact);
    columns.push(this.#expires, this.#reason, this.#realm, this.#nonce, this.#username, this.#nonceCount);
    for (const column of columns) column.permute(order);
    this.via.permute(order);
  }

  /** Method of the request, of a response the method it answers (CSeq). */
  method(row: number): string {
    return this.#methodTexts[this.#method.get(row)] ?? "";
  }
  /** 0 for a request. */
  status(row: number): number {
    return this.#status.get(row);
  }
  isRequest(row: number): boolean {
    return this.#status.get(row) === 0;
  }
  /** A REGISTER or a response to one. */
  isRegister(row: number): boolean {
    return this.#method.get(row) === this.#register;
  }
  isAck(row: number): boolean {
    return this.#method.get(row) === this.#ack && this.#status.get(row) === 0;
  }
  callId(row: number): string {
    return this.#callIds.text(this.#callId.get(row));
  }
  /** Equal for rows of one Call-ID; 0 for none. */
  callIdNumber(row: number): number {
    return this.#callId.get(row);
  }
  cseq(row: number): number {
    return this.#cseq.get(row);
  }
  /** Equal for equal branches of one Call-ID, and hardly ever for others; 0 for none. 32 bits. */
  branchHash(row: number): number {
    return this.#branch.get(row);
  }
  hasCredentials(row: number): boolean {
    return (this.#flags.get(row) & HAS_CREDENTIALS) !== 0;
  }
  hasChallenge(row: number): boolean {
    return (this.#flags.get(row) & HAS_CHALLENGE) !== 0;
  }
  /** Its To has a tag: a request within a dialog, a response that makes one. */
  hasToTag(row: number): boolean {
    return (this.#flags.get(row) & HAS_TO_TAG) !== 0;
  }
  /** User-Agent of a REGISTER, or of a request outside of a dialog; undefined where only the parser can tell. */
  userAgent(row: number): string | undefined {
    const number = this.#userAgent.get(row);
    return number === 0 ? undefined : this.text(number);
  }
  /** Equal for REGISTERs, and requests outside of dialogs, whose To names the same URI, octet for octet. */
  toUriNumber(row: number): number {
    return this.#toUri.get(row);
  }
  /** No fault that peers refuse, as one look at its octets tells (`Essentials.isSound`); false where a closer look is due. */
  isSound(row: number): boolean {
    return (this.#flags.get(row) & IS_SOUND) !== 0;
  }
  /** The text of a number that one of the functions here gave, other than those of Call-IDs and nonces. */
  text(number: number): string {
    return this.#texts.text(number);
  }
  /** The number of a text, for comparing what was parsed with what was taken from octets. */
  numberOf(text: string): number {
    return this.#texts.addText(text);
  }
  /** Of a request other than REGISTER; 0 when its From is not plain. */
  fromUriNumber(row: number): number {
    return this.#fromUri.get(row);
  }
  /** Whether the message carries just one digest, challenge or credentials, in plain form: then the next ones tell of it. */
  hasDigest(row: number): boolean {
    return (this.#flags.get(row) & HAS_DIGEST) !== 0;
  }
  realmNumber(row: number): number {
    return this.#realm.get(row);
  }
  nonceNumber(row: number): number {
    return this.#nonce.get(row);
  }
  nonce(number: number): string {
    return this.#nonces.text(number);
  }
  /** The number of a nonce that was parsed, for comparing it with what was taken from octets. */
  nonceNumberOf(nonce: string): number {
    return this.#nonces.addText(nonce);
  }
  callIdNumberOf(callId: string): number {
    return this.#callIds.addText(callId);
  }
  usernameNumber(row: number): number {
    return this.#username.get(row);
  }
  /** Of a response from 300 on; "" where the start line is odd. */
  reason(row: number): string {
    return this.text(this.#reason.get(row));
  }
  hasCnonce(row: number): boolean {
    return (this.#flags.get(row) & HAS_CNONCE) !== 0;
  }
  isProxyDigest(row: number): boolean {
    return (this.#flags.get(row) & IS_PROXY_DIGEST) !== 0;
  }
  isUriOfRequest(row: number): boolean {
    return (this.#flags.get(row) & IS_URI_OF_REQUEST) !== 0;
  }
  isUserOfTo(row: number): boolean {
    return (this.#flags.get(row) & IS_USER_OF_TO) !== 0;
  }
  /** Undefined when absent or unreadable. */
  nonceCount(row: number): number | undefined {
    const count = this.#nonceCount.get(row);
    return count === ABSENT ? undefined : count;
  }
  isStale(row: number): boolean {
    return (this.#flags.get(row) & IS_STALE) !== 0;
  }
  /** Whether a REGISTER or its response has just one Contact, in plain form: then the next four tell of it. */
  hasOneContact(row: number): boolean {
    return (this.#flags.get(row) & HAS_ONE_CONTACT) !== 0;
  }
  contactUriNumber(row: number): number {
    return this.#uriOfContact.get(this.#contact.get(row));
  }
  /** With its parameters. */
  contactNumber(row: number): number {
    return this.#contact.get(row);
  }
  /** The one Contact of a REGISTER or its response, with its parameters and no blank between them; undefined where it is not plain. */
  contactText(row: number): string | undefined {
    return this.hasOneContact(row) ? this.text(this.#contact.get(row)) : undefined;
  }
  /** Seconds that the Contact says, else those of Expires. */
  expiresSeconds(row: number): number | undefined {
    const seconds = this.#expires.get(row);
    return seconds === ABSENT ? undefined : seconds;
  }
  /** It has a parameter `received`. */
  isContactReceived(row: number): boolean {
    return (this.#flags.get(row) & IS_CONTACT_RECEIVED) !== 0;
  }
  /** What tells two responses of one transaction apart: status and To tag (RFC 3261 §13.2.2.4: forks answer with own tags). */
  responseKey(row: number): number {
    return this.#toTag.get(row) * 1000 + this.#status.get(row);
  }

  /** Whether the message names no transaction: no method, or neither Call-ID nor branch. */
  isStray(row: number): boolean {
    return this.#method.get(row) === 0 || (this.#callId.get(row) === 0 && this.#branch.get(row) === 0);
  }

  /**
   * Whether two messages are of one transaction (RFC 3261 §17.1.3, §17.2.3): branch and method, and Call-ID and CSeq, which
   * keep apart what clients older than RFC 3261 or broken ones send with one branch.
   */
  isSameTransaction(a: number, b: number): boolean {
    return (
      this.#branch.get(a) === this.#branch.get(b) &&
      this.#callId.get(a) === this.#callId.get(b) &&
      this.#cseq.get(a) === this.#cseq.get(b) &&
      this.#transactionMethod(a) === this.#transactionMethod(b)
    );
  }

  /** Equal for messages of one transaction, and seldom for others; 32 bits. */
  transactionHash(row: number): number {
    let hash = Math.imul(this.#branch.get(row) + 1, this.#factor);
    hash = Math.imul(hash ^ this.#callId.get(row), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13) ^ this.#cseq.get(row), 0xc2b2ae35);
    return (hash ^ (hash >>> 16) ^ this.#transactionMethod(row)) >>> 0;
  }

  /** An ACK to a non-2xx belongs to the INVITE transaction: same branch, same CSeq number (§17.1.1.3). */
  #transactionMethod(row: number): number {
    const method = this.#method.get(row);
    return method === this.#ack ? this.#invite : method;
  }
}

function hashOfText(text: string): number {
  const octets = encoder.encode(text);
  return hashOf(octets, 0, octets.length);
}
