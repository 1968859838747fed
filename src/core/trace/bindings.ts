/** Builds the bindings of a registration: what each 200 OK granted, and how long it lived. */
import { seconds } from "../model/instant.js";
import type { Contact } from "../sip/contact.js";
import { sameUri } from "../sip/uri.js";
import type { Binding } from "./binding.js";
import type { Flow } from "./flow.js";
import type { Flows } from "./flows.js";
import type { MessageKeys } from "./message-keys.js";
import type { Message } from "./message.js";
import { DEFAULT_EXPIRES_SECONDS, plainGrantSeconds } from "./plain-grants.js";
import type { Transaction } from "./transaction.js";

/** Open bindings compared with a new one. Registrars allow an AoR a dozen; an attack may register without end. */
const MOST_OPEN = 256;

/** What all bindings of a trace share. */
interface Surroundings {
  readonly flows: Flows;
  /** End of the trace. */
  readonly endMicros: number;
}

/** Numbers alone, so that a trace of a million messages can hold all of them; the messages are read again when asked for. */
class Grant implements Binding {
  endedBy: Binding["endedBy"] = "expiry";
  /** The 200 OK that ended it; -1 when none did. */
  #endRow = -1;

  constructor(
    readonly transaction: Transaction,
    readonly requestRow: number,
    private readonly grantRow: number,
    private readonly contactIndex: number,
    /** -1 when the 200 OK lists none that stands for it. */
    private readonly listedIndex: number,
    readonly askedSeconds: number | undefined,
    readonly grantedSeconds: number,
    private readonly around: Surroundings,
  ) {}

  get request(): Message {
    return this.transaction.message(this.requestRow);
  }
  get grant(): Message {
    return this.transaction.message(this.grantRow);
  }
  get flow(): Flow {
    return this.around.flows.ofRow(this.requestRow);
  }
  get atMicros(): number {
    return this.transaction.atMicros(this.grantRow);
  }
  get expiresAtMicros(): number {
    return this.atMicros + seconds(this.grantedSeconds);
  }
  get endMicros(): number {
    if (this.#endRow >= 0) return this.transaction.atMicros(this.#endRow);
    return this.endedBy === "trace-end" ? this.around.endMicros : this.expiresAtMicros;
  }
  get contact(): Contact {
    return contactAt(this.request, this.contactIndex);
  }
  get isListed(): boolean {
    return this.listedIndex >= 0;
  }
  get listed(): Contact | undefined {
    return this.listedIndex < 0 ? undefined : contactAt(this.grant, this.listedIndex);
  }
  get isListedAsSent(): boolean {
    return isListedAsSent(this.transaction.keys, this.requestRow, this.grantRow);
  }

  end(by: "refresh" | "removal", row: number): void {
    this.endedBy = by;
    this.#endRow = row;
  }

  closeAtTraceEnd(): void {
    // Without times nothing proves that it expired.
    if (this.endedBy === "expiry" && !(this.around.endMicros >= this.expiresAtMicros)) this.endedBy = "trace-end";
  }
}

/** As `Binding.isListedAsSent`, of messages by index. */
export function isListedAsSent(keys: MessageKeys, requestRow: number, grantRow: number): boolean {
  return hasSameContact(keys, requestRow, grantRow) && !keys.isContactReceived(grantRow);
}

/** Request and 200 OK have one plain Contact each, the same URI octet for octet: the usual case, told without reading them again. */
function hasSameContact(keys: MessageKeys, requestRow: number, grantRow: number): boolean {
  return (
    keys.hasOneContact(requestRow) &&
    keys.hasOneContact(grantRow) &&
    keys.contactUriNumber(requestRow) === keys.contactUriNumber(grantRow)
  );
}

export function buildBindings(transactions: readonly Transaction[], flows: Flows, endMicros: number): Binding[] {
  const around = { flows, endMicros };
  const bindings: Grant[] = [];
  const open: Grant[] = [];
  const add = (binding: Grant) => {
    bindings.push(binding);
    open.push(binding);
    if (open.length > MOST_OPEN) open.shift();
  };
  for (const transaction of transactions) {
    if (transaction.status < 200 || transaction.status >= 300) continue;
    const { requestRow, finalRow, keys } = transaction;
    if (requestRow < 0) continue;
    if (hasSameContact(keys, requestRow, finalRow)) {
      const asked = keys.expiresSeconds(requestRow);
      endEarlier(open, transaction, undefined, asked === 0);
      const granted = plainGrantSeconds(keys, requestRow, finalRow);
      if (asked !== 0) add(new Grant(transaction, requestRow, finalRow, 0, 0, asked, granted, around));
      continue;
    }
    const request = transaction.message(requestRow);
    const grant = transaction.message(finalRow);
    for (const [index, contact] of request.sip.contacts.entries()) {
      const asked = askedFor(contact, request);
      endEarlier(open, transaction, contact, contact.isStar || asked === 0);
      if (contact.isStar || asked === 0) continue;
      const listed = listedFor(contact, request, grant);
      const listedIndex = listed ? grant.sip.contacts.indexOf(listed) : -1;
      const granted = listed?.expiresSeconds ?? grant.sip.expiresSeconds ?? asked ?? DEFAULT_EXPIRES_SECONDS;
      add(new Grant(transaction, requestRow, finalRow, index, listedIndex, asked, granted, around));
    }
  }
  for (const binding of bindings) binding.closeAtTraceEnd();
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
  const all = listed.filter((candidate) => sameUri(candidate.uri, contact.uri));
  // Where one mark stands in place of several addresses, the binding just granted has the longest to live.
  const same = all.reduce<Contact | undefined>(
    (best, each) => (best && (best.expiresSeconds ?? 0) >= (each.expiresSeconds ?? 0) ? best : each),
    undefined,
  );
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

/**
 * A later REGISTER for the same Contact refreshes or removes the binding; `*` removes all.
 * @param contact the Contact of the request; undefined for its only, plain one
 */
function endEarlier(open: Grant[], transaction: Transaction, contact: Contact | undefined, isRemoval: boolean): void {
  const { finalRow } = transaction;
  const atMicros = transaction.atMicros(finalRow);
  for (let index = open.length - 1; index >= 0; index--) {
    const binding = open[index]!;
    if (atMicros >= binding.expiresAtMicros) {
      open.splice(index, 1);
      continue;
    }
    const isAll = contact?.isStar === true;
    if (!isAll && !isSameBinding(binding, transaction, contact)) continue;
    binding.end(isRemoval ? "removal" : "refresh", finalRow);
    open.splice(index, 1);
    // What was refreshed earlier has ended already; only `*` may end several.
    if (!isAll) return;
  }
}

function isSameBinding(
  binding: Grant,
  { keys, requestRow: row, request }: Transaction,
  of: Contact | undefined,
): boolean {
  const { requestRow } = binding;
  // Octet for octet the same Contact with all its parameters.
  const isPlain = keys.hasOneContact(requestRow) && keys.hasOneContact(row);
  if (isPlain && keys.contactNumber(requestRow) === keys.contactNumber(row)) return true;
  const own = of ?? request?.sip.contacts[0];
  if (!own) return false;
  const { contact } = binding;
  const instance = contact.instanceId?.value;
  if (instance !== undefined && instance === own.instanceId?.value) return contact.regId?.value === own.regId?.value;
  return sameUri(contact.uri, own.uri);
}
