/** Traces printed as a log, with values blotted out as people do before they post it. */
import type { Transmission } from "../../src/core/model/transmission.js";
import { formatEndpoint } from "../../src/core/model/endpoint.js";
import { toIso } from "../../src/core/model/instant.js";
import { read, textOf } from "./reading.js";

/** What stands in place of a value. */
export const MASKS = [
  "XX.XX.XX.XX",
  "xxx.xxx.xxx.xxx",
  "192.0.2.x",
  "a.b.c.d",
  "x.x.x.x",
  "<redacted>",
  "[REDACTED]",
  "****",
  "...",
  "REMOVED",
  "PUBLIC_IP",
  "$IP",
  "<IP>",
  "xxxx",
  "{hidden}",
  "example",
] as const;

/** The values that are blotted out, each as a pattern of the message's text. */
export const SECRETS = {
  address: /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/g,
  domain: /(?<![\w.-])(?:[a-z][\w-]*\.)+(?:com|org|net)(?![\w.])/g,
  user: /(?<=sips?:)[^@;>\s]+(?=@)/g,
  "host of Call-ID": /(?<=^(?:Call-ID|i):.*@).*$/gim,
  "Call-ID": /(?<=^(?:Call-ID|i):[ \t]*)\S.*$/gim,
  branch: /(?<=;branch=)[^;,\s]+/g,
  "what follows the cookie of a branch": /(?<=;branch=z9hG4bK)[^;,\s]+/g,
  tag: /(?<=;tag=)[^;>\s]+/g,
  nonce: /(?<=\bnonce=")[^"]*/g,
  cnonce: /(?<=\bcnonce=")[^"]*/g,
  response: /(?<=\bresponse=")[^"]*/g,
  realm: /(?<=\brealm=")[^"]*/g,
  username: /(?<=\busername=")[^"]*/g,
  "digest uri": /(?<=\buri=")[^"]*/g,
  credentials: /(?<=^(?:Authorization|Proxy-Authorization|WWW-Authenticate|Proxy-Authenticate):[ \t]*)\S.*$/gim,
  "parameters of credentials":
    /(?<=^(?:Authorization|Proxy-Authorization|WWW-Authenticate|Proxy-Authenticate):[ \t]*Digest )\S.*$/gim,
  Contact: /(?<=^(?:Contact|m):[ \t]*)\S.*$/gim,
  "host of Contact": /(?<=^(?:Contact|m):.*@)[^;:>\s]+/gim,
  "sent-by": /(?<=^(?:Via|v):[ \t]*SIP\/2\.0\/\w+ )[^;\s]+/gim,
  received: /(?<=;received=)[^;,\s]+/g,
  From: /(?<=^(?:From|f):[ \t]*)\S.*$/gim,
  To: /(?<=^(?:To|t):[ \t]*)\S.*$/gim,
  "Request-URI": /(?<=^[A-Z]+ )sips?:\S+(?= SIP\/2\.0)/g,
  "host of Request-URI": /(?<=^[A-Z]+ sips?:(?:\S+@)?)[^@\s;:]+(?=\S* SIP\/2\.0)/g,
  Date: /(?<=^Date:[ \t]*)\S.*$/gim,
  "User-Agent": /(?<=^(?:User-Agent|Server):[ \t]*)\S.*$/gim,
  "connection of SDP": /(?<=^c=IN IP4 ).*$/gm,
  "origin of SDP": /(?<=^o=).*$/gm,
} satisfies Record<string, RegExp>;

export type Secret = keyof typeof SECRETS;

/** Which messages of a log the poster went over. */
export const SCOPES = ["all", "requests", "responses", "every other"] as const;
type Scope = (typeof SCOPES)[number];

export type Change = (message: string, index: number) => string;

/** The messages of a trace as sngrep saves them, each changed as said. */
export function printed(trace: string, change: Change = (message) => message): string {
  return read(trace)
    .messages.map((message, index) => `${headOf(message)}\n${change(textOf(message.octets), index)}\n\n`)
    .join("");
}

function headOf({ atMicros, source, destination }: Transmission): string {
  const time = toIso(atMicros)?.slice(0, -1).replaceAll("-", "/").replace("T", " ") ?? "";
  const side = (endpoint: Transmission["source"]) => (endpoint ? formatEndpoint(endpoint) : "0.0.0.0:0");
  return `${time} ${side(source)} -> ${side(destination)}`;
}

export function masking(secret: Secret, mask: string, scope: Scope): Change {
  return (message, index) => {
    const isRequest = !message.startsWith("SIP/2.0");
    const isMeant = scope === "all" || (scope === "requests" && isRequest) || (scope === "responses" && !isRequest);
    if (!isMeant && !(scope === "every other" && index % 2 === 1)) return message;
    return message.replace(SECRETS[secret], () => mask);
  };
}

const BODY = /(\r?\n\r?\n)(\S[\s\S]*)$/;
/** The longest line that some logs print. */
const LINE_LIMIT = 72;
/** Of a record; syslog's is 1024, of the shorter messages of the rules' tests the third that matters. */
const MESSAGE_LIMIT = 350;

/** How logs and posters shorten messages; Content-Length stays as it was. */
export const CUTS: Readonly<Record<string, Change>> = {
  "no body": (message) => message.replace(BODY, "$1"),
  "a word for the body": (message) => message.replace(BODY, "$1[body not shown]\r\n"),
  "dots for the body": (message) => message.replace(BODY, "$1...\r\n"),
  "half of the body": (message) => message.replace(BODY, (_, blank: string, body: string) => blank + half(body)),
  "half of the body and dots": (message) =>
    message.replace(BODY, (_, blank: string, body: string) => `${blank}${half(body)}...\r\n`),
  "dots amid the body": (message) =>
    message.replace(BODY, (_, blank: string, body: string) => {
      const lines = body.split("\r\n");
      return blank + [lines[0], "...", ...lines.slice(-2)].join("\r\n");
    }),
  "lines of a limited length": (message) => message.replace(new RegExp(`^(.{${LINE_LIMIT}}).+$`, "gm"), "$1"),
  "lines of a limited length and dots": (message) =>
    message.replace(new RegExp(`^(.{${LINE_LIMIT}}).+$`, "gm"), "$1..."),
  "messages of a limited length": (message) => message.slice(0, MESSAGE_LIMIT),
  "messages of a limited length and dots": (message) =>
    message.length > MESSAGE_LIMIT ? `${message.slice(0, MESSAGE_LIMIT)}...` : message,
  "no body, and no blank line": (message) => message.replace(BODY, "\r\n"),
};

function half(text: string): string {
  return text.slice(0, text.length >> 1);
}
