/** Draws a ladder as a Mermaid sequence diagram, to paste into documents; folds become loops. */
import type { LadderRow, LadderView, MessageRow, SignalRow } from "../../view/ladder.js";
import { endingsOf } from "./row-clock.js";
import { visible } from "./visible.js";

/** Ends with a line end. Every character that Mermaid or HTML could take for its own is written as a code. */
export function drawLadderMermaid(view: LadderView): string {
  const lines = ["sequenceDiagram", ...participants(view)];
  const endings = endingsOf(view);
  let number = 0;
  for (const row of view.rows) {
    lines.push(...rowLines(row, view).map((line) => `  ${line}`));
    const end = number + 1 + (row.kind === "fold" ? row.rows.length : 0);
    for (; number < end; number++) {
      for (const { lane, label } of endings.get(number) ?? [])
        lines.push(`  Note over ${laneId(lane)}: ${escaped(label)}`);
    }
  }
  if (view.omitted > 0) lines.push(`  ${noteOver(view, `${view.omitted} more messages are not drawn`)}`);
  return `${lines.join("\n")}\n`;
}

/** Phones that share an address, mostly behind one NAT, stand in a box. */
function participants({ lanes }: LadderView): string[] {
  const lines: string[] = [];
  let first = 0;
  while (first < lanes.length) {
    const { address } = lanes[first]!;
    let end = first + 1;
    while (address !== "" && lanes[end]?.address === address) end++;
    const own = lanes.slice(first, end).map(({ name, detail }, offset) => {
      const id = laneId(first + offset);
      return `  participant ${id} as ${[name, detail].filter(Boolean).map(escaped).join("<br/>") || id}`;
    });
    // A colour comes first, so that an address is not taken for one.
    if (own.length > 1)
      lines.push(`  box transparent at ${escaped(address)}`, ...own.map((line) => `  ${line}`), "  end");
    else lines.push(...own);
    first = end;
  }
  return lines;
}

function rowLines(row: LadderRow, view: LadderView): string[] {
  switch (row.kind) {
    case "gap":
      return [noteOver(view, row.label)];
    case "fold":
      // The cycle is drawn once: the loop says how often it ran.
      return [`loop ${escaped(row.label)}`, ...firstCycle(row.rows).map((each) => `  ${arrow(each)}`), "end"];
    case "signal":
    case "message": {
      const flagged = row.findings.flatMap((index) => view.findings[index] ?? []);
      return [
        arrow(row),
        ...flagged.map(
          ({ severity, title }) =>
            `Note over ${laneId(row.from)},${laneId(row.to)}: ${escaped(`${severity}: ${title}`)}`,
        ),
      ];
    }
  }
}

/** Rows up to where the first one comes again. */
function firstCycle(rows: readonly (MessageRow | SignalRow | LadderRow)[]): (MessageRow | SignalRow)[] {
  const drawn = rows.filter((row): row is MessageRow | SignalRow => row.kind === "message" || row.kind === "signal");
  const first = drawn[0];
  const transaction = first?.kind === "message" ? first.transaction : null;
  const again = drawn.findIndex(
    (row, index) =>
      index > 0 &&
      row.label === first?.label &&
      row.from === first.from &&
      (row.kind === "signal" || row.transaction !== transaction) &&
      hasResult(drawn.slice(0, index)),
  );
  return again < 0 ? drawn : drawn.slice(0, again);
}

/** A challenge is not the end of a cycle: the same request follows with credentials. */
function hasResult(rows: readonly (MessageRow | SignalRow)[]): boolean {
  const last = rows.at(-1);
  return last?.kind === "signal" || last?.tone !== "challenge";
}

function arrow(row: MessageRow | SignalRow): string {
  const isThin = row.kind === "signal" || row.mark === "retransmission";
  const stroke = row.kind === "message" && row.mark === "lost" ? "-x" : isThin ? "-->>" : "->>";
  const words = [row.label, row.detail].filter(Boolean).map(escaped).join(" ");
  return `${laneId(row.from)}${stroke}${laneId(row.to)}: ${words}`;
}

function noteOver({ lanes }: LadderView, words: string): string {
  const last = lanes.length > 1 ? `,${laneId(lanes.length - 1)}` : "";
  return `Note over ${laneId(0)}${last}: ${escaped(words)}`;
}

function laneId(lane: number): string {
  return `L${lane}`;
}

/** Letters, digits and harmless signs stay; the rest is `#code;`, as Mermaid reads it. */
function escaped(text: string): string {
  const words = visible(text).replace(/[^\p{L}\p{N} .,/@·→–×…_-]/gu, (character) => `#${character.codePointAt(0)};`);
  // A line that is nothing but this keyword would end a loop.
  return /^end$/i.test(words.trim()) ? `#${words.trim().charCodeAt(0)};${words.trim().slice(1)}` : words;
}
