/** Every bundled lesson is gone through with the real engine: each step moves a capture to its message, each place that is asked for is judged. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseLesson } from "../../src/core/teach/lesson/parse-lesson.js";
import type { FromLessonPage, LessonProgress, ToLessonPage } from "../../src/view/lesson.js";
import { COMMANDS } from "../../src/vscode/contributions.js";
import { registerLessons } from "../../src/vscode/lessons.js";
import type { OpenTrace } from "../../src/vscode/open-trace.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { EngineClient } from "../../src/worker/client.js";
import { startInThread } from "../../src/worker/in-thread.js";
import type { FakePanel } from "./fake-panel.js";
import { FakeUri } from "./fake-uri.js";
import { editor } from "./fake-vscode.js";
import { startTraces } from "./open-log.js";

const EXTENSION = "file:///extensions/sip-trace";
const LESSONS = new URL("../../samples/lessons/", import.meta.url);
const INDEX = readFileSync(new URL("index.json", LESSONS));
/** Some captures hold a hundred messages, and a busy machine runs many tests at once. */
const PATIENT = { timeout: 20_000 };

const kept = new Map<string, LessonProgress>();
let traces: OpenTraces;
let registered: { dispose(): unknown };

beforeEach(() => {
  editor.reset();
  kept.clear();
  editor.commands.set("vscode.openWith", () => undefined);
  editor.files.set(`${EXTENSION}/samples/lessons/index.json`, INDEX);
  traces = startTraces();
  const client = new EngineClient(
    (listener) => Promise.resolve(startInThread(listener)),
    () => undefined,
  );
  const storage = {
    get: () => Object.fromEntries(kept),
    update: (_: string, value: Record<string, LessonProgress>) => {
      for (const [key, progress] of Object.entries(value)) kept.set(key, progress);
      return Promise.resolve();
    },
  };
  type Args = Parameters<typeof registerLessons>;
  const [extension, memento] = [FakeUri.parse(EXTENSION), storage] as unknown as [Args[2], Args[3]];
  registered = registerLessons(client, traces, extension, memento, () => Promise.reject(new Error("not asked for")));
});
afterEach(() => {
  registered.dispose();
  traces.dispose();
});

const panel = (): FakePanel => editor.panels.at(-1)!;
const say = (message: FromLessonPage) => panel().say(message);
const told = () => panel().told as ToLessonPage[];
const verdicts = () => told().flatMap((each) => (each.type === "verdict" ? [each.verdict.kind] : []));

interface Place {
  readonly trace: OpenTrace;
  readonly message: number;
}

const isSame = (one: Place, other: Place) => one.trace === other.trace && one.message === other.message;

/** Where a place of the lesson is. */
async function find(at: string): Promise<Place> {
  for (const trace of traces.all) {
    const [message = null] = await trace.lessonPlaces([at]);
    if (message !== null) return { trace, message };
  }
  throw new Error(`${at} is in none of the captures`);
}

interface Listed {
  readonly file: string;
  readonly title: string;
}

describe.each(JSON.parse(INDEX.toString()) as Listed[])("$title", ({ file }) => {
  const { lesson } = parseLesson(readFileSync(new URL(file, LESSONS), "utf8"));

  test("goes from message to message, and judges what is pointed at", PATIENT, async () => {
    const { steps, questions, captures } = lesson!;
    for (const path of [file, ...captures.map(({ file: capture }) => capture)]) {
      const from = new URL(path, LESSONS);
      const place = from.pathname.slice(new URL("..", LESSONS).pathname.length);
      editor.files.set(`sip-trace-sample:/${place}`, readFileSync(from));
    }
    await editor.run(COMMANDS.startLesson, file);
    say({ type: "ready" });
    expect(told().map(({ type }) => type)).toEqual(["lesson"]);
    await expect.poll(() => traces.all.map(({ state }) => state.kind), PATIENT).toEqual(captures.map(() => "analysed"));

    const goTo = (place: number) => say({ type: "progress", progress: { place, solved: [], isDone: false } });
    const shown: (readonly [trace: OpenTrace, message: number, header: string | null | undefined])[] = [];
    for (const trace of traces.all)
      trace.onDidChoose(({ message, header, isByHand }) => {
        if (!isByHand) shown.push([trace, message, header]);
      });
    for (const [index, { at, header }] of steps.entries()) {
      const { trace, message } = await find(at);
      goTo(index + 1);
      await expect.poll(() => shown.length, PATIENT).toBe(index + 1);
      const [where, ...what] = shown[index]!;
      expect([where.uri.path, ...what], at).toEqual([trace.uri.path, message, header ?? null]);
      if (header) expect((await trace.message(message)).text).toMatch(new RegExp(`^${header}\\s*:`, "im"));
    }

    for (const [index, { clicks }] of questions.entries()) {
      if (clicks.length === 0) continue;
      goTo(1 + steps.length + index);
      const right = await Promise.all(clicks.map(({ at }) => find(at)));
      const places = await Promise.all(steps.map(({ at }) => find(at)));
      const wrong = places.find((place) => right.every((each) => !isSame(each, place)))!;
      await expect.poll(() => kept.get(`sip-trace-sample:/lessons/${file}`)?.place).toBe(1 + steps.length + index);
      const answer = async (kind: string, act: () => void) => {
        const before = verdicts().length;
        act();
        await expect.poll(() => verdicts().slice(before), PATIENT).toEqual([kind]);
      };
      const pointAt = (place: Place) => () => {
        place.trace.choose({ message: place.message, by: undefined, isByHand: true });
      };
      const choose = (header: string) => () => say({ type: "chooseHeader", question: index, header });
      await answer("wrong", pointAt(wrong));
      const { header } = clicks[0]!;
      await answer(header ? "message" : "right", pointAt(right[0]!));
      if (!header) continue;
      await answer("wrong", choose("Max-Forwards"));
      await answer("right", choose(header));
    }
    expect(told().filter(({ type }) => type === "notice")).toEqual([]);
  });
});
