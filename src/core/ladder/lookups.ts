/** Which look-ups belong to a ladder: how its phones found their server (RFC 3263), and what they were told by DHCP and NTP. */
import type { DnsRecord } from "../model/dns.js";
import type { Signal } from "../model/transmission.js";
import type { Trace } from "../trace/trace.js";
import type { Transaction } from "../trace/transaction.js";

/** A phone looks up its server right before it registers; DHCP and NTP come while it starts. */
const BEFORE_MICROS = 120_000_000;
/** Timer F: a look-up after that serves what comes next. */
const AFTER_MICROS = 32_000_000;
/** NAPTR leads to SRV, that to an alias, and that to an address; to follow names further is not worth it. */
const LONGEST_CHAIN = 8;
/** Of the messages of a row, so many are asked where they go: the domain of a phone hardly changes. */
const MESSAGES_ASKED = 4;

type DnsSignal = Extract<Signal, { kind: "dns" }>;

export function isLookup({ kind }: Signal): boolean {
  return kind === "dns" || kind === "ntp" || kind === "dhcp";
}

/**
 * Indices into `trace.signals`, ascending, of the look-ups that led to these transactions.
 * @param domains hosts that the messages are meant for; names below them are asked for on the way
 */
export function lookupsOf(
  transactions: readonly Transaction[],
  { signals }: Trace,
  domains: Iterable<string> = domainsOf(transactions),
): number[] {
  const first = transactions[0];
  const last = transactions.at(-1);
  if (first === undefined || last === undefined || !signals.some(isLookup)) return [];
  const [from, to] = [first.startMicros - BEFORE_MICROS, last.endMicros + AFTER_MICROS];
  const clients = new Set(transactions.map(({ client }) => client.address));
  const near: number[] = [];
  for (const [index, signal] of signals.entries()) {
    const isNear = signal.atMicros >= from && signal.atMicros <= to;
    if (isNear && isLookup(signal) && clients.has(clientOf(signal))) near.push(index);
  }
  const dns = near.map((index) => signals[index]!).filter((signal) => signal.kind === "dns");
  const way = new Way(transactions, domains);
  way.follow(dns);
  return near.filter((index) => {
    const signal = signals[index]!;
    return signal.kind !== "dns" || way.has(signal.dns.name);
  });
}

/** Hosts of the AoRs that are registered. */
export function domainsOfAll({ registrations }: Trace): string[] {
  return registrations.map(({ aor }) => {
    const host = aor.slice(aor.lastIndexOf("@") + 1);
    return host.replace(/^sips?:/, "").replace(/:\d+$/, "");
  });
}

/** The address of the host that is told something. */
function clientOf(signal: Signal): string {
  const isQuery = signal.kind === "dns" && signal.dns.answer === undefined;
  return (isQuery ? signal.source : signal.destination).address;
}

/** The names that lead to the servers of some transactions. */
class Way {
  readonly #servers: ReadonlySet<string>;
  readonly #domains: ReadonlySet<string>;
  readonly #names = new Set<string>();

  constructor(transactions: readonly Transaction[], domains: Iterable<string>) {
    this.#servers = new Set(transactions.map(({ server }) => server.address));
    this.#domains = new Set(domains);
  }

  has(name: string): boolean {
    if (this.#names.has(name)) return true;
    // `_sip._udp.example.com`, `example.com`, `com`
    for (let rest = name; rest !== ""; rest = rest.includes(".") ? rest.slice(rest.indexOf(".") + 1) : "") {
      if (this.#domains.has(rest)) return true;
    }
    return false;
  }

  /** Learns names from both ends: those that lead to a server, and those that known ones lead to. */
  follow(signals: readonly DnsSignal[]): void {
    for (let step = 0, known = -1; step < LONGEST_CHAIN && known < this.#names.size; step++) {
      known = this.#names.size;
      for (const { dns } of signals) this.#learn(dns.name, dns.answer?.records ?? []);
    }
  }

  #learn(name: string, records: readonly DnsRecord[]): void {
    const leadsToServer = records.some(
      ({ address = "", target = "" }) => this.#servers.has(address) || this.#names.has(target),
    );
    if (!leadsToServer && !this.has(name)) return;
    this.#names.add(name);
    for (const { target = "." } of records) if (target !== ".") this.#names.add(target);
  }
}

function domainsOf(transactions: readonly Transaction[]): string[] {
  return transactions.slice(0, MESSAGES_ASKED).flatMap(({ request }) => {
    const hosts = [request?.sip.requestUri?.host, request?.sip.to?.uri.host];
    return hosts.flatMap((host) => (host ? [host.value] : []));
  });
}
