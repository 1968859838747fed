/** Sides that a log does not print are taken from its messages, but never from a placeholder. */
import { describe, expect, it } from "vitest";
import { formatEndpoint } from "../../src/core/model/endpoint.js";
import { REGISTER, traceOf } from "./trace-of.js";

function message(line: string, via: string, contact: string): string {
  return [
    line,
    `Via: SIP/2.0/UDP ${via};branch=z9hG4bK1`,
    "From: <sip:2001@example.com>;tag=a",
    "To: <sip:2001@example.com>",
    "Call-ID: call-1",
    "CSeq: 1 REGISTER",
    ...(contact === "" ? [] : [`Contact: <sip:2001@${contact}>`]),
    "Content-Length: 0",
    "",
    "",
  ].join("\n");
}

/** Source and destination of each message. */
function sidesOf(...messages: string[]): string[] {
  const { messages: table } = traceOf(messages.join("\n"));
  return Array.from({ length: table.length }, (_, row) =>
    [table.source(row), table.destination(row)]
      .map((end) => (end.address === "" ? "?" : formatEndpoint(end)))
      .join(" > "),
  );
}

const OK = "SIP/2.0 200 OK";

describe("the client of a log without addresses", () => {
  it("is the top Via's", () => {
    expect(
      sidesOf(message(REGISTER, "192.0.2.10:5062", "192.0.2.77"), message(OK, "192.0.2.10:5062", "192.0.2.77")),
    ).toEqual(["192.0.2.10:5062 > example.com:5060", "example.com:5060 > 192.0.2.10:5062"]);
  });

  it.each(["0.0.0.0", "[::]:5060", "127.0.0.1:5060", "[::1]"])("is the Contact's where Via says %s", (via) => {
    expect(sidesOf(message(REGISTER, via, "192.0.2.10:5062"), message(OK, via, ""))).toEqual([
      "192.0.2.10:5062 > example.com:5060",
      "example.com:5060 > 192.0.2.10:5062",
    ]);
  });

  it.each(["0.0.0.0", "127.0.0.1:5060"])("stays unknown where Via and Contact say %s", (host) => {
    expect(sidesOf(message(REGISTER, host, host), message(OK, host, ""))).toEqual([
      "? > example.com:5060",
      "example.com:5060 > ?",
    ]);
  });

  it("is what the server saw where the log shows its response alone", () => {
    expect(sidesOf(message(OK, "0.0.0.0;received=192.0.2.10;rport=40112", ""))).toEqual(["? > 192.0.2.10:40112"]);
  });

  it("is the loopback's when the server is there as well", () => {
    const request = message("REGISTER sip:127.0.0.1 SIP/2.0", "127.0.0.1:5062", "127.0.0.1:5062");
    expect(sidesOf(request)).toEqual(["127.0.0.1:5062 > 127.0.0.1:5060"]);
  });
});

it("a server of an unspecified address stays unknown", () => {
  const request = message("REGISTER sip:0.0.0.0 SIP/2.0", "192.0.2.10:5062", "192.0.2.10:5062");
  expect(sidesOf(request)).toEqual(["192.0.2.10:5062 > ?"]);
});
