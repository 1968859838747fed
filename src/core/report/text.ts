/** Findings as text for a terminal: grouped by registration, like a linter, then a summary line. */
import type { Analysis } from "../analysis.js";
import type { Finding } from "../model/finding.js";
import { formatDuration } from "../model/instant.js";
import type { ClockOffset } from "../trace/capture-clocks.js";
import { inferredOf } from "../trace/inferred.js";
import type { Registration } from "../trace/registration.js";
import { printable } from "./printable.js";

/** Lines of evidence printed of one finding; JSON has them all. */
const EVIDENCE_SHOWN = 6;

/** What was found in one trace, ending with a line end. Nothing in it can steer a terminal. */
export function traceToText(analysis: Analysis): string {
  const { trace, findings } = analysis;
  const lines: string[] = [headline(analysis)];
  for (const { name, clock } of trace.files) {
    if (clock) lines.push(printable(`  ${name}: ${clockWords(clock, trace.files[0]?.name ?? "")}`));
  }
  for (const { name, logFormats } of trace.files) {
    const counts = logFormats.map(({ id, messages }) => `${id} ${messages}`).join(", ");
    if (logFormats.length > 1) lines.push(printable(`  ${name}: messages by format: ${counts}`));
  }
  for (const sentence of inferredOf(trace)) lines.push(printable(`  note: ${sentence}`));
  for (const problem of trace.problems) {
    lines.push(printable(`  ${trace.files[problem.file]?.name}: ${problem.message} (offset ${problem.offset})`));
  }
  for (const registration of trace.registrations) {
    const own = findings.filter((finding) => finding.registration === registration.index);
    lines.push("", printable(describe(registration)));
    for (const finding of own) lines.push(...findingLines(finding, analysis));
  }
  const others = findings.filter(({ registration }) => registration === null);
  if (others.length > 0) lines.push("", trace.registrations.length > 0 ? "Not about one registration" : "Findings");
  for (const finding of others) lines.push(...findingLines(finding, analysis));
  lines.push("", summary(analysis));
  return `${lines.join("\n")}\n`;
}

function headline({ trace }: Analysis): string {
  const files = trace.files.map(({ name, formatTitle }) => (formatTitle ? `${name} (${formatTitle})` : name));
  const frames = trace.files.reduce((sum, file) => sum + file.frames, 0);
  const length = trace.isTimed ? `, ${formatDuration(trace.endMicros - trace.startMicros)}` : "";
  const counted = frames > 0 ? `${plural(frames, "frame")}, ` : "";
  return printable(`${files.join(", ")}: ${counted}${plural(trace.messages.length, "SIP message")}${length}`);
}

function clockWords({ offsetMicros, uncertaintyMicros, matches }: ClockOffset, reference: string): string {
  const by = formatDuration(Math.abs(offsetMicros));
  const way = offsetMicros > 0 ? "ahead of" : "behind";
  const accuracy = formatDuration(uncertaintyMicros);
  return `its clock is ${by} (± ${accuracy}) ${way} that of ${reference}, as ${plural(matches, "message")} seen at both tell; its times are corrected by it`;
}

function describe({ index, aor, device, state, attempts, bindings }: Registration): string {
  const granted = bindings.at(-1)?.grantedSeconds;
  const facts = [
    device.title === device.address ? device.address : `${device.title} ${device.address}`.trim(),
    state,
    plural(attempts.length, "attempt"),
    ...(granted === undefined ? [] : [`${granted} s granted`]),
  ];
  return `[r${index}] ${aor}  ${facts.join(", ")}`;
}

function findingLines(finding: Finding, { trace }: Analysis): string[] {
  const { place, header } = finding.location;
  const where = place.frame === null ? `line ${place.line}` : `frame ${place.frame}`;
  const file = trace.files.length > 1 ? `${trace.files[place.file]?.name} ` : "";
  const times = finding.count > 1 ? `, ${finding.count} times` : "";
  const lines = [
    `  ${file}${where}${header ? ` ${header}` : ""}: ${finding.severity}: ${finding.message}`,
    `      ${finding.rule} (${finding.strength}${times})`,
    ...finding.evidence.slice(0, EVIDENCE_SHOWN).map((fact) => `      - ${fact}`),
  ];
  if (finding.evidence.length > EVIDENCE_SHOWN)
    lines.push(`      - and ${finding.evidence.length - EVIDENCE_SHOWN} more`);
  for (const fix of finding.fixes) {
    const what = [fix.product, fix.setting].filter(Boolean).join(" ");
    lines.push(`      ${what ? `fix for ${what}` : "fix"}: ${fix.detail || fix.title}`);
  }
  return lines.map(printable);
}

function summary({ trace, findings, suppressed = [] }: Analysis): string {
  const count = (severity: Finding["severity"]) => findings.filter((finding) => finding.severity === severity).length;
  const found = [plural(count("error"), "error"), plural(count("warning"), "warning"), `${count("info")} info`];
  const where = `${plural(trace.registrations.length, "registration")} and ${plural(trace.calls.length, "call")}`;
  const silenced = suppressed.length === 0 ? "" : ` ${plural(suppressed.length, "finding")} suppressed.`;
  return `${found.join(", ")} in ${where}.${silenced}`;
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
