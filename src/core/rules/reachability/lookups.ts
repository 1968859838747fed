/** DNS as each client saw it: which names it asked for, what came back, and what that says of SIP's servers (RFC 3263). */
import type { DnsRecord } from "../../model/dns.js";
import type { Signal } from "../../model/transmission.js";
import type { Trace } from "../../trace/trace.js";
import type { Seen } from "./connections.js";

export type DnsSignal = Extract<Signal, { kind: "dns" }>;

/** What one client asked and was told. */
export interface ClientLookups {
  /** Address of the client. */
  readonly client: string;
  readonly queries: readonly Seen<DnsSignal>[];
  readonly answers: readonly Seen<DnsSignal>[];
}

const KNOWN = new WeakMap<Trace, readonly ClientLookups[]>();

export function lookupsByClient(trace: Trace): readonly ClientLookups[] {
  const known = KNOWN.get(trace);
  if (known) return known;
  const byClient = new Map<string, { client: string; queries: Seen<DnsSignal>[]; answers: Seen<DnsSignal>[] }>();
  for (const [index, signal] of trace.signals.entries()) {
    if (signal.kind !== "dns") continue;
    const isQuery = signal.dns.answer === undefined;
    const client = (isQuery ? signal.source : signal.destination).address;
    let own = byClient.get(client);
    if (!own) byClient.set(client, (own = { client, queries: [], answers: [] }));
    (isQuery ? own.queries : own.answers).push({ index, signal });
  }
  const lookups = [...byClient.values()];
  KNOWN.set(trace, lookups);
  return lookups;
}

/** The records of a client's answers, by the name they are of. */
export function recordsByName(answers: readonly Seen<DnsSignal>[]): ReadonlyMap<string, readonly DnsRecord[]> {
  const byName = new Map<string, DnsRecord[]>();
  for (const { signal } of answers) {
    for (const record of signal.dns.answer?.records ?? []) {
      const own = byName.get(record.name);
      if (own) own.push(record);
      else byName.set(record.name, [record]);
    }
  }
  return byName;
}

/** Aliases followed from one name; to follow further is not worth it. */
const LONGEST_CHAIN = 8;

/** The addresses that a name leads to, over aliases. */
export function addressesOf(name: string, byName: ReadonlyMap<string, readonly DnsRecord[]>): ReadonlySet<string> {
  const addresses = new Set<string>();
  let names = [name];
  for (let step = 0; step < LONGEST_CHAIN && names.length > 0; step++) {
    const next: string[] = [];
    for (const each of names) {
      for (const { type, address, target } of byName.get(each) ?? []) {
        if (address !== undefined) addresses.add(address);
        if (type === "CNAME" && target !== undefined) next.push(target);
      }
    }
    names = next;
  }
  return addresses;
}
