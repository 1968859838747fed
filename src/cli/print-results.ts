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
    case "png": {
      const svg = analyses.map((analysis) => pictureOf(analysis, ladder ?? "all")).find((each) => each !== undefined);
      if (svg === undefined || paint === undefined) return notFound(ladder);
      print(await paint(svg));
      return undefined;
    }
    case "text":
    case "mermaid":
    case "svg": {
      if (card !== undefined) {
        const isFound = analyses.map((analysis) => printCards(analysis, card, print)).some(Boolean);
        if (isFound) return undefined;
        return card === "all" ? "No device registers in it." : `No registration is called ${card}.`;
      }
      const isFound = analyses.map((analysis) => printDrawn(analysis, format, ladder, print)).some(Boolean);
      return isFound ? undefined : notFound(ladder);
    }
  }
}

function notFound(ladder: string | undefined): string | undefined {
  return ladder === undefined ? undefined : `No registration or call is called ${ladder}.`;
}

/** One picture, also of several ladders that are called so. */
function pictureOf(analysis: Analysis, name: string): string | undefined {
  const keys = ladderKeys(analysis, name);
  return keys.length === 0 ? undefined : drawLadderSvg(layOutLadder(analysis, keys.join("+")));
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
