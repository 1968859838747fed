/** The HTTP request and response that open a WebSocket (RFC 6455 §4); SIP in it is named by its subprotocol (RFC 7118 §4). */
import { CR, LF } from "../../model/ascii.js";

const REQUEST = "GET ";
const WORDS = [REQUEST, "HTTP/"];

/** Servers accept half of it. */
export const MAX_HTTP_HEAD_OCTETS = 16 * 1024;

export interface HttpHead {
  /** A request to open a WebSocket, or the response that does. */
  readonly isUpgrade: boolean;
  /** The subprotocol `sip` is asked for or chosen. */
  readonly isForSip: boolean;
}

/** @returns undefined while there are too few octets to tell. */
export function beginsHttp(octets: Uint8Array, start: number, end: number): boolean | undefined {
  for (const word of WORDS) {
    let index = 0;
    while (index < word.length && start + index < end && octets[start + index] === word.charCodeAt(index)) index++;
    if (index === word.length) return true;
    if (start + index === end) return undefined;
  }
  return false;
}

/** Offset behind the empty line that ends the head, looked for from `from` on; -1 when it is not there yet. */
export function findHeadEnd(octets: Uint8Array, from: number, end: number): number {
  for (let at = octets.indexOf(LF, from); at >= 0 && at + 1 < end; at = octets.indexOf(LF, at + 1)) {
    const next = octets[at + 1] === CR ? at + 2 : at + 1;
    if (next < end && octets[next] === LF) return next + 1;
  }
  return -1;
}

export function readHttpHead(octets: Uint8Array, start: number, end: number): HttpHead {
  const [first = "", ...lines] = new TextDecoder("latin1").decode(octets.subarray(start, end)).split(/\r?\n/);
  const isSwitch = first.startsWith(REQUEST) || /^HTTP\/1\.\d 101\b/.test(first);
  return {
    isUpgrade: isSwitch && listed(lines, "upgrade").includes("websocket"),
    isForSip: listed(lines, "sec-websocket-protocol").includes("sip"),
  };
}

/** The values of a header that is a list, in lower case. */
function listed(lines: readonly string[], name: string): string[] {
  return lines.flatMap((line) => {
    const colon = line.indexOf(":");
    if (colon !== name.length || line.slice(0, colon).toLowerCase() !== name) return [];
    return line
      .slice(colon + 1)
      .split(",")
      .map((value) => value.trim().toLowerCase());
  });
}
