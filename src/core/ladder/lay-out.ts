/** Lays out a ladder: lanes, rows, folds and gaps of one overview row or of the whole trace. */
import type { Analysis } from "../analysis.js";
import type { Endpoint } from "../model/endpoint.js";
import type { Registration } from "../trace/registration.js";
import type { GapRow, LadderRow, LadderView, LaneChoice, MessageRow, SignalRow } from "../../view/ladder.js";
import type { FindingView } from "../../view/overview.js";
import { type Content, contentOfAll, contentOfKeys } from "./content.js";
import { findingView } from "./finding-view.js";
import { type FoldedRow, fold } from "./fold.js";
import { withGaps } from "./gaps.js";
import { keysOf } from "./ladder-keys.js";
import { Lanes } from "./lanes.js";
import { lifeLines } from "./life-lines.js";
import { deviceOf, deviceOfSignals, titleOf, titleOfSignals } from "./overview.js";
import { shortened } from "./place-words.js";
import { type DraftRow, draftRows } from "./rows.js";
import { rowSentence } from "./sentence.js";
import { type Shelf, shelvesOf } from "./shelves.js";
import { signalShelves } from "./signal-shelves.js";

/** Rows that a page still scrolls smoothly, in pixels that a browser still counts. */
const MOST_MESSAGES = 100_000;

const ALL_KEY = "all";

/** Phones of which one ladder of all messages shows the life lines. */
const FEW_REGISTRATIONS = 4;

export interface LayOutOptions {
  /** Further messages are left out and counted in `omitted`. */
  readonly mostMessages?: number;
  /** How a person arranged the lanes. */
  readonly lanes?: readonly LaneChoice[];
  /** The same messages with nothing that tells a finding, for those who are to find it. */
  readonly hidesFindings?: boolean;
}

/**
 * @param key of an overview row; several of them joined by `+`; or `all`.
 * @throws {RangeError} for a key that no row has.
 */
export function layOutLadder(analysis: Analysis, key: string, options: LayOutOptions = {}): LadderView {
  const { mostMessages = MOST_MESSAGES } = options;
  const whole = key === ALL_KEY ? contentOfAll(analysis, mostMessages) : contentOfKeys(analysis, key, mostMessages);
  if (!whole) throw new RangeError(`no row "${key}"`);
  const content = options.hidesFindings ? { ...whole, findings: [] } : whole;
  const lanes = new Lanes(analysis.trace);
  const shelves = shelvesOfKey(analysis, key);
  const first = shelves[0]?.transactions[0];
  // The phone or caller stands left, whoever spoke first on its ladder.
  if (first) lanes.at(first.client, first.request);
  const drafts = draftRows(analysis, content, lanes);
  const { lanes: finished, hiddenLanes, placeOf } = lanes.finish(options.lanes);
  const isShown = ({ from, to }: DraftRow) => placeOf[from]! >= 0 && placeOf[to]! >= 0;
  const spaced = withGaps(
    fold(hiddenLanes.length > 0 ? drafts.filter(isShown) : drafts, analysis.trace.clockJumps),
    analysis.trace.clockJumps,
  );
  const findings = content.findings.map((index) => findingView(analysis, index));
  const rows = new Finisher(finished, placeOf, findings).finish(spaced);
  const laneOf = (endpoint: Endpoint) => {
    const place = placeOf[lanes.find(endpoint) ?? -1] ?? -1;
    return place < 0 ? undefined : place;
  };
  return {
    key,
    ...headingOf(analysis, key, content),
    lanes: finished,
    hiddenLanes,
    rows,
    lifeLines: options.hidesFindings ? [] : lifeLines(analysis, registrationsOf(analysis, shelves), rows, laneOf),
    findings,
    omitted: content.omitted,
  };
}

/** Of `all` those of a small trace: life lines of many phones on one lane could not be told apart. */
function registrationsOf({ trace }: Analysis, shelves: readonly Shelf[]): readonly Registration[] {
  if (shelves.length > 0) return shelves.flatMap(({ registration }) => registration ?? []);
  return trace.registrations.length <= FEW_REGISTRATIONS ? trace.registrations : [];
}

function shelvesOfKey(analysis: Analysis, key: string): Shelf[] {
  const { byKey } = shelvesOf(analysis);
  return keysOf(key).flatMap((each) => byKey.get(each) ?? []);
}

function headingOf(analysis: Analysis, key: string, content: Content): Pick<LadderView, "title" | "subtitle"> {
  if (key === ALL_KEY) return { title: "All messages", subtitle: subtitleOfAll(content) };
  const headings = keysOf(key).map((each) => headingOfRow(analysis, each));
  if (headings.length === 1) return headings[0]!;
  return { title: headings.map(({ title }) => title).join(" + "), subtitle: `${content.messages.length} messages` };
}

function headingOfRow(analysis: Analysis, key: string): Pick<LadderView, "title" | "subtitle"> {
  const shelf = shelvesOf(analysis).byKey.get(key);
  if (shelf) return { title: titleOf(shelf), subtitle: shortened(deviceOf(shelf), 100) };
  const signals = signalShelves(analysis).get(key);
  return signals ? { title: titleOfSignals(signals), subtitle: deviceOfSignals(signals) } : { title: "", subtitle: "" };
}

function subtitleOfAll({ messages, omitted }: Content): string {
  const count = messages.length;
  return omitted > 0 ? `the first ${count} messages` : `${count} messages`;
}

/** Gives rows their lanes' final places and their sentences. */
class Finisher {
  #lastMicros: number | null = null;

  constructor(
    private readonly lanes: LadderView["lanes"],
    private readonly placeOf: readonly number[],
    private readonly findings: readonly FindingView[],
  ) {}

  finish(rows: readonly (FoldedRow | GapRow)[]): LadderRow[] {
    let jump = "";
    return rows.map((row) => {
      if (row.kind === "gap") {
        // How long a silence was is said with the row behind it anyway.
        if (row.lengthMicros === 0) jump = row.sentence;
        return row;
      }
      const before = jump;
      jump = "";
      if (row.kind !== "fold") return this.#row(row, before);
      const { rhythmMicros: _, ...fold } = row;
      const sentence = [before, fold.sentence].filter(Boolean).join(", ");
      return { ...fold, sentence, rows: fold.rows.map((each) => this.#row(each)) };
    });
  }

  #row(draft: DraftRow, jump = ""): MessageRow | SignalRow {
    const { atMicros } = draft;
    const after = atMicros === null || this.#lastMicros === null ? null : atMicros - this.#lastMicros;
    if (atMicros !== null) this.#lastMicros = atMicros;
    const from = this.placeOf[draft.from] ?? draft.from;
    const to = this.placeOf[draft.to] ?? draft.to;
    const sentence = (row: MessageRow | SignalRow) => {
      const flagged = row.findings.flatMap((index) => this.findings[index] ?? []);
      return rowSentence(row, this.lanes[from], this.lanes[to], after, flagged, jump);
    };
    if (draft.kind === "message") return draft.finish(from, to, sentence);
    const { exchange: _, part: __, outline: ___, ...row } = draft;
    return { ...row, from, to, sentence: sentence(row) };
  }
}
