/** The simulation of a step's timers in an exported lesson: what it supposes, its time line, and what becomes of each call. */
import { escapeXml, round } from "../../ladder/svg-text.js";
import { MOST_TICKS, scaleOf, TIME_LINE_ROWS } from "../live/pinhole-scale.js";
import { type Simulation, simulate } from "../live/pinhole.js";
import { callWords, durationWords, outcomeWords } from "../live/pinhole-words.js";
import type { KeepAliveKind, WhatIfScene, WhatIfView } from "../../../view/what-if.js";

// Ladders on the same page have styles of their own, which hold everywhere: no class here is named as theirs.
export const WHATIF_STYLE = `
  :root { --good: #1a7f37 } @media (prefers-color-scheme: dark) { :root { --good: #56d364 } }
  .what-if { width: 100%; min-width: 34rem; height: auto; font: 12px system-ui, sans-serif; fill: var(--ink) }
  .what-if line { stroke: var(--ink); stroke-width: 2 } .what-if .wi-grid { stroke: var(--line); stroke-width: 1 }
  .what-if .wi-scale { fill: var(--quiet) } .wi-bound { fill: var(--note); fill-opacity: .5 } .wi-open { fill: var(--good); fill-opacity: .5 }
  .wi-other-port { fill: none; stroke: var(--warn); stroke-dasharray: 4 3 } .wi-many { fill-opacity: .35 }
  .what-if .wi-call { stroke-width: 1; stroke-dasharray: 1 4 } .what-if .wi-vain { stroke: var(--bad); stroke-dasharray: 2 2 }
  .wi-through { fill: var(--good); color: var(--good) } .wi-lost { fill: var(--bad); color: var(--bad) }
  .calls { width: auto } @media print { .what-if { min-width: 0 } .calls { break-inside: avoid } }`;

const WIDTH = 760;
/** Of the names of the rows. */
const LEFT = 80;
/** A time at the end of the scale needs so much. */
const RIGHT = 40;
/** Of the time beside a call. */
const LABEL = 80;
const ROW = 30;
const BAR = 16;
const HEIGHT = TIME_LINE_ROWS.length * ROW;

const KEEP_ALIVES: Readonly<Record<KeepAliveKind, string>> = {
  none: "nothing keeps the flow open in between",
  crlf: "the phone sends CRLF",
  stun: "the phone sends STUN or OPTIONS",
  options: "the registrar sends OPTIONS, which the phone answers",
  ping: "the registrar sends a datagram that nobody answers",
  "early-refresh": "the phone registers anew",
};

export function whatIfHtml({ scene }: WhatIfView): string {
  const simulation = simulate(scene);
  const calls = simulation.calls.map((call) => {
    const [className, sign] = call.loss === undefined ? ["wi-through", "✓"] : ["wi-lost", "✗"];
    return `<tr><th scope="row">${durationWords(call.atSeconds)}</th><td class="${className}">${sign} ${escapeXml(callWords(call))}</td></tr>`;
  });
  const head = '<thead><tr><th scope="col">Call after</th><th scope="col">What becomes of it</th></tr></thead>';
  return [
    "<h3>What if…</h3>",
    `<p>A simulation, not the capture: ${escapeXml(suppositions(scene))}</p>`,
    `<figure><div class="scroll" tabindex="0" role="region" aria-label="Time line of the simulation">\n${timeLine(scene, simulation)}</div>`,
    "<figcaption>Blue: the registrar knows the phone. Green: the pinhole is open.</figcaption></figure>",
    `<p><strong>${escapeXml(outcomeWords(scene, simulation))}</strong></p>`,
    ...(calls.length === 0 ? [] : [`<table class="calls">${head}<tbody>${calls.join("\n")}</tbody></table>`]),
    '<p class="facts">One phone, one NAT and one registrar on UDP; nothing is lost or late, and a call counts as the packet that opens it.</p>',
  ].join("\n");
}

function suppositions({ grantedSeconds, refreshShare, natTimeoutSeconds, keepAlive }: WhatIfScene): string {
  const every = keepAlive.kind === "none" ? "" : ` every ${durationWords(keepAlive.everySeconds)}`;
  return [
    `the registrar grants ${durationWords(grantedSeconds)}`,
    `the phone refreshes after ${Math.round(refreshShare * 100)} % of it`,
    `the NAT forgets a flow after ${durationWords(natTimeoutSeconds)} of silence`,
    `and ${KEEP_ALIVES[keepAlive.kind]}${every}.`,
  ].join(", ");
}

function timeLine(
  { lengthSeconds }: WhatIfScene,
  { bound, pinhole, registersAtSeconds, keepAlives, calls }: Simulation,
): string {
  const at = (seconds: number) => round(LEFT + (seconds / lengthSeconds) * (WIDTH - LEFT - RIGHT));
  const bar = (row: number, from: number, to: number, className: string) =>
    `<rect class="${className}" x="${at(from)}" width="${round(at(to) - at(from))}" y="${row * ROW + 7}" height="${BAR}"/>`;
  const ticks = (row: number, instants: readonly { atSeconds: number; isLost: boolean }[]) =>
    instants.length > MOST_TICKS
      ? [bar(row, 0, lengthSeconds, "wi-many")]
      : instants.map(({ atSeconds, isLost }) => {
          // One that gets nowhere stands half as high.
          const top = row * ROW + 7 + (isLost ? BAR / 2 : 0);
          return `<line class="wi-${isLost ? "vain" : "tick"}" x1="${at(atSeconds)}" x2="${at(atSeconds)}" y1="${top}" y2="${row * ROW + 7 + BAR}"/>`;
        });
  const scale = scaleOf(lengthSeconds).map((seconds) => {
    const x = at(seconds);
    return `<line class="wi-grid" x1="${x}" x2="${x}" y1="0" y2="${HEIGHT}"/><text class="wi-scale" x="${x + 3}" y="${HEIGHT + 14}">${seconds === 0 ? "0" : durationWords(seconds)}</text>`;
  });
  return [
    `<svg class="what-if" viewBox="0 0 ${WIDTH} ${HEIGHT + 20}" role="img" aria-label="Binding, pinhole and calls over ${durationWords(lengthSeconds)}; the text below says the same">`,
    ...scale,
    ...TIME_LINE_ROWS.map((name, row) => `<text class="wi-scale" x="0" y="${row * ROW + 19}">${name}</text>`),
    ...bound.map(({ fromSeconds, toSeconds }) => bar(0, fromSeconds, toSeconds, "wi-bound")),
    ...pinhole.map((each) => bar(1, each.fromSeconds, each.toSeconds, each.isKnown ? "wi-open" : "wi-other-port")),
    ...ticks(
      2,
      registersAtSeconds.map((atSeconds) => ({ atSeconds, isLost: false })),
    ),
    ...ticks(3, keepAlives),
    ...calls.map(({ atSeconds, loss }, index) => {
      const x = at(atSeconds);
      // The table tells the time of those that stand too close.
      const isCrowded = at(calls[index + 1]?.atSeconds ?? Infinity) - x < LABEL;
      const sign = loss === undefined ? '<tspan class="wi-through">✓</tspan>' : '<tspan class="wi-lost">✗</tspan>';
      return `<line class="wi-call" x1="${x}" x2="${x}" y1="0" y2="${4 * ROW}"/><text x="${x - 5}" y="${4 * ROW + 19}">${sign}${isCrowded ? "" : ` ${durationWords(atSeconds)}`}</text>`;
    }),
    "</svg>",
  ].join("\n");
}
