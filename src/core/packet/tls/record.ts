/** The record layer: type, version and length before each piece of a TLS stream (RFC 8446 §5.1). */

export const RECORD_HEADER_OCTETS = 5;
/** 2^14 octets of content and what protection adds (RFC 5246 §6.2.3). */
const MAX_FRAGMENT_OCTETS = 2 ** 14 + 2048;

export const CONTENT = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23, heartbeat: 24 } as const;

/** Level and description; a protected alert is longer. */
export const ALERT_OCTETS = 2;

const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;

/** Octets of the fragment; -1 when no record begins here. Needs `RECORD_HEADER_OCTETS` octets. */
export function fragmentOctets(octets: Uint8Array, at: number): number {
  const type = octets[at]!;
  const length = octets[at + 3]! * 256 + octets[at + 4]!;
  const isRecord =
    type >= CONTENT.changeCipherSpec &&
    type <= CONTENT.heartbeat &&
    octets[at + 1] === 3 &&
    octets[at + 2]! <= 4 &&
    length <= MAX_FRAGMENT_OCTETS;
  return isRecord ? length : -1;
}

/**
 * Whether one direction of a TLS connection begins here: with a ClientHello or a ServerHello, or with the alert of a
 * side that refuses what it was sent.
 * @returns undefined when more octets are needed to tell.
 */
export function beginsTls(octets: Uint8Array, start: number, end: number): boolean | undefined {
  if (start >= end) return undefined;
  const type = octets[start];
  if (type !== CONTENT.handshake && type !== CONTENT.alert) return false;
  if (end - start > 1 && octets[start + 1] !== 3) return false;
  if (end - start <= RECORD_HEADER_OCTETS) return undefined;
  const length = fragmentOctets(octets, start);
  const first = octets[start + RECORD_HEADER_OCTETS];
  // A type of message, or a level of alert.
  const isKnown =
    type === CONTENT.alert ? first === 1 || first === 2 : first === CLIENT_HELLO || first === SERVER_HELLO;
  return isKnown && (type === CONTENT.alert ? length === ALERT_OCTETS : length > 0);
}
