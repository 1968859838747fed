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
import type { LadderView } from "../view/ladder.js";
import packageJson from "../../package.json" with { type: "json" };
import type { Options } from "./options.js";
import type { Output } from "./output.js";
import type { PaintPng } from "./paint-png.js";

export interface Results {
  readonly analyses: readonly Analysis[];
  readonly notes: readonly NotesFile[];
  /** Sentences on files that could not be used. */
  readonly failures: readonly string[];
}

const { version } = packageJson;

/**
 * @param paint of a run that is to print a PNG.
 * @returns a sentence when what was asked for is not there; undefined as a rule.
 * @throws UsageError when the PNG cannot be made.
 */
export async function printResults(
  results: Results,
  options: Options,
  print: Output["print"],
  paint?: PaintPng,
): Promise<string | undefined> {
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
    case "mermaid":
    case "svg":
    case "png": {
      const view = analyses.map((analysis) => ladderOf(analysis, ladder ?? "all")).find((each) => each !== undefined);
      if (!view) return notFound(ladder);
      if (format === "mermaid") print(`${drawLadderMermaid(view).trimEnd()}\n`);
      else if (format === "svg") print(`${drawLadderSvg(view).trimEnd()}\n`);
      else if (paint) print(await paint(drawLadderSvg(view)));
      return undefined;
    }
    case "text": {
      if (card !== undefined) {
        const isFound = analyses.map((analysis) => printCards(analysis, card, print)).some(Boolean);
        if (isFound) return undefined;
        return card === "all" ? "No device registers in it." : `No registration is called ${card}.`;
      }
      const isFound = analyses.map((analysis) => printText(analysis, ladder, print)).some(Boolean);
      return isFound ? undefined : notFound(ladder);
    }
  }
}

function notFound(ladder: string | undefined): string | undefined {
  return ladder === undefined ? undefined : `No registration or call is called ${ladder}.`;
}

/** One ladder, also of several that are called so: a picture and a diagram hold one. */
function ladderOf(analysis: Analysis, name: string): LadderView | undefined {
  const keys = ladderKeys(analysis, name);
  return keys.length === 0 ? undefined : layOutLadder(analysis, keys.join("+"));
}

/**
 * Prints the findings, or the ladders that are asked for, one after the other.
 * @returns whether there was something to print.
 */
function printText(analysis: Analysis, ladder: string | undefined, print: (text: string) => void): boolean {
  if (ladder === undefined) {
    print(traceToText(analysis));
    return true;
  }
  const keys = ladderKeys(analysis, ladder);
  for (const key of keys) print(`${drawLadderText(layOutLadder(analysis, key)).trimEnd()}\n`);
  return keys.length > 0;
}

/** @returns whether there was something to print. */
function printCards(analysis: Analysis, name: string, print: (text: string) => void): boolean {
  const cards = cardsOf(analysis, name);
  if (cards.length > 0) print(cardsToText(cards));
  return cards.length > 0;
}
