/** Clocks of servers, as the times in their nonces and their Date headers tell them. */
import type { Challenge } from "../../sip/digest.js";
import { isPlausible, nonceTime, type NonceTime } from "../../sip/nonce.js";
import type { Message } from "../../trace/message.js";
import type { DigestAnswer, DigestSeries } from "./digest-answers.js";

/** The time in one nonce, read where the nonce was first seen: later it is old by design. */
export interface ClockReading {
  readonly message: Message;
  readonly challenge: Challenge;
  readonly nonce: string;
  readonly time: NonceTime;
  /** Address that challenged. */
  readonly server: string;
  /** Clock of the server less clock of the capture, in seconds; of an expiry-only nonce that of its expiry. */
  readonly offsetSeconds: number;
}

/** Beyond this a clock is wrong, not just imprecise. */
export const TOLERATED_SECONDS = 60;
/** An expiry further ahead than this at issue is no nonce's life but a clock that is fast. */
const LONGEST_LIFE_SECONDS = 86_400;
/** Readings of one clock agree to this: the nonce is written in whole seconds, and the packet takes a moment. */
const AGREEMENT_SECONDS = 5;
/** A lone nonce of the expiry-only layout is believed this far: any eight hexadecimal digits are some date. */
const LONE_EXPIRY_SECONDS = 2 * 86_400;
/** Nonces remembered to tell first from later sightings. */
const NONCES_KEPT = 500_000;
/** Logs print local time without a zone, and some servers put it into Date: whole quarters of an hour mean nothing. */
const ZONE_STEP_SECONDS = 900;

/** The believable readings of a trace, by nonce. A nonce that only looks like a time is left out. */
export function clockReadings(allSeries: readonly DigestSeries[]): ReadonlyMap<string, ClockReading> {
  const byServer = new Map<string, ClockReading[]>();
  const seen = new Set<string>();
  for (const { steps } of allSeries) {
    for (const [index, { transaction, answer, status }] of steps.entries()) {
      if (answer?.credentials.nonce) remember(seen, answer.credentials.nonce.value);
      const { final } = transaction;
      if (!final || (status !== 401 && status !== 407)) continue;
      for (const challenge of challengesOf(final, steps[index + 1]?.answer)) {
        const nonce = challenge.nonce?.value ?? "";
        if (seen.has(nonce)) continue;
        remember(seen, nonce);
        const reading = readClock(final, challenge, nonce);
        if (!reading) continue;
        const key = `${reading.time.layout} ${reading.server}`;
        const readings = byServer.get(key);
        if (readings) readings.push(reading);
        else byServer.set(key, [reading]);
      }
    }
  }
  const believed = [...byServer.values()].filter(isOneClock).flat();
  return new Map(believed.map((reading) => [reading.nonce, reading]));
}

/** The challenge that the next request answers is at hand; only what nobody answers must be read. */
function challengesOf(message: Message, next: DigestAnswer | undefined): readonly Challenge[] {
  if (next?.challenge && next.challengeMessage?.index === message.index) return [next.challenge];
  return message.sip.challenges;
}

function remember(seen: Set<string>, nonce: string): void {
  if (seen.size < NONCES_KEPT) seen.add(nonce);
}

function readClock(message: Message, challenge: Challenge, nonce: string): ClockReading | undefined {
  const time = nonceTime(nonce);
  if (!time || Number.isNaN(message.atMicros) || !isPlausible(time, message.atMicros)) return undefined;
  const seconds = time.issuedSeconds ?? time.expiresSeconds ?? 0;
  const offsetSeconds = seconds - message.atMicros / 1e6;
  return { message, challenge, nonce, time, server: message.source.address, offsetSeconds };
}

/**
 * Whether the readings of one address advance with the trace. Behind one address may stand several nodes, so the
 * layouts that prove themselves by their form may show more than one clock, but each of them more than once.
 */
function isOneClock(readings: readonly ClockReading[]): boolean {
  const isWeak = readings[0]?.time.issuedSeconds === undefined;
  if (isWeak && readings.length === 1) return Math.abs(readings[0]?.offsetSeconds ?? Infinity) <= LONE_EXPIRY_SECONDS;
  const offsets = readings.map(({ offsetSeconds }) => offsetSeconds).sort((a, b) => a - b);
  let clocks = 1;
  let start = offsets[0] ?? 0;
  for (const offset of offsets) {
    if (offset - start <= AGREEMENT_SECONDS) continue;
    clocks++;
    start = offset;
  }
  return clocks <= (isWeak ? 1 : Math.ceil(readings.length / 2));
}

/**
 * By how many seconds the clock behind a nonce is wrong; 0 when it is right or cannot be told.
 * @param isLog a log prints local time, so there only what is no time zone counts.
 */
export function skewOf({ time, offsetSeconds }: ClockReading, isLog: boolean): number {
  const offset = isLog ? withoutZone(offsetSeconds) : offsetSeconds;
  if (time.issuedSeconds !== undefined) return Math.abs(offset) > TOLERATED_SECONDS ? offsetSeconds : 0;
  // Only the expiry stands there: it is in the past, or so far ahead that no nonce lives so long.
  if (isLog) return 0;
  return offset < 0 ? offset : offset > LONGEST_LIFE_SECONDS ? offset - LONGEST_LIFE_SECONDS : 0;
}

/** By how many seconds the Date header of a response is off, time zones aside; 0 when it agrees or is absent. */
export function dateSkewOf(message: Message): number {
  const text = message.sip.header("Date")?.value;
  const millis = text === undefined || text.length > 64 ? NaN : Date.parse(text);
  const offset = millis / 1000 - message.atMicros / 1e6;
  if (Number.isNaN(offset)) return 0;
  return Math.abs(withoutZone(offset)) > TOLERATED_SECONDS ? offset : 0;
}

function withoutZone(offsetSeconds: number): number {
  return offsetSeconds - Math.round(offsetSeconds / ZONE_STEP_SECONDS) * ZONE_STEP_SECONDS;
}
