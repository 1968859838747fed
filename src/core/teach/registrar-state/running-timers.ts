/** Clocks that run beside a registration: Timer F of the client, a Retry-After, and the pinhole of a NAT. */
import type { Analysis } from "../../analysis.js";
import { natTimeoutOf } from "../../ladder/nat-timeout.js";
import { formatEndpoint } from "../../model/endpoint.js";
import { seconds } from "../../model/instant.js";
import { translationOf } from "../../rules/nat/translation.js";
import { retryAfterOf } from "../../rules/refusal/retry-after.js";
import type { Activity, Flow } from "../../trace/flow.js";
import type { Registration } from "../../trace/registration.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import { Marked, settle } from "./entry.js";

/** Timers of each kind that are told; a flood has thousands that run. */
const MOST_TIMERS = 8;

export type TimerKind = "timer-f" | "retry-after" | "pinhole";

export class RunningTimer extends Marked {
  endsAtMicros = NaN;
  /** What a reader has to know of it: the CSeq, the mapped address. */
  about = "";

  constructor(
    readonly kind: TimerKind,
    readonly key: string,
  ) {
    super();
  }
}

interface Pinhole {
  readonly about: string;
  /** How long the NAT keeps it open after a packet, whoever sent it. */
  readonly openMicros: number;
  readonly packets: readonly Activity[];
  /** The first packet that is still to come. */
  next: number;
}

export class RunningTimers {
  #timers: RunningTimer[] = [];
  /** By index of their flow. */
  readonly #pinholes = new Map<number, Pinhole>();

  constructor(private readonly analysis: Analysis) {}

  get all(): readonly RunningTimer[] {
    return this.#timers;
  }

  settle(): void {
    this.#timers = settle(this.#timers);
  }

  /** A REGISTER was sent, for the first time or again: 64*T1 run from the first (RFC 3261 §17.1.2.2). */
  send(transaction: Transaction, row: number): void {
    const timer = this.#timer("timer-f", `f${transaction.index}`);
    const nth = transaction.requestRows.indexOf(row);
    if (nth <= 0) {
      timer.endsAtMicros = transaction.atMicros(row) + TIMER_F_MICROS;
      timer.about = `REGISTER, CSeq ${transaction.cseqNumber}`;
      timer.mark("added", "started");
    } else timer.mark("changed", `sent again, ${nth + 1} times by now`);
    if (timer.endsAtMicros <= transaction.atMicros(row)) timer.mark("ended", "ran out");
  }

  /** A final response came. */
  answer({ index, final }: Transaction): void {
    this.#find(`f${index}`)?.mark("ended", "stopped by the answer");
    const wait = final && retryAfterOf(final.sip);
    if (!wait || wait.seconds === 0) return;
    const timer = this.#timer("retry-after", `a${index}`);
    timer.endsAtMicros = final.atMicros + seconds(wait.seconds);
    timer.about = `asked by the ${final.sip.statusCode}`;
    timer.mark("added", "started");
  }

  /** Packets on a flow behind a NAT keep its pinhole open. */
  watch(flow: Flow | undefined, registration: Registration): void {
    if (flow?.transport !== "udp" || this.#pinholes.has(flow.index) || this.#pinholes.size >= MOST_TIMERS) return;
    const mapped = translationOf(flow)?.mapped;
    if (!mapped) return;
    const { micros: openMicros } = natTimeoutOf(flow, registration, this.analysis);
    this.#pinholes.set(flow.index, { about: formatEndpoint(mapped), openMicros, packets: flow.activities, next: 0 });
  }

  /** Brings the clocks to an instant. */
  run(atMicros: number): void {
    for (const [flow, pinhole] of this.#pinholes) this.#runPinhole(`p${flow}`, pinhole, atMicros);
    for (const timer of this.#timers) {
      if (timer.change === "ended" || !(timer.endsAtMicros <= atMicros)) continue;
      timer.mark("ended", ENDS[timer.kind]);
    }
  }

  /** The NAT opens it for what comes from inside alone; while it is open, packets of both sides keep it so. */
  #runPinhole(key: string, pinhole: Pinhole, atMicros: number): void {
    const { packets, openMicros, about } = pinhole;
    for (; pinhole.next < packets.length; pinhole.next++) {
      const packet = packets[pinhole.next]!;
      if (packet.atMicros > atMicros) return;
      const open = this.#find(key);
      const isShut = !open || open.endsAtMicros < packet.atMicros;
      if (isShut) open?.mark("ended", ENDS.pinhole);
      if (isShut && !packet.fromClient) continue;
      const timer = this.#timer("pinhole", key);
      timer.mark(isShut ? "added" : "changed", isShut ? "opened" : "kept open");
      Object.assign(timer, { about, endsAtMicros: packet.atMicros + openMicros });
    }
  }

  #find(key: string): RunningTimer | undefined {
    return this.#timers.find((timer) => timer.key === key && timer.change !== "ended");
  }

  #timer(kind: TimerKind, key: string): RunningTimer {
    const known = this.#find(key);
    if (known) return known;
    const timer = new RunningTimer(kind, key);
    this.#timers.push(timer);
    if (this.#timers.length > MOST_TIMERS) this.#timers.shift();
    return timer;
  }
}

const ENDS: Readonly<Record<TimerKind, string>> = {
  "timer-f": "ran out: the client gives up",
  "retry-after": "over: the client may try again",
  pinhole: "closed: the NAT may have forgotten it",
};
