/** Prints what was found, in the format that is asked for. */
import {
  type Analysis,
  cardsOf,
  cardsToJson,
  cardsToText,
  drawLadderMermaid,
  drawLadderSvg,
  drawLadderText,
  ladderKeys,
  layOutLadder,
  type NotesFile,
  printableJson,
  traceToJson,
  tracesToSarif,
  traceToText,
  writeReport,
} from "../core/index.js";
import packageJson from "../../package.json" with { type: "json" };
import type { Options } from "./options.js";

export interface Results {
  readonly analyses: readonly Analysis[];
  readonly notes: readonly NotesFile[];
  /** Sentences on files that could not be used. */
  readonly failures: readonly string[];
}

const { version } = packageJson;

/** @returns a sentence when what was asked for is not there; undefined as a rule. */
export function printResults(results: Results, options: Options, print: (text: string) => void): string | undefined {
  const { analyses, notes, failures } = results;
  const { format, card, ladder } = options;
  switch (format) {
    case "json": {
      const traces = analyses.map((analysis) => ({
        ...traceToJson(analysis, notes),
        ...(card === undefined ? {} : { cards: cardsToJson(analysis, card) }),
      }));
      print(`${printableJson({ version: 1, traces })}\n`);
      return undefined;
    }
    case "sarif":
      print(`${printableJson(tracesToSarif(analyses, { version, failures }))}\n`);
      return undefined;
    case "markdown":
    case "html":
      print(writeReport(analyses, format, { version, notes }));
      return undefined;
    case "text":
    case "mermaid":
    case "svg": {
      if (card !== undefined) {
        const isFound = analyses.map((analysis) => printCards(analysis, card, print)).some(Boolean);
        if (isFound) return undefined;
        return card === "all" ? "No device registers in it." : `No registration is called ${card}.`;
      }
      const isFound = analyses.map((analysis) => printDrawn(analysis, format, ladder, print)).some(Boolean);
      return ladder === undefined || isFound ? undefined : `No registration or call is called ${ladder}.`;
    }
  }
}

const DRAWINGS = { text: drawLadderText, mermaid: drawLadderMermaid, svg: drawLadderSvg };

/**
 * Prints the findings, or the ladders that are asked for; a format that is a drawing asks for them by itself.
 * @returns whether there was something to print.
 */
function printDrawn(
  analysis: Analysis,
  format: keyof typeof DRAWINGS,
  ladder: string | undefined,
  print: (text: string) => void,
): boolean {
  if (format === "text" && ladder === undefined) {
    print(traceToText(analysis));
    return true;
  }
  const keys = ladderKeys(analysis, ladder ?? "all");
  for (const key of keys) print(`${DRAWINGS[format](layOutLadder(analysis, key)).trimEnd()}\n`);
  return keys.length > 0;
}

/** @returns whether there was something to print. */
function printCards(analysis: Analysis, name: string, print: (text: string) => void): boolean {
  const cards = cardsOf(analysis, name);
  if (cards.length > 0) print(cardsToText(cards));
  return cards.length > 0;
}
