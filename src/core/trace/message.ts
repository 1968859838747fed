/** The table of messages: typed columns with interned strings, and `Message`, a light view of one row. */
import { CR, LF } from "../model/ascii.js";
import type { ByteSource } from "../model/byte-source.js";
import type { Endpoint, Transport } from "../model/endpoint.js";
import { hashOf } from "../model/octets-hash.js";
import { SourceMap } from "../model/source-map.js";
import type { Place, Transmission } from "../model/transmission.js";
import { SipMessage, textOfOctets } from "../sip/message.js";
import { type Column, float64, uint16, uint32, uint8 } from "./column.js";
import { OctetStore } from "./octet-store.js";
import { SourceMaps } from "./source-maps.js";

export const TRANSPORTS: readonly Transport[] = ["udp", "tcp", "tls", "sctp", "ws", "wss"];
/** Parsed messages kept at hand: a rule walks along a dialog. More would outlive the young and cost more than reading again. */
const PARSED_KEPT = 256;

const ENDPOINT_OBJECTS_KEPT = 65_536;

const NOTHING = new Uint8Array(0);

/** What a row is to the message it repeats. */
export type Role = "original" | "retransmission" | "sighting";
const ROLES: readonly Role[] = ["original", "retransmission", "sighting"];

/** One SIP message of the trace. Equal rows may be different objects: compare `index`. */
export class Message {
  constructor(
    private readonly table: MessageTable,
    readonly index: number,
  ) {}

  get atMicros(): number {
    return this.table.atMicros(this.index);
  }
  get source(): Endpoint {
    return this.table.source(this.index);
  }
  get destination(): Endpoint {
    return this.table.destination(this.index);
  }
  get transport(): Transport {
    return this.table.transport(this.index);
  }
  get place(): Place {
    return this.table.place(this.index);
  }
  get sip(): SipMessage {
    return this.table.sip(this.index);
  }
  /** Interface of the capture that saw it. */
  get capturePoint(): number {
    return this.table.capturePoint(this.index);
  }
  /** Octets that the capture or log cut off; 0 when whole. */
  get missingOctets(): number {
    return this.table.missingOctets(this.index);
  }
  /** Whether the cut went through its headers, so that any that is not there may have been sent. */
  get lacksHeaders(): boolean {
    return this.missingOctets > 0 && !this.sip.hasHeaderEnd;
  }
  /** On a stream: octets before the start line that belong to no message. */
  get garbageBefore(): Uint8Array | undefined {
    return this.table.garbageBefore(this.index);
  }
  /** IP fragments that it came in; 1 when it was not fragmented. */
  get fragments(): number {
    return this.table.fragments(this.index);
  }
  /** Whether fragments of it are not in the capture. */
  get lacksFragments(): boolean {
    return this.table.lacksFragments(this.index);
  }
  get role(): Role {
    return this.table.role(this.index);
  }
  /** Index of the message that this one repeats; its own index for an original. */
  get original(): number {
    return this.table.original(this.index);
  }
}

/** The endpoint of a side that a log does not name. */
const UNKNOWN_ENDPOINT: Endpoint = { address: "", port: 0 };

export class MessageTable {
  #length = 0;
  readonly #at = float64();
  readonly #fileOffset = float64();
  readonly #octetCount = uint32();
  readonly #number = uint32();
  readonly #file = uint16();
  readonly #source = uint32();
  readonly #destination = uint32();
  readonly #transport = uint8();
  readonly #capturePoint = uint16();
  readonly #missing = uint32();
  readonly #role = uint8();
  /** Of a repeat: the message that it repeats + 1. */
  readonly #original = uint32();
  readonly #endpoints: Endpoint[] = [];
  readonly #endpointIndex = new Map<string, number>();
  /** Of the message appended last. */
  #lastSource: Endpoint | undefined;
  #lastDestination: Endpoint | undefined;
  /** The same by object: readers hand on one object an endpoint, and looking that up costs no text. */
  #numbersOfObjects = new Map<Endpoint, number>();
  /** Messages that are not one run of their file: over several segments, or unwrapped from a log. */
  readonly #maps = new SourceMaps();
  /** Octets that cannot be read again from the file: of a packed one, of a log that writes them otherwise. */
  readonly #kept = new OctetStore();
  readonly #garbage = new Map<number, Uint8Array>();
  /** Of the few fragmented messages the number of fragments, negative when some are not in the capture. */
  readonly #fragments = new Map<number, number>();
  /** Each at the rest of its row. A map keeps what left it: each of its tables names the next, and one that outlived the young holds all. */
  readonly #parsed = new Array<SipMessage | undefined>(PARSED_KEPT).fill(undefined);
  readonly #parsedRows = new Uint32Array(PARSED_KEPT);

  constructor(
    readonly sources: readonly ByteSource[],
    private readonly isLog: readonly boolean[],
  ) {}

  get length(): number {
    return this.#length;
  }

  /** Memory that messages take which cannot be read again from their files. */
  get keptOctets(): number {
    return this.#kept.octets;
  }

  /** Appends a message and returns its index. */
  append(transmission: Transmission, transport: Transport): number {
    const row = this.#length++;
    const { place, octets } = transmission;
    this.#at.set(row, transmission.atMicros);
    if (place.file > 0) this.#file.set(row, place.file);
    this.#number.set(row, place.frame ?? place.line ?? 0);
    const { source = UNKNOWN_ENDPOINT, destination = UNKNOWN_ENDPOINT } = transmission;
    const before = row - 1;
    this.#source.set(row, this.#numberOf(source, before));
    this.#destination.set(row, this.#numberOf(destination, before));
    this.#lastSource = source;
    this.#lastDestination = destination;
    this.#transport.set(row, TRANSPORTS.indexOf(transport));
    if (transmission.capturePoint > 0) this.#capturePoint.set(row, transmission.capturePoint);
    if (transmission.missingOctets > 0) this.#missing.set(row, transmission.missingOctets);
    this.#octetCount.set(row, octets.length);
    const runs = transmission.sourceMap.runs;
    this.#fileOffset.set(row, runs[1] ?? 0);
    const isOneRun = runs.length === 3 && runs[0] === 0 && runs[2] === octets.length;
    if (!isOneRun) this.#maps.set(row, transmission.sourceMap);
    const { isSequential } = this.sources[place.file] ?? {};
    const isElsewhere = this.isLog[place.file] && transmission.isVerbatim !== true;
    if (isSequential || isElsewhere || !(isOneRun || lacksLineEndsAlone(runs, octets))) this.#kept.set(row, octets);
    if (transmission.garbageBefore) this.#garbage.set(row, transmission.garbageBefore);
    const { fragments, lacksFragments } = transmission;
    if (fragments !== undefined) this.#fragments.set(row, lacksFragments ? -fragments : fragments);
    return row;
  }

  /** Puts the row `order[i]` at place `i`: the files of one trace are read in turn and then put in time order. */
  permute(order: Uint32Array): void {
    const columns: Column[] = [this.#at, this.#fileOffset, this.#octetCount, this.#number, this.#file, this.#source];
    columns.push(this.#destination, this.#transport, this.#capturePoint, this.#missing);
    for (const column of columns) column.permute(order);
    this.#maps.permute(order);
    this.#kept.permute(order);
    const placeOf = new Uint32Array(order.length);
    for (let row = 0; row < order.length; row++) placeOf[order[row]!] = row;
    for (const map of [this.#garbage, this.#fragments]) rekey<unknown>(map, placeOf);
    this.#parsed.fill(undefined);
  }

  /** Puts the messages from one row to before another on another clock. */
  shift(from: number, to: number, byMicros: number): void {
    for (let row = from; row < to; row++) this.#at.set(row, this.#at.get(row) + byMicros);
  }

  /** States that a message repeats an earlier one. */
  markRepeat(row: number, role: "retransmission" | "sighting", original: number): void {
    this.#role.set(row, ROLES.indexOf(role));
    this.#original.set(row, original + 1);
  }

  at(row: number): Message {
    if (row < 0 || row >= this.#length) throw new RangeError(`no message ${row}`);
    return new Message(this, row);
  }

  *[Symbol.iterator](): Generator<Message> {
    for (let row = 0; row < this.#length; row++) yield new Message(this, row);
  }

  atMicros(row: number): number {
    return this.#at.get(row);
  }
  source(row: number): Endpoint {
    return this.#endpoints[this.#source.get(row)] ?? UNKNOWN_ENDPOINT;
  }
  destination(row: number): Endpoint {
    return this.#endpoints[this.#destination.get(row)] ?? UNKNOWN_ENDPOINT;
  }
  /** The number of an endpoint as `sourceNumber` gives it; undefined for one that no message has. */
  endpointNumber({ address, port }: Endpoint): number | undefined {
    return this.#endpointIndex.get(`${address} ${port}`);
  }
  endpoint(number: number): Endpoint {
    return this.#endpoints[number] ?? UNKNOWN_ENDPOINT;
  }
  get endpointCount(): number {
    return this.#endpoints.length;
  }
  /** The octets before a message that belong to none, by row: few have any. */
  get garbage(): ReadonlyMap<number, Uint8Array> {
    return this.#garbage;
  }
  /** Equal for equal endpoints. */
  sourceNumber(row: number): number {
    return this.#source.get(row);
  }
  destinationNumber(row: number): number {
    return this.#destination.get(row);
  }
  transport(row: number): Transport {
    return TRANSPORTS[this.#transport.get(row)] ?? "udp";
  }
  capturePoint(row: number): number {
    return this.#capturePoint.get(row);
  }
  missingOctets(row: number): number {
    return this.#missing.get(row);
  }
  garbageBefore(row: number): Uint8Array | undefined {
    return this.#garbage.get(row);
  }
  fragments(row: number): number {
    return Math.abs(this.#fragments.get(row) ?? 1);
  }
  lacksFragments(row: number): boolean {
    return (this.#fragments.get(row) ?? 1) < 0;
  }
  role(row: number): Role {
    return ROLES[this.#role.get(row)] ?? "original";
  }
  isOriginal(row: number): boolean {
    return this.#role.get(row) === 0;
  }
  original(row: number): number {
    const stated = this.#original.get(row);
    return stated === 0 ? row : stated - 1;
  }

  fileOf(row: number): number {
    return this.#file.get(row);
  }
  octetCount(row: number): number {
    return this.#octetCount.get(row);
  }

  place(row: number): Place {
    const file = this.#file.get(row);
    const number = this.#number.get(row);
    return this.isLog[file] ? { file, frame: null, line: number } : { file, frame: number, line: null };
  }

  /** Where the octets of the message lie in its file. */
  sourceMap(row: number): SourceMap {
    return this.#maps.get(row) ?? SourceMap.of(this.#fileOffset.get(row), this.#octetCount.get(row));
  }

  octets(row: number): Uint8Array {
    const length = this.#octetCount.get(row);
    const kept = this.#kept.from(row);
    if (kept) return kept.subarray(0, length);
    const source = this.sources[this.#file.get(row)];
    const octets = new Uint8Array(length);
    if (!source) return octets;
    const runs = this.sourceMap(row).runs;
    let end = 0;
    for (let run = 0; run + 2 < runs.length; run += 3) {
      putLineEnds(octets, end, runs[run]!);
      octets.set(source.read(runs[run + 1]!, runs[run + 2]!), runs[run]);
      end = runs[run]! + runs[run + 2]!;
    }
    putLineEnds(octets, end, length);
    return octets;
  }

  /** Equal for equal octets, and hardly ever for others; 32 bits. */
  octetsHash(row: number): number {
    const octets = this.#isOneRun(row) ? this.#read(row) : this.octets(row);
    return hashOf(octets, 0, octets.length);
  }

  sip(row: number): SipMessage {
    const place = row % PARSED_KEPT;
    let parsed = this.#parsed[place];
    if (!parsed || this.#parsedRows[place] !== row) {
      parsed = new SipMessage(this.text(row));
      this.#parsed[place] = parsed;
      this.#parsedRows[place] = row;
    }
    return parsed;
  }

  /** One character an octet, without parsing it. Of the many messages in one piece nothing is copied but the text. */
  text(row: number): string {
    return textOfOctets(this.#isOneRun(row) ? this.#read(row) : this.octets(row));
  }

  #isOneRun(row: number): boolean {
    return !this.#kept.has(row) && !this.#maps.has(row);
  }

  /** Of a message in one run; the next reading overwrites them. */
  #read(row: number): Uint8Array {
    return this.sources[this.#file.get(row)]?.read(this.#fileOffset.get(row), this.#octetCount.get(row)) ?? NOTHING;
  }

  /** An answer goes between the two endpoints of the message before, and another phone's request to the same server. */
  #numberOf(endpoint: Endpoint, before: number): number {
    if (endpoint === this.#lastSource) return this.#source.get(before);
    if (endpoint === this.#lastDestination) return this.#destination.get(before);
    return this.#intern(endpoint);
  }

  #intern(endpoint: Endpoint): number {
    const remembered = this.#numbersOfObjects.get(endpoint);
    if (remembered !== undefined) return remembered;
    const key = `${endpoint.address} ${endpoint.port}`;
    let index = this.#endpointIndex.get(key);
    if (index === undefined) {
      index = this.#endpoints.push(endpoint) - 1;
      this.#endpointIndex.set(key, index);
    }
    // Logs make an object a message, so this is a cache with a bound.
    if (this.#numbersOfObjects.size >= ENDPOINT_OBJECTS_KEPT) this.#numbersOfObjects = new Map();
    this.#numbersOfObjects.set(endpoint, index);
    return index;
  }
}

function rekey<T>(map: Map<number, T>, placeOf: Uint32Array): void {
  const entries = [...map];
  map.clear();
  for (const [row, value] of entries) map.set(placeOf[row]!, value);
}

/** Whether a message can be made again from what its file holds: nothing but line ends is missing, which logs write in their own way. */
function lacksLineEndsAlone(runs: readonly number[], octets: Uint8Array): boolean {
  let end = 0;
  for (let run = 0; run + 2 < runs.length; run += 3) {
    if (!isLineEnds(octets, end, runs[run]!)) return false;
    end = runs[run]! + runs[run + 2]!;
  }
  return isLineEnds(octets, end, octets.length);
}

function isLineEnds(octets: Uint8Array, start: number, end: number): boolean {
  if ((end - start) % 2 !== 0) return false;
  for (let at = start; at < end; at += 2) if (octets[at] !== CR || octets[at + 1] !== LF) return false;
  return true;
}

function putLineEnds(octets: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at += 2) {
    octets[at] = CR;
    octets[at + 1] = LF;
  }
}
