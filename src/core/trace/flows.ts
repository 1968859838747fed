/** Builds the flows: activity of every pair of endpoints in time order, and the signs of a NAT between them. */
import { isIpAddress, isSiteAddress } from "../model/address.js";
import { type Endpoint, sameEndpoint, type Transport } from "../model/endpoint.js";
import type { Signal } from "../model/transmission.js";
import { BATCH_ROWS } from "./batch.js";
import type { Activity, Flow, NatFacts, Silence } from "./flow.js";
import { GroupedRows } from "./grouped-rows.js";
import type { MessageKeys } from "./message-keys.js";
import { type MessageTable, TRANSPORTS } from "./message.js";
import type { TopVia } from "./via-keys.js";

/** A request that a server sends after a silence proves the flow alive when the client answers within this. */
const ANSWER_MICROS = 4_000_000;

class BuiltFlow implements Flow {
  nat: NatFacts | undefined;
  #isRegistering = false;

  constructor(
    readonly index: number,
    readonly transport: Transport,
    private readonly around: Surroundings,
    private clientNumber: number,
    private serverNumber: number,
  ) {}

  get client(): Endpoint {
    return this.around.table.endpoint(this.clientNumber);
  }
  get server(): Endpoint {
    return this.around.table.endpoint(this.serverNumber);
  }

  isBetween(a: number, b: number, transport: Transport): boolean {
    const { clientNumber, serverNumber } = this;
    const isOfEnds = (a === clientNumber && b === serverNumber) || (a === serverNumber && b === clientNumber);
    return isOfEnds && transport === this.transport;
  }

  /** The side that sends a REGISTER is the client, whoever spoke first. */
  registeredFrom(source: number): void {
    if (this.#isRegistering) return;
    this.#isRegistering = true;
    if (source === this.clientNumber) return;
    this.serverNumber = this.clientNumber;
    this.clientNumber = source;
  }

  get activities(): readonly Activity[] {
    return Array.from({ length: this.#length }, (_, index) => this.#activity(index));
  }

  silences(minMicros: number): readonly Silence[] {
    const silences: Silence[] = [];
    for (let i = 1; i < this.#length; i++) {
      const fromMicros = this.#at(i - 1);
      const toMicros = this.#at(i);
      if (toMicros - fromMicros >= minMicros) {
        silences.push({ fromMicros, toMicros, before: this.#activity(i - 1), after: this.#activity(i) });
      }
    }
    return silences;
  }

  get longestSurvivedMicros(): number {
    let longest = 0;
    for (let i = 1; i < this.#length; i++) {
      const silence = this.#at(i) - this.#at(i - 1);
      if (silence > longest && this.#isRequest(i) && !this.#isFromClient(i) && this.#isAnsweredByClient(i))
        longest = silence;
    }
    return longest;
  }

  get #length(): number {
    return this.around.activity.count(this.index);
  }

  #row(index: number): number {
    return this.around.activity.row(this.index, index);
  }

  #at(index: number): number {
    const row = this.#row(index);
    return row >= 0 ? this.around.table.atMicros(row) : this.around.signals[-1 - row]!.atMicros;
  }

  #isFromClient(index: number): boolean {
    const row = this.#row(index);
    if (row >= 0) return this.around.table.sourceNumber(row) === this.clientNumber;
    return sameEndpoint(this.around.signals[-1 - row]!.source, this.client);
  }

  #isRequest(index: number): boolean {
    const row = this.#row(index);
    return row >= 0 && this.around.keys.isRequest(row);
  }

  #isAnsweredByClient(index: number): boolean {
    const { keys } = this.around;
    const row = this.#row(index);
    const from = this.#at(index);
    for (let later = index + 1; later < this.#length; later++) {
      if (this.#at(later) - from > ANSWER_MICROS) return false;
      const answer = this.#row(later);
      if (answer < 0 || keys.isRequest(answer) || !this.#isFromClient(later)) continue;
      if (keys.isSameTransaction(answer, row)) return true;
    }
    return false;
  }

  #activity(index: number): Activity {
    const row = this.#row(index);
    return {
      atMicros: this.#at(index),
      fromClient: this.#isFromClient(index),
      message: row >= 0 ? row : null,
      signal: row >= 0 ? null : -1 - row,
    };
  }
}

interface Surroundings {
  /** By flow: a message, or `-1 - signal`. */
  readonly activity: GroupedRows;
  readonly table: MessageTable;
  readonly keys: MessageKeys;
  readonly signals: readonly Signal[];
}

export interface Flows {
  readonly flows: readonly Flow[];
  /** The flow that a message went over. */
  ofRow(row: number): Flow;
}

/**
 * Yields between batches.
 * @param areSidesInferred endpoints that were taken from the Via itself show no NAT between the two.
 */
export function* buildFlows(
  table: MessageTable,
  keys: MessageKeys,
  signals: readonly Signal[],
  areSidesInferred: boolean,
): Generator<void, Flows> {
  const activity = new GroupedRows(table.length + signals.length);
  const around = { activity, table, keys, signals };
  const flows: BuiltFlow[] = [];
  const byEnds = new Map<number, BuiltFlow>();
  /** The flow of the last message from or to an endpoint: a client seldom has another one. */
  const lastOf: (BuiltFlow | undefined)[] = new Array<undefined>(table.endpointCount).fill(undefined);
  const flowOfRow = new Uint32Array(table.length);
  const addSignalsUntil = signalFeed(table, signals, (signal, ends) => {
    const flow = byEnds.get(ends);
    if (flow) activity.add(flow.index, signal);
  });

  // A keep-alive before the first SIP message of its flow says nothing about a binding and is passed over.
  for (let row = 0; row < table.length; row++) {
    if (row % BATCH_ROWS === 0) yield;
    const source = table.sourceNumber(row);
    const destination = table.destinationNumber(row);
    addSignalsUntil(table.atMicros(row));
    const transport = table.transport(row);
    let flow = lastOf[source];
    if (!flow?.isBetween(source, destination, transport)) flow = lastOf[destination];
    if (!flow?.isBetween(source, destination, transport)) {
      const ends = endsKey(table, source, destination, transport);
      flow = byEnds.get(ends);
      if (!flow) {
        flow = new BuiltFlow(flows.length, transport, around, source, destination);
        flows.push(flow);
        byEnds.set(ends, flow);
      }
    }
    lastOf[source] = flow;
    lastOf[destination] = flow;
    flowOfRow[row] = flow.index;
    if (keys.isRegister(row) && keys.isRequest(row)) flow.registeredFrom(source);
    activity.add(flow.index, row);
    if (keys.via.mayShowNat(row) && !flow.nat && !areSidesInferred) flow.nat = natFacts(table, keys, row);
  }
  addSignalsUntil(Infinity);
  activity.group(flows.length);
  return { flows, ofRow: (row) => flows[flowOfRow[row] ?? 0]! };
}

/** Hands on, as `-1 - index`, the keep-alives up to an instant, each with the key of its flow. */
function signalFeed(
  table: MessageTable,
  signals: readonly Signal[],
  add: (signal: number, ends: number) => void,
): (atMicros: number) => void {
  let next = 0;
  return (atMicros) => {
    for (; next < signals.length; next++) {
      const signal = signals[next]!;
      if (signal.kind !== "keep-alive") continue;
      if (signal.atMicros > atMicros) return;
      const source = table.endpointNumber(signal.source);
      const destination = table.endpointNumber(signal.destination);
      if (source === undefined || destination === undefined) continue;
      add(-1 - next, endsKey(table, source, destination, signal.transport));
    }
  };
}

/** A number that is the same for both directions between two endpoints. */
function endsKey(table: MessageTable, a: number, b: number, transport: Transport): number {
  const count = table.endpointCount;
  const ends = a < b ? a * count + b : b * count + a;
  return ends * 8 + TRANSPORTS.indexOf(transport);
}

/**
 * What a message of the client's own hop says of a NAT: a request whose Via names another address than its packet's
 * source, seen behind the NAT; or a response whose `received` or `rport` names another than its packet's destination,
 * seen in front of it (RFC 3581 §4).
 */
function natFacts(table: MessageTable, keys: MessageKeys, row: number): NatFacts | undefined {
  const via = keys.via.top(row) ?? parsedVia(table, row);
  if (!via) return undefined;
  if (keys.isRequest(row)) {
    const source = table.source(row);
    const viaAddress = via.host;
    if (source.address === "" || !isIpAddress(viaAddress) || viaAddress === source.address) return undefined;
    if (!isSiteAddress(viaAddress)) return undefined;
    return { mapped: source, local: { address: viaAddress, port: via.port ?? 5060 }, message: row };
  }
  const destination = table.destination(row);
  if (!isSiteAddress(destination.address)) return undefined;
  const mapped = {
    address: via.received ?? destination.address,
    port: via.rport ?? destination.port,
  };
  if (!isIpAddress(mapped.address)) return undefined;
  if (mapped.address === destination.address && mapped.port === destination.port) return undefined;
  // Over a stream the port of a Via is the listening one; only another address shows a NAT there.
  if (mapped.address === destination.address && table.transport(row) !== "udp") return undefined;
  return { mapped, local: destination, message: row };
}

function parsedVia(table: MessageTable, row: number): TopVia | undefined {
  const via = table.sip(row).topVia;
  if (!via?.host) return undefined;
  const { host, port, received, rport } = via;
  return { host: host.value, port: port?.value, received: received?.value, rport: rport?.value };
}
