/** UDP flows that a NAT forgot while their binding was valid: a request into the void, or a new port after silence. */
import { isIpAddress, isPublicAddress } from "../../model/address.js";
import { type Endpoint, sameEndpoint } from "../../model/endpoint.js";
import { seconds } from "../../model/instant.js";
import { isMasked } from "../../model/masked.js";
import { sameUri } from "../../sip/uri.js";
import type { Binding } from "../../trace/binding.js";
import type { Activity } from "../../trace/flow.js";
import type { Message } from "../../trace/message.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { Owners } from "./owners.js";
import { translationOf } from "./translation.js";
import { type Undelivered, undelivered } from "./undelivered.js";

interface Loss {
  readonly registration: Registration;
  /** Address and port that the user agent believes to have. */
  readonly local: Endpoint;
  /** How long nothing passed in either direction before the loss shows. */
  readonly silenceMicros: number;
}

/** A request of the server that got lost. */
export interface LostRequest extends Loss {
  readonly kind: "undelivered";
  readonly binding: Binding;
  readonly transaction: Transaction;
  readonly request: Message;
  readonly proof: Undelivered;
}

/** The next packet of the same Contact has another port in front of the NAT. */
export interface NewPort extends Loss {
  readonly kind: "new-port";
  readonly before: Mapping;
  readonly after: Mapping;
}

export type LostFlow = LostRequest | NewPort;

/** How the server sees a user agent, and the message that shows it. */
export interface Mapping {
  readonly endpoint: Endpoint;
  readonly message: Message;
}

/**
 * NATs forget idle UDP flows after half to twice the time the user states (30 to 120 s with the usual 60 s): the lower
 * bound is enough where a lost request or a new port proves the loss.
 */
const SHORTEST_SHARE = 0.5;

/** Two rules ask for the same; the second finds the answer here. */
const lostFlowsOf = new WeakMap<Trace, { readonly natTimeoutSeconds: number; readonly found: readonly LostFlow[] }>();

export function lostFlows(trace: Trace, natTimeoutSeconds: number): readonly LostFlow[] {
  const known = lostFlowsOf.get(trace);
  if (known?.natTimeoutSeconds === natTimeoutSeconds) return known.found;
  const minMicros = seconds(natTimeoutSeconds) * SHORTEST_SHARE;
  const survived = longestSurvived(trace);
  const found = trace.isTimed
    ? [...lostRequests(trace, minMicros, survived), ...newPorts(trace, minMicros, survived)]
    : [];
  lostFlowsOf.set(trace, { natTimeoutSeconds, found });
  return found;
}

function* lostRequests(trace: Trace, minMicros: number, survived: Survived): Generator<LostRequest> {
  const owners = new Owners(trace);
  for (const transaction of trace.transactions) {
    if (transaction.transport !== "udp" || transaction.hasResponse) continue;
    const { request } = transaction;
    if (!request) continue;
    const flow = trace.flowOf(request);
    const nat = flow && translationOf(flow);
    if (!flow || !nat || !sameEndpoint(request.destination, flow.client)) continue;
    const bound = owners
      .of(flow)
      .findLast(({ binding }) => binding.atMicros <= request.atMicros && request.atMicros < binding.expiresAtMicros);
    if (!bound) continue;
    const proof = undelivered(trace, transaction);
    if (!proof) continue;
    const silenceMicros = silenceBefore(flow.activities, request);
    if (silenceMicros < minMicros || silenceMicros <= (survived.get(flow.client.address) ?? 0)) continue;
    if (comesBackAnew(bound.registration, request)) continue;
    yield { kind: "undelivered", ...bound, local: nat.local, silenceMicros, transaction, request, proof };
  }
}

/** The longest pause that any flow behind a NAT survived, by the NAT's address: its timer is the same for all of them. */
type Survived = ReadonlyMap<string, number>;

function longestSurvived(trace: Trace): Survived {
  const longest = new Map<string, number>();
  for (const flow of trace.flows) {
    if (flow.transport !== "udp" || !translationOf(flow)) continue;
    const { address } = flow.client;
    longest.set(address, Math.max(longest.get(address) ?? 0, flow.longestSurvivedMicros));
  }
  return longest;
}

/**
 * The longest pause before this request since the user agent was last heard of. Earlier requests of the server may have
 * gone into the void as well, so the pause may lie before one of them.
 */
function silenceBefore(activities: readonly Activity[], request: Message): number {
  let at = activities.findIndex(({ message }) => message === request.index);
  let longest = 0;
  for (; at > 0; at--) {
    const activity = activities[at]!;
    if (activity.fromClient) break;
    longest = Math.max(longest, activity.atMicros - activities[at - 1]!.atMicros);
  }
  return longest;
}

/** Whether the user agent's next REGISTER shows a restart: then it was off, and no NAT is to blame. */
function comesBackAnew(registration: Registration, request: Message): boolean {
  const next = registration.transactions.find(({ startMicros }) => startMicros > request.atMicros);
  const previous = registration.transactions.findLast(({ startMicros }) => startMicros <= request.atMicros);
  return next !== undefined && (next.callId !== previous?.callId || isMasked(next.callId));
}

function* newPorts(trace: Trace, minMicros: number, survived: Survived): Generator<NewPort> {
  for (const registration of trace.registrations) {
    const [first] = registration.transactions;
    if (registration.isSteady && first && !mayDiffer(trace, first, first)) continue;
    const own = [...portChanges(trace, registration)];
    // A new port without a pause is the user agent's own doing: it sends every request from another one.
    if (own.some(({ silenceMicros }) => silenceMicros < minMicros)) continue;
    for (const change of own) {
      const mappedAddress = change.before.endpoint.address;
      if (change.silenceMicros > (survived.get(mappedAddress) ?? 0)) yield change;
    }
  }
}

function* portChanges(trace: Trace, registration: Registration): Generator<NewPort> {
  let previous: Transaction | undefined;
  for (const transaction of registration.transactions) {
    if (transaction.hops !== 1 || transaction.transport !== "udp" || !transaction.request) continue;
    const change = previous && portChange(trace, registration, previous, transaction);
    if (change) yield change;
    previous = transaction;
  }
}

/** Two REGISTERs in a row of one user agent that did not restart, whose port in front of the NAT differs. */
function portChange(
  trace: Trace,
  registration: Registration,
  previous: Transaction,
  next: Transaction,
): NewPort | undefined {
  if (previous.callIdNumber !== next.callIdNumber || next.cseqNumber <= previous.cseqNumber) return undefined;
  if (!sameEndpoint(previous.server, next.server) || !mayDiffer(trace, previous, next)) return undefined;
  const before = mappingOf(previous);
  const after = mappingOf(next);
  if (!before || !after || !sameEndpoint(before.local, after.local)) return undefined;
  if (before.endpoint.address !== after.endpoint.address || before.endpoint.port === after.endpoint.port) {
    return undefined;
  }
  const [contact, nextContact] = [previous.request?.sip.contacts[0], next.request?.sip.contacts[0]];
  if (!contact || !nextContact || !sameUri(contact.uri, nextContact.uri)) return undefined;
  // Whoever blotted it out may have blotted out another one in the same way.
  if (isMasked(next.callId)) return undefined;
  const { local } = before;
  return { kind: "new-port", registration, local, silenceMicros: silenceBetween(trace, previous, next), before, after };
}

/**
 * Whether a look into the messages can tell of a new port: seen in front of the NAT the packets would show it, and a
 * private client is worth a look only where its flow shows a NAT. Most REGISTERs of a large trace end here.
 */
function mayDiffer(trace: Trace, previous: Transaction, next: Transaction): boolean {
  if (!sameEndpoint(previous.client, next.client)) return true;
  if (isPublicAddress(next.client.address)) return false;
  return next.request !== undefined && trace.flowOf(next.request)?.nat !== undefined;
}

/**
 * Where the server sees a user agent behind a NAT: by the answer's `received` and `rport` (RFC 3581 §4), else by the
 * packet's source. Undefined where the address is not translated: then a new source port means nothing.
 */
function mappingOf(transaction: Transaction): (Mapping & { readonly local: Endpoint }) | undefined {
  const { request } = transaction;
  const via = request?.sip.vias[0];
  if (!request || !via?.host || !isIpAddress(via.host.value)) return undefined;
  const local = { address: via.host.value, port: via.port?.value ?? 5060 };
  for (const response of transaction.responses) {
    const answered = response.sip.vias[0];
    const port = answered?.rport?.value;
    const address = answered?.received?.value ?? request.source.address;
    if (port === undefined || address === "" || address === local.address) continue;
    return { endpoint: { address, port }, message: response, local };
  }
  if (request.source.address === "" || request.source.address === local.address) return undefined;
  return { endpoint: request.source, message: request, local };
}

/** The longest pause between two transactions on the flows of both. */
function silenceBetween(trace: Trace, previous: Transaction, next: Transaction): number {
  const from = previous.endMicros;
  const to = next.startMicros;
  const flows = new Set([previous, next].map(({ request }) => request && trace.flowOf(request)));
  const instants = [from, to];
  for (const flow of flows) {
    for (const { atMicros } of flow?.activities ?? []) if (from < atMicros && atMicros < to) instants.push(atMicros);
  }
  instants.sort((a, b) => a - b);
  return instants.reduce((longest, at, index) => (index === 0 ? 0 : Math.max(longest, at - instants[index - 1]!)), 0);
}
