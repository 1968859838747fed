/** What of a message is replaced, what stays, and that equal values stay equal. */
import { expect, test } from "vitest";
import { redactMessageText } from "../../../src/core/report/redact/redact-message.js";
import { Pseudonyms } from "../../../src/core/report/redact/pseudonyms.js";
import { pseudonymsForTests } from "./redacting.js";

function checkHeader(line: string, expected: RegExp): void {
  const text = `OPTIONS sip:example.com SIP/2.0\r\n${line}\r\n\r\n`;
  const redacted = redactMessageText(text, pseudonymsForTests());
  expect(redacted).toHaveLength(text.length);
  expect(redacted.split("\r\n")[1]).toMatch(expected);
}

function redactHeader(line: string): string {
  return redactMessageText(`OPTIONS sip:example.com SIP/2.0\r\n${line}\r\n\r\n`, pseudonymsForTests()).split(
    "\r\n",
  )[1]!;
}

test("names, numbers and domains become others of the same form", () => {
  checkHeader(
    'From: "Anna Berg" <sip:2001@pbx.example.com:5080;transport=tcp>;tag=abc',
    /^From: "(?!Anna)[A-Z][a-z]{3} (?!Berg)[A-Z][a-z]{3}" <sip:(?!2001)\d{4}@(?!pbx)[a-z]{3}\.(?!example)[a-z]{7}\.com:5080;transport=tcp>;tag=[a-z]{3}$/,
  );
});

test("private addresses stay private, public ones public, and hosts of a network stay together", () => {
  const of = (address: string) => /@([\d.]+)/.exec(redactHeader(`Contact: <sip:a@${address}>`))![1]!;
  expect(of("192.168.10.20")).toMatch(/^192\.168\.\d\d\.\d\d$/);
  expect(of("10.1.2.3")).toMatch(/^10\.\d\.\d\.\d$/);
  expect(of("172.20.1.1")).toMatch(/^172\.(?:1[6-9]|2\d|3[01])\.\d\.\d$/);
  expect(of("100.64.1.1")).toMatch(/^100\.[6-9]\d\.\d\.\d$/);
  expect(of("203.0.113.7")).toMatch(/^(?!203\.0\.113)\d{3}\.\d\.\d{3}\.\d$/);
  expect(of("192.168.10.21").split(".").slice(0, 3)).toEqual(of("192.168.10.20").split(".").slice(0, 3));
  expect(of("127.0.0.1")).toBe("127.0.0.1");
});

test("IPv6 addresses keep their scope and the length of their text", () => {
  checkHeader("Contact: <sip:a@[2001:db8::1:20]:5060>", /<sip:\w@\[2001:[\da-f]{3}::[\da-f]:[\da-f]{2}\]:5060>$/);
  checkHeader("Contact: <sip:a@[fe80::1]>", /@\[fe80::[\da-f]\]>$/);
  checkHeader("Contact: <sip:a@[fd12:3456::1]>", /@\[fd[\da-f]{2}:[\da-f]{4}::[\da-f]\]>$/);
});

test("capitals are the only difference where they were the only one", () => {
  const realm = (name: string) =>
    /realm="(\w+)"/.exec(redactHeader(`WWW-Authenticate: Digest realm="${name}", nonce="x1"`))![1]!;
  expect(realm("Office")).not.toBe(realm("office"));
  expect(realm("Office").toLowerCase()).toBe(realm("office"));
});

test("of a product's header names of hosts are replaced, versions and products stay", () => {
  checkHeader("Server: Kamailio 5.6.3 (x86_64/linux)", /^Server: Kamailio 5\.6\.3 \(x86_64\/linux\)$/);
  checkHeader(
    "Server: Asterisk PBX 18.9.0~dfsg at pbx.customer.example.com",
    /^Server: Asterisk PBX 18\.9\.0~dfsg at (?!pbx)[a-z]{3}\.(?!customer)[a-z]{8}\.(?!example)[a-z]{7}\.com$/,
  );
  checkHeader("User-Agent: SIP.js/0.20.0 customer.de.", /^User-Agent: SIP\.js\/0\.20\.0 (?!customer)[a-z]{8}\.de\.$/);
});

test("a value has one pseudonym wherever it stands", () => {
  const text = [
    "REGISTER sip:example.com SIP/2.0",
    "To: <sip:alice@example.com>",
    'Authorization: Digest username="alice", realm="example.com", uri="sip:example.com", response="0123456789abcdef0123456789abcdef"',
    "Call-ID: 77@192.0.2.10",
    'Contact: <sip:alice@192.0.2.10>;+sip.instance="<urn:uuid:00000000-0000-1000-8000-0015650a0b0c>"',
    "User-Agent: Yealink SIP-T46G 28.83.0.50 00:15:65:0a:0b:0c",
    "",
    "",
  ].join("\r\n");
  const redacted = redactMessageText(text, pseudonymsForTests());
  const [, user, host] = /To: <sip:(\w+)@([\w.]+)>/.exec(redacted)!;
  expect(redacted).toContain(`username="${user}", realm="${host}", uri="sip:${host}"`);
  const address = /@(\d[\d.]+)/.exec(redacted)![1]!;
  expect(redacted.split(address)).toHaveLength(3);
  const station = /-([\da-f]{12})>/.exec(redacted)![1]!;
  expect(redacted).toContain(station.replace(/..(?!$)/g, "$&:"));
  expect(redacted).toContain("Yealink SIP-T46G 28.83.0.50");
});

test("the time in a registrar's nonce stays, the rest of it does not", () => {
  checkHeader(
    'WWW-Authenticate: Digest realm="asterisk", nonce="1795335096/059c2d33b68fa3edc8758dc37162ae08", algorithm=MD5, qop="auth"',
    /realm="asterisk", nonce="1795335096\/(?!059c2d33)[\da-f]{32}", algorithm=MD5, qop="auth"$/,
  );
});

test("passwords of Basic authorization do not stay", () => {
  checkHeader("Authorization: Basic YWxpY2U6c2VjcmV0", /^Authorization: Basic (?!YWxpY2U6c2VjcmV0)\w{16}$/);
});

test("emergency numbers, methods and option tags stay", () => {
  checkHeader("To: <sip:112@example.com>", /<sip:112@/);
  checkHeader("Supported: path, outbound, gruu", /^Supported: path, outbound, gruu$/);
  checkHeader("To: <urn:service:sos.fire>", /<urn:service:sos\.fire>$/);
});

test("words that say why stay, names in them do not", () => {
  const redacted = redactMessageText("SIP/2.0 403 Wrong password for alice\r\n\r\n", pseudonymsForTests());
  expect(redacted).toMatch(/^SIP\/2\.0 403 Wrong password for (?!alice)[a-z]{5}\r\n/);
  checkHeader(
    'Warning: 399 pbx.example.com "User 2001 not found"',
    /^Warning: 399 (?!pbx)\w{3}\.\w{7}\.com "User (?!2001)\d{4} not found"$/,
  );
});

test("session descriptions keep ports and codecs, and lose addresses and keys", () => {
  const sdp = [
    "v=0",
    "o=alice 1 2 IN IP4 192.168.1.20",
    "c=IN IP4 192.168.1.20",
    "m=audio 10000 RTP/SAVP 8 101",
    "a=rtpmap:8 PCMA/8000",
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9",
    "",
  ].join("\r\n");
  const text = `INVITE sip:a@example.com SIP/2.0\r\nContent-Type: application/sdp\r\n\r\n${sdp}`;
  const redacted = redactMessageText(text, pseudonymsForTests()).split("\r\n\r\n")[1]!;
  expect(redacted).toMatch(/^v=0\r\no=(?!alice)\w{5} 1 2 IN IP4 192\.168\.\d\.\d\d\r\nc=IN IP4 192\.168\.\d\.\d\d\r\n/);
  expect(redacted).toContain("m=audio 10000 RTP/SAVP 8 101\r\na=rtpmap:8 PCMA/8000\r\n");
  expect(redacted).toMatch(/inline:(?!WVNfX)[A-Za-z\d]{32}\r\n$/);
});

test("other bodies are blotted out, line by line", () => {
  const text = "MESSAGE sip:a@example.com SIP/2.0\r\nContent-Type: text/plain\r\n\r\nThe code is 4711.\r\nBye";
  expect(redactMessageText(text, pseudonymsForTests()).split("\r\n\r\n")[1]).toBe("xxx xxxx xx xxxx.\r\nxxx");
});

test("lines of a session description keep their type, whatever they tell of somebody", () => {
  const sdp =
    "v=0\r\ni=Anna Berg\r\nu=http://example.com/anna\r\ne=anna@example.com\r\np=+49 30 123456\r\nk=clear:abc\r\n";
  const text = `INVITE sip:a@example.com SIP/2.0\r\nContent-Type: application/sdp\r\n\r\n${sdp}`;
  const redacted = redactMessageText(text, pseudonymsForTests());
  expect(redacted.match(/^\w=/gm)).toEqual(sdp.match(/^\w=/gm));
  expect(redacted).not.toMatch(/anna|berg|123456|clear:abc/i);
});

test("one key gives one pseudonym to a value in every file, and another key leads from none to the other", () => {
  const text = "REGISTER sip:pbx.example.com SIP/2.0\r\nFrom: <sip:anna.berg@192.0.2.10>;tag=a1b2c3d4e5\r\n\r\n";
  const by = (octet: number) => redactMessageText(text, new Pseudonyms(new Uint8Array(32).fill(octet)));
  expect(by(1)).toBe(by(1));
  const values = (redacted: string) =>
    redacted.match(/anna|[a-z]{4}\.[a-z]{4}@|\d+\.\d+\.\d+\.\d+|tag=\w+|\w{3}\.\w{7}\.com/g)!;
  expect(values(by(1))).toHaveLength(4);
  for (const value of values(by(1))) expect(values(by(2))).not.toContain(value);
});
