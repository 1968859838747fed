/** The time line of the simulation: binding, pinhole, what the phone sends, and the calls. The table below says the same in words. */
import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { MOST_TICKS, scaleOf, TIME_LINE_ROWS } from "../../src/core/teach/live/pinhole-scale.js";
import type { Simulation } from "../../src/core/teach/live/pinhole.js";
import { durationWords } from "../../src/core/teach/live/pinhole-words.js";
import type { WhatIfScene } from "../../src/view/what-if.js";

/** Calls with a time beside their sign; more would overlap. */
const MOST_LABELS = 12;
const ROW = 34;

export function pinholeLine(scene: WhatIfScene, simulation: Simulation): TemplateResult {
  const { lengthSeconds } = scene;
  const at = (seconds: number) => `${((seconds / lengthSeconds) * 100).toFixed(3)}%`;
  const bar = (row: number, from: number, to: number, className: string, title: string) =>
    svg`<rect x=${at(from)} width=${at(to - from)} y=${row * ROW + 8} height="16" class=${className}><title>${title}</title></rect>`;
  const span = (from: number, to: number) => `${durationWords(from)} to ${durationWords(to)}`;
  const ticks = (row: number, instants: readonly { atSeconds: number; isLost: boolean }[]) =>
    instants.length > MOST_TICKS
      ? [bar(row, 0, lengthSeconds, "many", `${instants.length} times`)]
      : instants.map(({ atSeconds, isLost }) => tick(at(atSeconds), row, isLost, durationWords(atSeconds)));
  return html`<figure>
    <div class="rows" aria-hidden="true">${TIME_LINE_ROWS.map((row) => html`<span>${row}</span>`)}<span></span></div>
    <svg
      class="line"
      height=${TIME_LINE_ROWS.length * ROW + 22}
      role="img"
      aria-label="Time line; the table below says the same in words"
    >
      ${grid(lengthSeconds, at)}
      ${simulation.bound.map(({ fromSeconds: a, toSeconds: b }) => bar(0, a, b, "bound", `The registrar knows the phone, ${span(a, b)}`))}
      ${simulation.pinhole.map(({ fromSeconds: a, toSeconds: b, isKnown }) =>
        isKnown
          ? bar(1, a, b, "open", `Open, ${span(a, b)}`)
          : bar(1, a, b, "other-port", `Open with a port that the registrar does not know, ${span(a, b)}`),
      )}
      ${ticks(
        2,
        simulation.registersAtSeconds.map((atSeconds) => ({ atSeconds, isLost: false })),
      )}
      ${ticks(3, simulation.keepAlives)}
      ${simulation.calls.map(({ atSeconds, loss }) => {
        const isLabelled = simulation.calls.length <= MOST_LABELS;
        return callSign(at(atSeconds), loss === undefined, isLabelled ? durationWords(atSeconds) : "");
      })}
    </svg>
    <figcaption class="hint">
      <span class="key open"></span> pinhole open <span class="key other-port"></span> open with a port that the
      registrar does not know <span class="key bound"></span> the registrar knows the phone · a gap is closed, or
      unknown
    </figcaption>
  </figure>`;
}

function grid(length: number, at: (seconds: number) => string): SVGTemplateResult[] {
  const y = TIME_LINE_ROWS.length * ROW;
  return scaleOf(length).map(
    (seconds) =>
      svg`<line class="grid" x1=${at(seconds)} x2=${at(seconds)} y1="0" y2=${y}></line>
        <text class="scale" x=${at(seconds)} dx="3" y=${y + 14}>${seconds === 0 ? "0" : durationWords(seconds)}</text>`,
  );
}

/** One that gets nowhere stands half as high. */
function tick(x: string, row: number, isLost: boolean, title: string): SVGTemplateResult {
  const top = row * ROW + (isLost ? 16 : 8);
  return svg`<line class=${isLost ? "tick lost" : "tick"} x1=${x} x2=${x} y1=${top} y2=${row * ROW + 24}>
    <title>${isLost ? `${title}: finds the pinhole closed` : title}</title>
  </line>`;
}

function callSign(x: string, isThrough: boolean, label: string): SVGTemplateResult {
  const y = 4 * ROW;
  return svg`<line class="call-line" x1=${x} x2=${x} y1="0" y2=${y + 4}></line>
    <text class=${isThrough ? "call through" : "call lost"} x=${x} dx="-5" y=${y + 18}>${isThrough ? "✓" : "✗"}</text>
    <text class="scale" x=${x} dx="8" y=${y + 18}>${label}</text>`;
}
