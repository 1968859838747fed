/** How look-ups of servers are called on the ladder: DNS by its question and what came of it, DHCP by its settings, NTP by its clock. */
import type { DhcpSettings } from "../model/dhcp.js";
import type { DnsAnswer, DnsMessage, DnsRecord, DnsType } from "../model/dns.js";
import { formatDuration } from "../model/instant.js";
import { shortened } from "./place-words.js";

/** The rest of a list is counted. */
const TOLD = 3;
/** Clocks that agree this well cannot be told apart by the packets' travel. */
const AGREEING_MICROS = 500_000;

export function dnsWords({ name, type, answer }: DnsMessage): { label: string; detail: string } {
  if (answer === undefined) return { label: "DNS query", detail: shortened(`${type} ${name}`) };
  return { label: "DNS answer", detail: shortened(outcome(name, type, answer)) };
}

/** The row above, the query, names what was asked for; a failure names it again. */
function outcome(name: string, type: DnsType, { rcode, isTruncated, records }: DnsAnswer): string {
  if (rcode !== "NOERROR") return `${rcode} for ${type} ${name}`;
  const asked = records.filter((record) => record.type === type);
  if (asked.length > 0) return `${type}: ${listed(asked.map(recordWords))}`;
  return isTruncated ? `${type}: too long, to be asked over TCP` : `no ${type} for ${name}`;
}

function recordWords({ address, target, port, service }: DnsRecord): string {
  if (address !== undefined) return address;
  const host = target === "." ? "none" : (target ?? "");
  if (port !== undefined) return `${host}:${port}`;
  return service || host;
}

export function dhcpWords(settings: DhcpSettings): { label: string; detail: string } {
  const { message, sipServers, provisioning, tftpServers, ntpServers } = settings;
  const parts = [
    sipServers.length > 0 && `SIP server ${listed(sipServers)}`,
    provisioning !== undefined && `configuration ${provisioning}`,
    tftpServers.length > 0 && `TFTP server ${listed(tftpServers)}`,
    ntpServers.length > 0 && `NTP server ${listed(ntpServers)}`,
  ];
  return { label: `DHCP ${message}`, detail: shortened(parts.filter(Boolean).join(", ")) };
}

export function ntpWords(offsetMicros: number): { label: string; detail: string } {
  const label = "NTP answer";
  if (Math.abs(offsetMicros) < AGREEING_MICROS) return { label, detail: "the capture's clock agrees" };
  const way = offsetMicros > 0 ? "ahead of" : "behind";
  return { label, detail: `${formatDuration(Math.abs(offsetMicros))} ${way} the capture's clock` };
}

function listed(texts: readonly string[]): string {
  const rest = texts.length - TOLD;
  const told = texts.slice(0, TOLD).join(", ");
  return rest > 0 ? `${told} and ${rest} more` : told;
}
