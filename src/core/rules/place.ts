/** Where findings stand: messages and signals as places of one trace, and the order of time between them. */
import type { Location } from "../model/finding.js";
import type { Trace } from "../trace/trace.js";
import type { AnyMark } from "./rule.js";

/** Index of a message, or `-1 - signal`. */
export type PlaceNumber = number;

export function placeOf(mark: AnyMark): PlaceNumber {
  return "signal" in mark ? -1 - mark.signal : mark.message.index;
}

export function markAt(trace: Trace, place: PlaceNumber): AnyMark {
  return place < 0 ? { signal: -1 - place } : { message: trace.messages.at(place) };
}

export function microsAt(trace: Trace, place: PlaceNumber): number {
  return place < 0 ? signalAt(trace, -1 - place).atMicros : trace.messages.atMicros(place);
}

/** @throws {RangeError} for a signal that the trace does not hold. */
function signalAt(trace: Trace, index: number) {
  const signal = trace.signals[index];
  if (!signal) throw new RangeError(`no signal ${index}`);
  return signal;
}

export function locate(trace: Trace, mark: AnyMark): Location {
  if ("signal" in mark) {
    const { place } = signalAt(trace, mark.signal);
    return { message: null, signal: mark.signal, place, header: null, range: { start: 0, end: 0 } };
  }
  const { message, header, range } = mark;
  return {
    message: message.index,
    place: message.place,
    header: header ?? null,
    range: range ?? message.sip.startLine.range,
  };
}

/** Negative when `a` stands before `b` in the trace. */
export function comparePlaces(trace: Trace, a: PlaceNumber, b: PlaceNumber): number {
  if (a >= 0 && b >= 0) return a - b;
  return rankOf(trace, a) - rankOf(trace, b) || b - a;
}

export function compareLocations(trace: Trace, a: Location, b: Location): number {
  const places = [a, b].map(({ message, signal }) => message ?? -1 - (signal ?? 0));
  return comparePlaces(trace, places[0]!, places[1]!) || a.range.start - b.range.start;
}

/** Its own index for a message; a signal ranks half a place before the first message that is later. */
function rankOf({ messages, signals }: Trace, place: PlaceNumber): number {
  if (place >= 0) return place;
  const atMicros = signals[-1 - place]?.atMicros ?? NaN;
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages.atMicros(middle) <= atMicros) low = middle + 1;
    else high = middle;
  }
  return low - 0.5;
}
