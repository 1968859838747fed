/** A SIP transaction (RFC 3261 §17): a request with its retransmissions, and the responses to it, at one hop. */
import type { Endpoint, Transport } from "../model/endpoint.js";
import { seconds } from "../model/instant.js";
import type { Credentials } from "../sip/digest.js";
import type { AnsweredChallenge } from "./credentials.js";
import type { Message } from "./message.js";
import type { MessageKeys } from "./message-keys.js";
import type { TransactionRows } from "./transaction-rows.js";

/** Timer F, 64*T1: after that a client has given up, and a response answers nobody (RFC 3261 §17.1.2.2). */
export const TIMER_F_MICROS = seconds(32);

export interface Sighting {
  readonly of: Message;
  readonly seen: Message;
}

export class Transaction {
  constructor(
    private readonly rows: TransactionRows,
    readonly index: number,
  ) {}

  /** `ACK` for one that acknowledges a 2xx, whose branch is its own (RFC 3261 §17.1.1.3). */
  get method(): string {
    return this.rows.keys.method(this.rows.first(this.index));
  }
  get isRegister(): boolean {
    return this.rows.isRegister(this.index);
  }
  get callId(): string {
    return this.rows.keys.callId(this.rows.first(this.index));
  }
  get cseqNumber(): number {
    return this.rows.keys.cseq(this.rows.first(this.index));
  }
  /** As `MessageKeys.branchHash`. */
  get branchHash(): number {
    return this.rows.keys.branchHash(this.rows.first(this.index));
  }
  /** Vias in the request: 1 at the user agent's own hop. */
  get hops(): number {
    return this.rows.hops(this.index);
  }
  get transport(): Transport {
    return this.rows.transport(this.index);
  }
  /** Who sent the request, and to whom, at this hop. An address of "" is a side that the log does not name. */
  get client(): Endpoint {
    return this.rows.table.endpoint(this.clientNumber);
  }
  get server(): Endpoint {
    return this.rows.table.endpoint(this.serverNumber);
  }

  /** Whether it has no response, but may have had one: the log prints one direction only, or what would tell was blotted out. */
  get isAnswerUnseen(): boolean {
    return this.rows.isAnswerUnseen(this.index);
  }

  /** Message indices: the request and its retransmissions, as the first observer saw them. */
  get requestRows(): readonly number[] {
    return this.rows.select(this.index, "request");
  }
  /** Message indices: responses in order, repeats left out. */
  get responseRows(): readonly number[] {
    return this.rows.select(this.index, "response");
  }
  /** Message indices of repeated responses. */
  get repeatedResponseRows(): readonly number[] {
    return this.rows.select(this.index, "repeated-response");
  }
  /** Message indices: the ACKs of a refused INVITE, which belong to its transaction (RFC 3261 §17.1.1.3). */
  get ackRows(): readonly number[] {
    return this.rows.select(this.index, "ack");
  }
  /** Pairs (message, further sighting of it on another interface, file or side of a router). */
  get sightingRows(): readonly (readonly [number, number])[] {
    return this.rows.select(this.index, "sighting").map((row) => [this.rows.table.original(row), row] as const);
  }

  /** The first sending of the request; undefined when the capture starts after it. */
  get request(): Message | undefined {
    return this.#messageAt(this.rows.requestRow(this.index));
  }
  get retransmissions(): readonly Message[] {
    return this.requestRows.slice(1).map((row) => this.rows.table.at(row));
  }
  get responses(): readonly Message[] {
    return this.responseRows.map((row) => this.rows.table.at(row));
  }
  get sightings(): readonly Sighting[] {
    const { table } = this.rows;
    return this.sightingRows.map(([of, seen]) => ({ of: table.at(of), seen: table.at(seen) }));
  }
  /** The first final response: of two the first counts (some registrars send a second, stray one). */
  get final(): Message | undefined {
    return this.#messageAt(this.rows.finalRow(this.index));
  }
  /** Status code of the first final response; 0 when there is none. */
  get status(): number {
    return this.rows.status(this.index);
  }
  /** First and last message of the transaction that the trace holds. */
  get first(): Message {
    return this.rows.table.at(this.rows.first(this.index));
  }
  get last(): Message {
    return this.rows.table.at(this.rows.last(this.index));
  }
  get startMicros(): number {
    return this.rows.startMicros(this.index);
  }
  get endMicros(): number {
    return this.rows.table.atMicros(this.rows.last(this.index));
  }

  /** Whether the request carries any Authorization; costs nothing. */
  get hasCredentials(): boolean {
    return this.rows.hasCredentials(this.index);
  }
  /** The request carries just one digest in plain form: then `keys` tells of it without parsing. */
  get hasDigest(): boolean {
    return this.rows.hasDigest(this.index);
  }
  /** Of several credentials the ones that answer a challenge of this server. */
  get credentials(): Credentials | undefined {
    if (this.hasDigest) return this.request?.sip.credentials[0];
    return this.hasCredentials ? this.rows.credentials.answerOf(this)?.credentials : undefined;
  }
  /** As `answered`, where the nonce of a plain digest tells it: the message index, without reading it; -1 otherwise. */
  get challengeRow(): number {
    return this.hasDigest ? this.rows.credentials.challengeRowOf(this, this.requestRow) : -1;
  }
  /** The challenge that the credentials answer. */
  get answered(): AnsweredChallenge | undefined {
    return this.hasCredentials ? this.rows.credentials.answerOf(this)?.answered : undefined;
  }
  /** Message index of the request, -1 when the capture starts after it; and of the first final response. */
  get requestRow(): number {
    return this.rows.requestRow(this.index);
  }
  get finalRow(): number {
    return this.rows.finalRow(this.index);
  }
  /** The request is the first of its messages that the trace holds. */
  get beginsWithRequest(): boolean {
    return this.rows.requestRow(this.index) === this.rows.first(this.index);
  }
  get hasResponse(): boolean {
    return this.rows.hasResponse(this.index);
  }
  /** Another response, not a repeated one, came after the first final one. */
  get hasLaterResponse(): boolean {
    return this.rows.hasLaterResponse(this.index);
  }
  /** The request was sent more than once. */
  get isRepeated(): boolean {
    return this.rows.isRepeated(this.index);
  }
  get hasSightings(): boolean {
    return this.rows.hasSightings(this.index);
  }
  /** A response from 101 to 199 came: whoever answers so has accepted what it was asked. */
  get hasProgress(): boolean {
    return this.rows.hasProgress(this.index);
  }
  /** The request has a To tag: it is within a dialog. */
  get isInDialog(): boolean {
    const row = this.rows.requestRow(this.index);
    return row >= 0 && this.rows.keys.hasToTag(row);
  }
  /** Whether the first final response carries a challenge with `stale=true`. */
  get isStale(): boolean {
    const row = this.rows.finalRow(this.index);
    if (row < 0 || !this.rows.keys.hasChallenge(row)) return false;
    if (this.rows.keys.hasDigest(row)) return this.rows.keys.isStale(row);
    return this.rows.table.sip(row).challenges.some(({ stale }) => stale === true);
  }
  /** What was noted of its messages when they were read, by message index. */
  get keys(): MessageKeys {
    return this.rows.keys;
  }
  /** Equal for equal endpoints. */
  get clientNumber(): number {
    return this.rows.clientNumber(this.index);
  }
  get serverNumber(): number {
    return this.rows.serverNumber(this.index);
  }
  /** Equal for equal Call-IDs, and for equal To URIs of REGISTERs: cheaper to compare than the texts. */
  get callIdNumber(): number {
    return this.rows.callIdNumber(this.index);
  }
  get toUriNumber(): number {
    return this.rows.keys.toUriNumber(this.rows.first(this.index));
  }

  /** When one of its messages was seen, by index. */
  atMicros(row: number): number {
    return this.rows.table.atMicros(row);
  }
  /** One of its messages, by index. */
  message(row: number): Message {
    return this.rows.table.at(row);
  }

  #messageAt(row: number): Message | undefined {
    return row < 0 ? undefined : this.rows.table.at(row);
  }
}
