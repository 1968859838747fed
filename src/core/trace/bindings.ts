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

/** Numbers alone, so that a trace of a million messages can hold all of them; the messages are read again when asked for. */
class Grant implements Binding {
  endMicros: number;
  endedBy: Binding["endedBy"] = "expiry";
  readonly #contactIndex: number;
  /** -1 when the 200 OK lists none that stands for it. */
  readonly #listedIndex: number;
  readonly grantedSeconds: number;
  readonly askedSeconds: number | undefined;
  readonly atMicros: number;
  readonly expiresAtMicros: number;

  constructor(
    readonly transaction: Transaction,
    readonly request: Message,
    readonly grant: Message,
    contactIndex: number,
    readonly flow: Flow,
  ) {
    const contact = contactAt(request, contactIndex);
    const listed = listedFor(contact, request, grant);
    this.#contactIndex = contactIndex;
    this.#listedIndex = listed ? grant.sip.contacts.indexOf(listed) : -1;
    this.askedSeconds = askedFor(contact, request);
    this.grantedSeconds =
      listed?.expiresSeconds ?? grant.sip.expiresSeconds ?? this.askedSeconds ?? DEFAULT_EXPIRES_SECONDS;
    this.atMicros = grant.atMicros;
    this.expiresAtMicros = this.atMicros + seconds(this.grantedSeconds);
    this.endMicros = this.expiresAtMicros;
  }

  get contact(): Contact {
    return contactAt(this.request, this.#contactIndex);
  }
  get listed(): Contact | undefined {
    return this.#listedIndex < 0 ? undefined : contactAt(this.grant, this.#listedIndex);
  }
}

export function buildBindings(transactions: readonly Transaction[], flows: Flows, endMicros: number): Binding[] {
  const bindings: Grant[] = [];
  for (const transaction of transactions) {
    if (transaction.status < 200 || transaction.status >= 300) continue;
    const { request, final: grant } = transaction;
    if (!request || !grant) continue;
    const flow = flows.of(request.source, request.destination, request.transport);
    if (!flow) continue;
    for (const [index, contact] of request.sip.contacts.entries()) {
      endEarlier(bindings, contact, request, grant);
      if (!contact.isStar && askedFor(contact, request) !== 0) {
        bindings.push(new Grant(transaction, request, grant, index, flow));
      }
    }
  }
  for (const binding of bindings) closeAtTraceEnd(binding, endMicros);
  return bindings;
}

function contactAt(message: Message, index: number): Contact {
  const contact = message.sip.contacts[index];
  if (!contact) throw new RangeError(`no contact ${index} in message ${message.index}`);
  return contact;
}

function askedFor(contact: Contact, request: Message): number | undefined {
  return contact.expiresSeconds ?? request.sip.expiresSeconds;
}

/**
 * The entry of the 200 OK that stands for a Contact of the request: the same URI; the same instance; the same user at
 * the packet's source (registrars behind NAT rewrite so); the only entry of that user.
 */
function listedFor(contact: Contact, request: Message, grant: Message): Contact | undefined {
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
function endEarlier(bindings: readonly Grant[], contact: Contact, request: Message, grant: Message): void {
  const isRemoval = contact.isStar || askedFor(contact, request) === 0;
  for (let index = bindings.length - 1; index >= 0; index--) {
    const binding = bindings[index]!;
    if (binding.endedBy !== "expiry" || grant.atMicros >= binding.expiresAtMicros) continue;
    if (!contact.isStar && !isSameBinding(binding.contact, contact)) continue;
    binding.endMicros = grant.atMicros;
    binding.endedBy = isRemoval ? "removal" : "refresh";
    // What was refreshed earlier has ended already; only `*` may end several.
    if (!contact.isStar) return;
  }
}

function isSameBinding(a: Contact, b: Contact): boolean {
  const instance = a.instanceId?.value;
  if (instance !== undefined && instance === b.instanceId?.value) return a.regId?.value === b.regId?.value;
  return sameUri(a.uri, b.uri);
}

function closeAtTraceEnd(binding: Grant, endMicros: number): void {
  // Without times nothing proves that it expired.
  if (binding.endedBy !== "expiry" || endMicros >= binding.expiresAtMicros) return;
  binding.endMicros = endMicros;
  binding.endedBy = "trace-end";
}
