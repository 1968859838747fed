/**
 * The command line: reads arguments and files, runs the engine, prints. A thin shell around core.
 * What most runs do without is imported where it is needed, and core by its files: its façade leads to all of it.
 */
import { existsSync } from "node:fs";
import { analyse, type Analysis, type AnalysisOptions, unusableFiles } from "../core/analysis.js";
import { LOG_FORMATS } from "../core/log/read-log.js";
import type { UserLogFormat } from "../core/log/user-formats.js";
import { printable } from "../core/report/printable.js";
import { RULES } from "../core/rules/index.js";
import { version } from "../../package.json";
import { openInputs, readKeyLogs, readLogFormats, readNotesFiles, readSuppressionsFile, type Input } from "./inputs.js";
import { optimiseFor } from "./optimise-for.js";
import { namesRead, readCredentialLines, readOptions, UsageError, type Options } from "./options.js";
import { openOutput } from "./output.js";
import { printResults } from "./print-results.js";
import { ProgressLine } from "./progress.js";
import type { Copy } from "./redact-inputs.js";

const UNUSABLE = 2;

async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, existsSync);
  switch (options.task) {
    case "help":
      return print((await import("./help.js")).HELP);
    case "version":
      return print(`${version}\n`);
    case "list-rules":
      return print(RULES.map(({ id, severity, kind, summary }) => columns(id, severity, kind, summary)).join(""));
    case "list-formats":
      return print(
        formats(readLogFormatsOf(options))
          .map(([id, title]) => `${id.padEnd(24)}${title}\n`)
          .join(""),
      );
    case "check-lessons": {
      const { checkLessons } = await import("./lessons.js");
      return checkLessons(options.files, (line) => print(`${printable(line)}\n`)) === 0 ? 0 : 1;
    }
    case "export-lesson": {
      const { writeLesson } = await import("./lessons.js");
      await writeLesson(options);
      return 0;
    }
    case "analyse":
      return run(options);
  }
}

function columns(id: string, severity: string, kind: string, summary: string): string {
  return `${id.padEnd(32)}${severity.padEnd(9)}${kind.padEnd(10)}${summary}\n`;
}

/** @throws UsageError */
function readLogFormatsOf({ logFormats }: Options): readonly UserLogFormat[] {
  return logFormats === undefined ? [] : readLogFormats(logFormats);
}

function formats(own: readonly UserLogFormat[]): (readonly [string, string])[] {
  const captures = [
    ["pcap", "Capture: pcap, microseconds or nanoseconds, both byte orders, also of patched libpcaps"],
    ["pcapng", "Capture: pcapng"],
    ["gzip", "Any of these and of the logs in gzip"],
  ] as const;
  const logs = [...own.map(({ id, title = id }) => ({ id, title })), ...LOG_FORMATS];
  return [...captures, ...logs.map(({ id, title }) => [id, `Log: ${title}`] as const)];
}

async function run(options: Options): Promise<number> {
  const unknown = Object.keys(options.rules).filter((id) => !RULES.some((rule) => rule.id === id));
  if (unknown.length > 0) throw new UsageError(`There is no rule ${unknown.join(", ")}; --list-rules names them.`);
  const keys = readKeyLogs(options.keylogs);
  const logFormats = readLogFormatsOf(options);
  const suppressions = options.suppressions === undefined ? [] : readSuppressionsFile(options.suppressions);
  const notes = readNotesFiles(options.notes);
  const { inputs, failures } = openInputs(options.files);
  if (options.redact !== undefined) {
    failures.push(...keys.failures);
    failures.forEach(complain);
    const given = { keyLogs: keys.keyLogs, userLogFormats: logFormats, notes };
    const { redactInputs } = await import("./redact-inputs.js");
    const copies = redactInputs(inputs, options, options.redact, given, complain);
    if (copies === undefined || failures.length > 0) return UNUSABLE;
    return options.isReport ? run(aboutCopies(options, copies)) : 0;
  }
  failures.push(...keys.failures);
  failures.forEach(complain);
  const readNames = namesRead(options);
  if (options.format === "png" && options.out === undefined && process.stdout.isTTY)
    throw new UsageError("A PNG is nothing for a terminal; say --out FILE.png.");
  const paint = options.format === "png" ? await (await import("./paint-png.js")).loadPainter() : undefined;
  const output = openOutput(options.out, readNames);
  const groups = options.together ? [inputs] : inputs.map((input) => [input]);
  const analyses = groups
    .filter((group) => group.length > 0)
    .map((group) => analyseGroup(group, options, { keyLogs: keys.keyLogs, userLogFormats: logFormats, suppressions }));
  const unusable = analyses.flatMap(unusableFiles);
  const results = { analyses, notes, failures: [...failures, ...unusable] };
  const missing = await printResults(results, options, (content) => output.print(content), paint);
  output.close();
  if (options.annotate !== undefined && inputs[0] && analyses[0]) {
    if (analyses[0].trace.files[0]?.kind === "log") {
      complain("Only captures (pcap, pcapng) can hold packet comments; nothing was written.");
      return UNUSABLE;
    }
    const { writeAnnotated } = await import("./annotate.js");
    writeAnnotated(options.annotate, inputs[0].source, analyses[0], notes, readNames).forEach(complain);
  }
  if (missing !== undefined) {
    complain(missing);
    return UNUSABLE;
  }
  for (const { rule } of analyses.flatMap(({ failedRules }) => failedRules)) {
    complain(`Rule ${rule} failed by a mistake of this program; its findings are missing.`);
  }
  unusable.forEach(complain);
  if (failures.length > 0 || unusable.length > 0) return UNUSABLE;
  return analyses.some(({ findings }) => findings.some(({ severity }) => severity === "error")) ? 1 : 0;
}

/** A report that goes out with copies is of the copies: it names what they name, in their frames and lines. */
function aboutCopies(options: Options, copies: readonly Copy[]): Options {
  const notes = copies.flatMap((copy) => (copy.notes === undefined ? [] : [copy.notes]));
  const files = copies.map(({ name }) => name);
  return { ...options, files, notes, keylogs: [], credentials: [], redact: undefined };
}

function analyseGroup(
  group: readonly Input[],
  options: Options,
  files: Pick<AnalysisOptions, "keyLogs" | "userLogFormats" | "suppressions">,
): Analysis {
  const progress = new ProgressLine();
  const modifiedMicros = group.find((input) => input.modifiedMicros !== undefined)?.modifiedMicros;
  const steps = analyse(
    group.map(({ source }) => source),
    {
      rules: options.rules,
      ...files,
      credentials: [...options.credentials, ...readCredentialLines(process.env["SIP_TRACE_CREDENTIALS"])],
      ...(options.natTimeoutSeconds === undefined ? {} : { natTimeoutSeconds: options.natTimeoutSeconds }),
      ...(modifiedMicros === undefined ? {} : { referenceMicros: modifiedMicros }),
    },
  );
  for (;;) {
    const step = steps.next();
    if (step.done) {
      optimiseFor("other");
      progress.clear();
      return step.value;
    }
    optimiseFor(step.value.stage);
    progress.show(step.value);
  }
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

function complain(sentence: string): void {
  process.stderr.write(`sip-trace: ${printable(sentence)}\n`);
}

// A reader that closes early (`| head`) is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    complain(error.message);
    process.exitCode = UNUSABLE;
  },
);
