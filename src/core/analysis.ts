/** The whole way from bytes to findings: reads each file by its content, builds the trace and runs the rules. */
import { type CaptureContainer, DETECT_OCTETS, detectContainer } from "./capture/detect.js";
import { FrameExtent } from "./capture/frame-extent.js";
import { GunzipSource, unpackedSource } from "./capture/gunzip.js";
import { readCapture } from "./capture/read-capture.js";
import { ANY_TEXT, PLAIN } from "./log/formats/plain.js";
import { SIPP_SHORT_MESSAGE } from "./log/formats/sipp.js";
import { type LogSummary, readLog, type ReadLogOptions } from "./log/read-log.js";
import { readUserFormats } from "./log/user-formats.js";
import type { ByteSource } from "./model/byte-source.js";
import type { Progress, StopReading } from "./model/progress.js";
import type { Finding, Severity } from "./model/finding.js";
import { PacketReader } from "./packet/packet-reader.js";
import { KeyLog } from "./packet/tls/key-log.js";
import { diagnoseInSteps, type FailedRule } from "./rules/run-rules.js";
import { suppress } from "./rules/suppression/suppress.js";
import { readSuppressions, type SuppressedFinding } from "./rules/suppression/suppression.js";
import type { KnownCredential } from "./sip/known-passwords.js";
import { textOfOctets } from "./sip/message.js";
import { TraceBuilder } from "./trace/build-trace.js";
import type { MessagesSoFar, Trace } from "./trace/trace.js";

export interface AnalysisOptions {
  /** Severity or silence of single rules, by id. */
  readonly rules?: Readonly<Record<string, Severity | "off">>;
  readonly natTimeoutSeconds?: number;
  /** Log format to read with, instead of the one told by content. */
  readonly logFormat?: string;
  /** A list of `UserLogFormat`, as somebody wrote it: those with a mistake are left out. */
  readonly userLogFormats?: unknown;
  /** TLS key logs in NSS format, as text or octets. Those that a capture itself holds are used without asking. */
  readonly keyLogs?: readonly (string | Uint8Array)[];
  /** Passwords that prove which side of a refused digest is wrong; no result contains them. */
  readonly credentials?: readonly KnownCredential[];
  /** A list of `Suppression`, as somebody wrote it: those with a mistake are left out. */
  readonly suppressions?: unknown;
  /** Date for logs that print the time of day only; usually the file's own date. */
  readonly referenceMicros?: number;
}

export interface AnalysisProgress {
  readonly readOctets: number;
  readonly totalOctets: number;
  readonly messages: number;
}

/** What an analysis does, in this order. */
export type AnalysisStage = "reading" | "correlating" | "judging";

/** What a caller of `analyse` is given between batches. */
export interface AnalysisStep extends AnalysisProgress {
  readonly stage: AnalysisStage;
  /** The messages that were read, in the order of the file, before anything is correlated; undefined once all of them are. */
  readonly soFar: MessagesSoFar | undefined;
}

export interface Analysis {
  readonly trace: Trace;
  /** In the order of the flagged messages. */
  readonly findings: readonly Finding[];
  /** Findings that somebody decided not to be told of; absent when there are none. */
  readonly suppressed?: readonly SuppressedFinding[];
  /** Rules that failed by a mistake of ours: their findings are missing. */
  readonly failedRules: readonly FailedRule[];
  /** How much was read when the caller stopped the reading; absent when all was. */
  readonly stoppedAtPercent?: number;
  /** Seconds that an idle UDP flow was taken to survive behind a NAT. */
  readonly natTimeoutSeconds: number;
}

/** Seconds that an idle UDP flow is taken to survive behind a NAT when the trace teaches nothing better (RFC 4787 §4.3 allows 120). */
const DEFAULT_NAT_TIMEOUT_SECONDS = 60;

/** Messages of gzip files are kept in memory, since they cannot be read again: about a million. A plain file has no such bound. */
const MAX_KEPT_OCTETS = 2 ** 30;

/**
 * Analyses files as one trace. Yields between batches: the caller paces it, shows progress, and may stop by not asking
 * again; "stop" ends the reading, and what was read until then is analysed as if it were all.
 * Input that holds no SIP is a trace without messages whose problems say why.
 */
export function* analyse(
  sources: readonly ByteSource[],
  options: AnalysisOptions = {},
): Generator<AnalysisStep, Analysis, StopReading | undefined> {
  const totalOctets = sources.reduce((sum, source) => sum + source.size, 0);
  const unpacked = sources.map(unpackedSource);
  const containers = unpacked.map((source) => detectContainer(source.read(0, DETECT_OCTETS)));
  const builder = new TraceBuilder(
    unpacked,
    containers.map((container) => container === undefined),
  );
  const keyLog = new KeyLog();
  for (const octets of options.keyLogs ?? []) keyLog.add(octets);
  const logOptions: ReadLogOptions = {
    ...(options.logFormat === undefined ? {} : { format: options.logFormat }),
    userFormats: readUserFormats(options.userLogFormats).formats,
    ...(options.referenceMicros === undefined ? {} : { referenceMicros: options.referenceMicros }),
  };
  let octetsBefore = 0;
  let word: StopReading | undefined;
  let stoppedAtPercent: number | undefined;
  for (const [index, source] of unpacked.entries()) {
    const container = containers[index];
    const steps = container
      ? readPackets(source, index, container, builder, keyLog)
      : readText(source, index, builder, logOptions);
    for (let step = steps.next(); !step.done; step = steps.next(word)) {
      if (source instanceof GunzipSource) keepWithinMemory(source, builder);
      const offset = source instanceof GunzipSource ? source.packedOffset : step.value.readOctets;
      const readOctets = octetsBefore + offset;
      word = yield { stage: "reading", readOctets, totalOctets, messages: builder.messageCount, soFar: builder };
      if (word === "stop") {
        stoppedAtPercent = Math.floor((100 * readOctets) / totalOctets);
        const message = `Reading was stopped at ${stoppedAtPercent} %; what follows is not known.`;
        builder.problem({ file: index, offset, message });
      }
    }
    if (word === "stop") break;
    octetsBefore += sources[index]!.size;
  }
  const building = builder.buildInSteps();
  const { messageCount: messages } = builder;
  const correlating: AnalysisStep = {
    stage: "correlating",
    readOctets: totalOctets,
    totalOctets,
    messages,
    soFar: undefined,
  };
  yield correlating;
  let built = building.next();
  for (; !built.done; built = building.next()) yield correlating;
  const trace = built.value;
  const judging: AnalysisStep = { ...correlating, stage: "judging" };
  yield judging;
  const natTimeoutSeconds = options.natTimeoutSeconds ?? DEFAULT_NAT_TIMEOUT_SECONDS;
  const rules = diagnoseInSteps(trace, {
    overrides: options.rules ?? {},
    natTimeoutSeconds,
    credentials: options.credentials ?? [],
  });
  let step = rules.next();
  for (; !step.done; step = rules.next()) yield judging;
  const { failedRules } = step.value;
  const { suppressions } = readSuppressions(options.suppressions ?? []);
  const { findings, suppressed, mistakes } = suppress(step.value.findings, suppressions, unpacked, trace);
  const stopped = stoppedAtPercent === undefined ? {} : { stoppedAtPercent };
  const told = mistakes.length === 0 ? trace : { ...trace, problems: [...trace.problems, ...mistakes] };
  const silenced = suppressed.length === 0 ? {} : { suppressed };
  return { trace: told, findings, ...silenced, failedRules, natTimeoutSeconds, ...stopped };
}

function* readPackets(
  source: ByteSource,
  index: number,
  container: CaptureContainer,
  builder: TraceBuilder,
  keyLog: KeyLog,
): Generator<Progress, void, StopReading | undefined> {
  const packets = new PacketReader(index, builder, keyLog);
  const extent = new FrameExtent(packets);
  yield* readCapture(source, extent);
  packets.finish();
  if (source instanceof GunzipSource) tellPacked(source, index, builder);
  if (extent.frames > 0) builder.span(extent.firstMicros, extent.lastMicros, index);
  builder.file(index, { format: container.id, formatTitle: container.title, frames: extent.frames });
}

function* readText(
  source: ByteSource,
  index: number,
  builder: TraceBuilder,
  options: ReadLogOptions,
): Generator<Progress, void, StopReading | undefined> {
  const factsBefore = builder.messageCount + builder.signalCount;
  const log = yield* readLog(source, index, builder, options);
  if (source instanceof GunzipSource) tellPacked(source, index, builder);
  // Connections and look-ups that fail before any SIP are worth a trace of their own.
  if (builder.messageCount + builder.signalCount > factsBefore) {
    const { formatId: format, formats: logFormats, inferred } = log;
    builder.file(index, { format, formatTitle: titleOf(log), logFormats, frames: 0, inferred });
  } else {
    builder.problem({ file: index, offset: 0, message: whyNothing(source) });
  }
}

/** The formats of a log that are known by name. */
function titleOf({ formats, formatTitle }: LogSummary): string {
  const named = formats.filter(({ id }) => id !== PLAIN.id && id !== ANY_TEXT.id);
  return named.map(({ title }) => title).join(" and ") || formatTitle;
}

function keepWithinMemory(source: GunzipSource, builder: TraceBuilder): void {
  if (builder.keptOctets <= MAX_KEPT_OCTETS) return;
  source.stop("The messages of the gzip file fill 1 GiB of memory; unpack the file to have the rest of it read.");
}

function tellPacked(source: GunzipSource, index: number, builder: TraceBuilder): void {
  builder.size(index, source.unpackedOctets);
  if (source.problem) builder.problem({ file: index, ...source.problem });
}

function whyNothing(source: ByteSource): string {
  if (source.size === 0) return "The file is empty.";
  const head = source.read(0, 4096);
  if (SIPP_SHORT_MESSAGE.test(textOfOctets(head)))
    return "These are SIPp's short messages, start lines without headers: -trace_msg instead of -trace_shortmsg prints whole ones.";
  const isText = !head.includes(0);
  return isText
    ? "No SIP message was found in this text."
    : "This is neither a pcap or pcapng capture nor a text with SIP messages.";
}

/** One sentence for each file that holds nothing to analyse: neither a capture nor a text with SIP messages. */
export function unusableFiles({ trace }: Analysis): string[] {
  return trace.files.flatMap(({ name, format }, file) => {
    if (format !== "") return [];
    const problem = trace.problems.find((candidate) => candidate.file === file);
    return [`${name}: ${problem?.message ?? "This file cannot be read."}`];
  });
}
