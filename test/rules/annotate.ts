/** Carets under the characters that findings flag, as annotation lines of a `.siptrace` text. */
import { readLog } from "../../src/core/log/read-log.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import type { Finding } from "../../src/core/model/finding.js";
import { finish } from "../../src/core/model/steps.js";
import { ruleById } from "../../src/core/rules/catalogue.js";
import { diagnose, type RuleRun } from "../../src/core/rules/run-rules.js";
import { TraceBuilder } from "../../src/core/trace/build-trace.js";
import type { Trace } from "../../src/core/trace/trace.js";

export function diagnoseText(text: string): RuleRun & { readonly trace: Trace } {
  const source = memorySource("test.siptrace", new TextEncoder().encode(text));
  const builder = new TraceBuilder([source], [true]);
  const { formatId, formatTitle } = finish(readLog(source, 0, builder));
  builder.file(0, { format: formatId, formatTitle, frames: 0 });
  const trace = builder.build();
  return { trace, ...diagnose(trace, { overrides: {}, natTimeoutSeconds: 60 }) };
}

const CARETS = /^#(?: *\^+| <-+) /;

export function withoutCarets(text: string): string {
  return text
    .split("\n")
    .filter((line) => !CARETS.test(line))
    .join("\n");
}

/** Puts a line under each flagged place: carets from column 1 on, `# <---` for a place that begins at column 0. */
export function annotate(text: string, trace: Trace, findings: readonly Finding[]): string {
  const lines = text.split("\n");
  const below = new Map<number, string[]>();
  for (const finding of findings) {
    const { message, range, place } = finding.location;
    if (message === null) {
      const at = (place.line ?? 1) - 1;
      below.set(at, [...(below.get(at) ?? []), `# <--- ${sentenceOf(finding)}`]);
      continue;
    }
    const map = trace.messages.sourceMap(message);
    const { line, column } = positionOf(text, map.toFile(range.start));
    const end = positionOf(text, map.toFile(range.end));
    const length = Math.max(1, end.line === line ? end.column - column : (lines[line] ?? "").length - column);
    const pointer = column === 0 ? "# <---" : `#${" ".repeat(column - 1)}${"^".repeat(length)}`;
    below.set(line, [...(below.get(line) ?? []), `${pointer} ${sentenceOf(finding)}`]);
  }
  return lines.flatMap((line, index) => [line, ...(below.get(index) ?? [])]).join("\n");
}

/** The message, with what is special about the finding: a severity that is not the rule's own, a count. */
function sentenceOf({ rule, severity, message, count }: Finding): string {
  const notes = [
    ...(severity === ruleById(rule)?.severity ? [] : [severity]),
    ...(count > 1 ? [`${count} times`] : []),
  ];
  return notes.length === 0 ? message : `${message} [${notes.join(", ")}]`;
}

/** Line and column, both from 0. The traces of these tests are ASCII, so an octet is a character. */
function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length - 1, column: offset - start };
}
