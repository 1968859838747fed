/** Builds the flows: activity of every pair of endpoints in time order, and the signs of a NAT between them. */
import { isIpAddress, isSiteAddress } from "../model/address.js";
import { formatEndpoint, type Endpoint, type Transport } from "../model/endpoint.js";
import type { Signal } from "../model/transmission.js";
import type { Activity, Flow, NatFacts, Silence } from "./flow.js";
import type { MessageKeys } from "./message-keys.js";
import type { MessageTable } from "./message.js";

/** A request that a server sends after a silence proves the flow alive when the client answers within this. */
const ANSWER_MICROS = 4_000_000;

class BuiltFlow implements Flow {
  client: Endpoint;
  server: Endpoint;
  nat: NatFacts | undefined;
  /** Instant of each activity, and beside it the message row, or `-1 - signal`. */
  readonly #times: number[] = [];
  readonly #rows: number[] = [];
  readonly #fromClient: boolean[] = [];
  #isRegistering = false;

  constructor(
    readonly index: number,
    readonly transport: Transport,
    source: Endpoint,
    destination: Endpoint,
    private readonly keys: MessageKeys,
  ) {
    this.client = source;
    this.server = destination;
  }

  /** The side that sends a REGISTER is the client, whoever spoke first. */
  registeredFrom(source: Endpoint, destination: Endpoint): void {
    if (this.#isRegistering) return;
    this.#isRegistering = true;
    if (formatEndpoint(source) === formatEndpoint(this.client)) return;
    this.client = source;
    this.server = destination;
    for (let i = 0; i < this.#fromClient.length; i++) this.#fromClient[i] = !this.#fromClient[i];
  }

  add(atMicros: number, source: Endpoint, row: number): void {
    const isFromClient = source.address === this.client.address && source.port === this.client.port;
    this.#times.push(atMicros);
    this.#rows.push(row);
    this.#fromClient.push(isFromClient);
  }

  get activities(): readonly Activity[] {
    return this.#times.map((_, index) => this.#activity(index));
  }

  silences(minMicros: number): readonly Silence[] {
    const silences: Silence[] = [];
    for (let i = 1; i < this.#times.length; i++) {
      const fromMicros = this.#times[i - 1]!;
      const toMicros = this.#times[i]!;
      if (toMicros - fromMicros >= minMicros) {
        silences.push({ fromMicros, toMicros, before: this.#activity(i - 1), after: this.#activity(i) });
      }
    }
    return silences;
  }

  get longestSurvivedMicros(): number {
    let longest = 0;
    for (let i = 1; i < this.#times.length; i++) {
      const silence = this.#times[i]! - this.#times[i - 1]!;
      if (silence > longest && !this.#fromClient[i] && this.#isRequest(i) && this.#isAnsweredByClient(i))
        longest = silence;
    }
    return longest;
  }

  #isRequest(index: number): boolean {
    const row = this.#rows[index]!;
    return row >= 0 && this.keys.isRequest(row);
  }

  #isAnsweredByClient(index: number): boolean {
    const row = this.#rows[index]!;
    for (let later = index + 1; later < this.#times.length; later++) {
      if (this.#times[later]! - this.#times[index]! > ANSWER_MICROS) return false;
      const answer = this.#rows[later]!;
      if (!this.#fromClient[later] || answer < 0 || this.keys.isRequest(answer)) continue;
      if (this.keys.isSameTransaction(answer, row)) return true;
    }
    return false;
  }

  #activity(index: number): Activity {
    const row = this.#rows[index]!;
    return {
      atMicros: this.#times[index]!,
      fromClient: this.#fromClient[index]!,
      message: row >= 0 ? row : null,
      signal: row >= 0 ? null : -1 - row,
    };
  }
}

export interface Flows {
  readonly flows: readonly Flow[];
  /** The flow that a message went over. */
  of(source: Endpoint, destination: Endpoint, transport: Transport): Flow | undefined;
}

/** @param areSidesInferred endpoints that were taken from the Via itself show no NAT between the two. */
export function buildFlows(
  table: MessageTable,
  keys: MessageKeys,
  signals: readonly Signal[],
  areSidesInferred: boolean,
): Flows {
  const flows: BuiltFlow[] = [];
  const byKey = new Map<string, BuiltFlow>();
  const find = (source: Endpoint, destination: Endpoint, transport: Transport) =>
    byKey.get(flowKey(source, destination, transport));

  const signalOrder = signals.map((_, index) => index).filter((index) => signals[index]!.kind === "keep-alive");
  let nextSignal = 0;
  const addSignalsUntil = (atMicros: number) => {
    for (; nextSignal < signalOrder.length; nextSignal++) {
      const signal = signals[signalOrder[nextSignal]!]!;
      if (signal.atMicros > atMicros) return;
      find(signal.source, signal.destination, signal.transport)?.add(
        signal.atMicros,
        signal.source,
        -1 - signalOrder[nextSignal]!,
      );
    }
  };

  // A keep-alive before the first SIP message of its flow says nothing about a binding and is passed over.
  for (let row = 0; row < table.length; row++) {
    const source = table.source(row);
    const destination = table.destination(row);
    const transport = table.transport(row);
    addSignalsUntil(table.atMicros(row));
    const key = flowKey(source, destination, transport);
    let flow = byKey.get(key);
    if (!flow) {
      flow = new BuiltFlow(flows.length, transport, source, destination, keys);
      flows.push(flow);
      byKey.set(key, flow);
    }
    if (keys.isRequest(row) && keys.method(row) === "REGISTER") flow.registeredFrom(source, destination);
    flow.add(table.atMicros(row), source, row);
    if (!flow.nat && !areSidesInferred && keys.mayShowNat(row)) flow.nat = natFacts(table, keys, row);
  }
  addSignalsUntil(Infinity);
  return { flows, of: find };
}

/**
 * What a message of the client's own hop says of a NAT: a request whose Via names another address than its packet's
 * source, seen behind the NAT; or a response whose `received` or `rport` names another than its packet's destination,
 * seen in front of it (RFC 3581 §4).
 */
function natFacts(table: MessageTable, keys: MessageKeys, row: number): NatFacts | undefined {
  if (keys.hops(row) !== 1) return undefined;
  const via = table.sip(row).vias[0];
  if (!via?.host) return undefined;
  if (keys.isRequest(row)) {
    const source = table.source(row);
    const viaAddress = via.host.value;
    if (source.address === "" || !isIpAddress(viaAddress) || viaAddress === source.address) return undefined;
    if (!isSiteAddress(viaAddress)) return undefined;
    return { mapped: source, local: { address: viaAddress, port: via.port?.value ?? 5060 }, message: row };
  }
  const destination = table.destination(row);
  if (!isSiteAddress(destination.address)) return undefined;
  const mapped = {
    address: via.received?.value ?? destination.address,
    port: via.rport?.value ?? destination.port,
  };
  if (!isIpAddress(mapped.address)) return undefined;
  if (mapped.address === destination.address && mapped.port === destination.port) return undefined;
  // Over a stream the port of a Via is the listening one; only another address shows a NAT there.
  if (mapped.address === destination.address && table.transport(row) !== "udp") return undefined;
  return { mapped, local: destination, message: row };
}

function flowKey(a: Endpoint, b: Endpoint, transport: Transport): string {
  const first = `${a.address} ${a.port}`;
  const second = `${b.address} ${b.port}`;
  return first < second ? `${transport} ${first} ${second}` : `${transport} ${second} ${first}`;
}
