/** The overview by parts: its head at once, rows and findings as they are asked for. */
import type { OverviewView } from "../view/overview.js";
import type { Answers, OpenedTrace } from "./protocol.js";

/** Of the overview, sent at once: a few milliseconds of the editor's time. */
const ROWS_A_PART = 500;
const FINDINGS_A_PART = 100;

export function headOf({ rows, findings, ...head }: OverviewView): Pick<OpenedTrace, "overview" | "overviewParts"> {
  const overviewParts = Math.ceil(Math.max(rows.length / ROWS_A_PART, findings.length / FINDINGS_A_PART));
  return { overview: { ...head, rowCount: rows.length }, overviewParts };
}

export function partOf({ rows, findings }: OverviewView, part: number): Answers<"overviewPart"> {
  return {
    rows: rows.slice(part * ROWS_A_PART, (part + 1) * ROWS_A_PART),
    findings: findings.slice(part * FINDINGS_A_PART, (part + 1) * FINDINGS_A_PART),
  };
}
