/** The ladder of a page as drawings: previewed as Mermaid, copied or saved whole, or saved as slides. */
import type * as vscode from "vscode";
import type { DrawingFormat, TimeColumn } from "../view/ladder.js";
import { ALL } from "../worker/protocol.js";
import { exportLadder } from "./export-ladder.js";
import { exportSlides } from "./export-slides.js";
import type { LaneMemory } from "./lane-memory.js";
import { MermaidPreview } from "./mermaid-preview.js";
import type { OpenTrace } from "./open-trace.js";
import { nameOf } from "./open-traces.js";
import type { PagePainter } from "./page-painter.js";

/** Which of its steps is shown, counted from 1, of how many. */
interface SlidesAsked {
  readonly step: number;
  readonly steps: number;
  readonly time: TimeColumn;
}

export class LadderDrawings implements vscode.Disposable {
  readonly #preview: MermaidPreview;

  /** @param painter the page */
  constructor(
    private readonly trace: OpenTrace,
    private readonly lanes: LaneMemory,
    extension: vscode.Uri,
    private readonly painter: PagePainter,
  ) {
    this.#preview = new MermaidPreview(extension);
  }

  async preview(key: string): Promise<void> {
    // Mermaid has no column of times.
    const drawing = await this.#draw(key, "mermaid", { mode: "delta", zone: "UTC" });
    this.#preview.show(this.#nameOf(key), drawing);
  }

  closePreview(): void {
    this.#preview.dispose();
  }

  async export(key: string, time: TimeColumn): Promise<void> {
    const name = this.#nameOf(key);
    await exportLadder({
      name,
      uri: this.trace.uri,
      draw: (format) => this.#draw(key, format, time),
      preview: (mermaid) => this.#preview.show(name, mermaid),
      paint: (svg) => this.painter.paint(svg),
    });
  }

  async exportSlides(key: string, { step, steps, time }: SlidesAsked): Promise<void> {
    await exportSlides({
      name: this.#nameOf(key),
      uri: this.trace.uri,
      step,
      steps,
      draw: (format, until) => this.#draw(key, format, time, until),
      paint: (svg) => this.painter.paint(svg),
    });
  }

  dispose(): void {
    this.#preview.dispose();
    this.painter.dispose();
  }

  #nameOf(key: string): string {
    const name = nameOf(this.trace.uri);
    return key === ALL ? name : `${name}-${key}`;
  }

  #draw(key: string, format: DrawingFormat, time: TimeColumn, until?: number): Promise<string> {
    const { uri, isGuessing: hidesFindings } = this.trace;
    const lanes = this.lanes.of(uri);
    return this.trace.drawing({ key, lanes, hidesFindings, format, time, ...(until === undefined ? {} : { until }) });
  }
}
