/** The overview: one row a registration, call or other group of transactions, worst health first; then one a finding. */
import type { Analysis } from "../analysis.js";
import type { Health, FindingView, OverviewRow, OverviewView } from "../../view/overview.js";
import type { Finding } from "../model/finding.js";
import { facetsOf, RuleIndex } from "./facets.js";
import { findingView } from "./finding-view.js";
import { judge, judgeSignals } from "./health.js";
import { type Columns, OverviewColumns } from "./overview-columns.js";
import { addressWords, microsOrNull, shortened, userWords } from "./place-words.js";
import { type Shelf, shelvesOf } from "./shelves.js";
import { type SignalShelf, signalShelves } from "./signal-shelves.js";
import { visible } from "./visible.js";
import { inferredOf } from "../trace/inferred.js";
import type { Transaction } from "../trace/transaction.js";

const RANK: Readonly<Record<Health, number>> = { failed: 0, "at-risk": 1, unknown: 2, healthy: 3 };

export function overviewOf(analysis: Analysis): OverviewView {
  const { trace } = analysis;
  const shelves = shelvesOf(analysis);
  const findings = analysis.findings.map((_, index) => findingView(analysis, index));
  const findingsOfKey = findingsByRow(analysis);
  const suppressedOfKey = suppressedByRow(analysis);
  const columns = new OverviewColumns(trace);
  const rules = new RuleIndex(findings);
  const rows = shelves.all
    .filter((shelf) => shelf.transactions.length > 0 || shelves.strays.length > 0)
    .map((shelf): OverviewRow => {
      const own = findingsOfKey.get(shelf.key) ?? [];
      const row = rowOf(shelf, own, findings, analysis, shelves.strays);
      const suppressed = suppressedOfKey.get(shelf.key);
      const silenced = suppressed === undefined ? {} : { suppressed };
      return { ...row, ...columns.of(shelf), rules: rules.of(own), ...silenced };
    });
  for (const shelf of signalShelves(analysis).values()) {
    rows.push({ ...rowOfSignals(shelf, findings, analysis), rules: rules.of(shelf.findings) });
  }
  // Rows without a time keep the order in which they were found.
  rows.sort((a, b) => RANK[a.health] - RANK[b.health] || (a.startMicros ?? 0) - (b.startMicros ?? 0));
  let duplicates = 0;
  for (let message = 0; message < trace.messages.length; message++) {
    if (trace.messages.role(message) === "sighting") duplicates++;
  }
  return {
    fileNames: trace.files.map(({ name }) => visible(name)),
    format: [...new Set(trace.files.map(({ formatTitle }) => formatTitle))].filter(Boolean).join(", "),
    logFormats: trace.files.flatMap(({ logFormats }) => logFormats),
    frames: trace.files.reduce((sum, { frames }) => sum + frames, 0),
    messages: trace.messages.length,
    devices: new Set(trace.registrations.map(({ device }) => device.index)).size,
    duplicates,
    errors: findings.filter(({ severity }) => severity === "error").length,
    warnings: findings.filter(({ severity }) => severity === "warning").length,
    suppressed: analysis.suppressed?.length ?? 0,
    rows: [...rows, ...findingRows(findings, rows, rules)],
    findings,
    facets: facetsOf(trace, rules),
    inferred: inferredOf(trace).map(visible),
    problems: trace.problems.map(({ file, offset, message }) =>
      visible(`${trace.files[file]?.name ?? ""}: ${message} (offset ${offset})`),
    ),
    startMicros: microsOrNull(trace.startMicros),
    endMicros: microsOrNull(trace.endMicros),
    ...(analysis.stoppedAtPercent === undefined ? {} : { stoppedAtPercent: analysis.stoppedAtPercent }),
  };
}

/**
 * Key of the overview row whose ladder shows a message, or by `-1 - signal` a flagged signal; undefined for an index that
 * no row shows.
 */
export function rowKeyOf(analysis: Analysis, message: number): string | undefined {
  if (message >= 0) return shelvesOf(analysis).keyOf(message);
  for (const [key, indices] of findingsByRow(analysis)) {
    if (indices.some((index) => analysis.findings[index]?.location.signal === -1 - message)) return key;
  }
  return undefined;
}

/** Indices of findings by the row they belong to: the registration or call they explain, and where they are flagged. */
export function findingsByRow(analysis: Analysis): ReadonlyMap<string, readonly number[]> {
  const byRow = new Map<string, number[]>();
  for (const [index, finding] of analysis.findings.entries()) {
    for (const key of rowsOf(finding, analysis)) {
      const known = byRow.get(key);
      if (known) known.push(index);
      else byRow.set(key, [index]);
    }
  }
  for (const { key, findings } of signalShelves(analysis).values()) byRow.set(key, [...findings]);
  return byRow;
}

/** The rows that a finding explains, or else the one that shows where it is flagged. */
function rowsOf({ registration, call, location }: Finding, analysis: Analysis): readonly string[] {
  const keys: string[] = [];
  if (registration !== null) keys.push(`r${registration}`);
  if (call !== null) keys.push(`c${call}`);
  if (keys.length > 0 || location.message === null) return keys;
  const flagged = shelvesOf(analysis).keyOf(location.message);
  return flagged === undefined ? [] : [flagged];
}

/** How many findings of each row settings or comments silence. */
function suppressedByRow(analysis: Analysis): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { finding } of analysis.suppressed ?? []) {
    for (const key of rowsOf(finding, analysis)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function rowOf(
  shelf: Shelf,
  indices: readonly number[],
  findings: readonly FindingView[],
  analysis: Analysis,
  strays: readonly number[],
): Omit<OverviewRow, keyof Columns | "rules"> {
  const own = indices.flatMap((index) => findings[index] ?? []);
  const { health, cause, result } = judge(shelf, own, analysis);
  const { transactions } = shelf;
  const first = transactions[0];
  const last = transactions.at(-1);
  return {
    key: shelf.key,
    kind: shelf.registration ? "registration" : shelf.call ? "call" : "other",
    health,
    title: titleOf(shelf),
    cause,
    device: shortened(deviceOf(shelf), 100),
    startMicros: microsOrNull(first?.startMicros ?? NaN),
    endMicros: microsOrNull(last?.endMicros ?? NaN),
    result,
    messages: first ? transactions.reduce((sum, transaction) => sum + messagesOf(transaction), 0) : strays.length,
    findings: indices,
  };
}

export function titleOf({ registration, call, transactions }: Shelf): string {
  if (registration) return addressWords(registration.aor);
  if (call) return `${userWords(call.caller)} → ${userWords(call.callee)}`;
  const first = transactions[0];
  return first ? `${shortened(first.method)} ${endsOf(first)}` : "Messages not understood";
}

/** A finding shares who it is about with the first row that it explains. */
function findingRows(findings: readonly FindingView[], rows: readonly OverviewRow[], rules: RuleIndex): OverviewRow[] {
  const rowOfFinding = new Map<number, OverviewRow>();
  for (const row of rows) {
    for (const finding of row.findings) if (!rowOfFinding.has(finding)) rowOfFinding.set(finding, row);
  }
  return findings.flatMap(({ index, severity, title, message, where, count, firstMicros, lastMicros, at }) => {
    const about = rowOfFinding.get(index);
    if (!about) return [];
    const { suppressed: _, ...shared } = about;
    return {
      ...shared,
      key: `n${index}`,
      kind: "finding" as const,
      health: HEALTH_OF_SEVERITY[severity],
      title,
      cause: shortened(message, 200),
      device: [about.title, about.device].filter(Boolean).join(" · "),
      startMicros: firstMicros,
      endMicros: lastMicros,
      result: where,
      attempts: count,
      findings: [index],
      rules: rules.of([index]),
      shownAt: { key: about.key, message: at },
    };
  });
}

const HEALTH_OF_SEVERITY: Readonly<Record<FindingView["severity"], Health>> = {
  error: "failed",
  warning: "at-risk",
  info: "healthy",
};

function rowOfSignals(
  shelf: SignalShelf,
  findings: readonly FindingView[],
  { trace }: Analysis,
): Omit<OverviewRow, "rules"> {
  const own = shelf.findings.flatMap((index) => findings[index] ?? []);
  const first = trace.signals[shelf.signals[0] ?? -1];
  const last = trace.signals[shelf.signals.at(-1) ?? -1];
  return {
    key: shelf.key,
    kind: "other",
    ...judgeSignals(own),
    title: titleOfSignals(shelf),
    device: deviceOfSignals(shelf),
    startMicros: microsOrNull(first?.atMicros ?? NaN),
    endMicros: microsOrNull(last?.atMicros ?? NaN),
    messages: 0,
    findings: shelf.findings,
    product: "",
    version: "",
    address: shelf.client,
    aor: "",
    attempts: null,
    grantedSeconds: null,
  };
}

export function titleOfSignals({ client, server }: SignalShelf): string {
  return shortened(`${client} → ${server}`);
}

export function deviceOfSignals({ client, server, transport }: SignalShelf): string {
  return shortened(`${client} → ${server} · ${transport}`, 100);
}

/** `Yealink T46U · 192.0.2.10 · UDP` */
export function deviceOf({ registration, transactions }: Shelf): string {
  const first = transactions[0];
  if (!first) return "";
  const transport = first.transport.toUpperCase();
  if (!registration) return `${endsOf(first)} · ${transport}`;
  const { title, address } = registration.device;
  return [title === address ? "" : title, address, transport].filter(Boolean).join(" · ");
}

function endsOf({ client, server }: Transaction): string {
  return `${client.address || "this host"} → ${server.address || "this host"}`;
}

/** Every message, repeats and further sightings included. */
function messagesOf(transaction: Transaction): number {
  const { requestRows, responseRows, repeatedResponseRows, ackRows, sightingRows } = transaction;
  return requestRows.length + responseRows.length + repeatedResponseRows.length + ackRows.length + sightingRows.length;
}
