/** Builds the bindings of a registration: what each 200 OK granted, and how long it lived. */
import { seconds } from "../model/instant.js";
import type { Contact } from "../sip/contact.js";
import { sameUri } from "../sip/uri.js";
import type { Binding } from "./binding.js";
import type { Flow } from "./flow.js";
import type { Flows } from "./flows.js";
import type { Message } from "./message.js";
import type { Transaction } from "./transaction.js";

/** What a registrar grants when neither side names an expiry (RFC 3261 §10.2.1.1 leaves it to the registrar; 3600 is usual). */
const DEFAULT_EXPIRES_SECONDS = 3600;

type Draft = { -readonly [Key in keyof Binding]: Binding[Key] };

export function buildBindings(transactions: readonly Transaction[], flows: Flows, endMicros: number): Binding[] {
  const bindings: Draft[] = [];
  for (const transaction of transactions) {
    const { request, final: grant } = transaction;
    if (!request || !grant || grant.sip.statusCode >= 300) continue;
    const flow = flows.of(request.source, request.destination, request.transport);
    if (!flow) continue;
    for (const contact of request.sip.contacts) {
      endEarlier(bindings, contact, request, grant);
      const asked = contact.expiresSeconds ?? request.sip.expiresSeconds;
      if (contact.isStar || asked === 0) continue;
      bindings.push(grantOf(transaction, request, grant, contact, asked, flow));
    }
  }
  for (const binding of bindings) closeAtTraceEnd(binding, endMicros);
  return bindings;
}

function grantOf(
  transaction: Transaction,
  request: Message,
  grant: Message,
  contact: Contact,
  askedSeconds: number | undefined,
  flow: Flow,
): Draft {
  const listed = listedFor(contact, request, grant);
  const grantedSeconds = listed?.expiresSeconds ?? grant.sip.expiresSeconds ?? askedSeconds ?? DEFAULT_EXPIRES_SECONDS;
  const expiresAtMicros = grant.atMicros + seconds(grantedSeconds);
  return {
    contact,
    listed,
    transaction,
    request,
    grant,
    grantedSeconds,
    askedSeconds,
    atMicros: grant.atMicros,
    expiresAtMicros,
    endMicros: expiresAtMicros,
    endedBy: "expiry",
    flow,
  };
}

/**
 * The entry of the 200 OK that stands for a Contact of the request: the same URI; the same instance; the same user at
 * the packet's source (registrars behind NAT rewrite so); the only entry of that user.
 */
export function listedFor(contact: Contact, request: Message, grant: Message): Contact | undefined {
  const listed = grant.sip.contacts;
  const user = contact.uri.user?.value;
  const same = listed.find((candidate) => sameUri(candidate.uri, contact.uri));
  if (same) return same;
  const instance = contact.instanceId?.value;
  if (instance !== undefined) {
    const regId = contact.regId?.value;
    const own = listed.find((entry) => entry.instanceId?.value === instance && entry.regId?.value === regId);
    if (own) return own;
  }
  const ofUser = listed.filter((candidate) => candidate.uri.user?.value === user);
  const { source } = request;
  const rewritten = ofUser.find(
    ({ uri }) => uri.host?.value === source.address && (uri.port?.value ?? 5060) === source.port,
  );
  return rewritten ?? (ofUser.length === 1 ? ofUser[0] : undefined);
}

/** A later REGISTER for the same Contact refreshes or removes the binding; `*` removes all. */
function endEarlier(bindings: readonly Draft[], contact: Contact, request: Message, grant: Message): void {
  const isRemoval = contact.isStar || (contact.expiresSeconds ?? request.sip.expiresSeconds) === 0;
  for (const binding of bindings) {
    if (binding.endedBy !== "expiry" || grant.atMicros >= binding.expiresAtMicros) continue;
    if (!contact.isStar && !isSameBinding(binding.contact, contact)) continue;
    binding.endMicros = grant.atMicros;
    binding.endedBy = isRemoval ? "removal" : "refresh";
  }
}

function isSameBinding(a: Contact, b: Contact): boolean {
  const instance = a.instanceId?.value;
  if (instance !== undefined && instance === b.instanceId?.value) return a.regId?.value === b.regId?.value;
  return sameUri(a.uri, b.uri);
}

function closeAtTraceEnd(binding: Draft, endMicros: number): void {
  // Without times nothing proves that it expired.
  if (binding.endedBy !== "expiry" || endMicros >= binding.expiresAtMicros) return;
  binding.endMicros = endMicros;
  binding.endedBy = "trace-end";
}
