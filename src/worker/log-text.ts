/** A log as it stands in the editor: its messages' octets are found again by their places in the file. */
import type { Analysis } from "../core/analysis.js";
import { LineIndex } from "../core/log/positions.js";
import type { ByteSource } from "../core/model/byte-source.js";
import { ALL, type OutlineMessage, type TextModel } from "./protocol.js";
import { linesOf, outlineOf, type PlacedText, placeFindings, type Positions, type TraceTexts } from "./trace-texts.js";

export class LogText implements TraceTexts {
  readonly hasWholeText = true;
  readonly #analysis: Analysis;
  readonly #positions: Positions;
  #model: TextModel | undefined;

  constructor(analysis: Analysis, source: ByteSource) {
    this.#analysis = analysis;
    const index = new LineIndex(source.read(0, source.size));
    const { messages, signals } = analysis.trace;
    const lineOf = (place: number) => (signals[-1 - place]?.place.line ?? 1) - 1;
    this.#positions = {
      shows: () => true,
      startOf: (message, octet) =>
        message < 0
          ? { line: lineOf(message), character: 0 }
          : index.positionOf(messages.sourceMap(message).toFile(octet)),
      // The next octet may stand on another line, behind what the log prints there.
      endOf: (message, octet) =>
        message < 0
          ? index.endOfLine(lineOf(message))
          : index.positionOf(messages.sourceMap(message).toFile(Math.max(octet - 1, 0)) + 1),
    };
  }

  models(): TextModel[] {
    return [this.#current()];
  }

  write(): never {
    throw new Error("The log is its own text.");
  }

  outline(): OutlineMessage[] {
    return outlineOf(this.#analysis, this.#current(), this.#positions);
  }

  placed(): PlacedText {
    return { model: this.#current(), positions: this.#positions };
  }

  #current(): TextModel {
    return (this.#model ??= {
      selection: ALL,
      messages: linesOf(this.#analysis.trace.messages, this.#positions),
      signals: Uint32Array.from(
        this.#analysis.trace.signals.flatMap(({ place }, index) => [index, (place.line ?? 1) - 1]),
      ),
      findings: placeFindings(this.#analysis, this.#positions),
    });
  }
}
