/** What is told of the words of a message: what they are, where that is written, and what they mean where they stand. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { explainAt } from "../../src/core/teach/explain.js";
import { KnownPasswords } from "../../src/core/sip/known-passwords.js";
import { SipMessage } from "../../src/core/sip/message.js";
import { CHALLENGE, CONTACT, CREDENTIALS, healthyRegistration, REGISTER, sent } from "../trace/trace-of.js";
import { digestResponse } from "../../src/core/sip/digest-response.js";
import { analysed, told } from "./words-of.js";

const healthy = analysed(
  healthyRegistration() +
    sent({
      at: 40,
      line: REGISTER,
      cseq: "3 REGISTER",
      headers: [CONTACT, "User-Agent: Yealink SIP-T46U 108.86.0.20"],
    }) +
    sent({ at: 40.01, line: "SIP/2.0 200 OK", cseq: "3 REGISTER", headers: [`${CONTACT};expires=60`] }),
);

describe("start lines", () => {
  it("name the method, and how it was answered", () => {
    expect(told(healthy, 0, "REGISTER")).toMatchObject({
      title: "REGISTER · method",
      about: "REGISTER",
      sources: "RFC 3261 §10",
    });
    expect(told(healthy, 0, "REGISTER").text).toContain("Answered 401 in line 13 after 10 ms.");
  });

  it("name the status, and what it answers", () => {
    const { title, text, about } = told(healthy, 1, "401");
    expect(title).toBe("401 Unauthorized · response");
    expect(about).toBe("401 Unauthorized");
    expect(text).toMatch(/asks for credentials.* 401 to REGISTER in line 2 after 10 ms\.$/);
  });
});

describe("credentials", () => {
  it("agree with the challenge, value by value", () => {
    expect(told(healthy, 2, "Authorization", "realm").text).toContain("Agrees with the challenge in line 13.");
    expect(told(healthy, 2, "Authorization", "nonce").text).toContain("the nonce of the challenge in line 13");
    expect(told(healthy, 2, "Authorization", "nc=").text).toContain("The first use of this nonce.");
    expect(told(healthy, 2, "Authorization", "uri=").text).toContain("The uri is the Request-URI");
  });

  it("do not agree where they differ", () => {
    const wrong = analysed(
      [
        sent({ at: 0, line: REGISTER, headers: [CONTACT] }),
        sent({ at: 0.1, line: "SIP/2.0 401 Unauthorized", headers: [CHALLENGE] }),
        sent({
          at: 0.2,
          line: REGISTER,
          cseq: "2 REGISTER",
          headers: [CREDENTIALS.replace('realm="example.com"', 'realm="asterisk"')],
        }),
        sent({ at: 0.3, line: "SIP/2.0 401 Unauthorized", cseq: "2 REGISTER", headers: [CHALLENGE] }),
      ].join("\n"),
    );
    expect(told(wrong, 2, "realm").text).toContain("says example.com: the two do not agree");
    expect(told(wrong, 2, "response").text).toMatch(
      /Different from the challenge in line \d+: realm\. .* answered 401 Unauthorized/,
    );
  });

  it("are proved with a password, which no sentence holds", () => {
    const password = "s3cret-of-2001";
    const inputs = { username: "2001", realm: "example.com", password, method: "REGISTER", uri: "sip:example.com" };
    const digest = { nonce: "n1", algorithm: undefined, qop: "auth", nonceCount: "00000001", cnonce: "c" };
    const response = digestResponse({ ...inputs, ...digest })!;
    const proved = analysed(healthyRegistration().replace('response="00"', `response="${response}"`));
    const known = new KnownPasswords([{ username: "2001", realm: undefined, password }]);
    const { text } = told(proved, 2, "response", "response", known);
    expect(text).toContain("Proved: this response is made with the password that you gave.");
    expect(text).not.toContain(password);
    expect(told(healthy, 2, "response", "response", known).text).toContain("not made with the password");
    expect(told(healthy, 2, "response").text).not.toContain("password that you gave");
  });

  it("date a nonce of a known layout", () => {
    const issued = Date.UTC(2026, 10, 20, 9, 59, 58) / 1000;
    const nonce = `${issued}/059c2d33b68fa3edc8758dc37162ae08`;
    const dated = analysed(healthyRegistration().replaceAll('nonce="n1"', `nonce="${nonce}"`));
    expect(told(dated, 1, "nonce").text).toContain(
      "In the layout of Asterisk PJSIP: made 2026-11-20 09:59:58 UTC, 2 s before this message",
    );
    expect(told(healthy, 1, "nonce").text).not.toContain("layout");
  });
});

describe("bindings", () => {
  it("are counted down: granted, until when, refreshed when", () => {
    expect(told(healthy, 3, "Contact", "expires").text).toContain(
      "Granted 60 s: until 10:01:00 UTC. Refreshed after 40 s, with 20 s left.",
    );
    expect(told(healthy, 4, "Contact", "sip:2001").text).toContain(
      "Bound at that moment: granted 1 min in line 36, with 20 s left.",
    );
    expect(told(healthy, 0, "Contact", "sip:2001").text).toContain("Not bound at that moment");
  });

  it("are told of at an inbound call's Request-URI", () => {
    const call = sent({
      at: 30,
      line: "INVITE sip:2001@192.0.2.10:5060 SIP/2.0",
      callId: "call-2",
      cseq: "1 INVITE",
      from: "198.51.100.1:5060",
      to: "192.0.2.10:5060",
    });
    const inbound = analysed(healthyRegistration() + call);
    const { text } = told(inbound, 4, "sip:2001");
    expect(text).toMatch(/It is the Contact that line \d+ bound, and the binding holds\./);
    expect(text).not.toContain("address-of-record");
    const late = analysed(healthyRegistration() + call.replace("10:00:30", "10:02:30"));
    expect(told(late, 4, "sip:2001").text).toContain("no longer holds: it has expired");
  });
});

describe("values", () => {
  it("tell product, order and addresses", () => {
    expect(told(healthy, 4, "User-Agent").text).toContain("Yealink T46U, version 108.86.0.20.");
    expect(told(healthy, 2, "CSeq").text).toContain(
      "The request before it, in line 2, has 1: it has grown, as it must.",
    );
    expect(told(healthy, 0, "Call-ID").text).toContain("6 messages of the trace have it: 3 REGISTER.");
    expect(told(healthy, 0, "Via: ", "192.0.2.10").text).toContain("The only hop");
    expect(told(healthy, 0, "CSeq: ", "REGISTER").title).toBe("REGISTER · method");
  });

  it("tell a NAT by received and rport", () => {
    const via = "192.168.1.2:5060;rport=40000;received=203.0.113.9;branch=z9hG4bK1";
    const nat = analysed(
      sent({ at: 0, line: REGISTER }) +
        sent({ at: 1, line: "SIP/2.0 200 OK", branch: "1" }).replace("192.0.2.10:5060;rport;branch=z9hG4bK1", via),
    );
    expect(told(nat, 1, "received").text).toContain(
      "came from 203.0.113.9:40000, Via says 192.168.1.2:5060: a NAT in between",
    );
    expect(told(nat, 1, "Via", "192.168.1.2").text).toContain("192.168.1.2 is a private address (RFC 1918)");
  });

  it.each([
    ["Reason: Q.850;cause=17", "cause", "User busy."],
    ['Warning: 305 example.com "x"', "Warning", "A media format (codec)"],
    ["Retry-After: 120", "Retry-After", "Not before 10:02:00 UTC, 2 min after this message."],
    ["Min-Expires: 60", "Min-Expires", "Ask again for at least 1 min."],
    ["Supported: path, outbound", "outbound", "several flows that the client keeps alive"],
    ["Require: x-own", "x-own", "No option tag that is known here."],
    ["Contact: <sip:1@192.0.2.1>;q=0.5", "q=", "There is no other Contact"],
    ['Contact: <sip:1@192.0.2.1>;+sip.instance="<urn:uuid:1>"', "+sip", "Names the device itself"],
    ["Contact: <sip:1@192.0.2.1;ob>", "ob>", "The flow that the request came over"],
    ["Path: <sip:edge.example.com;lr>", "lr", "routes loosely"],
    ["Path: <sip:edge.example.com;lr>, <sip:b.example.com>", ",", "Proxies between device and registrar"],
    ["Contact: sip:1@192.0.2.1;rinstance=a1", "rinstance", "by which it tells its registrations apart"],
    ["P-Served-User: <sip:1@example.com;lr>;sescase=orig", "lr", "routes loosely"],
    ["P-Served-User: <sip:1@example.com;lr>;sescase=orig", "sescase", "calls or is called"],
    ["Refer-Sub: false", "Refer-Sub", "makes a subscription"],
    ["m: <sip:1@192.0.2.1>", "m:", "Where the sender wants to be reached"],
    ["X-Box: 5", "X-Box", "its maker's own"],
    ["Date: Fri, 20 Nov 2026 10:00:30 GMT", "Date", "30 s ahead of that of the trace"],
    ["P-Asserted-Identity: <sip:1@example.com>", "P-Asserted-Identity", "as a trusted server has checked"],
  ])("%s", (header, word, text) => {
    const analysis = analysed(sent({ at: 0, line: "SIP/2.0 503 Service Unavailable", headers: [header] }));
    expect(told(analysis, 0, header, word).text).toContain(text);
  });

  it("hide a password in a URI", () => {
    const analysis = analysed(sent({ at: 0, line: "OPTIONS sip:bob:s3cret@example.com SIP/2.0" }));
    const { title, text } = told(analysis, 0, "s3cret");
    expect(title + text).not.toContain("s3cret");
    expect(text).toContain("everybody on the way reads it");
  });
});

describe("session descriptions", () => {
  const sdp = [
    "v=0",
    "o=- 1 1 IN IP4 192.168.1.2",
    "c=IN IP4 192.168.1.2",
    "m=audio 4000 RTP/AVP 8 101",
    "a=sendonly",
    "",
  ].join("\r\n");
  const invite = sent({
    at: 0,
    line: "INVITE sip:bob@example.com SIP/2.0",
    cseq: "1 INVITE",
    headers: ["Content-Type: application/sdp"],
  });
  const analysis = analysed(
    invite.replace("Content-Length: 0\n\n", `Content-Length: ${sdp.length}\n\n${sdp.replaceAll("\r", "")}`),
  );

  it.each([
    ["c=", "192.168.1.2 is a private address"],
    ["m=audio", "audio at port 4000. Not encrypted: plain RTP. Of the static payload types: PCMA."],
    ["a=sendonly", "it put the other on hold"],
  ])("%s", (line, text) => expect(told(analysis, 0, line).text).toContain(text));
});

it("throws at no octet of the torture messages, and points inside the message", () => {
  for (const folder of ["rfc4475", "rfc5118"]) {
    const path = fileURLToPath(new URL(`../sip/${folder}`, import.meta.url));
    for (const name of readdirSync(path).filter((each) => each.endsWith(".dat"))) {
      const octets = new Uint8Array(readFileSync(`${path}/${name}`));
      const size = new SipMessage(octets).text.length;
      const analysis = analysed(octets, name);
      for (let message = 0; message < analysis.trace.messages.length; message++) {
        const { length } = analysis.trace.messages.sip(message).text;
        for (let octet = 0; octet <= length; octet++) {
          const { start, end } = explainAt(analysis, message, octet)?.range ?? { start: 0, end: 0 };
          expect(start <= end && end <= Math.max(length, size), `${name} at ${octet}`).toBe(true);
        }
      }
    }
  }
});
