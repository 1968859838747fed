/** Registration cards as text for a terminal: aligned columns, and marks that need no colour. */
import { columnsOf, padEnd } from "../../ladder/text-columns.js";
import type { CardVerdict } from "../../../view/card.js";
import { printable } from "../printable.js";
import type { Card, CardItem } from "./card.js";

const MARKS: Readonly<Record<CardVerdict, string>> = {
  good: "+ good",
  fair: "~ fair",
  poor: "! poor",
  unknown: "? unknown",
};

/** Columns of the terminal; two blanks stand between them. */
const VERDICT = 9;
const LABEL = 14;
const SEEN = 40;
const GOOD = 40;
const INDENT = "  ";
/** A blank at which no line is broken. */
const GLUE = "\u00a0";

/** Ends with a line end. Nothing in it can steer a terminal. */
export function cardsToText(cards: readonly Card[]): string {
  return cards
    .map(
      (card) =>
        `${cardLines(card)
          .map((line) => line.trimEnd())
          .join("\n")}\n`,
    )
    .join("\n");
}

function cardLines({ key, title, facts, items }: Card): string[] {
  const widest = Math.max(...facts.map(({ label }) => label.length));
  return [
    printable(`[${key}] ${title}`),
    ...[...facts, { label: "Verdicts", value: countsOf(items) }].map(({ label, value }) =>
      printable(`${INDENT}${padEnd(label, widest)}  ${value}`),
    ),
    "",
    row("VERDICT", "SETTING", "SEEN", "GOOD DEFAULT"),
    ...items.flatMap(itemLines),
  ];
}

/** `1 poor, 3 fair, 5 good, 3 unknown` */
function countsOf(items: readonly CardItem[]): string {
  const verdicts: readonly CardVerdict[] = ["poor", "fair", "good", "unknown"];
  const counts = verdicts.map((verdict) => ({
    verdict,
    count: items.filter((item) => item.verdict === verdict).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`)
    .join(", ");
}

function itemLines({ verdict, label, seen, good, reason, sources }: CardItem): string[] {
  const left = wrapped(printable(seen), SEEN);
  const right = wrapped(good, GOOD);
  const lines = Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
    row(index === 0 ? MARKS[verdict] : "", index === 0 ? label : "", left[index] ?? "", right[index] ?? ""),
  );
  // `RFC 3261 §10.3` is one word: a section alone on its line says nothing.
  const labels = sources.map((source) => source.label.replaceAll(" ", GLUE)).join(", ");
  const why = wrapped(printable(`${reason} (${labels})`), SEEN + GOOD);
  return [...lines, ...why.map((line) => row("", "", `  ${line.replaceAll(GLUE, " ")}`, ""))];
}

function row(verdict: string, label: string, seen: string, good: string): string {
  return INDENT + [padEnd(verdict, VERDICT), padEnd(label, LABEL), padEnd(seen, SEEN), good].join("  ");
}

/** Lines of whole words; a word that is longer than a line is cut. */
function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((each) => pieces(each, columns))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (columnsOf(longer) <= columns) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line];
}

function pieces(word: string, columns: number): string[] {
  if (columnsOf(word) <= columns) return [word];
  const found: string[] = [];
  let piece = "";
  for (const character of word) {
    if (columnsOf(piece + character) > columns) {
      found.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...found, piece];
}
