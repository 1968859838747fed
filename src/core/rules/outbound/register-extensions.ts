/** The extensions of a REGISTER (Path, Outbound, GRUU): where a request names them, and its copies at further hops. */
import type { ByteRange } from "../../model/span.js";
import type { Contact } from "../../sip/contact.js";
import type { SipMessage } from "../../sip/message.js";
import { findParam } from "../../sip/params.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";

export interface NamedExtension {
  /** `Path`, `outbound` … */
  readonly name: string;
  readonly header: string;
  readonly range: ByteRange;
}

/** Options of Require that these rules speak of. */
const OPTIONS: ReadonlySet<string> = new Set(["path", "outbound", "gruu"]);

/** Where a REGISTER uses Path, Outbound or GRUU; `Supported` alone uses nothing. */
export function extensionIn(sip: SipMessage): NamedExtension | undefined {
  const option = sip.tokens("Require").find(({ value }) => OPTIONS.has(value.toLowerCase()));
  if (option) return { name: option.value, header: "Require", range: option.range };
  const path = sip.header("Path");
  if (path) return { name: "Path", header: path.name, range: path.valueRange };
  for (const contact of sip.contacts) {
    const param = contact.param("reg-id") ?? findParam(contact.uri.params, "ob");
    if (param) return { name: "Outbound", header: contact.header.name, range: param.range };
  }
  const route = sip.addresses("Route").find(({ uri }) => findParam(uri.params, "ob"));
  return route && { name: "Outbound", header: route.header.name, range: route.uriRange };
}

/** One REGISTER at all hops that the trace shows, nearest to the device first; of those that any hop is wanted of. */
export function registerHops(
  trace: Trace,
  isWanted: (transaction: Transaction) => boolean,
): (readonly Transaction[])[] {
  const wanted = new Map<string, Transaction[]>();
  for (const transaction of trace.transactions) {
    if (!transaction.isRegister || !isWanted(transaction)) continue;
    const key = keyOf(transaction);
    const hops = wanted.get(key);
    if (hops) hops.push(transaction);
    else wanted.set(key, [transaction]);
  }
  return [...wanted.values()].map((hops) => hops.sort((a, b) => a.hops - b.hops));
}

function keyOf({ callIdNumber, cseqNumber }: Transaction): string {
  return `${callIdNumber} ${cseqNumber}`;
}

/** As the trace counts Vias. */
const MOST_HOPS = 256;

/** The accepted REGISTERs, one of each Call-ID and hop: what refreshes say, the first has said. */
export function* firstGrants(trace: Trace): Generator<Transaction> {
  const seen = new Set<number>();
  for (const transaction of trace.transactions) {
    const { isRegister, status } = transaction;
    if (!isRegister || status < 200 || status >= 300) continue;
    const key = transaction.callIdNumber * MOST_HOPS + transaction.hops;
    if (seen.has(key) || !transaction.request || !transaction.final) continue;
    seen.add(key);
    yield transaction;
  }
}

/** Whether the Contacts of a request may have a parameter, as what was noted while reading tells. */
export function mayHaveParam({ keys, requestRow }: Transaction, name: string): boolean {
  return keys.contactText(requestRow)?.toLowerCase().includes(name) !== false;
}

export function hasToken(sip: SipMessage, header: string, token: string): boolean {
  return sip.tokens(header).some(({ value }) => value.toLowerCase() === token);
}

/** Whether a Contact is registered, not removed, by a request. */
export function isRegistered(contact: Contact, sip: SipMessage): boolean {
  return !contact.isStar && (contact.expiresSeconds ?? sip.expiresSeconds) !== 0;
}
