/** How `.siptrace` writes what a phone is told of its servers: DNS, DHCP and NTP. */
import type { DhcpSettings } from "../model/dhcp.js";
import { DNS_TYPES, type DnsMessage, type DnsRecord } from "../model/dns.js";
import { fact, quoted, readFacts, unquoted, words } from "./siptrace-facts.js";

const DNS =
  /^(?<side>query|answer) (?<type>[A-Z]{1,8}) (?<name>"(?:[^"\\]|\\.)*")(?: id (?<id>\d{1,5}))?(?: (?<rcode>[A-Z]{2,10}\d{0,2}))?(?<truncated> truncated)?(?: records (?<records>".*"))?$/;
/** Fields of a record by their place behind its type. */
const RECORD_FIELDS = {
  A: ["address"],
  AAAA: ["address"],
  CNAME: ["target"],
  SRV: ["priority", "weight", "port", "target"],
  NAPTR: ["order", "preference", "flags", "service", "regexp", "target"],
} as const;
const NUMBERS: ReadonlySet<string> = new Set(["priority", "weight", "port", "order", "preference"]);
/** Stands for an empty text. */
const NOTHING = "-";

/** `answer SRV "_sip._udp.example.com" id 4711 NOERROR records "_sip._udp.example.com SRV 10 20 5060 sip.example.com"` */
export function dnsText({ id, name, type, answer }: DnsMessage): string {
  const question = `${type} ${quoted(name)} id ${id}`;
  if (answer === undefined) return `query ${question}`;
  const facts = [...(answer.isTruncated ? ["truncated"] : []), ...fact("records", answer.records.map(recordText))];
  return ["answer", question, answer.rcode, ...facts].join(" ");
}

function recordText(record: DnsRecord): string {
  const values = RECORD_FIELDS[record.type].map((field) => record[field] ?? "");
  return [record.name, record.type, ...values].map((value) => (value === "" ? NOTHING : value)).join(" ");
}

/** Reads what `dnsText` writes; what follows the name may be left out. Undefined for anything else. */
export function readDns(text: string): DnsMessage | undefined {
  const groups = DNS.exec(text)?.groups;
  const type = DNS_TYPES.find((candidate) => candidate === groups?.type);
  if (groups === undefined || type === undefined) return undefined;
  const question = { id: Number(groups.id ?? 0), name: unquoted(groups.name!), type };
  if (groups.side === "query") return question;
  const records = words(groups.records ?? "").flatMap((word) => readRecord(unquoted(word)) ?? []);
  const isTruncated = groups.truncated === undefined ? {} : { isTruncated: true };
  return { ...question, answer: { rcode: groups.rcode ?? "NOERROR", ...isTruncated, records } };
}

function readRecord(text: string): DnsRecord | undefined {
  const [name, typeName, ...values] = text.split(" ");
  const type = DNS_TYPES.find((candidate) => candidate === typeName);
  if (name === undefined || type === undefined) return undefined;
  const record: Record<string, string | number> = { name, type };
  for (const [index, field] of RECORD_FIELDS[type].entries()) {
    const value = values[index];
    if (value === undefined) return undefined;
    record[field] = NUMBERS.has(field) ? Number(value) || 0 : value === NOTHING ? "" : value;
  }
  return record as unknown as DnsRecord;
}

/** `ack client "192.0.2.10" sip "pbx.example.com"` */
export function dhcpText(settings: DhcpSettings): string {
  const { message, client, ntpServers, tftpServers, sipServers, provisioning } = settings;
  const lists = [...fact("ntp", ntpServers), ...fact("tftp", tftpServers), ...fact("sip", sipServers)];
  const facts = [...fact("client", [client]), ...lists];
  return [message, ...facts, ...(provisioning === undefined ? [] : fact("provisioning", [provisioning]))].join(" ");
}

/** Reads what `dhcpText` writes; undefined for anything else. */
export function readDhcp(text: string): DhcpSettings | undefined {
  const facts = readFacts(text);
  const message = facts.has("ack") ? "ack" : facts.has("offer") ? "offer" : undefined;
  const client = facts.get("client")?.[0];
  if (message === undefined || client === undefined) return undefined;
  const list = (word: string) => facts.get(word) ?? [];
  const provisioning = facts.get("provisioning")?.[0];
  const settings = {
    message,
    client,
    ntpServers: list("ntp"),
    tftpServers: list("tftp"),
    sipServers: list("sip"),
  } as const;
  return provisioning === undefined ? settings : { ...settings, provisioning };
}

/** Seconds by which the server's clock is ahead, with six decimals. */
export function ntpText(offsetMicros: number): string {
  return `offset ${(offsetMicros / 1e6).toFixed(6)}`;
}

export function readNtpOffset(seconds: string): number {
  return Math.round(Number(seconds) * 1e6);
}
