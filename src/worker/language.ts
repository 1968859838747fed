/** Answers what a text editor asks about a place in a text: what stands there, where it comes from, what belongs with it. */
import {
  type Analysis,
  definitionAt,
  explainAt,
  type KnownPasswords,
  messageDelta,
  type Passage,
  referencesAt,
} from "../core/index.js";
import {
  type Answers,
  type Asks,
  NUMBERS_A_MESSAGE,
  type PlacedPassage,
  type TextPosition,
  type TextRange,
} from "./protocol.js";
import { linesAt, messageAtLine } from "./text-lines.js";
import type { PlacedText, Positions } from "./trace-texts.js";

/** Messages that are read for one question: a second's work at most, and more references nobody walks through. */
const REFERENCES = { messages: 20_000, passages: 2000 };
/** Highlights follow the cursor, so they must be cheap. */
const HIGHLIGHTS = { messages: 500, passages: 500 };
/** Inlays of a screen or two. */
const MOST_DELTAS = 500;

interface Spot {
  readonly message: number;
  readonly octet: number;
}

export class LanguageAnswers {
  constructor(
    private readonly analysis: Analysis,
    private readonly shown: PlacedText,
    private readonly passwords: KnownPasswords,
  ) {}

  explain({ position }: Asks<"explain">): Answers<"explain"> {
    const spot = this.#spotAt(position);
    const explanation = spot && explainAt(this.analysis, spot.message, spot.octet, this.passwords);
    if (!explanation) return null;
    return { ...explanation, range: this.#rangeOf({ message: spot.message, range: explanation.range }) };
  }

  definition({ position }: Asks<"definition">): Answers<"definition"> {
    const spot = this.#spotAt(position);
    const definition = spot && definitionAt(this.analysis, spot.message, spot.octet);
    if (!definition || !this.shown.positions.shows(definition.to.message)) return null;
    const from = this.#rangeOf({ message: spot.message, range: definition.from });
    return { from, to: this.#placed(definition.to) };
  }

  references({ position, highlights }: Asks<"references">): Answers<"references"> {
    const spot = this.#spotAt(position);
    if (!spot) return [];
    const passages = referencesAt(this.analysis, spot.message, spot.octet, highlights ? HIGHLIGHTS : REFERENCES);
    return passages.filter(({ message }) => this.shown.positions.shows(message)).map((each) => this.#placed(each));
  }

  deltas({ firstLine, endLine }: Asks<"deltas">): Answers<"deltas"> {
    const { messages } = this.shown.model;
    const found: { line: number; text: string }[] = [];
    for (let nth = 0; nth < messages.length / NUMBERS_A_MESSAGE && found.length < MOST_DELTAS; nth++) {
      const { message, startLine } = linesAt(messages, nth);
      if (startLine < firstLine || startLine >= endLine || nth === 0) continue;
      const text = messageDelta(this.analysis, linesAt(messages, nth - 1).message, message);
      if (text !== "") found.push({ line: startLine, text });
    }
    return found;
  }

  #placed(passage: Passage): PlacedPassage {
    return { message: passage.message, range: this.#rangeOf(passage) };
  }

  #rangeOf({ message, range }: Passage): TextRange {
    const { positions } = this.shown;
    return { start: positions.startOf(message, range.start), end: positions.endOf(message, range.end) };
  }

  /** The octet at a place of the text; undefined where no message stands. */
  #spotAt(position: TextPosition): Spot | undefined {
    const { model, positions } = this.shown;
    const found = messageAtLine(model, position.line);
    if (!found || position.line >= found.endLine) return undefined;
    const { message } = found;
    const octet = octetAt(positions, message, this.analysis.trace.messages.octetCount(message), position);
    // What a log prints before a line of the message is none of its octets.
    const start = positions.startOf(message, octet);
    return start.line === position.line ? { message, octet } : undefined;
  }
}

/** The last octet that stands at or before a place: octets stand in a text in their order. */
function octetAt(positions: Positions, message: number, octets: number, { line, character }: TextPosition): number {
  let low = 0;
  let high = octets;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const start = positions.startOf(message, middle);
    if (start.line < line || (start.line === line && start.character <= character)) low = middle;
    else high = middle - 1;
  }
  return low;
}
