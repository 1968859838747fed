/** Network Time Protocol (RFC 5905 §7.3): how far a server's clock is from that of the capture. */

export const NTP_PORT = 123;

const PACKET_OCTETS = 48;
const SERVER_MODE = 4;
/** Stratum 0 refuses to serve (§7.4); 16 and more has no time itself. */
const LARGEST_STRATUM = 15;
/** The clock is not set. */
const ALARM = 3;
const TRANSMIT_TIMESTAMP = 40;
/** From 1900, where NTP counts from, to 1970. */
const EPOCH_SECONDS = 2_208_988_800;
/** An era of the seconds, which wrap around in 2036. */
const ERA_SECONDS = 0x1_0000_0000;

export interface NtpAnswer {
  /** Microseconds by which the server's clock was ahead of the capture's when its answer passed; negative when behind. */
  readonly offsetMicros: number;
}

/** @returns undefined for anything but a server's answer with a time. */
export function readNtpAnswer(view: DataView, start: number, end: number, atMicros: number): NtpAnswer | undefined {
  if (end - start < PACKET_OCTETS || Number.isNaN(atMicros)) return undefined;
  const first = view.getUint8(start);
  const version = (first >> 3) & 7;
  const stratum = view.getUint8(start + 1);
  if ((first & 7) !== SERVER_MODE || version === 0 || version > 4 || first >> 6 === ALARM) return undefined;
  const seconds = view.getUint32(start + TRANSMIT_TIMESTAMP);
  if (stratum === 0 || stratum > LARGEST_STRATUM || seconds === 0) return undefined;
  const fractionMicros = (view.getUint32(start + TRANSMIT_TIMESTAMP + 4) / ERA_SECONDS) * 1e6;
  const captureSeconds = Math.floor(atMicros / 1e6);
  // The era is the one that puts the server's time nearest to the capture.
  let offsetSeconds = (seconds - EPOCH_SECONDS - captureSeconds) % ERA_SECONDS;
  if (offsetSeconds > ERA_SECONDS / 2) offsetSeconds -= ERA_SECONDS;
  if (offsetSeconds < -ERA_SECONDS / 2) offsetSeconds += ERA_SECONDS;
  return { offsetMicros: Math.round(offsetSeconds * 1e6 + fractionMicros - (atMicros - captureSeconds * 1e6)) };
}
