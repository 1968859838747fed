/** The report for a ticket: what failed and why, what to do, ladders, cards, notes, and the messages that prove it. */
import type { Analysis } from "../../analysis.js";
import { layOutLadder } from "../../ladder/lay-out.js";
import { overviewOf } from "../../ladder/overview.js";
import { counted } from "../../ladder/place-words.js";
import { formatDuration, toIso } from "../../model/instant.js";
import type { OverviewRow, OverviewView } from "../../../view/overview.js";
import { cardsOf } from "../card/card.js";
import type { NotesFile } from "../notes/notes-file.js";
import { notesOf } from "../notes/trace-notes.js";
import { annexMessage } from "./annexed-message.js";
import { type Block, heading, type Line, list, paragraph } from "./block.js";
import { findingBlocks } from "./finding-blocks.js";
import { noteBlocks } from "./note-blocks.js";

export interface ReportOptions {
  readonly version: string;
  readonly notes: readonly NotesFile[];
}

/** A report is read by a person: beyond these numbers it names how many more there are. */
const MOST_ROWS = 100;
const MOST_FINDINGS = 100;
const MOST_LADDERS = 12;
const MOST_CARDS = 12;
const MOST_MESSAGES = 40;
const MOST_PROBLEMS = 20;
/** Mermaid, which Markdown is drawn with, takes a third of a second for so many. */
const MESSAGES_A_LADDER = 100;

/** `SIP Trace report: call.pcapng` */
export function reportTitle(analyses: readonly Analysis[]): string {
  const names = analyses.flatMap(({ trace }) => trace.files.map(({ name }) => lastPart(name)));
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return `SIP Trace report: ${names.slice(0, 3).join(", ")}${more}`;
}

export function composeReport(analyses: readonly Analysis[], options: ReportOptions): Block[] {
  return [
    heading(1, reportTitle(analyses)),
    ...analyses.flatMap((analysis) => traceBlocks(analysis, options, analyses.length > 1)),
    paragraph(`Written by SIP Trace ${options.version}. All times are in UTC.`),
  ];
}

function traceBlocks(analysis: Analysis, { notes }: ReportOptions, isOneOfMany: boolean): Block[] {
  const overview = overviewOf(analysis);
  const rows = flowsOf(overview);
  // A trace in which nothing failed is shown by its ladders all the same.
  const troubled = rows.filter(({ health }) => health === "failed" || health === "at-risk");
  const shown = (troubled.length > 0 ? troubled : rows).slice(0, MOST_LADDERS);
  const files = analysis.trace.files.map(({ name }) => name).join(", ");
  return [
    ...(isOneOfMany ? [heading(2, files)] : []),
    ...summary(analysis, overview),
    ...findingSections(overview),
    ...ladders(analysis, shown),
    ...cards(analysis, shown),
    ...noteBlocks(notesOf(analysis, notes), analysis.trace),
    ...annex(analysis, overview),
  ];
}

function summary(analysis: Analysis, overview: OverviewView): Block[] {
  const { trace } = analysis;
  const { problems, inferred } = overview;
  const rows = flowsOf(overview);
  const span = trace.isTimed ? formatDuration(trace.endMicros - trace.startMicros) : "without times";
  return [
    heading(2, "Summary"),
    paragraph({ strong: verdictOf(overview) }),
    table(
      ["File", "Format", "Size"],
      trace.files.map(({ name, formatTitle, frames }) => [
        [{ code: lastPart(name) }],
        [formatTitle],
        [frames > 0 ? counted(frames, "frame") : ""],
      ]),
    ),
    paragraph(
      `${counted(trace.messages.length, "SIP message")}, ${span}`,
      trace.isTimed ? `, from ${dateOf(trace.startMicros)} to ${dateOf(trace.endMicros)}` : "",
      ".",
    ),
    ...(problems.length === 0 ? [] : [paragraph("What could not be read:"), ...bounded(problems)]),
    ...(inferred.length === 0
      ? []
      : [paragraph("What the files do not tell, and where it was taken from:"), ...bounded(inferred)]),
    ...(rows.length === 0 ? [] : [rowTable(rows)]),
    ...more(rows.length - MOST_ROWS, "row"),
  ];
}

function bounded(problems: readonly string[]): Block[] {
  return [
    list(...problems.slice(0, MOST_PROBLEMS).map((problem): Line => [problem])),
    ...more(problems.length - MOST_PROBLEMS, "problem"),
  ];
}

/** `1 of 2 registrations failed; 3 calls are healthy.` */
/** Rows of findings repeat what the sections on causes tell. */
function flowsOf({ rows }: OverviewView): readonly OverviewRow[] {
  return rows.filter(({ kind }) => kind !== "finding");
}

function verdictOf(overview: OverviewView): string {
  const rows = flowsOf(overview);
  const kinds = [
    ["registration", "registration"],
    ["call", "call"],
    ["other", "other exchange"],
  ] as const;
  const words = kinds.flatMap(([kind, noun]) => {
    const own = rows.filter((row) => row.kind === kind);
    return own.length === 0 ? [] : [`${counted(own.length, noun)}: ${healthWords(own)}`];
  });
  return words.length === 0 ? "No registration and no call was found." : `${words.join("; ")}.`;
}

function healthWords(rows: readonly OverviewRow[]): string {
  const named = { failed: "failed", "at-risk": "at risk", unknown: "of unknown outcome", healthy: "healthy" } as const;
  return (Object.keys(named) as (keyof typeof named)[])
    .map((health) => [rows.filter((row) => row.health === health).length, named[health]] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(", ");
}

function rowTable(rows: readonly OverviewRow[]): Block {
  return table(
    ["What", "Health", "Cause", "Result", "Device"],
    rows
      .slice(0, MOST_ROWS)
      .map(({ title, health, cause, result, device }) => [[{ strong: title }], [health], [cause], [result], [device]]),
  );
}

function findingSections({ findings }: OverviewView): Block[] {
  if (findings.length === 0) return [paragraph("No rule found anything wrong.")];
  const causes = findings.filter(({ kind, severity }) => kind === "cause" && severity !== "info");
  const others = findings.filter((finding) => !causes.includes(finding));
  const section = (title: string, own: typeof findings, first: number) =>
    own.length === 0
      ? []
      : [
          heading(2, title),
          ...own.slice(0, MOST_FINDINGS).flatMap((finding, index) => findingBlocks(finding, first + index)),
          ...more(own.length - MOST_FINDINGS, "finding"),
        ];
  return [...section("Root causes", causes, 1), ...section("Further observations", others, causes.length + 1)];
}

function ladders(analysis: Analysis, rows: readonly OverviewRow[]): Block[] {
  if (rows.length === 0) return [];
  return [
    heading(2, "Ladders"),
    ...rows.flatMap(({ key }) => {
      const view = layOutLadder(analysis, key, { mostMessages: MESSAGES_A_LADDER });
      return [
        heading(3, view.title),
        ...(view.subtitle === "" ? [] : [paragraph(view.subtitle)]),
        { kind: "ladder", view } as const,
        ...more(view.omitted, "message"),
      ];
    }),
  ];
}

function cards(analysis: Analysis, rows: readonly OverviewRow[]): Block[] {
  const found = rows
    .filter(({ kind }) => kind === "registration")
    .flatMap(({ key }) => cardsOf(analysis, key))
    .slice(0, MOST_CARDS);
  if (found.length === 0) return [];
  return [
    heading(2, "Registration cards"),
    ...found.flatMap(({ title, facts, items }) => [
      heading(3, title),
      list(...facts.map(({ label, value }): Line => [`${label}: `, value])),
      table(
        ["Setting", "Seen", "Good default", "Verdict"],
        items.map(({ label, seen, good, verdict, reason }) => [
          [label],
          [seen],
          [good],
          [{ strong: verdict }, ` ${reason}`],
        ]),
      ),
    ]),
  ];
}

/** The messages that findings flag or relate to, in the order of the trace. */
function annex(analysis: Analysis, { findings }: OverviewView): Block[] {
  const places = findings.flatMap(({ at, related }) => [at, ...related.map(({ message }) => message)]);
  const messages = [...new Set(places.filter((place) => place >= 0))];
  if (messages.length === 0) return [];
  const chosen = messages.slice(0, MOST_MESSAGES).sort((a, b) => a - b);
  return [
    heading(2, "Annex: the messages that show it"),
    ...chosen.map((index): Block => ({ kind: "message", message: annexMessage(analysis, index) })),
    ...more(messages.length - MOST_MESSAGES, "message"),
  ];
}

function table(head: readonly string[], rows: readonly (readonly Line[])[]): Block {
  return { kind: "table", head, rows };
}

function more(count: number, noun: string): Block[] {
  return count > 0 ? [paragraph(`${counted(count, `further ${noun}`)} not shown here.`)] : [];
}

/** `2026-11-20 10:00:00` */
function dateOf(micros: number): string {
  return toIso(micros)?.slice(0, 19).replace("T", " ") ?? "an unknown time";
}

function lastPart(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
}
