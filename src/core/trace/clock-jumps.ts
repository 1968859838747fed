/**
 * Where the clock of a log was set while the log was written: a log prints its messages as they happened, so times that
 * contradict the order which the protocol demands are the clock's doing, and not the messages'.
 */
import { formatDuration, isDate, seconds } from "../model/instant.js";
import type { MessageKeys } from "./message-keys.js";
import type { MessageTable } from "./message.js";

export interface ClockJump {
  /** Index of the log among the files of the trace. */
  readonly file: number;
  /** Line of the first message by the new time. */
  readonly line: number;
  /** By how much the clock was set, at least; negative when it was set back. */
  readonly byMicros: number;
  /** The instant of that message in the trace; what is before it was printed by the old time. */
  readonly atMicros: number;
}

/** Rows of one log in the order of the log, which are half-open. */
export interface LogRows {
  readonly file: number;
  readonly from: number;
  readonly to: number;
}

/** Threads that print at once are out of order by less, and so is a time in whole seconds beside one with a fraction. */
const LEAST_FALL_MICROS = 1_200_000;
/** No response comes so late: a request ends after 32 s, and nothing else of it is remembered after ten minutes. */
const LATEST_RESPONSE_MICROS = seconds(600);
/** Of a leap, one pause is the greater part. */
const LEAST_LEAP_MICROS = LATEST_RESPONSE_MICROS / 2;
/** What is more often out of order has several clocks, or another order than that of time. */
const MOST_FALLS = 500;
const MOST_JUMPS = 16;
/** A leap lies between a request and its response, so the last pauses are all that are looked at. */
const LEAPS_KEPT = 64;
/** Transactions and registrations remembered for what follows of them. */
const REMEMBERED = 50_000;

/** A place where the printed time goes back, or far ahead. */
interface Step {
  readonly row: number;
  /** The printed time there less that of the message before. */
  readonly byMicros: number;
  /** By how much the clock was set there, as far as anything proves it; 0 when nothing does. */
  setMicros: number;
  /** What follows the step precedes by protocol what comes before it: another log, or one whose last line comes first. */
  isContested: boolean;
}

export interface MendedClock {
  /** In the order of the log. */
  readonly jumps: readonly ClockJump[];
  /** What the messages behind so many jumps were set forward by. */
  readonly forwardMicros: readonly number[];
}

/**
 * Finds the jumps of a log, and sets the times on the side that is behind forward by as much: before a leap ahead, after a
 * fall. Lengths of time across a jump are then no longer than they were.
 */
export function mendClock(table: MessageTable, keys: MessageKeys, rows: LogRows): MendedClock | undefined {
  if (!hasSteps(table, rows)) return undefined;
  const steps = new StepFinder(table, keys).find(rows);
  if (steps.length === 0) return undefined;
  const ahead = [0];
  for (const { setMicros } of steps) ahead.push(ahead.at(-1)! + setMicros);
  // The stretch whose clock is furthest ahead stays as it was printed.
  const most = Math.max(...ahead);
  const forwardMicros = ahead.map((each) => most - each);
  let from = rows.from;
  for (const [index, forward] of forwardMicros.entries()) {
    const to = steps[index]?.row ?? rows.to;
    table.shift(from, to, forward);
    from = to;
  }
  const jumps = steps.map(({ row, setMicros: byMicros }) => ({
    file: rows.file,
    line: table.place(row).line ?? 0,
    byMicros,
    atMicros: table.atMicros(row),
  }));
  return { jumps, forwardMicros };
}

/** What a person is told of the jumps of one log. */
export function jumpSentences(jumps: readonly ClockJump[]): string[] {
  return jumps.map(({ line, byMicros }) => {
    const by = formatDuration(Math.abs(byMicros));
    const which = byMicros < 0 ? "later" : "earlier";
    return `${jumpWords(byMicros)} (line ${line}): ${which} times are set forward by ${by}, and no length of time across it is judged.`;
  });
}

/** `The log's clock goes back by 1 h`. */
export function jumpWords(byMicros: number): string {
  return `The log's clock ${byMicros < 0 ? "goes back" : "leaps ahead"} by ${formatDuration(Math.abs(byMicros))}`;
}

/** Whether the clock was set between two instants, the later one included; an instant that nobody knows is null. */
export function isAcross({ atMicros }: ClockJump, fromMicros: number | null, toMicros: number | null): boolean {
  return fromMicros !== null && toMicros !== null && fromMicros < atMicros && atMicros <= toMicros;
}

/** Hardly any log has one, so this costs no more than a look at each time. */
function hasSteps(table: MessageTable, { from, to }: LogRows): boolean {
  let last = NaN;
  for (let row = from; row < to; row++) {
    const at = table.atMicros(row);
    if (at < last - LEAST_FALL_MICROS || at > last + LEAST_LEAP_MICROS) return true;
    if (!Number.isNaN(at)) last = at;
  }
  return false;
}

class StepFinder {
  readonly #falls: Step[] = [];
  #leaps: Step[] = [];
  readonly #proved: Step[] = [];
  /** The last message of each transaction, and the last REGISTER of each Call-ID. */
  readonly #transactions = new RecentRows();
  readonly #registers = new RecentRows();

  constructor(
    private readonly table: MessageTable,
    private readonly keys: MessageKeys,
  ) {}

  /** The steps at which the clock was set, in the order of the log. */
  find({ from, to }: LogRows): Step[] {
    let last = -1;
    for (let row = from; row < to; row++) {
      if (this.#falls.length > MOST_FALLS || this.#proved.length > MOST_JUMPS) return [];
      const at = this.table.atMicros(row);
      if (Number.isNaN(at)) continue;
      if (last >= 0) this.#look(row, this.table.atMicros(last), at);
      last = row;
      if (!this.keys.isStray(row)) this.#compare(row);
    }
    return this.#proved.filter(({ isContested }) => !isContested).sort((a, b) => a.row - b.row);
  }

  #look(row: number, before: number, at: number): void {
    const step = { row, byMicros: at - before, setMicros: 0, isContested: false };
    if (step.byMicros < -LEAST_FALL_MICROS) this.#falls.push(step);
    // A clock that is not set yet counts from 1970, or from when the device was made.
    if (isDate(at) !== isDate(before)) this.#prove(step, step.byMicros - 1);
    if (step.byMicros > LEAST_LEAP_MICROS) this.#leaps.push(step);
    if (this.#leaps.length > 2 * LEAPS_KEPT) this.#leaps = this.#leaps.slice(-LEAPS_KEPT);
  }

  /** Holds a message against what came before it by protocol. */
  #compare(row: number): void {
    const { keys } = this;
    const before = this.#transactions.put(keys.transactionHash(row), row);
    if (before !== undefined && keys.isSameTransaction(before, row)) this.#compareWithin(before, row);
    if (!keys.isRegister(row) || !keys.isRequest(row)) return;
    const register = this.#registers.put(keys.callIdNumber(row), row);
    // A user agent's REGISTERs of one Call-ID count up (RFC 3261 §10.2).
    if (register === undefined || keys.cseq(register) === keys.cseq(row)) return;
    if (keys.cseq(register) < keys.cseq(row)) this.#follows(register, row);
    else this.#contest(register, row);
  }

  #compareWithin(before: number, row: number): void {
    const { keys } = this;
    if (keys.isRequest(row)) {
      // A request after its own response is another sighting of it, unless it acknowledges that response.
      if (!keys.isRequest(before) && !keys.isAck(row)) this.#contest(before, row);
      return;
    }
    const isAfter = keys.isRequest(before) || (keys.status(before) < 200 && keys.status(row) >= 200);
    if (!isAfter) return;
    this.#follows(before, row);
    if (keys.isRequest(before)) this.#comesLate(before, row);
  }

  /** A message that must come after another one: a fall lies between them if it is dated before that one. */
  #follows(before: number, row: number): void {
    for (;;) {
      const lack = -this.#elapsed(before, row);
      if (!(lack > LEAST_FALL_MICROS)) return;
      const step = greatestSince(before, this.#falls);
      if (!step) return;
      // A microsecond keeps the order.
      this.#prove(step, Math.min(step.byMicros, -lack) - 1);
    }
  }

  /** A response that would come when nobody waits for it any more. */
  #comesLate(request: number, row: number): void {
    if (!(this.#elapsed(request, row) > LATEST_RESPONSE_MICROS)) return;
    const step = greatestSince(request, this.#leaps);
    if (step) this.#prove(step, step.byMicros - 1);
  }

  #contest(before: number, row: number): void {
    if (this.table.atMicros(row) >= this.table.atMicros(before)) return;
    for (let index = this.#falls.length - 1; index >= 0; index--) {
      const step = this.#falls[index]!;
      if (step.row <= before) return;
      step.isContested = true;
    }
  }

  #prove(step: Step, setMicros: number): void {
    step.setMicros = setMicros;
    this.#proved.push(step);
  }

  /** From one message to a later one, by a clock that nobody sets. */
  #elapsed(before: number, row: number): number {
    let elapsed = this.table.atMicros(row) - this.table.atMicros(before);
    for (const step of this.#proved) if (before < step.row && step.row <= row) elapsed -= step.setMicros;
    return elapsed;
  }
}

/** The greatest of the steps behind a row at which nothing proves yet that the clock was set. */
function greatestSince(row: number, steps: readonly Step[]): Step | undefined {
  let greatest: Step | undefined;
  for (let index = steps.length - 1; index >= 0 && steps[index]!.row > row; index--) {
    const step = steps[index]!;
    if (step.setMicros !== 0 || step.isContested) continue;
    if (!greatest || Math.abs(step.byMicros) > Math.abs(greatest.byMicros)) greatest = step;
  }
  return greatest;
}

/** The last row of each key, of the keys that were seen last. */
class RecentRows {
  readonly #rows = new Map<number, number>();

  /** @returns the row that had the key before. */
  put(key: number, row: number): number | undefined {
    const before = this.#rows.get(key);
    if (before !== undefined) this.#rows.delete(key);
    else if (this.#rows.size >= REMEMBERED) {
      const oldest = this.#rows.keys().next();
      if (!oldest.done) this.#rows.delete(oldest.value);
    }
    this.#rows.set(key, row);
    return before;
  }
}
