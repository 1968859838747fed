/** The simulated pinhole: scenes whose outcome follows from RFC 4787 and RFC 5626 by hand, and what holds of every scene. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { callWords, outcomeWords } from "../../../src/core/teach/live/pinhole-words.js";
import { type Loss, simulate } from "../../../src/core/teach/live/pinhole.js";
import type { KeepAliveKind, WhatIfScene } from "../../../src/view/what-if.js";

/** Refreshed every 240 s behind a NAT that forgets after 60 s. */
const SCENE: WhatIfScene = {
  grantedSeconds: 300,
  refreshShare: 0.8,
  natTimeoutSeconds: 60,
  inboundRefreshes: false,
  givesNewPort: false,
  keepAlive: { kind: "none", everySeconds: 30 },
  packetsARefresh: 4,
  callsAtSeconds: [30, 100, 250],
  lengthSeconds: 600,
};

const every = (kind: KeepAliveKind, everySeconds: number) => ({ kind, everySeconds });
const losses = (scene: WhatIfScene) => simulate(scene).calls.map(({ loss }) => loss);

describe("which call is lost", () => {
  it.each<[string, Partial<WhatIfScene>, (Loss | undefined)[]]>([
    ["an idle pinhole closes after the time-out", {}, [undefined, "pinhole-closed", undefined]],
    ["CRLF below the time-out keeps it open", { keepAlive: every("crlf", 25) }, [undefined, undefined, undefined]],
    ["STUN does the same", { keepAlive: every("stun", 25) }, [undefined, undefined, undefined]],
    [
      "OPTIONS from the registrar is answered, and the answer keeps it open",
      { keepAlive: every("options", 25) },
      [undefined, undefined, undefined],
    ],
    [
      "OPTIONS that comes too late finds it closed and opens nothing",
      { keepAlive: every("options", 70), callsAtSeconds: [80] },
      ["pinhole-closed"],
    ],
    [
      "CRLF that comes too late opens it again",
      { keepAlive: every("crlf", 70), callsAtSeconds: [65, 80] },
      ["pinhole-closed", undefined],
    ],
    [
      "behind a NAT of new ports that does not help until the next registration",
      { keepAlive: every("crlf", 70), givesNewPort: true, callsAtSeconds: [65, 80, 241] },
      ["pinhole-closed", "new-port", undefined],
    ],
    [
      "what nobody answers does not help where the NAT minds packets from inside alone",
      { keepAlive: every("ping", 25), callsAtSeconds: [100] },
      ["pinhole-closed"],
    ],
    [
      "and helps where it minds both",
      { keepAlive: every("ping", 25), callsAtSeconds: [100], inboundRefreshes: true },
      [undefined],
    ],
    ["an early refresh", { keepAlive: every("early-refresh", 45) }, [undefined, undefined, undefined]],
    [
      "a refresh that comes too late leaves no binding",
      { refreshShare: 1.1, keepAlive: every("crlf", 25), callsAtSeconds: [299, 310, 331] },
      [undefined, "binding-expired", undefined],
    ],
    ["a call that gets through keeps it open", { callsAtSeconds: [50, 100] }, [undefined, undefined]],
    ["at the very instant of the time-out it is closed", { callsAtSeconds: [60] }, ["pinhole-closed"]],
  ])("%s", (_, change, expected) => {
    expect(losses({ ...SCENE, ...change })).toEqual(expected);
  });
});

test("the stretches say when the pinhole closes and opens", () => {
  const simulation = simulate({ ...SCENE, callsAtSeconds: [] });
  expect(simulation.registersAtSeconds).toEqual([0, 240, 480]);
  expect(simulation.pinhole).toEqual([
    { fromSeconds: 0, toSeconds: 60, isKnown: true },
    { fromSeconds: 240, toSeconds: 300, isKnown: true },
    { fromSeconds: 480, toSeconds: 540, isKnown: true },
  ]);
  expect(simulation.bound).toEqual([{ fromSeconds: 0, toSeconds: 600 }]);
});

test("a mapping with another port stands apart until the registrar learns of it", () => {
  const keepAlive = every("crlf", 100);
  expect(simulate({ ...SCENE, keepAlive, givesNewPort: true, callsAtSeconds: [], lengthSeconds: 300 }).pinhole).toEqual(
    [
      { fromSeconds: 0, toSeconds: 60, isKnown: true },
      { fromSeconds: 100, toSeconds: 160, isKnown: false },
      { fromSeconds: 200, toSeconds: 240, isKnown: false },
      { fromSeconds: 240, toSeconds: 300, isKnown: true },
    ],
  );
});

test("a lost call tells how late it was", () => {
  expect(simulate({ ...SCENE, callsAtSeconds: [100] }).calls).toEqual([
    { atSeconds: 100, loss: "pinhole-closed", lateSeconds: 40 },
  ]);
});

test.each<[KeepAliveKind, number, number]>([
  // 86400 / 240 registrations of four packets.
  ["none", 30, 1440],
  ["crlf", 30, 1440 + 2880],
  ["stun", 30, 1440 + 5760],
  ["options", 30, 1440 + 5760],
  ["ping", 30, 1440 + 2880],
  ["early-refresh", 30, 11_520],
])("a day of %s every %i s is %i packets", (kind, everySeconds, packets) => {
  expect(simulate({ ...SCENE, keepAlive: { kind, everySeconds } }).packetsADay).toBe(packets);
});

describe("of every scene", () => {
  const kinds = fc.constantFrom<KeepAliveKind>("none", "crlf", "stun", "options", "ping", "early-refresh");
  const scenes = fc.record({
    grantedSeconds: fc.integer({ min: 30, max: 3600 }),
    refreshShare: fc.integer({ min: 30, max: 120 }).map((percent) => percent / 100),
    natTimeoutSeconds: fc.integer({ min: 5, max: 300 }),
    inboundRefreshes: fc.boolean(),
    givesNewPort: fc.boolean(),
    keepAlive: fc.record({ kind: kinds, everySeconds: fc.integer({ min: 5, max: 400 }) }),
    packetsARefresh: fc.constantFrom(2, 4),
    callsAtSeconds: fc
      .array(fc.integer({ min: 0, max: 7199 }), { maxLength: 12 })
      .map((all) => all.sort((a, b) => a - b)),
    lengthSeconds: fc.constant(7200),
  });
  const lost = (scene: WhatIfScene) => simulate(scene).calls.filter(({ loss }) => loss !== undefined).length;
  const withKeepAlive = (scene: WhatIfScene, kind: KeepAliveKind, everySeconds: number) => ({
    ...scene,
    keepAlive: { kind, everySeconds },
  });

  it("one from the phone below the time-out loses no call of a valid binding", () => {
    fc.assert(
      fc.property(scenes, fc.constantFrom<KeepAliveKind>("crlf", "stun", "options"), (scene, kind) => {
        const { calls } = simulate(withKeepAlive(scene, kind, scene.natTimeoutSeconds - 1));
        // What comes from outside dies with the binding, and finds the pinhole closed after it.
        const isOwn = kind !== "options" || scene.refreshShare <= 1;
        return !isOwn || calls.every(({ loss }) => loss === undefined || loss === "binding-expired");
      }),
    );
  });

  it("one that comes as often and in between as well never loses more", () => {
    fc.assert(
      fc.property(scenes, fc.integer({ min: 2, max: 6 }), (scene, times) => {
        const { kind, everySeconds } = scene.keepAlive;
        const often = withKeepAlive(scene, kind, everySeconds / times);
        // An early refresh moves the registrations themselves.
        return kind === "early-refresh" || everySeconds / times < 1 || lost(often) <= lost(scene);
      }),
    );
  });

  it("none at all is never better than one, nor a shorter time-out than twice as long a one", () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const none = lost(withKeepAlive(scene, "none", 30));
        const isSound = scene.keepAlive.kind === "early-refresh" || lost(scene) <= none;
        return isSound && lost({ ...scene, natTimeoutSeconds: scene.natTimeoutSeconds * 2 }) <= lost(scene);
      }),
    );
  });

  it("a call is lost just where the drawn stretches say so", () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const { calls, pinhole, bound } = simulate(scene);
        const covers = (stretches: readonly { fromSeconds: number; toSeconds: number }[], instant: number) =>
          stretches.some(({ fromSeconds, toSeconds }) => fromSeconds <= instant && instant < toSeconds);
        const known = pinhole.filter(({ isKnown }) => isKnown);
        return calls.every(
          ({ atSeconds, loss }) => (loss === undefined) === (covers(known, atSeconds) && covers(bound, atSeconds)),
        );
      }),
    );
  });
});

test("a scene of hostile numbers ends", () => {
  const scene = { ...SCENE, grantedSeconds: 0, refreshShare: 0, natTimeoutSeconds: 0, lengthSeconds: 1e12 };
  const { keepAlives, registersAtSeconds } = simulate({ ...scene, keepAlive: every("crlf", 0) });
  expect([keepAlives.length, registersAtSeconds.length]).toEqual([86_400, 86_400]);
});

describe("the words", () => {
  const words = (change: Partial<WhatIfScene>) => {
    const scene = { ...SCENE, ...change };
    const simulation = simulate(scene);
    return { outcome: outcomeWords(scene, simulation), calls: simulation.calls.map(callWords) };
  };

  it("tell the closed pinhole and what would keep it open", () => {
    expect(words({})).toEqual({
      outcome:
        "1 of 3 calls is lost. A phone that is never silent for 1 min keeps its pinhole open. The phone costs 1,440 packets a day.",
      calls: [
        "Gets through: the pinhole is open.",
        "Lost: the pinhole closed 10 s before, and nothing from the phone has opened it since.",
        "Gets through: the pinhole is open.",
      ],
    });
  });

  it.each<[Partial<WhatIfScene>, string]>([
    [{ keepAlive: every("crlf", 25) }, "All 3 calls get through. The phone costs"],
    [{ callsAtSeconds: [] }, "No call comes in."],
    [{ callsAtSeconds: [200] }, "The call is lost."],
    [{ refreshShare: 1.2, callsAtSeconds: [350] }, "The phone refreshes too late"],
    [{ keepAlive: every("ping", 20) }, "this NAT counts packets from inside alone"],
  ])("of %j", (change, expected) => {
    expect(words(change).outcome).toContain(expected);
  });

  it("tell another port and an ended binding", () => {
    const late = { keepAlive: every("crlf", 70), givesNewPort: true, callsAtSeconds: [80] };
    expect(words(late).calls).toEqual([
      "Lost: since 10 s the NAT has had another port for the phone than the registrar knows.",
    ]);
    expect(words({ refreshShare: 1.2, callsAtSeconds: [310] }).calls[0]).toContain("the binding ran out 10 s before");
  });
});
