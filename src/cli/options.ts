/** Reads the command line's arguments. */
import { parseArgs } from "node:util";
import type { Severity } from "../core/model/finding.js";
import { type KnownCredential, parseKnownCredential } from "../core/sip/known-passwords.js";
import { reasonOf } from "../core/model/reason.js";

const FORMATS = ["text", "json", "sarif", "markdown", "html", "mermaid", "svg", "png"] as const;
type Format = (typeof FORMATS)[number];

export interface Options {
  readonly files: readonly string[];
  readonly format: Format;
  readonly together: boolean;
  /** Key of a registration or call, `all`, or undefined when no ladder is asked for. */
  readonly ladder: string | undefined;
  /** The same for registration cards. */
  readonly card: string | undefined;
  /** Folder for the pictures of a lesson's steps. */
  readonly slides: string | undefined;
  /** Files of TLS keys. */
  readonly keylogs: readonly string[];
  /** Files of notes. */
  readonly notes: readonly string[];
  /** File to write the capture to with notes and findings as packet comments. */
  readonly annotate: string | undefined;
  /** File to write to instead of standard output. */
  readonly out: string | undefined;
  /** A report is asked for by its word. */
  readonly isReport: boolean;
  /** Where to write a copy with pseudonyms: a file, or for several inputs a folder. */
  readonly redact: string | undefined;
  /** File for the table of pseudonyms, for the owner alone. */
  readonly redactMap: string | undefined;
  /** File with the key of the pseudonyms. */
  readonly redactKey: string | undefined;
  /** Notes and packet comments stay in the copy as texts. */
  readonly keepNoteText: boolean;
  /** File of suppressions. */
  readonly suppressions: string | undefined;
  /** File that declares log formats. */
  readonly logFormats: string | undefined;
  readonly rules: Readonly<Record<string, Severity | "off">>;
  readonly natTimeoutSeconds: number | undefined;
  /** Of the command line; none of them may ever be printed. */
  readonly credentials: readonly KnownCredential[];
  readonly task: "analyse" | "check-lessons" | "export-lesson" | "list-formats" | "list-rules" | "version" | "help";
}

/** All files that are read, over which nothing may be written. */
export function namesRead({ files, keylogs, notes, suppressions, logFormats }: Options): readonly string[] {
  return [...files, ...keylogs, ...notes, suppressions, logFormats].filter((name) => name !== undefined);
}

/** Arguments that make no sense, told in one sentence. */
export class UsageError extends Error {}

/** As the first word it asks for a report, unless a file is called so. */
const REPORT = "report";
/** As the first word it asks for lessons, in the same way. */
const LESSON = "lesson";

const LEVELS = new Set(["off", "info", "warning", "error"]);

/** @throws UsageError */
export function readOptions(argv: readonly string[], isFile: (name: string) => boolean): Options {
  const { values, positionals: words } = parse(joinKeys(argv, isFile));
  const isReport = words[0] === REPORT && !isFile(REPORT);
  const lessonTask = words[0] === LESSON && !isFile(LESSON) && !values.help ? readLessonTask(words, values) : undefined;
  const positionals = lessonTask ? words.slice(2) : isReport ? words.slice(1) : words;
  const task =
    lessonTask ??
    (["help", "version", "list-formats", "list-rules"] as const).find((name) => values[name]) ??
    "analyse";
  if (task === "analyse" && positionals.length === 0)
    throw new UsageError("Name a capture or log file, or - for standard input.");
  if (positionals.filter((file) => file === "-").length > 1)
    throw new UsageError("Standard input (-) can be read only once.");
  const format = readFormat(values.format ?? (isReport ? reportFormat(values.out) : "text"));
  if (isReport && format !== "markdown" && format !== "html")
    throw new UsageError(`A report is written as markdown or html, not as ${format}.`);
  if ((format === "markdown" || format === "html") && values.ladder !== undefined)
    throw new UsageError(
      `--ladder prints text, mermaid, svg or png; a report in ${format} has the ladders of what failed.`,
    );
  if (["mermaid", "svg", "png"].includes(format) && positionals.length > 1 && !values.together)
    throw new UsageError(
      `--format ${format} draws one ladder; name one file, or say --together where several are one trace.`,
    );
  if (values.annotate !== undefined && positionals.length !== 1)
    throw new UsageError("--annotate writes one capture; name just one.");
  if (values.annotate !== undefined && values.annotate === values.out)
    throw new UsageError("--annotate and --out name the same file.");
  if (values.card !== undefined && format !== "text" && format !== "json")
    throw new UsageError("--card prints text or, with --format json, JSON.");
  if (values.slides !== undefined && lessonTask === undefined)
    throw new UsageError("--slides belongs to lesson export.");
  const ofRedact = (["redact-map", "redact-key", "keep-note-text"] as const).find((name) => Boolean(values[name]));
  if (values.redact === undefined && ofRedact !== undefined)
    throw new UsageError(`--${ofRedact} belongs to --redact OUT.`);
  return {
    files: positionals,
    format,
    together: values.together,
    ladder: values.ladder,
    card: values.card,
    slides: values.slides,
    keylogs: values.keylog,
    notes: values.notes,
    annotate: values.annotate,
    out: values.out,
    isReport,
    redact: values.redact,
    redactMap: values["redact-map"],
    redactKey: values["redact-key"],
    keepNoteText: values["keep-note-text"],
    suppressions: values.suppressions,
    logFormats: values["log-formats"],
    rules: Object.fromEntries(values.rule.map(readRule)),
    natTimeoutSeconds: values["nat-timeout"] === undefined ? undefined : readSeconds(values["nat-timeout"]),
    credentials: values.credential.map(readCredential),
    task,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: "string" },
        out: { type: "string" },
        slides: { type: "string" },
        annotate: { type: "string" },
        notes: { type: "string", multiple: true, default: [] },
        together: { type: "boolean", default: false },
        ladder: { type: "string" },
        card: { type: "string" },
        keylog: { type: "string", multiple: true, default: [] },
        redact: { type: "string" },
        "redact-map": { type: "string" },
        "redact-key": { type: "string" },
        "keep-note-text": { type: "boolean", default: false },
        suppressions: { type: "string" },
        "log-formats": { type: "string" },
        rule: { type: "string", multiple: true, default: [] },
        "nat-timeout": { type: "string" },
        credential: { type: "string", multiple: true, default: [] },
        "list-formats": { type: "boolean", default: false },
        "list-rules": { type: "boolean", default: false },
        version: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    // Node's own sentences name the option; only the hint at positional arguments behind them is of no use here.
    const message = reasonOf(error);
    throw new UsageError(message.split(/\. To specify|\.?\n/)[0]);
  }
}

interface LessonValues {
  readonly out?: string;
  readonly slides?: string;
  readonly format?: string;
}

function readLessonTask(words: readonly string[], { out, slides, format }: LessonValues) {
  const [, verb, ...files] = words;
  if (verb === "check") {
    if (files.length === 0) throw new UsageError("Name a lesson to check: sip-trace lesson check FILE.md.");
    if ((out ?? slides) !== undefined) throw new UsageError("--out and --slides belong to lesson export.");
    return "check-lessons";
  }
  if (verb !== "export") throw new UsageError('After "lesson" comes "check" or "export".');
  if (files.length !== 1) throw new UsageError("lesson export writes one lesson; name just one.");
  if (format !== undefined && (format !== "png" || slides === undefined))
    throw new UsageError("A lesson is exported as html; --format png paints its --slides besides.");
  return "export-lesson";
}

/** The key of `--ladder` and `--card` may be left out: what follows is the key unless it is an option or names a file. */
function joinKeys(argv: readonly string[], isFile: (name: string) => boolean): string[] {
  const args: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const option = argv[i]!;
    const next = argv[i + 1];
    if (option !== "--ladder" && option !== "--card") {
      args.push(option);
    } else if (next === undefined || next.startsWith("-") || isFile(next)) {
      args.push(`${option}=all`);
    } else {
      args.push(`${option}=${next}`);
      i++;
    }
  }
  return args;
}

/** A report is Markdown unless the file that it goes to is named as HTML. */
function reportFormat(out = ""): Format {
  return /\.html?$/i.test(out) ? "html" : "markdown";
}

function readFormat(format: string): Format {
  const known = FORMATS.find((name) => name === format);
  if (known) return known;
  throw new UsageError(`Unknown format "${format}"; known are ${FORMATS.join(", ")}.`);
}

function readRule(text: string): [string, Severity | "off"] {
  const [id, level, ...rest] = text.split("=");
  if (!id || level === undefined || rest.length > 0 || !LEVELS.has(level)) {
    throw new UsageError(`--rule wants ID=off|info|warning|error, not "${text}".`);
  }
  return [id, level as Severity | "off"];
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds <= 0) throw new UsageError(`--nat-timeout wants seconds, not "${text}".`);
  return seconds;
}

/** What is wrong is not quoted: it may be a password. */
function readCredential(text: string): KnownCredential {
  const credential = parseKnownCredential(text);
  if (!credential) throw new UsageError("A credential is USER[@REALM]:PASSWORD.");
  return credential;
}

/** Credentials of the environment, one a line: other users of the machine can read a command line, not this. */
export function readCredentialLines(text: string | undefined): KnownCredential[] {
  return (text ?? "")
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map(readCredential);
}
