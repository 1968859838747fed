/** A SIP transaction (RFC 3261 §17): a request with its retransmissions, and the responses to it, at one hop. */
import type { Endpoint, Transport } from "../model/endpoint.js";
import type { Challenge, Credentials } from "../sip/digest.js";
import type { Message, MessageTable } from "./message.js";

/** The challenge that credentials answer, and how that is known. */
export interface AnsweredChallenge {
  /** The 401 or 407 that carries it. */
  readonly message: Message;
  readonly challenge: Challenge;
  /** `nonce`: same nonce; `call-id`: the latest challenge of the same Call-ID; `returned`: the one that the request itself got. */
  readonly by: "nonce" | "call-id" | "returned";
}

export interface Sighting {
  readonly of: Message;
  readonly seen: Message;
}

export class Transaction {
  /** Message indices: the request and its retransmissions, as the first observer saw them. */
  readonly requestRows: number[] = [];
  /** Message indices: responses in order, repeats left out. */
  readonly responseRows: number[] = [];
  /** Message indices of repeated responses. */
  readonly repeatedResponseRows: number[] = [];
  /** Message indices: the ACKs of a refused INVITE, which belong to its transaction (RFC 3261 §17.1.1.3). */
  readonly ackRows: number[] = [];
  /** Pairs (message, further sighting of it on another interface, file or side of a router). */
  readonly sightingRows: (readonly [number, number])[] = [];
  /** Set by `correlateCredentials`: of several credentials the ones that answer a challenge of this server. */
  credentials: Credentials | undefined;
  answered: AnsweredChallenge | undefined;

  constructor(
    private readonly table: MessageTable,
    readonly index: number,
    readonly method: string,
    readonly callId: string,
    readonly cseqNumber: number,
    readonly branch: string,
    /** Who sent the request, and to whom, at this hop. An address of "" is a side that the log does not name. */
    readonly client: Endpoint,
    readonly server: Endpoint,
    readonly transport: Transport,
    /** Vias in the request: 1 at the user agent's own hop. */
    readonly hops: number,
  ) {}

  /** The first sending of the request; undefined when the capture starts after it. */
  get request(): Message | undefined {
    const row = this.requestRows[0];
    return row === undefined ? undefined : this.table.at(row);
  }
  get retransmissions(): readonly Message[] {
    return this.requestRows.slice(1).map((row) => this.table.at(row));
  }
  get responses(): readonly Message[] {
    return this.responseRows.map((row) => this.table.at(row));
  }
  get sightings(): readonly Sighting[] {
    return this.sightingRows.map(([of, seen]) => ({ of: this.table.at(of), seen: this.table.at(seen) }));
  }
  /** The first final response: of two the first counts (some registrars send a second, stray one). */
  get final(): Message | undefined {
    const row = this.responseRows.find((response) => this.table.sip(response).statusCode >= 200);
    return row === undefined ? undefined : this.table.at(row);
  }
  /** Status code of the first final response; 0 when there is none. */
  get status(): number {
    return this.final?.sip.statusCode ?? 0;
  }
  /** First and last message of the transaction that the trace holds. */
  get first(): Message {
    const rows = [...this.requestRows, ...this.responseRows];
    return this.table.at(Math.min(...rows));
  }
  get last(): Message {
    const rows = [...this.requestRows, ...this.responseRows, ...this.repeatedResponseRows];
    return this.table.at(Math.max(...rows));
  }
  get startMicros(): number {
    return this.first.atMicros;
  }
  get endMicros(): number {
    return this.last.atMicros;
  }
}
