/** Guess mode: holds what a class points at against the findings of a ladder, gives hints, and keeps the score. */
import type { Analysis } from "../analysis.js";
import { findingView } from "../ladder/finding-view.js";
import { keysOf } from "../ladder/ladder-keys.js";
import { findingsByRow } from "../ladder/overview.js";
import { visible } from "../ladder/visible.js";
import type { Finding, Location } from "../model/finding.js";
import { SAME_AGAIN } from "../rules/fold.js";
import type { GuessMove, GuessView } from "../../view/guess.js";
import { hintsFor } from "./guess-hints.js";

/** For the message and the line that show a finding. */
const FULL_POINTS = 4;
/** For the message alone, or for a message that belongs to the proof. */
const HALF_POINTS = 2;
/** What a hint, or a try in vain, costs of the finding that is looked for. */
const COST = 1;
/** What is found is worth something, however late. */
const LEAST_POINTS = 1;

/** Findings of one round: a class looks for no more, and the worst come first. */
const MOST_TARGETS = 12;
/** Moves of one round; who needs more has left the page alone. */
const MOST_MOVES = 500;

interface Target {
  readonly index: number;
  readonly finding: Finding;
  readonly hints: readonly string[];
  /** The best that was pointed at. */
  best: number;
  cost: number;
  hintsGiven: number;
}

/** Keys of the rows of the overview in which there is something to find. */
export function guessKeys(analysis: Analysis): string[] {
  return [...findingsByRow(analysis)].flatMap(([key, own]) =>
    own.some((index) => isWrong(analysis, index)) ? [key] : [],
  );
}

/** Plays a round from its beginning: the same moves come to the same score. */
export function playGuess(analysis: Analysis, key: string, moves: readonly GuessMove[]): GuessView {
  const round = new Round(analysis, targetsOf(analysis, key));
  for (const move of moves.slice(0, MOST_MOVES)) round.play(move);
  return round.view(key);
}

class Round {
  #tries = 0;
  #hintsUsed = 0;
  #isRevealed = false;
  #verdict: GuessView["verdict"] = "none";
  #words: string;

  constructor(
    private readonly analysis: Analysis,
    private readonly targets: readonly Target[],
  ) {
    this.#words =
      targets.length === 0 ? "No finding of this ladder says that anything is wrong. Choose another one." : "";
  }

  get #isOver(): boolean {
    return this.#isRevealed || this.targets.every(isFound);
  }

  /** The finding that hints and tries in vain are about. */
  get #sought(): Target | undefined {
    return this.targets.find((target) => !isFound(target));
  }

  play(move: GuessMove): void {
    if (this.#isOver) return;
    if (move.kind === "answer") this.#answer(move.place, move.line);
    else if (move.kind === "hint") this.#hint();
    else this.#reveal();
  }

  #answer(place: number, line: number | null): void {
    const { analysis, targets } = this;
    const open = targets.filter((target) => !isFound(target));
    const right = open.find(({ finding }) => marksOf(finding).some((mark) => isExact(analysis, mark, place, line)));
    if (right) return this.#found(right);
    const isKnown = targets.some((target) => isFound(target) && isAt(analysis, target.finding.location, place));
    const near = open.find(({ finding }) => marksOf(finding).some((mark) => isAt(analysis, mark, place)));
    if (near)
      return this.#nearly(
        near,
        line === null
          ? "The right message. Which of its lines shows it?"
          : "The right message, but another line of it.",
        line !== null,
      );
    for (const target of open) {
      const related = target.finding.related.find(({ location }) => isAt(analysis, location, place));
      if (related)
        return this.#nearly(
          target,
          `That belongs to it: ${visible(related.message)}. What is wrong stands elsewhere.`,
          false,
        );
    }
    if (isKnown) return this.#say("none", "You have found that one already.");
    this.#tries++;
    const { hintsGiven } = this.#miss();
    this.#say("wrong", hintsGiven < 3 ? "No finding is flagged there. A hint?" : "No finding is flagged there.");
  }

  #miss(): Target {
    const sought = this.#sought!;
    sought.cost += COST;
    return sought;
  }

  #found(target: Target): void {
    this.#tries++;
    target.best = FULL_POINTS;
    const left = this.targets.filter((other) => !isFound(other)).length;
    const more = left === 0 ? "That was the last one." : `${left} more to find.`;
    this.#say(left === 0 ? "over" : "right", `Right: ${findingView(this.analysis, target.index).title}. ${more}`);
  }

  /** @param isTry a line was pointed at in vain */
  #nearly(target: Target, words: string, isTry: boolean): void {
    this.#tries++;
    if (isTry && target.best > 0) target.cost += COST;
    target.best = Math.max(target.best, HALF_POINTS);
    this.#say("half", words);
  }

  #hint(): void {
    const sought = this.#sought;
    const hint = sought?.hints[sought.hintsGiven];
    if (!sought || hint === undefined) return;
    sought.hintsGiven++;
    sought.cost += COST;
    this.#hintsUsed++;
    this.#say("hint", hint);
  }

  #reveal(): void {
    const left = this.targets.filter((target) => !isFound(target)).length;
    this.#isRevealed = true;
    this.#say("over", left === 1 ? "This is what was not found." : `These ${left} were not found.`);
  }

  #say(verdict: GuessView["verdict"], words: string): void {
    this.#verdict = verdict;
    this.#words = words;
  }

  view(key: string): GuessView {
    const { analysis, targets } = this;
    const known = targets.filter((target) => this.#isRevealed || isFound(target));
    const sought = this.#isOver ? undefined : this.#sought;
    return {
      key,
      count: targets.length,
      known: known.map((target) => ({ finding: findingView(analysis, target.index), points: pointsOf(target) })),
      verdict: this.#verdict,
      words: this.#words,
      hints: sought?.hints.slice(0, sought.hintsGiven) ?? [],
      hintsLeft: sought ? sought.hints.length - sought.hintsGiven : 0,
      points: targets.reduce((sum, target) => sum + pointsOf(target), 0),
      mostPoints: targets.length * FULL_POINTS,
      tries: this.#tries,
      hintsUsed: this.#hintsUsed,
      isOver: this.#isOver,
    };
  }
}

function isFound({ best }: Target): boolean {
  return best === FULL_POINTS;
}

function pointsOf({ best, cost }: Target): number {
  return best === 0 ? 0 : Math.max(best - cost, LEAST_POINTS);
}

function targetsOf(analysis: Analysis, key: string): Target[] {
  const byRow = findingsByRow(analysis);
  const all = key === "all" ? analysis.findings.keys() : keysOf(key).flatMap((each) => byRow.get(each) ?? []);
  return [...new Set(all)]
    .filter((index) => isWrong(analysis, index))
    .sort((a, b) => rankOf(analysis.findings[a]!) - rankOf(analysis.findings[b]!) || a - b)
    .slice(0, MOST_TARGETS)
    .map((index) => {
      const finding = analysis.findings[index]!;
      return { index, finding, hints: hintsFor(analysis, finding, key), best: 0, cost: 0, hintsGiven: 0 };
    });
}

/** What is merely worth knowing is nothing that is wrong. */
function isWrong({ findings }: Analysis, index: number): boolean {
  return findings[index]!.severity !== "info";
}

function rankOf({ severity, kind }: Finding): number {
  return (severity === "error" ? 0 : 2) + (kind === "cause" ? 0 : 1);
}

/** Where the fault shows: its first place, and those where it shows again. */
function marksOf({ location, related }: Finding): Location[] {
  return [location, ...related.filter(({ message }) => message === SAME_AGAIN).map(({ location: again }) => again)];
}

function isAt({ trace }: Analysis, { message, signal }: Location, place: number): boolean {
  if (message === null || place < 0) return message === null && place === -1 - (signal ?? 0);
  // Sightings of one message are one arrow.
  return place < trace.messages.length && trace.messages.original(message) === trace.messages.original(place);
}

/** The message is right, and the line too where one is meant. */
function isExact(analysis: Analysis, location: Location, place: number, line: number | null): boolean {
  if (!isAt(analysis, location, place)) return false;
  const { message, header, range } = location;
  if (message === null || header === null) return true;
  if (line === null) return false;
  const { sip } = analysis.trace.messages.at(message);
  const field = sip.fields.find(({ range: own }) => own.start <= range.start && range.start < own.end);
  const { start, end } = field?.valueRange ?? range;
  return lineAt(sip.text, field?.range.start ?? start) <= line && line <= lineAt(sip.text, end);
}

/** Number of the line that an octet stands in, from 0. */
function lineAt(text: string, octet: number): number {
  let line = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < octet; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
