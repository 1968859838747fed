/** Finds what a lesson points at in its capture: `REGISTER 2` is the second REGISTER, `frame 7` what Wireshark numbers so. */
import type { Signal } from "../../model/transmission.js";
import type { Trace } from "../../trace/trace.js";

/** As the ladder names them. */
const SIGNAL_KINDS: Readonly<Record<string, Signal["kind"]>> = {
  DNS: "dns",
  TLS: "tls",
  TCP: "tcp",
  ICMP: "unreachable",
  STUN: "stun-mapping",
  NTP: "ntp",
  DHCP: "dhcp",
  "keep-alive": "keep-alive",
};

const COUNTED = /^([A-Za-z-]{2,20}|[1-6]\d\d)(?: +(\d{1,6}))?$/;
const NUMBERED = /^(frame|line) +(\d{1,9})(?: +of +(\S+))?$/;

/**
 * Requests and responses are counted by method and status code, signals by kind, each from 1 and in the order of time;
 * retransmissions and further sightings are not counted.
 * @returns the index of a message, or `-1 - signal`; a sentence for what is not there.
 */
export function findPlace(trace: Trace, selector: string): number | string {
  const numbered = NUMBERED.exec(selector);
  if (numbered) return atNumber(trace, numbered[1] === "frame" ? "frame" : "line", Number(numbered[2]), numbered[3]);
  const counted = COUNTED.exec(selector);
  const what = counted?.[1];
  if (what === undefined) return `"${selector}" names no message; write it like "REGISTER 2", "401 1" or "frame 7".`;
  const number = Number(counted?.[2] ?? 1);
  const kind = Object.hasOwn(SIGNAL_KINDS, what) ? SIGNAL_KINDS[what] : undefined;
  const places = kind ? signalsOf(trace, kind) : messagesOf(trace, what);
  return places[number - 1] ?? `There is no ${what} ${number} in the capture; it has ${places.length} of them.`;
}

function signalsOf({ signals }: Trace, kind: Signal["kind"]): number[] {
  return signals.flatMap((signal, index) => (signal.kind === kind ? -1 - index : []));
}

function messagesOf({ messages, keys }: Trace, what: string): number[] {
  const found: number[] = [];
  for (let row = 0; row < messages.length; row++) {
    const isMeant = keys.isRequest(row) ? messages.sip(row).method === what : String(keys.status(row)) === what;
    if (isMeant && messages.role(row) === "original") found.push(row);
  }
  return found;
}

function atNumber(trace: Trace, unit: "frame" | "line", number: number, name: string | undefined): number | string {
  const { messages, signals, files } = trace;
  const isHere = (place: Signal["place"]) => {
    const file = files[place.file]?.name ?? "";
    return place[unit] === number && (name === undefined || file === name || file.endsWith(`/${name}`));
  };
  for (let row = 0; row < messages.length; row++) if (isHere(messages.place(row))) return row;
  const signal = signals.findIndex(({ place }) => isHere(place));
  const where = `${unit} ${number}${name === undefined ? "" : ` of ${name}`}`;
  return signal >= 0 ? -1 - signal : `There is neither a SIP message nor a signal at ${where}.`;
}
