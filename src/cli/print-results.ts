/** Prints what was found, in the format that is asked for. */
import type { Analysis } from "../core/analysis.js";
import { traceToJson } from "../core/report/json.js";
import type { NotesFile } from "../core/report/notes/notes-file.js";
import { printableJson } from "../core/report/printable.js";
import { traceToText } from "../core/report/text.js";
import { version } from "../../package.json";
import type { Options } from "./options.js";
import type { Output } from "./output.js";
import type { PaintPng } from "./paint-png.js";

export interface Results {
  readonly analyses: readonly Analysis[];
  readonly notes: readonly NotesFile[];
  /** Sentences on files that could not be used. */
  readonly failures: readonly string[];
}

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
      const cards = card === undefined ? undefined : await import("../core/report/card/card-json.js");
      const traces = analyses.map((analysis) => ({
        ...traceToJson(analysis, notes),
        ...(card === undefined ? {} : { cards: cards?.cardsToJson(analysis, card) }),
      }));
      print(`${printableJson({ version: 1, traces })}\n`);
      return undefined;
    }
    case "sarif": {
      const { tracesToSarif } = await import("../core/report/sarif.js");
      print(`${printableJson(tracesToSarif(analyses, { version, failures }))}\n`);
      return undefined;
    }
    case "markdown":
    case "html": {
      const { writeReport } = await import("../core/report/document/report.js");
      print(writeReport(analyses, format, { version, notes }));
      return undefined;
    }
    case "mermaid":
    case "svg":
    case "png": {
      const { printDrawing } = await import("./print-ladders.js");
      return (await printDrawing(analyses, format, ladder ?? "all", print, paint)) ? undefined : notFound(ladder);
    }
    case "text": {
      if (card !== undefined) {
        const { printCards } = await import("./print-ladders.js");
        const isFound = analyses.map((analysis) => printCards(analysis, card, print)).some(Boolean);
        if (isFound) return undefined;
        return card === "all" ? "No device registers in it." : `No registration is called ${card}.`;
      }
      if (ladder !== undefined) {
        const { printLadders } = await import("./print-ladders.js");
        return analyses.map((analysis) => printLadders(analysis, ladder, print)).some(Boolean)
          ? undefined
          : notFound(ladder);
      }
      for (const analysis of analyses) print(traceToText(analysis));
      return undefined;
    }
  }
}

function notFound(ladder: string | undefined): string | undefined {
  return ladder === undefined ? undefined : `No registration or call is called ${ladder}.`;
}
