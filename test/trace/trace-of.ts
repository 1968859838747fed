/** Builds a trace from `.siptrace` texts, each a capture point, for tests that state what passed between two endpoints. */
import { readLog } from "../../src/core/log/read-log.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { TraceBuilder } from "../../src/core/trace/build-trace.js";
import type { Trace } from "../../src/core/trace/trace.js";

export function traceOf(...texts: string[]): Trace {
  const sources = texts.map((text, file) => memorySource(`test-${file}.siptrace`, new TextEncoder().encode(text)));
  const builder = new TraceBuilder(
    sources,
    sources.map(() => true),
  );
  for (const [file, source] of sources.entries()) for (const step of readLog(source, file, builder)) void step;
  return builder.build();
}

interface Sent {
  /** Seconds after 10:00:00 UTC. */
  readonly at: number;
  readonly from?: string;
  readonly to?: string;
  /** Start line. */
  readonly line: string;
  readonly branch?: string;
  readonly callId?: string;
  readonly cseq?: string;
  /** Further header lines. */
  readonly headers?: readonly string[];
}

export const PHONE = "192.0.2.10:5060";
export const REGISTRAR = "198.51.100.1:5060";

/** One message as `.siptrace` text; a response goes back the way unless told otherwise. */
export function sent(message: Sent): string {
  const isResponse = message.line.startsWith("SIP/2.0");
  const [from, to] = isResponse ? [REGISTRAR, PHONE] : [PHONE, REGISTRAR];
  const time = new Date(Date.UTC(2026, 10, 20, 10) + message.at * 1000).toISOString().replace("Z", "000Z");
  return [
    `${time} udp ${message.from ?? from} > ${message.to ?? to}`,
    message.line,
    `Via: SIP/2.0/UDP 192.0.2.10:5060;rport;branch=z9hG4bK${message.branch ?? message.cseq ?? "1"}`,
    "From: <sip:2001@example.com>;tag=a",
    `To: <sip:2001@example.com>${isResponse ? ";tag=b" : ""}`,
    `Call-ID: ${message.callId ?? "call-1"}`,
    `CSeq: ${message.cseq ?? "1 REGISTER"}`,
    ...(message.headers ?? []),
    "Content-Length: 0",
    "",
    "",
  ].join("\n");
}

export const REGISTER = "REGISTER sip:example.com SIP/2.0";
export const CONTACT = "Contact: <sip:2001@192.0.2.10:5060>";
export const CHALLENGE = 'WWW-Authenticate: Digest realm="example.com", nonce="n1", qop="auth"';
export const CREDENTIALS =
  'Authorization: Digest username="2001", realm="example.com", nonce="n1", uri="sip:example.com", response="00", qop=auth, nc=00000001, cnonce="c"';

/** REGISTER, 401, REGISTER with credentials, 200 that grants 60 s. */
export function healthyRegistration(at = 0): string {
  return [
    sent({ at, line: REGISTER, headers: [CONTACT] }),
    sent({ at: at + 0.01, line: "SIP/2.0 401 Unauthorized", headers: [CHALLENGE] }),
    sent({ at: at + 0.02, line: REGISTER, cseq: "2 REGISTER", headers: [CONTACT, CREDENTIALS] }),
    sent({ at: at + 0.03, line: "SIP/2.0 200 OK", cseq: "2 REGISTER", headers: [`${CONTACT};expires=60`] }),
  ].join("\n");
}
