/** Clocks of servers, as the times in their nonces and their Date headers tell them. */
import { isDate } from "../../model/instant.js";
import type { Challenge } from "../../sip/digest.js";
import { isPlausible, nonceTime, type NonceTime } from "../../sip/nonce.js";
import { type Column, uint8 } from "../../trace/column.js";
import type { Message } from "../../trace/message.js";
import type { Transaction } from "../../trace/transaction.js";
import type { DigestAnswer, DigestSeries } from "./digest-answers.js";

/** The time in one nonce, read where the nonce was first seen: later it is old by design. */
export class ClockReading {
  constructor(
    readonly message: Message,
    readonly nonce: string,
    readonly time: NonceTime,
    /** Address that challenged. */
    readonly server: string,
    /** Clock of the server less clock of the capture, in seconds; of an expiry-only nonce that of its expiry. */
    readonly offsetSeconds: number,
  ) {}

  get challenge(): Challenge {
    return this.message.sip.challenges.find(({ nonce }) => nonce?.value === this.nonce)!;
  }
}

/** Beyond this a clock is wrong, not just imprecise. */
export const TOLERATED_SECONDS = 60;
/** An expiry further ahead than this at issue is no nonce's life but a clock that is fast. */
const LONGEST_LIFE_SECONDS = 86_400;
/** Readings of one clock agree to this: the nonce is written in whole seconds, and the packet takes a moment. */
const AGREEMENT_SECONDS = 5;
/** A lone nonce of the expiry-only layout is believed this far: any eight hexadecimal digits are some date. */
const LONE_EXPIRY_SECONDS = 2 * 86_400;
/** Logs print local time without a zone, and some servers put it into Date: whole quarters of an hour mean nothing. */
const ZONE_STEP_SECONDS = 900;

/** Readings kept of one layout at one server: a clock is known by fewer, and a registrar gives out a million nonces. */
const READINGS_KEPT = 8192;
/** Nonces of one server that are looked at while none tells a time: the others are made in the same way. */
const OPAQUE_LOOKED_AT = 8192;

/** The believable readings of a trace, by nonce. A nonce that only looks like a time is left out. */
export function clockReadings(allSeries: readonly DigestSeries[]): ReadonlyMap<string, ClockReading> {
  const known = KNOWN.get(allSeries) ?? readClocks(allSeries);
  KNOWN.set(allSeries, known);
  return known;
}

const KNOWN = new WeakMap<readonly DigestSeries[], ReadonlyMap<string, ClockReading>>();

function readClocks(allSeries: readonly DigestSeries[]): ReadonlyMap<string, ClockReading> {
  const byServer = new Map<string, ClockReading[]>();
  const seen = uint8();
  /** Servers of which enough was read. */
  const known = new Set<number>();
  /** Nonces without a time, by server, that came before any with one; `Infinity` once there is one. */
  const opaque = new Map<number, number>();
  const read = (transaction: Transaction, number: number) => {
    const { serverNumber } = transaction;
    if (!isNew(seen, number)) return;
    const reading = readClock(transaction, number);
    const count = reading ? Infinity : (opaque.get(serverNumber) ?? 0) + 1;
    opaque.set(serverNumber, count);
    if (count === OPAQUE_LOOKED_AT) known.add(serverNumber);
    if (!reading) return;
    const key = `${reading.time.layout} ${reading.server}`;
    const readings = byServer.get(key);
    if (!readings) byServer.set(key, [reading]);
    else if (readings.push(reading) >= READINGS_KEPT) known.add(serverNumber);
  };
  for (const series of allSeries) {
    const { transactions, registration } = series;
    // Most keep to one server: then it is not asked of each request whether enough was read of it.
    if (registration?.isSteady && known.has(transactions[0]!.serverNumber)) continue;
    for (const [index, transaction] of transactions.entries()) {
      if (known.has(transaction.serverNumber)) continue;
      const answer = series.isQuiet ? undefined : series.steps[index]?.answer;
      if (answer) isNew(seen, answer.nonceNumber);
      else if (transaction.hasDigest) isNew(seen, transaction.keys.nonceNumber(transaction.requestRow));
      if (transaction.status !== 401 && transaction.status !== 407) continue;
      const next = series.isQuiet ? undefined : series.steps[index + 1]?.answer;
      for (const number of noncesOf(transaction, next)) read(transaction, number);
    }
  }
  const believed = [...byServer.values()].filter(isOneClock).flat();
  return new Map(believed.map((reading) => [reading.nonce, reading]));
}

/** Numbers of the nonces in a challenge: of several the one that the next request answers, else all. */
function noncesOf(transaction: Transaction, next: DigestAnswer | undefined): readonly number[] {
  const { finalRow, keys } = transaction;
  if (keys.hasDigest(finalRow)) return [keys.nonceNumber(finalRow)];
  const isAnswered = next?.challenge !== undefined && next.challengeMessage?.index === finalRow;
  const challenges = isAnswered ? [next.challenge] : (transaction.final?.sip.challenges ?? []);
  return challenges.map((challenge) => keys.nonceNumberOf(challenge?.nonce?.value ?? ""));
}

/** Whether a nonce was not seen before; from now on it was. */
function isNew(seen: Column, nonce: number): boolean {
  if (seen.get(nonce) !== 0) return false;
  seen.set(nonce, 1);
  return true;
}

function readClock(transaction: Transaction, nonceNumber: number): ClockReading | undefined {
  const nonce = transaction.keys.nonce(nonceNumber);
  const time = nonceTime(nonce);
  const final = time && transaction.final;
  if (!final || Number.isNaN(final.atMicros) || !isPlausible(time, final.atMicros)) return undefined;
  const seconds = time.issuedSeconds ?? time.expiresSeconds ?? 0;
  return new ClockReading(final, nonce, time, final.source.address, seconds - final.atMicros / 1e6);
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

/** By how many seconds the Date header of a response is off, time zones aside; 0 when it agrees, or cannot be told. */
export function dateSkewOf(message: Message): number {
  const text = message.sip.header("Date")?.value;
  const millis = text === undefined || text.length > 64 ? NaN : Date.parse(text);
  const offset = millis / 1000 - message.atMicros / 1e6;
  if (Number.isNaN(offset) || !isDate(message.atMicros)) return 0;
  return Math.abs(withoutZone(offset)) > TOLERATED_SECONDS ? offset : 0;
}

function withoutZone(offsetSeconds: number): number {
  return offsetSeconds - Math.round(offsetSeconds / ZONE_STEP_SECONDS) * ZONE_STEP_SECONDS;
}
