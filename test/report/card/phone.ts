/** A phone that registers, as `.siptrace` text: each call is one REGISTER and what came of it. */
import type { Analysis } from "../../../src/core/analysis.js";
import { type CardItem, cardsOf } from "../../../src/core/report/card/card.js";
import type { Finding } from "../../../src/core/model/finding.js";
import { analysisOf } from "../../ladder/views-of.js";

interface Where {
  readonly phone: string;
  readonly registrar: string;
  readonly mapped?: string;
}

export const LAN: Where = { phone: "192.168.1.20:5060", registrar: "192.168.1.1:5060" };
/** In front of the NAT, where the answers show what the registrar sees. */
export const NAT: Where = { phone: "192.168.1.20:5060", registrar: "198.51.100.1:5060", mapped: "203.0.113.5:40112" };
export const PUBLIC: Where = { phone: "192.0.2.20:5060", registrar: "198.51.100.1:5060" };

export interface Step {
  /** Seconds after 10:00:00 UTC. */
  readonly at: number;
  readonly where?: Where;
  readonly transport?: string;
  readonly target?: string;
  readonly cseq?: number;
  readonly callId?: string;
  /** Parameters of the Via. */
  readonly via?: string;
  readonly contact?: string;
  readonly asked?: number | null;
  /** Further headers of the REGISTER. */
  readonly headers?: readonly string[];
  /** `200 OK` with this expiry; a status line otherwise; null for no answer. */
  readonly answer?: number | string | null;
  /** Further headers of the answer. */
  readonly answered?: readonly string[];
  /** Contacts of the 200 in place of the one granted. */
  readonly listed?: readonly string[];
}

function clock(at: number): string {
  return new Date(Date.UTC(2026, 10, 20, 10) + at * 1000).toISOString().replace("Z", "000Z");
}

export function record(at: number, transport: string, from: string, to: string, rest: string): string {
  return `${clock(at)} ${transport} ${from} > ${to} ${rest}\n`;
}

export function register(step: Step): string {
  const { at, where = LAN, transport = "udp", cseq = 1, callId = "call-1", asked = 600, answer = 600 } = step;
  const via = `SIP/2.0/${transport.toUpperCase()} ${where.phone};branch=z9hG4bK${callId}${cseq}`;
  const contact = step.contact ?? `<sip:2001@${where.phone}>`;
  const common = [`Call-ID: ${callId}`, `CSeq: ${cseq} REGISTER`, "From: <sip:2001@example.com>;tag=a"];
  const request = [
    `REGISTER ${step.target ?? "sip:example.com"} SIP/2.0`,
    `Via: ${via}${step.via ?? ";rport"}`,
    "To: <sip:2001@example.com>",
    "Max-Forwards: 70",
    "User-Agent: Yealink SIP-T46U 108.86.0.20",
    ...common,
    `Contact: ${contact}`,
    ...(asked === null ? [] : [`Expires: ${asked}`]),
    ...(step.headers ?? []),
  ];
  const text = record(at, transport, where.phone, where.registrar, "") + `${request.join("\n")}\n\n\n`;
  if (answer === null) return text;
  const seen = where.mapped ?? where.phone;
  const [address, port] = seen.split(":");
  const filled = (step.via ?? ";rport").replace(";rport", `;rport=${port};received=${address}`);
  const listed = step.listed ?? [`${contact};expires=${answer}`];
  const response = [
    typeof answer === "number" ? "SIP/2.0 200 OK" : `SIP/2.0 ${answer}`,
    `Via: ${via}${filled}`,
    "To: <sip:2001@example.com>;tag=b",
    "Server: Asterisk PBX 20.5.0",
    ...common,
    ...(typeof answer === "number" ? listed.map((each) => `Contact: ${each}`) : []),
    ...(step.answered ?? []),
  ];
  return `${text}${record(at + 0.02, transport, where.registrar, where.phone, "")}${response.join("\n")}\n\n\n`;
}

/** Something that passes later, so that the trace goes on. */
export function later(at: number, from = "192.168.1.99:5060", to = "192.168.1.98:5060"): string {
  return record(at, "udp", from, to, "keep-alive crlf");
}

export function cardOf(text: string, findings: readonly Partial<Finding>[] = []) {
  const analysis: Analysis = analysisOf(text, findings);
  return cardsOf(analysis, "r0")[0]!;
}

export function item(text: string, id: string, findings: readonly Partial<Finding>[] = []): CardItem {
  const found = cardOf(text, findings).items.find((each) => each.id === id);
  if (!found) throw new Error(`no item ${id}`);
  return found;
}
