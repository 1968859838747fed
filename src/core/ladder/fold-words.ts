/** What a fold says: `38 refreshes every 48 s, all 200`, `4 × the same, every 30 s, same cause`. */
import { formatDuration } from "../model/instant.js";
import type { Exchange } from "./exchanges.js";
import { medianInterval, roundDuration } from "./keep-alives.js";
import { counted } from "./place-words.js";
import type { DraftRow } from "./rows.js";

export interface FoldWords {
  readonly label: string;
  readonly detail: string;
}

/** Instants told of the repeats of one message. */
const INSTANTS_TOLD = 4;

/** @param isRepeat whether the rows before show the cycle already. Without exchanges the rows repeat one message. */
export function foldWords(rows: readonly DraftRow[], exchanges: readonly Exchange[], isRepeat: boolean): FoldWords {
  if (exchanges.length === 0) return repeatWords(rows);
  const bySignature = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const alike = bySignature.get(exchange.signature);
    if (alike) alike.push(exchange);
    else bySignature.set(exchange.signature, [exchange]);
  }
  const groups = [...bySignature.values()];
  const results = new Set(groups.map((group) => resultOf(group[0]!)));
  const [result] = results;
  const isOneResult = results.size === 1 && result !== undefined && result !== "";
  const parts = groups.map((group) => groupWords(group, isRepeat && groups.length === 1));
  const end = !isOneResult ? "" : isRepeat && groups.length === 1 ? ", same result" : `, all ${result}`;
  const cycle = groups.map((group) => cycleOf(group[0]!)).join(" and ");
  return { label: `${parts.join(", ")}${end}`, detail: [cycle, framesOf(rows)].filter(Boolean).join(" · ") };
}

function groupWords(group: readonly Exchange[], isRepeat: boolean): string {
  const instants = group.flatMap(({ startMicros }) => (startMicros === null ? [] : [startMicros]));
  const rhythm = rhythmOf(instants);
  const words = isRepeat ? `${group.length} × the same,${rhythm}` : `${nameOf(group[0]!, group.length)}${rhythm}`;
  return words.replace(/,$/, "");
}

/** Faster cycles are a burst: how long it took says more than its rhythm. */
const LEAST_RHYTHM_MICROS = 1_000_000;

function rhythmOf(instants: readonly number[]): string {
  const median = medianInterval(instants);
  if (median === undefined || median <= 0) return "";
  if (median < LEAST_RHYTHM_MICROS) return ` within ${formatDuration(instants.at(-1)! - instants[0]!)}`;
  return ` ${isSteady(instants, median) ? "" : "about "}every ${roundDuration(median)}`;
}

/** Whether most intervals are within a fifth of the usual one. */
function isSteady(instants: readonly number[], median: number): boolean {
  let steady = 0;
  for (let index = 1; index < instants.length; index++) {
    if (Math.abs(instants[index]! - instants[index - 1]! - median) <= median / 5) steady++;
  }
  return steady * 5 >= (instants.length - 1) * 4;
}

/** `38 refreshes`, `7 × OPTIONS` */
function nameOf({ rows }: Exchange, count: number): string {
  const first = rows[0]!;
  const last = rows.at(-1)!;
  if (first.kind === "signal") return `${count} ${first.label}${count === 1 ? "" : "s"} (${first.detail})`;
  const isRefresh = first.label === "REGISTER" && last.kind === "message" && last.tone === "success";
  return isRefresh ? counted(count, "refresh").replace(/refreshs$/, "refreshes") : `${count} × ${first.label}`;
}

/** `200`, `401`, `no answer`; "" for what asks for no answer. */
function resultOf({ rows }: Exchange): string {
  const last = rows.at(-1)!;
  if (last.kind === "signal") return "";
  if (/^\d{3}\b/.test(last.label)) return last.label.slice(0, 3);
  return rows.some((row) => row.kind === "message" && row.mark === "lost") ? "without answer" : "";
}

/** `REGISTER → 401 → REGISTER → 200` */
function cycleOf({ rows }: Exchange): string {
  return rows.map(({ label }) => (/^\d{3}\b/.test(label) ? label.slice(0, 3) : label)).join(" → ");
}

function framesOf(rows: readonly DraftRow[]): string {
  const first = rows[0]!;
  const last = rows.at(-1)!;
  if (first.frame !== null && last.frame !== null) return `frames ${first.frame}–${last.frame}`;
  return first.line !== null && last.line !== null ? `lines ${first.line}–${last.line}` : "";
}

function repeatWords(rows: readonly DraftRow[]): FoldWords {
  const repeats = rows.filter(({ kind }) => kind === "message");
  const signal = rows.find(({ kind }) => kind === "signal");
  const instants = repeats.flatMap(({ atMicros }) => (atMicros === null ? [] : [atMicros]));
  const start = instants[0] ?? 0;
  const told = instants.slice(1, INSTANTS_TOLD + 1).map((instant) => formatDuration(instant - start));
  const more = instants.length > INSTANTS_TOLD + 1 ? " …" : "";
  const after = told.length === 0 ? "" : `${told.join(", ")}${more} after the first of them`;
  const between = signal ? `between them ${rows.length - repeats.length} × ${signal.label} (${signal.detail})` : "";
  const label = `${rows[0]!.label} repeated ${repeats.length} times`;
  return { label, detail: [framesOf(rows), after, between].filter(Boolean).join(" · ") };
}
