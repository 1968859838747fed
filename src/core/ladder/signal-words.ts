/** How evidence that is not SIP is called on the ladder. */
import type { Signal } from "../model/transmission.js";
import { formatEndpoint } from "../model/endpoint.js";
import { dhcpWords, dnsWords, ntpWords } from "./lookup-words.js";
import { shortened } from "./place-words.js";
import { tlsWords } from "./tls-words.js";

export interface SignalWords {
  readonly label: string;
  readonly detail: string;
}

type KeepAliveForm = Extract<Signal, { kind: "keep-alive" }>["form"];
type TcpEvent = Extract<Signal, { kind: "tcp" }>["event"];

const KEEP_ALIVES: Readonly<Record<KeepAliveForm, SignalWords>> = {
  crlf: { label: "keep-alive", detail: "CRLF" },
  "double-crlf": { label: "keep-alive", detail: "double CRLF" },
  stun: { label: "keep-alive", detail: "STUN binding request" },
  "stun-response": { label: "keep-alive answer", detail: "STUN binding response" },
  ping: { label: "keep-alive", detail: "WebSocket ping" },
  pong: { label: "keep-alive answer", detail: "WebSocket pong" },
  other: { label: "keep-alive", detail: "no SIP in it" },
};

const TCP_EVENTS: Readonly<Record<TcpEvent, SignalWords>> = {
  open: { label: "TCP connection", detail: "opened" },
  refused: { label: "TCP connection", detail: "refused" },
  reset: { label: "TCP connection", detail: "reset" },
  closed: { label: "TCP connection", detail: "closed" },
  unanswered: { label: "TCP connection", detail: "never answered" },
};

export function signalWords(signal: Signal): SignalWords {
  switch (signal.kind) {
    case "keep-alive":
      return KEEP_ALIVES[signal.form];
    case "tcp":
      return TCP_EVENTS[signal.event];
    case "tls":
      return tlsWords(signal.step, signal.details);
    case "dns":
      return dnsWords(signal.dns);
    case "dhcp":
      return dhcpWords(signal.dhcp);
    case "ntp":
      return ntpWords(signal.offsetMicros);
    case "unreachable":
      return { label: "ICMP", detail: shortened(`${signal.reason}, says ${signal.reporter}`) };
    case "stun-mapping":
      return { label: "STUN mapping", detail: formatEndpoint(signal.mapped) };
  }
}
