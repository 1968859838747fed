/** Lays out a ladder: lanes, rows, folds and gaps of one overview row or of the whole trace. */
import type { Analysis } from "../analysis.js";
import type { GapRow, LadderRow, LadderView, MessageRow, SignalRow } from "../../view/ladder.js";
import type { FindingView } from "../../view/overview.js";
import { type Content, contentOf, contentOfAll } from "./content.js";
import { findingView } from "./finding-view.js";
import { type FoldedRow, fold } from "./fold.js";
import { withGaps } from "./gaps.js";
import { Lanes } from "./lanes.js";
import { lifeLines } from "./life-lines.js";
import { deviceOf, deviceOfSignals, titleOf, titleOfSignals } from "./overview.js";
import { shortened } from "./place-words.js";
import { type DraftRow, draftRows } from "./rows.js";
import { rowSentence } from "./sentence.js";
import { shelvesOf } from "./shelves.js";
import { signalShelves } from "./signal-shelves.js";

/** Rows that a page still scrolls smoothly, in pixels that a browser still counts. */
const MOST_MESSAGES = 100_000;

const ALL_KEY = "all";

/**
 * @param key of an overview row, or `all`.
 * @param mostMessages further ones are left out and counted in `omitted`.
 * @throws {RangeError} for a key that no row has.
 */
export function layOutLadder(analysis: Analysis, key: string, mostMessages = MOST_MESSAGES): LadderView {
  const content = key === ALL_KEY ? contentOfAll(analysis, mostMessages) : contentOf(analysis, key, mostMessages);
  if (!content) throw new RangeError(`no row "${key}"`);
  const lanes = new Lanes(analysis.trace);
  const shelf = shelvesOf(analysis).byKey.get(key);
  const first = shelf?.transactions[0];
  // The phone or caller stands left, whoever spoke first on its ladder.
  if (first) lanes.at(first.client, first.request);
  const spaced = withGaps(fold(draftRows(analysis, content, lanes)));
  const { lanes: finished, placeOf } = lanes.finish();
  const findings = content.findings.map((index) => findingView(analysis, index));
  const rows = new Finisher(finished, placeOf, findings).finish(spaced);
  const bindings = shelf?.registration?.bindings ?? [];
  return {
    key,
    ...headingOf(analysis, key, content),
    lanes: finished,
    rows,
    lifeLines: lifeLines(bindings, rows, ({ grant }) => placeOf[lanes.at(grant.source, undefined)]),
    findings,
    omitted: content.omitted,
  };
}

function headingOf(analysis: Analysis, key: string, content: Content): Pick<LadderView, "title" | "subtitle"> {
  const shelf = shelvesOf(analysis).byKey.get(key);
  if (shelf) return { title: titleOf(shelf), subtitle: shortened(deviceOf(shelf), 100) };
  const signals = signalShelves(analysis).get(key);
  if (signals) return { title: titleOfSignals(signals), subtitle: deviceOfSignals(signals) };
  return { title: "All messages", subtitle: subtitleOfAll(content) };
}

function subtitleOfAll({ messages, omitted }: Content): string {
  const count = messages.length;
  return omitted > 0 ? `the first ${count} messages` : `${count} messages`;
}

type Drawn = MessageRow | SignalRow;

/** Gives rows their lanes' final places and their sentences. */
class Finisher {
  #lastMicros: number | null = null;

  constructor(
    private readonly lanes: LadderView["lanes"],
    private readonly placeOf: readonly number[],
    private readonly findings: readonly FindingView[],
  ) {}

  finish(rows: readonly (FoldedRow | GapRow)[]): LadderRow[] {
    return rows.map((row) => {
      if (row.kind === "gap") return row;
      if (row.kind === "fold") {
        const { rhythmMicros: _, ...fold } = row;
        return { ...fold, rows: fold.rows.map((each) => this.#row(each)) };
      }
      return this.#row(row);
    });
  }

  #row(draft: DraftRow): Drawn {
    const { exchange: _, ...row } = draft;
    const from = this.placeOf[row.from] ?? row.from;
    const to = this.placeOf[row.to] ?? row.to;
    const after = row.atMicros === null || this.#lastMicros === null ? null : row.atMicros - this.#lastMicros;
    if (row.atMicros !== null) this.#lastMicros = row.atMicros;
    const flagged = row.findings.flatMap((index) => this.findings[index] ?? []);
    const sentence = rowSentence(row, this.lanes[from], this.lanes[to], after, flagged);
    return { ...row, from, to, sentence };
  }
}
