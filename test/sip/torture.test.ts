/** Every torture message of RFC 4475 and RFC 5118 gets the verdict that its RFC gives. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { SipMessage } from "../../src/core/sip/message.js";
import { judgeMessage } from "../../src/core/sip/verdict.js";
import { at } from "./sip-text.js";

/** Fault as `header: characters`, or `header!` for one that is missing; the request line is `-`. */
type Faults = readonly string[];

interface Case {
  readonly section: string;
  readonly refused?: Faults;
  readonly tolerated?: Faults;
  /** Of a message that a server refuses for what it asks: the value it judges by, and its answer. */
  readonly care?: (message: SipMessage) => unknown;
  readonly answer?: unknown;
}

const valid = (section: string, tolerated: Faults = []): Case => ({ section, tolerated });
const malformed = (section: string, refused: Faults, tolerated: Faults = []): Case => ({ section, refused, tolerated });
const forgiven = (section: string, tolerated: Faults): Case => ({ section, tolerated });
const care = (section: string, read: (message: SipMessage) => unknown, answer: unknown): Case => ({
  section,
  care: read,
  answer,
});

const RFC_4475: Readonly<Record<string, Case>> = {
  wsinv: valid("3.1.1.1"),
  intmeth: valid("3.1.1.2"),
  esc01: valid("3.1.1.3"),
  escnull: valid("3.1.1.4"),
  esc02: valid("3.1.1.5"),
  lwsdisp: valid("3.1.1.6"),
  longreq: valid("3.1.1.7"),
  // The second request behind the first belongs to a datagram's surplus, which is thrown away.
  dblreq: valid("3.1.1.8", ["Content-Length: 0"]),
  semiuri: valid("3.1.1.9"),
  transports: valid("3.1.1.10"),
  mpart01: valid("3.1.1.11"),
  unreason: valid("3.1.1.12"),
  noreason: valid("3.1.1.13"),
  badinv01: malformed("3.1.2.1", ["Via: ;", "Via: ,", "Via: ,"], ["Via: ;;", "Contact: ;;;;"]),
  clerr: malformed("3.1.2.2", ["Content-Length: 9999"]),
  ncl: malformed("3.1.2.3", ["Content-Length: -999"]),
  scalar02: malformed(
    "3.1.2.4",
    ["CSeq: 36893488147419103232"],
    ["Max-Forwards: 300", `Expires: 1${"0".repeat(100)}`, "Contact: 280297596632815"],
  ),
  scalarlg: malformed(
    "3.1.2.5",
    ["CSeq: 9292394834772304023312"],
    ["Retry-After: 949302838503028349304023988", 'Warning: 1812 overture "In Progress"'],
  ),
  quotbal: malformed("3.1.2.6", ['To: "Mr. J. User <sip:j.user@example.com>']),
  ltgtruri: malformed("3.1.2.7", ["-: <sip:user@example.com>"]),
  lwsruri: malformed("3.1.2.8", ["-:  "]),
  lwsstart: malformed("3.1.2.9", ["-:   ", "-:   "]),
  trws: malformed("3.1.2.10", ["-:   "]),
  escruri: malformed("3.1.2.11", ["-: ?Route=%3Csip:example.com%3E"]),
  baddate: forgiven("3.1.2.12", ["Date: Fri, 01 Jan 2010 16:00:00 EST"]),
  regbadct: malformed("3.1.2.13", ["Contact: ?Route=%3Csip:sip.example.com%3E"]),
  badaspec: malformed("3.1.2.14", ["To:  "]),
  baddn: malformed("3.1.2.15", ["From: ,", "To: ,"], ["-: "]),
  badvers: malformed("3.1.2.16", ["-: SIP/7.0", "Via: SIP/7.0"]),
  mismatch01: malformed("3.1.2.17", ["CSeq: INVITE"]),
  mismatch02: malformed("3.1.2.18", ["CSeq: INVITE"]),
  bigcode: malformed("3.1.2.19", ["-: 4294967301"]),
  badbranch: forgiven("3.2.1", ["Via: z9hG4bK"]),
  insuf: malformed("3.3.1", ["From!", "To!", "Call-ID!", "Contact!"], ["Max-Forwards!"]),
  unkscm: care("3.3.2", (message) => message.requestUri?.scheme, "nobodyknowsthisscheme"),
  novelsc: care("3.3.3", (message) => message.requestUri?.scheme, "soap.beep"),
  unksm2: care("3.3.4", (message) => [message.to?.uri.scheme, message.contacts[0]?.uri.scheme], ["isbn", "name"]),
  bext01: care("3.3.5", (message) => message.tokens("Require").map((token) => token.value), [
    "nothingSupportsThis",
    "nothingSupportsThisEither",
  ]),
  invut: care("3.3.6", (message) => message.contentType, "application/unknownformat"),
  regaut01: care("3.3.7", (message) => message.credentials[0]?.scheme, "NoOneKnowsThisScheme"),
  multi01: malformed("3.3.8", [
    "CSeq: CSeq: 59 INVITE",
    "Call-ID: Call-ID: multi01.98asdh@192.0.2.2",
    "To: To: sip:other@example.net",
    "From: From: sip:caller@example.net;tag=2923420123",
    "Max-Forwards: Max-Forwards: 5",
  ]),
  mcl01: malformed("3.3.9", ["Content-Length: Content-Length: 5"], ["Content-Length: 13"]),
  bcast: care("3.3.10", (message) => message.vias[1]?.host?.value, "255.255.255.255"),
  zeromf: care("3.3.11", (message) => message.maxForwards, 0),
  cparam01: care("3.3.12", (message) => message.contacts[0]?.param("unknownparam")?.name, "unknownparam"),
  cparam02: care("3.3.13", (message) => message.contacts[0]?.uri.params[0]?.name, "unknownparam"),
  regescrt: care("3.3.14", (message) => message.contacts[0]?.uri.headers?.value, "Route=%3Csip:sip.example.com%3E"),
  sdp01: care("3.3.15", (message) => message.header("Accept")?.value, "text/nobodyKnowsThis"),
  inv2543: forgiven("3.4.1", [
    "Max-Forwards!",
    "Contact!",
    "From: <sip:+13035551111@ift.client.example.net;user=phone>",
  ]),
};

const RFC_5118: Readonly<Record<string, Case>> = {
  "ipv6-good": care("4.1", (message) => message.requestUri?.host?.value, "2001:db8::10"),
  "ipv6-bad": malformed("4.2", ["-: 2001:db8::10"]),
  "port-ambiguous": care("4.3", ({ requestUri }) => [requestUri?.host?.value, requestUri?.port], [
    "2001:db8::10:5070",
    undefined,
  ]),
  "port-unambiguous": care("4.4", ({ requestUri }) => [requestUri?.host?.value, requestUri?.port?.value], [
    "2001:db8::10",
    5070,
  ]),
  "via-received-param-with-delim": care("4.5", (message) => message.topVia?.received?.value, "2001:db8::9:255"),
  "via-received-param-no-delim": care("4.5", (message) => message.topVia?.received?.value, "2001:db8::9:255"),
  "ipv6-in-sdp": care("4.6", ({ sdp }) => [sdp?.origin?.address.value, sdp?.connection?.value], [
    "2001:db8::20",
    "2001:db8::20",
  ]),
  "mult-ip-in-header": care("4.7", (message) => message.vias.map((via) => via.host?.value), [
    "2001:db8::9:1",
    "192.0.2.1",
    "2001:db8::9:255",
  ]),
  "mult-ip-in-sdp": care("4.8", ({ sdp }) => sdp?.media.map((media) => media.connection?.value), [
    "192.0.2.1",
    "2001:db8::1",
  ]),
  "ipv4-mapped-ipv6": care("4.9", (message) => message.vias.map((via) => via.port?.value), [19823, undefined]),
  "ipv6-bug-abnf-3-colons": care("4.10", (message) => message.requestUri?.host?.value, "2001:db8::c000:201"),
  "ipv6-correct-abnf-2-colons": care("4.10", (message) => message.requestUri?.host?.value, "2001:db8::c000:201"),
};

function checkVerdicts(folder: string, cases: Readonly<Record<string, Case>>): void {
  const path = (name: string) => fileURLToPath(new URL(`${folder}/${name}`, import.meta.url));
  it("covers every message", () => {
    const files = readdirSync(path("")).filter((name) => name.endsWith(".dat"));
    expect(files.map((name) => name.slice(0, -4)).sort()).toEqual(Object.keys(cases).sort());
  });
  it.each(Object.entries(cases))("%s", (name, { refused = [], tolerated = [], care: read, answer }) => {
    const message = new SipMessage(readFileSync(path(`${name}.dat`)));
    const faults = judgeMessage(message);
    const told = (severity: string) =>
      faults
        .filter((fault) => fault.severity === severity)
        .map((fault) => (fault.missing ? `${fault.missing}!` : `${fault.header ?? "-"}: ${at(message, fault.range)}`));
    expect({ refused: told("refused"), tolerated: told("tolerated") }).toEqual({ refused, tolerated });
    if (read) expect(read(message)).toEqual(answer);
    for (const fault of faults) {
      expect(fault.explanation).toMatch(/\.$/);
      expect(fault.rule).toMatch(/^RFC \d+ §[\d.]+$/);
    }
  });
}

describe("RFC 4475", () => checkVerdicts("rfc4475", RFC_4475));
describe("RFC 5118", () => checkVerdicts("rfc5118", RFC_5118));
