/** The clock of a log is set while the log is written: its order stands, and no length of time across the jump is judged. */
import { describe, expect, it } from "vitest";
import type { Analysis } from "../../src/core/analysis.js";
import { layOutLadder } from "../../src/core/ladder/lay-out.js";
import { LOG_FORMATS } from "../../src/core/log/read-log.js";
import { toIso } from "../../src/core/model/instant.js";
import { drawLadderText } from "../../src/core/ladder/draw-text.js";
import { printedBy, printerOf } from "./printers.js";
import { analysed } from "./reading.js";
import { type Printable, REGISTRATION } from "./registration.js";

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;

/** At 13:00 a phone registers, and refreshes four minutes later what was granted for five. */
const REFRESHED: readonly Printable[] = [
  ...REGISTRATION,
  ...REGISTRATION.slice(2).map((item) => ({ ...item, ...again(item, 3), after: item.after + 4 * MINUTE })),
].map((item) => ({ ...item, after: item.after + 3 * HOUR }));

function again({ octets }: Printable, cseq: number): Pick<Printable, "octets"> {
  const [nonceCount, branch] = [`nc=0000000${cseq - 1}`, `z9hG4bKq${cseq}`];
  return {
    octets: octets.replace("CSeq: 2", `CSeq: ${cseq}`).replace("z9hG4bKq2", branch).replace("nc=00000001", nonceCount),
  };
}

/** From a message on the clock shows another time. */
function jumped(messages: readonly Printable[], at: number, byMicros: number): Printable[] {
  return messages.map((item, index) => (index < at ? item : { ...item, after: item.after + byMicros }));
}

function factsOf({ findings, trace }: Analysis): unknown {
  return {
    findings: findings.map(({ rule, aor, count, message }) => ({ rule, aor, count, message })),
    states: trace.registrations.map(({ state, attempts }) => [state, attempts.length]),
  };
}

/** Lines of the messages in the order of the trace. */
function linesOf({ trace }: Analysis): number[] {
  return [...trace.messages].map(({ place }) => place.line!);
}

function sentencesOf({ trace }: Analysis): string[] {
  return trace.files.flatMap(({ inferred }) => inferred.filter((sentence) => sentence.includes("clock")));
}

const TIMED = LOG_FORMATS.map(({ id }) => id).filter((id) => printerOf(id).tells.time === true && id !== "siptrace");

describe("a clock that is set back at any message leaves order and findings as they were", () => {
  it.each(TIMED)("%s", (id) => {
    const whole = analysed(printedBy(id, REFRESHED));
    expect(sentencesOf(whole)).toEqual([]);
    for (let at = 1; at < REFRESHED.length; at++) {
      const analysis = analysed(printedBy(id, jumped(REFRESHED, at, -HOUR)));
      expect(factsOf(analysis)).toEqual(factsOf(whole));
      expect(linesOf(analysis)).toEqual(linesOf(whole));
      expect(sentencesOf(analysis)).toHaveLength(1);
    }
  });
});

describe("by how much it is set", () => {
  const whole = analysed(printedBy("sngrep", REFRESHED));

  it.each([
    ["three seconds back", -3_000_000],
    ["ten minutes back", -10 * MINUTE],
    ["ten hours back", -10 * HOUR],
    ["eleven minutes ahead", 11 * MINUTE],
    ["five hours ahead", 5 * HOUR],
  ])("%s", (_, byMicros) => {
    // What lies between a request and its response proves a leap; a client may take its time before the next request.
    for (const at of [1, 3, 5]) {
      const analysis = analysed(printedBy("sngrep", jumped(REFRESHED, at, byMicros)));
      expect(factsOf(analysis)).toEqual(factsOf(whole));
      expect(linesOf(analysis)).toEqual(linesOf(whole));
    }
  });

  it("sets the side forward that is behind, and tells it with the line", () => {
    const back = analysed(printedBy("sngrep", jumped(REFRESHED, 3, -HOUR)));
    expect(toIso(back.trace.startMicros)).toBe("2026-11-20T13:00:01.000000Z");
    expect(sentencesOf(back)).toEqual([
      "The log's clock goes back by 1 h (line 43): later times are set forward by 1 h, and no length of time across it is judged.",
    ]);
    const ahead = analysed(printedBy("sngrep", jumped(REFRESHED, 3, HOUR)));
    expect(toIso(ahead.trace.endMicros)).toBe("2026-11-20T14:04:02.001234Z");
    expect(sentencesOf(ahead)).toEqual([
      "The log's clock leaps ahead by 1 h (line 43): earlier times are set forward by 1 h, and no length of time across it is judged.",
    ]);
  });

  it("several times", () => {
    const messages = jumped(jumped(jumped(REFRESHED, 1, -HOUR), 3, 2 * HOUR), 4, -30 * MINUTE);
    const analysis = analysed(printedBy("kamailio", messages));
    expect(factsOf(analysis)).toEqual(factsOf(analysed(printedBy("kamailio", REFRESHED))));
    expect(analysis.trace.clockJumps.map(({ byMicros }) => Math.round(byMicros / MINUTE))).toEqual([-60, 120, -26]);
  });
});

describe("a device that gets its time after its start", () => {
  it.each([1, 2, 3, 4, 5])("with message %i", (at) => {
    const start = -Date.UTC(2026, 10, 20, 13) * 1000;
    const dated = (item: Printable) =>
      `${new Date((Date.UTC(2026, 10, 20, 10) * 1000 + item.after) / 1000).toISOString()} 192.0.2.10:5060 -> 192.0.2.1:5060\n${item.octets}\n`;
    const early = REFRESHED.map((item, index) => (index < at ? { ...item, after: item.after + start } : item));
    const analysis = analysed(early.map(dated).join(""));
    expect(factsOf(analysis)).toEqual(factsOf(analysed(REFRESHED.map(dated).join(""))));
    expect(toIso(analysis.trace.startMicros)).toMatch(/^2026-11-20T13:0/);
  });
});

describe("no clock is set", () => {
  const PARTS = [REFRESHED.slice(0, 4), REFRESHED.slice(4)] as const;

  it.each([
    [
      "where threads print a little out of order",
      [...REFRESHED].map((item, index) => ({ ...item, after: item.after - (index % 2) * 300_000 })),
    ],
    ["in a log whose last line comes first", [...REFRESHED].reverse()],
    ["where parts of a log stand in another order", [...PARTS[1], ...PARTS[0]]],
    [
      "where a second log follows that saw the same",
      [...REFRESHED, ...REFRESHED.map((item) => ({ ...item, after: item.after - HOUR }))],
    ],
  ])("%s", (_, messages) => {
    const analysis = analysed(printedBy("sngrep", messages));
    expect(analysis.trace.clockJumps).toEqual([]);
    expect(sentencesOf(analysis)).toEqual([]);
    const times = [...analysis.trace.messages].map(({ atMicros }) => atMicros);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it("in a text made from a capture", () => {
    expect(analysed(printedBy("siptrace", jumped(REFRESHED, 3, -HOUR))).trace.clockJumps).toEqual([]);
  });
});

describe("across a jump", () => {
  /** A phone whose refused registration is tried again a minute later, as many times as told. */
  const refused = Array.from({ length: 6 }, (_, index): Printable[] => {
    const [request, response] = REGISTRATION.slice(2).map((item) => ({
      ...item,
      ...again(item, index + 2),
      after: item.after + index * MINUTE,
    })) as [Printable, Printable];
    return [
      request,
      { ...response, octets: response.octets.replace("200 OK", "403 Forbidden").replace(/Contact: .*\r\n/, "") },
    ];
  })
    .flat()
    .map((item) => ({ ...item, after: item.after + 3 * HOUR }));

  it("nothing is covered, and what is in the log apart from it is", () => {
    const { trace } = analysed(printedBy("sngrep", jumped(refused, 4, -HOUR)));
    const [jump] = trace.clockJumps;
    expect(trace.covers(trace.startMicros, jump!.atMicros - 1)).toBe(true);
    expect(trace.covers(jump!.atMicros, trace.endMicros)).toBe(true);
    expect(trace.covers(trace.startMicros, trace.endMicros)).toBe(false);
  });

  it("tries are not taken for hasty ones", () => {
    const hasty = refused.map((item, index) => ({ ...item, after: item.after - Math.floor(index / 2) * 50_000_000 }));
    const rules = (messages: readonly Printable[]) =>
      analysed(printedBy("sngrep", messages)).findings.map(({ rule }) => rule);
    expect(rules(refused)).not.toContain("retry-too-fast");
    expect(rules(hasty)).toContain("retry-too-fast");
    expect(rules(jumped(hasty, 6, -HOUR))).not.toContain("retry-too-fast");
    for (let at = 1; at < refused.length; at++)
      expect(rules(jumped(refused, at, -HOUR))).not.toContain("retry-too-fast");
  });

  it("the ladder says so", () => {
    const ladder = layOutLadder(analysed(printedBy("sngrep", jumped(refused, 5, -HOUR))), "all");
    const words = ladder.rows.map((row) => (row.kind === "gap" ? row.label : row.kind));
    expect(words.slice(6, 9)).toEqual(["message", "The log's clock goes back by 1 h here", "message"]);
    expect(words.filter((word) => word.includes("clock"))).toHaveLength(1);
    expect(drawLadderText(ladder)).toContain("The log's clock goes back by 1 h here");
    // Keys pass over the row of the jump: the one behind it says so to a screen reader.
    expect(ladder.rows[8]?.sentence).toMatch(/^line \d+, The log's clock goes back by 1 h here, .*from/);
  });
});
