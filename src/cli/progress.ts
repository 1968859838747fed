/** A progress line on standard error, shown on a terminal only and for long work only. */
import type { AnalysisStage } from "../core/analysis.js";

/** How far a file was read; `messages` where they are counted. */
interface ReadProgress {
  readonly stage?: AnalysisStage;
  readonly readOctets: number;
  readonly totalOctets: number;
  readonly messages?: number;
}

const FIRST_AFTER_MS = 500;
const EVERY_MS = 200;

export class ProgressLine {
  readonly #isShown = process.stderr.isTTY === true;
  #nextMs = Date.now() + FIRST_AFTER_MS;
  #width = 0;

  show({ stage = "reading", readOctets, totalOctets, messages }: ReadProgress): void {
    if (!this.#isShown || Date.now() < this.#nextMs) return;
    this.#nextMs = Date.now() + EVERY_MS;
    const percent = totalOctets === 0 ? 100 : Math.floor((100 * readOctets) / totalOctets);
    const counted = messages === undefined ? "" : `, ${messages.toLocaleString("en-US")} SIP messages`;
    const line = stage === "reading" ? `reading ${percent} %${counted}` : `${stage}${counted}`;
    process.stderr.write(`\r${line.padEnd(this.#width)}`);
    this.#width = line.length;
  }

  clear(): void {
    if (this.#width > 0) process.stderr.write(`\r${" ".repeat(this.#width)}\r`);
    this.#width = 0;
  }
}
