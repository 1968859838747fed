/** Messages written as lines, and the text behind a range, for tests of the SIP reader. */
import type { ByteRange } from "../../src/core/model/span.js";
import { SipMessage } from "../../src/core/sip/message.js";

export function octetsOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Joins lines by CR LF and ends the header; a body may follow as the last argument of `withBody`. */
export function message(...lines: string[]): SipMessage {
  return new SipMessage(octetsOf([...lines, "", ""].join("\r\n")));
}

export function withBody(body: string, ...lines: string[]): SipMessage {
  return new SipMessage(octetsOf([...lines, "", body].join("\r\n")));
}

/** A sound REGISTER whose headers can be replaced or added by name, or dropped with `null`. */
export function register(headers: Readonly<Record<string, string | null>> = {}): SipMessage {
  return request("REGISTER sip:example.com SIP/2.0", "1 REGISTER", headers);
}

export function request(line: string, cseq: string, headers: Readonly<Record<string, string | null>> = {}): SipMessage {
  const all: Record<string, string | null> = {
    Via: "SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-1;rport",
    From: "<sip:2001@example.com>;tag=a1",
    To: "<sip:2001@example.com>",
    "Call-ID": "c1@192.0.2.10",
    CSeq: cseq,
    "Max-Forwards": "70",
    Contact: "<sip:2001@192.0.2.10:5060>",
    "Content-Length": "0",
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return message(line, ...lines);
}

/** The characters of a range, one an octet. */
export function at(of: SipMessage, range: ByteRange | undefined): string | undefined {
  return range && of.text.slice(range.start, range.end);
}
