/** Builds the trace: takes what the readers find, puts it in time order and correlates it. */
import type { ByteSource } from "../model/byte-source.js";
import type { Problem } from "../model/problem.js";
import { finish } from "../model/steps.js";
import type { FrameComment, Signal, TraceSink, Transmission } from "../model/transmission.js";
import { SipMessage } from "../sip/message.js";
import { BoundedList } from "./bounded-list.js";
import { matchBlotted } from "./blotted-keys.js";
import { buildCalls } from "./calls.js";
import { SIP_TRACE } from "../log/formats/siptrace.js";
import { compareClocks } from "./capture-clocks.js";
import { type ClockJump, isAcross, jumpSentences, mendClock } from "./clock-jumps.js";
import { CredentialsBook } from "./credentials.js";
import { Devices } from "./devices.js";
import { buildFlows } from "./flows.js";
import { type LengthLimits, lengthLimitsOf, limitSentences } from "./length-limits.js";
import { MessageKeys } from "./message-keys.js";
import { MessageTable } from "./message.js";
import { oneWayLogs } from "./one-way-logs.js";
import { buildRegistrations } from "./registrations.js";
import { Sides } from "./sides.js";
import type { MessagesSoFar, Trace, TraceFile } from "./trace.js";
import type { UnseenAnswers } from "./transaction-rows.js";
import { correlateTransactions } from "./transactions.js";

/** Problems and comments kept of one trace; a broken file could tell one a frame. */
const PROBLEMS_KEPT = 1000;
const COMMENTS_KEPT = 100_000;
/** Keep-alives and ICMP messages kept: a signal is small, but a flood of them must not fill the memory. */
const SIGNALS_KEPT = 1_000_000;
/** So many messages of a log show how long its lines get. */
const MESSAGES_SHOWING_LIMIT = 200;

export class TraceBuilder implements TraceSink, MessagesSoFar {
  readonly #table: MessageTable;
  readonly #keys = new MessageKeys();
  readonly #sides = new Sides();
  readonly #signals = new BoundedList<Signal>(
    SIGNALS_KEPT,
    "signs beside SIP (keep-alives, ICMP, DNS, connections, TLS)",
  );
  readonly #comments = new BoundedList<FrameComment>(COMMENTS_KEPT, "packet comments");
  readonly #problems = new BoundedList<Problem>(PROBLEMS_KEPT, "faults of the file");
  readonly #files: TraceFile[];
  /** First and last instant of each file, by its own clock. */
  readonly #spans: { startMicros: number; endMicros: number }[];
  readonly #jumps: ClockJump[] = [];
  #isTimed = true;

  /** @param logs for each file, whether it is a text log. */
  constructor(sources: readonly ByteSource[], logs: readonly boolean[]) {
    this.#table = new MessageTable(sources, logs);
    this.#files = sources.map(({ name, size }, index) => ({
      name,
      kind: logs[index] ? "log" : "capture",
      format: "",
      formatTitle: "",
      logFormats: [],
      octets: Number.isFinite(size) ? size : 0,
      frames: 0,
      inferred: [],
    }));
    this.#spans = sources.map(() => ({ startMicros: Infinity, endMicros: -Infinity }));
  }

  get messages(): MessagesSoFar["messages"] {
    return this.#table;
  }

  get keys(): MessageKeys {
    return this.#keys;
  }

  get messageCount(): number {
    return this.#table.length;
  }

  get signalCount(): number {
    return this.#signals.kept.length;
  }

  /** As `MessageTable.keptOctets`. */
  get keptOctets(): number {
    return this.#table.keptOctets;
  }

  transmission(transmission: Transmission): void {
    const complete = this.#complete(transmission);
    const transport = complete.transport ?? "udp";
    const row = this.#table.append(complete, transport);
    this.#keys.add(row, complete.octets, transport, this.#table.source(row), this.#table.destination(row));
    this.span(transmission.atMicros, transmission.atMicros, transmission.place.file);
  }

  /** Fills in what a log does not print; a capture tells all of it. */
  #complete(transmission: Transmission): Transmission {
    const { source, destination, transport } = transmission;
    if (transport && (source ?? destination)) return transmission;
    return this.#sides.fill(transmission, new SipMessage(transmission.octets));
  }

  signal(signal: Signal): void {
    const { file } = signal.place;
    this.#signals.add(signal, file, () => this.#reachedOffset(file));
    this.span(signal.atMicros, signal.atMicros, signal.place.file);
  }

  comment(comment: FrameComment): void {
    const { file } = comment.place;
    this.#comments.add(comment, file, () => this.#reachedOffset(file));
  }

  problem(problem: Problem): void {
    this.#problems.add(problem, problem.file, () => problem.offset);
  }

  /** Where the last message of a file begins that was read so far: signals and comments have frames only. */
  #reachedOffset(file: number): number {
    const row = this.#table.length - 1;
    return row >= 0 && this.#table.place(row).file === file ? this.#table.sourceMap(row).toFile(0) : 0;
  }

  /** States how large a file turned out to be whose size was not known before. */
  size(index: number, octets: number): void {
    const file = this.#files[index];
    if (file) this.#files[index] = { ...file, octets };
  }

  /** States what a file turned out to be. */
  file(index: number, facts: Pick<TraceFile, "format" | "formatTitle" | "frames"> & Partial<TraceFile>): void {
    const file = this.#files[index];
    if (!file) return;
    const inferred = [...(facts.inferred ?? []), ...this.#sides.inferredOf(index)];
    this.#files[index] = { ...file, ...facts, inferred };
  }

  /** States that a file holds the time between two instants: the first and last packet, whoever sent it. */
  span(fromMicros: number, toMicros: number, file: number): void {
    if (Number.isNaN(fromMicros) || Number.isNaN(toMicros)) {
      this.#isTimed = false;
      return;
    }
    const span = this.#spans[file];
    if (!span) return;
    span.startMicros = Math.min(span.startMicros, fromMicros);
    span.endMicros = Math.max(span.endMicros, toMicros);
  }

  build(): Trace {
    return finish(this.buildInSteps());
  }

  /** Yields between batches, so that the caller paces the work and may stop. */
  *buildInSteps(): Generator<void, Trace> {
    const unseen = this.#unseenAnswers();
    const rows = this.#rowsOfFiles();
    const lengthLimits = this.#lengthLimits(rows);
    this.#mendClocks(rows);
    if (this.#isTimed && this.#files.length > 1) this.#putOnOneClock(rows);
    const first = this.#spans.reduce((least, span) => Math.min(least, span.startMicros), Infinity);
    const last = this.#spans.reduce((most, span) => Math.max(most, span.endMicros), -Infinity);
    const isTimed = this.#isTimed && last >= first;
    const startMicros = isTimed ? first : NaN;
    const endMicros = isTimed ? last : NaN;
    const table = this.#table;
    const keys = this.#keys;
    if (isTimed) this.#putInTimeOrder();
    const credentials = new CredentialsBook(table, keys);
    const { transactions, transactionOfRow } = yield* correlateTransactions(table, keys, credentials, unseen);
    const signals = this.#signals.kept;
    // Beyond the signals that are kept, that none is there means nothing.
    const coveredMicros = this.#signals.leftOut?.atMicros ?? endMicros;
    const devices = new Devices();
    const flows = yield* buildFlows(table, keys, signals, this.#sides.inferred);
    const registrations = yield* buildRegistrations(transactions, devices, flows, endMicros);
    nameServers(registrations, devices);
    yield;
    const calls = buildCalls(transactions, endMicros);
    yield;
    const stunUsers = new Set<string>();
    for (const signal of signals) {
      if (signal.kind === "stun-mapping" || (signal.kind === "keep-alive" && signal.form.startsWith("stun"))) {
        stunUsers.add(signal.source.address).add(signal.destination.address);
      }
    }
    return {
      files: this.#files,
      messages: table,
      keys,
      transactions,
      registrations,
      calls,
      devices: devices.all,
      flows: flows.flows,
      signals,
      comments: this.#comments.kept,
      problems: [
        ...this.#problems.kept,
        ...this.#problems.problems(),
        ...this.#signals.problems(),
        ...this.#comments.problems(),
      ],
      startMicros,
      endMicros,
      isTimed,
      clockJumps: this.#jumps,
      lengthLimits,
      hasInferredSides: this.#sides.inferred,
      transactionOf: (message) => transactions[(transactionOfRow[message] ?? 0) - 1],
      flowOf: (message) => flows.ofRow(message.index),
      covers: (from, to) => isTimed && from >= startMicros && to <= coveredMicros && !this.#isJumped(from, to),
      usesStun: (address) => stunUsers.has(address),
    };
  }

  /** Gathers what logs leave out of their responses, and tells it. */
  #unseenAnswers(): UnseenAnswers {
    const isLog = this.#files.map(({ kind }) => kind === "log");
    const { matched, unmatched } = matchBlotted(this.#table, this.#keys, isLog);
    for (const file of matched) {
      this.#infer(
        file,
        "Where Call-ID or branch are blotted out, responses are matched with requests by what is left of them.",
      );
    }
    // What could not be matched may be the other direction.
    const oneWay = unmatched.size > 0 ? new Set<number>() : oneWayLogs(this.#table, this.#keys, isLog);
    for (const file of oneWay) {
      this.#infer(
        file,
        "The log prints one direction only: answers came that it does not show, and no request is called unanswered.",
      );
    }
    return { oneWay, unmatched };
  }

  #infer(index: number, ...sentences: readonly string[]): void {
    const file = this.#files[index]!;
    this.#files[index] = { ...file, inferred: [...file.inferred, ...sentences] };
  }

  /** Where the rows of each file begin, and where the last ones end: files are read in turn. */
  #rowsOfFiles(): number[] {
    const begins = new Array<number>(this.#files.length + 1).fill(this.#table.length);
    for (let row = this.#table.length - 1; row >= 0; row--) begins[this.#table.fileOf(row)] = row;
    for (let file = this.#files.length - 1; file >= 0; file--)
      begins[file] = Math.min(begins[file]!, begins[file + 1]!);
    return begins;
  }

  /** Where each log cuts its lines and messages, as the first of them show; told of those that do. */
  #lengthLimits(rows: readonly number[]): ReadonlyMap<number, LengthLimits> {
    const found = new Map<number, LengthLimits>();
    for (const [index, file] of this.#files.entries()) {
      // What was made from a capture is whole.
      if (file.kind !== "log" || file.format === SIP_TRACE.id) continue;
      const last = Math.min(rows[index]! + MESSAGES_SHOWING_LIMIT, rows[index + 1]!);
      const limits = lengthLimitsOf(this.#sips(rows[index]!, last));
      if (limits.line === Infinity && limits.message === Infinity) continue;
      found.set(index, limits);
      this.#infer(index, ...limitSentences(limits));
    }
    return found;
  }

  *#sips(from: number, to: number): Generator<SipMessage> {
    for (let row = from; row < to; row++) yield this.#table.sip(row);
  }

  #mendClocks(rows: readonly number[]): void {
    for (const [index, file] of this.#files.entries()) {
      // What was made from a capture has its times.
      if (file.kind !== "log" || file.format === SIP_TRACE.id) continue;
      const mended = mendClock(this.#table, this.#keys, { file: index, from: rows[index]!, to: rows[index + 1]! });
      if (!mended) continue;
      const { jumps, forwardMicros } = mended;
      this.#jumps.push(...jumps);
      this.#infer(index, ...jumpSentences(jumps));
      this.#shiftSignals(index, (line) => forwardMicros[jumps.filter((jump) => jump.line <= line).length] ?? 0);
      this.#spans[index] = { startMicros: Infinity, endMicros: -Infinity };
      for (let row = rows[index]!; row < rows[index + 1]!; row++) {
        const atMicros = this.#table.atMicros(row);
        this.span(atMicros, atMicros, index);
      }
      for (const { atMicros, place } of this.#signals.kept)
        if (place.file === index) this.span(atMicros, atMicros, index);
    }
  }

  #isJumped(fromMicros: number, toMicros: number): boolean {
    return this.#jumps.some((jump) => isAcross(jump, fromMicros, toMicros));
  }

  /** @param byLine what is added to the time of a signal, by the line it stands in. */
  #shiftSignals(file: number, byLine: (line: number) => number): void {
    const signals = this.#signals.kept;
    for (const [index, signal] of signals.entries()) {
      if (signal.place.file !== file) continue;
      signals[index] = { ...signal, atMicros: signal.atMicros + byLine(signal.place.line ?? 0) };
    }
  }

  /** Capture points have clocks of their own: by that of the first file the order of what they saw is the true one. */
  #putOnOneClock(rows: readonly number[]): void {
    for (const clock of compareClocks(this.#table, this.#keys, this.#files.length)) {
      const { file, offsetMicros, uncertaintyMicros } = clock;
      // Clocks that may agree keep the times as they were captured.
      if (Math.abs(offsetMicros) <= uncertaintyMicros) continue;
      this.#files[file] = { ...this.#files[file]!, clock };
      this.#table.shift(rows[file]!, rows[file + 1]!, -offsetMicros);
      const span = this.#spans[file]!;
      span.startMicros -= offsetMicros;
      span.endMicros -= offsetMicros;
      this.#shiftSignals(file, () => -offsetMicros);
      for (const [index, jump] of this.#jumps.entries()) {
        if (jump.file === file) this.#jumps[index] = { ...jump, atMicros: jump.atMicros - offsetMicros };
      }
    }
  }

  #putInTimeOrder(): void {
    const table = this.#table;
    this.#signals.kept.sort((a, b) => a.atMicros - b.atMicros);
    let isOrdered = true;
    for (let row = 1; row < table.length && isOrdered; row++)
      isOrdered = table.atMicros(row) >= table.atMicros(row - 1);
    if (isOrdered) return;
    const order = new Uint32Array(table.length);
    for (let row = 0; row < order.length; row++) order[row] = row;
    order.sort((a, b) => table.atMicros(a) - table.atMicros(b) || a - b);
    table.permute(order);
    this.#keys.permute(order);
  }
}

/** The hosts that answered REGISTERs are servers, called by their Server header. */
function nameServers(registrations: Trace["registrations"], devices: Devices): void {
  const named = new Set<number>();
  for (const { transactions, isSteady } of registrations) {
    // All of a steady one go to one server.
    if (isSteady && named.has(transactions[0]?.serverNumber ?? -1)) continue;
    for (const transaction of transactions) {
      const key = transaction.serverNumber;
      if (named.has(key)) continue;
      const sip = transaction.responses[0]?.sip;
      if (!sip) continue;
      named.add(key);
      devices.at(transaction.server, sip.server ?? sip.userAgent, true);
    }
  }
}
