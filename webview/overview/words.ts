/** How the overview calls health, kinds and groups. */
import type { Health, OverviewRow, RuleAmount } from "../../src/view/overview.js";
import { counted } from "../numbers.js";
import type { Grouping, RowKind, Severity } from "./choice.js";

/** What a row's sentence needs to know besides the row. */
interface SentenceContext {
  readonly rules: readonly RuleAmount[];
  readonly hits: (row: OverviewRow) => number | undefined;
  readonly notes: (row: OverviewRow) => number;
}

export const HEALTH_TITLES: Readonly<Record<Health, string>> = {
  failed: "Failed",
  "at-risk": "At risk",
  unknown: "Outcome not seen",
  healthy: "Healthy",
};

export const KIND_TITLES: Readonly<Record<RowKind, string>> = {
  registration: "Registrations",
  call: "Calls",
  other: "Other",
  finding: "Findings",
};

export const SEVERITY_TITLES: Readonly<Record<Severity, string>> = {
  error: "Error",
  warning: "Warning",
  info: "Info",
};

export const GROUPING_TITLES: Readonly<Record<Grouping, string>> = {
  health: "By health",
  device: "By device",
  aor: "By AoR",
  none: "No groups",
};

const STATUS_TITLES = ["Requests", "1xx", "2xx", "3xx", "4xx", "5xx", "6xx"];

export function statusClassTitle(statusClass: number): string {
  return STATUS_TITLES[statusClass] ?? `${statusClass}xx`;
}

/** `Failed`; of a finding its severity. */
export function healthTitle(row: OverviewRow, rules: readonly RuleAmount[]): string {
  const severity = row.kind === "finding" ? rules[row.rules[0] ?? -1]?.severity : undefined;
  return severity === undefined ? HEALTH_TITLES[row.health] : SEVERITY_TITLES[severity];
}

/** `42 s`, `7 min 12 s`, `3 h 05 min`; "" for nothing that lasts. */
export function durationWords(row: OverviewRow): string {
  const { startMicros, endMicros } = row;
  if (startMicros === null || endMicros === null) return "";
  const seconds = (endMicros - startMicros) / 1e6;
  if (seconds < 1) return seconds > 0 ? `${Math.max(Math.round(seconds * 1000), 1)} ms` : "";
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** `2 notes, 1 finding suppressed`: what the signs beside a row's title say. */
export function asideWords({ suppressed = 0 }: OverviewRow, notes: number): string {
  const words = [
    notes > 0 ? counted(notes, "note") : "",
    suppressed > 0 ? `${counted(suppressed, "finding")} suppressed` : "",
  ];
  return words.filter(Boolean).join(", ");
}

/** The row as a sentence for a screen reader. */
export function rowSentence(row: OverviewRow, { rules, hits: hitsOf, notes }: SentenceContext): string {
  const hits = hitsOf(row);
  const kind = row.kind === "other" ? "" : row.kind;
  const found = hits === undefined ? "" : `${hits} ${hits === 1 ? "message" : "messages"} found`;
  const health = healthTitle(row, rules).toLowerCase();
  return [kind, row.title, health, row.cause, row.device, asideWords(row, notes(row)), found]
    .filter(Boolean)
    .join(", ");
}
