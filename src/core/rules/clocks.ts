/**
 * Whose clock is wrong, and by how much. Every clock is measured by the capture's, which may be wrong itself: one clock
 * that differs from it blames nobody, a second opinion does.
 */
import { formatDuration, isDate, seconds } from "../model/instant.js";
import type { Trace } from "../trace/trace.js";
import { clockReadings, dateSkewOf, skewOf, TOLERATED_SECONDS } from "./authentication/nonce-clocks.js";
import { digestSeries } from "./authentication/digest-answers.js";
import type { RuleContext } from "./rule.js";

/** One clock other than the capture's. */
interface Clock {
  /** Address of the host that it belongs to. */
  readonly host: string;
  /** By how much it is ahead of the capture's; negative when behind. Within the tolerance the two agree. */
  readonly offsetSeconds: number;
  readonly source: "nonce" | "Date" | "NTP";
}

/** Responses of one host looked at for a Date header: a registrar sends a million, all by one clock. */
const DATES_READ = 16;
/** Hosts of which clocks are kept; more witnesses change no verdict. */
const MOST_HOSTS = 256;
/** Hosts named in a sentence. */
const HOSTS_TOLD = 3;

/**
 * `host`: others agree with the capture's clock; `capture`: others agree with the host's; `undecided`: nobody else tells
 * the time, or the others contradict each other.
 */
export type Blame = "host" | "capture" | "undecided";

const KNOWN = new WeakMap<RuleContext, Clocks>();

/** Made at the first question; most traces ask none. */
export function clocksOf(trace: Trace, context: RuleContext): Clocks {
  const known = KNOWN.get(context) ?? new Clocks(gather(trace, context));
  KNOWN.set(context, known);
  return known;
}

export class Clocks {
  constructor(private readonly clocks: readonly Clock[]) {}

  /** Who is to blame when the clock of a host differs from the capture's. */
  blame(host: string, offsetSeconds: number): Blame {
    const withCapture = this.#others(host, 0).length;
    const withHost = this.#others(host, offsetSeconds).length;
    if (withCapture > 0 && withHost === 0) return "host";
    return withHost > 0 && withCapture === 0 ? "capture" : "undecided";
  }

  /** `differs from the capture's: it is 5 h behind`; who is wrong is said where others tell the time. */
  words(host: string, offsetSeconds: number): string {
    const by = formatDuration(seconds(Math.abs(offsetSeconds)));
    const isBehind = offsetSeconds < 0;
    const agreeing = this.#others(host, 0);
    if (this.blame(host, offsetSeconds) !== "host") {
      return `differs from the capture's: it is ${by} ${isBehind ? "behind" : "ahead"}`;
    }
    return `is ${by} ${isBehind ? "behind" : "ahead of"} the capture's, with which ${namesOf(agreeing)} agree${agreeing.length === 1 ? "s" : ""}`;
  }

  /**
   * By how much the capture's clock is behind, where at least two hosts agree on it and none agrees with the capture;
   * 0 otherwise. A time server counts for two.
   */
  get captureBehindSeconds(): number {
    for (const { host, offsetSeconds } of this.clocks) {
      if (Math.abs(offsetSeconds) <= TOLERATED_SECONDS) return 0;
      const agreeing = this.#others(host, offsetSeconds);
      const isTimeServer = this.clocks.some((clock) => clock.host === host && clock.source === "NTP");
      if (agreeing.length === 0 && !isTimeServer) continue;
      return this.clocks.every((clock) => Math.abs(clock.offsetSeconds) > TOLERATED_SECONDS) ? offsetSeconds : 0;
    }
    return 0;
  }

  /** The clocks of other hosts that show this offset. */
  #others(host: string, offsetSeconds: number): readonly Clock[] {
    const near = (clock: Clock) => Math.abs(clock.offsetSeconds - offsetSeconds) <= TOLERATED_SECONDS;
    const hosts = new Set<string>([host]);
    return this.clocks.filter((clock) => !hosts.has(clock.host) && near(clock) && hosts.add(clock.host));
  }
}

function namesOf(clocks: readonly Clock[]): string {
  const told = clocks.slice(0, HOSTS_TOLD).map(({ host, source }) => `${host} (${source})`);
  const rest = clocks.length - told.length;
  return [told.join(", "), ...(rest > 0 ? [`${rest} more`] : [])].join(" and ");
}

/** The clocks of a trace. */
function gather(trace: Trace, context: RuleContext): Clock[] {
  const clocks = new Map<string, Clock>();
  const add = (host: string, offsetSeconds: number, source: Clock["source"]) => {
    const key = `${source} ${host}`;
    if (host !== "" && clocks.size < MOST_HOSTS && !clocks.has(key)) clocks.set(key, { host, offsetSeconds, source });
  };
  for (const signal of trace.signals) {
    if (signal.kind === "ntp") add(signal.source.address, signal.offsetMicros / 1e6, "NTP");
  }
  for (const reading of clockReadings(digestSeries(trace, context)).values()) {
    const skew = skewOf(reading, trace.files[reading.message.place.file]?.kind === "log");
    // Of a nonce that only tells its end, nothing but a fault can be seen.
    if (skew !== 0 || reading.time.issuedSeconds !== undefined) add(reading.server, skew, "nonce");
  }
  for (const { host, offsetSeconds } of dates(trace)) add(host, offsetSeconds, "Date");
  return [...clocks.values()];
}

function* dates(trace: Trace): Generator<{ host: string; offsetSeconds: number }> {
  const read = new Map<string, number>();
  for (const transaction of trace.transactions) {
    const host = transaction.server.address;
    const count = read.get(host) ?? 0;
    if (count >= DATES_READ || (count === 0 && read.size >= MOST_HOSTS) || transaction.finalRow < 0) continue;
    read.set(host, count + 1);
    const { final } = transaction;
    if (!final?.sip.header("Date") || !isDate(final.atMicros)) continue;
    read.set(host, DATES_READ);
    yield { host, offsetSeconds: dateSkewOf(final) };
  }
}
