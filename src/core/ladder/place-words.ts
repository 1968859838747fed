/** How messages and their places are called in headings and sentences. */
import type { Location } from "../model/finding.js";
import type { Place, Signal } from "../model/transmission.js";
import type { Message } from "../trace/message.js";
import type { Trace } from "../trace/trace.js";
import { visible } from "./visible.js";

/** Characters of a method or reason phrase; a hostile one may be as long as the datagram. */
const LONGEST_LABEL = 60;

/** `REGISTER`, `401 Unauthorized`; what the start line begins with when it cannot be read. */
export function labelOf({ sip }: Message): string {
  const line = sip.startLine;
  const label =
    line.kind === "request"
      ? line.method
      : line.kind === "response"
        ? `${line.statusCode} ${line.reason}`.trim()
        : sip.text.slice(line.range.start, line.range.end) || "empty message";
  return shortened(label);
}

/** `REGISTER`, `401` */
function shortLabelOf(message: Message): string {
  const line = message.sip.startLine;
  return line.kind === "response" ? `${line.statusCode}` : labelOf(message);
}

/** `frame 7`, `line 120`; with the file when the trace has several. */
export function placeWords({ file, frame, line }: Place, trace: Trace): string {
  const where = frame === null ? `line ${line ?? 0}` : `frame ${frame}`;
  return trace.files.length > 1 ? `${where} of ${visible(trace.files[file]?.name ?? "")}` : where;
}

/** `REGISTER · frame 7` */
export function whereOf(message: Message, trace: Trace): string {
  return `${shortLabelOf(message)} · ${placeWords(message.place, trace)}`;
}

/** The same for the place of a finding, which may be a signal: `TLS alert · frame 11`. */
export function whereOfLocation({ message, signal, place }: Location, trace: Trace): string {
  if (message !== null) return whereOf(trace.messages.at(message), trace);
  const kind = trace.signals[signal ?? -1]?.kind;
  return [kind === undefined ? "" : KIND_WORDS[kind], placeWords(place, trace)].filter(Boolean).join(" · ");
}

const KIND_WORDS: Readonly<Record<Signal["kind"], string>> = {
  "keep-alive": "keep-alive",
  unreachable: "ICMP",
  "stun-mapping": "STUN",
  tcp: "TCP",
  tls: "TLS",
  dns: "DNS",
  ntp: "NTP",
  dhcp: "DHCP",
};

/** `2001@pbx.example.com` of `sip:2001@pbx.example.com`; "unknown" for an empty one. */
export function addressWords(uri: string): string {
  const text = shortened(uri.replace(/^sips?:/, ""));
  return text === "" ? "unknown" : text;
}

/** `2001` of `sip:2001@pbx.example.com`; the whole of a URI without user. */
export function userWords(uri: string): string {
  const address = addressWords(uri);
  const at = address.indexOf("@");
  return at > 0 ? address.slice(0, at) : address;
}

/** `1 attempt`, `5 attempts` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

export function shortened(text: string, longest = LONGEST_LABEL): string {
  const line = visible(text);
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** Null for an instant without time: views cross to the page as JSON, which has no NaN. */
export function microsOrNull(micros: number): number | null {
  return Number.isFinite(micros) ? micros : null;
}
