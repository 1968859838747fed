/** What the tests of lessons play on: bundled lessons and their captures in a fake editor, the real engine, and a page that the test plays. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach } from "vitest";
import type { FromLessonPage, LessonProgress, ToLessonPage } from "../../src/view/lesson.js";
import { COMMANDS, LESSON_PANEL } from "../../src/vscode/contributions.js";
import { registerLessons } from "../../src/vscode/lessons.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { EngineClient } from "../../src/worker/client.js";
import { startInThread } from "../../src/worker/in-thread.js";
import { FakePanel, type PanelSerializer } from "./fake-panel.js";
import { FakeUri } from "./fake-uri.js";
import { editor } from "./fake-vscode.js";
import { analysed, startTraces } from "./open-log.js";

const EXTENSION = "file:///extensions/sip-trace";
export const SAMPLES = new URL("../../samples/", import.meta.url);
export const FIRST = "01-healthy-handshake.md";

const readFile = (uri: { path: string; toString(): string }) => {
  const octets = editor.files.get(uri.toString());
  if (!octets) return Promise.reject(new Error(`${uri.path} cannot be read.`));
  return Promise.resolve({
    kind: "octets" as const,
    name: uri.path,
    octets: new Uint8Array(octets),
    modifiedMicros: undefined,
  });
};

export const kept = new Map<string, unknown>();
const storage = {
  get: (key: string) => kept.get(key),
  update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
};
export let traces: OpenTraces;
export let registered: { dispose(): unknown };
/** Addresses of captures that were opened. */
export let opened: string[];

export const text = (path: string) => readFileSync(new URL(path, SAMPLES), "utf8");
export const panel = (): FakePanel => editor.panels.at(-1)!;
export const told = <T extends ToLessonPage["type"]>(type: T) =>
  (panel().told as ToLessonPage[]).findLast((each): each is Extract<ToLessonPage, { type: T }> => each.type === type);

export function register(): void {
  const client = new EngineClient(
    (listener) => Promise.resolve(startInThread(listener)),
    () => undefined,
  );
  type Args = Parameters<typeof registerLessons>;
  const extension = FakeUri.parse(EXTENSION) as unknown as Args[2];
  registered = registerLessons(client, traces, extension, storage as unknown as Args[3], readFile);
}

beforeEach(() => {
  editor.reset();
  editor.settings["sipTrace.lessons.files"] = "**/*.lesson.md";
  kept.clear();
  opened = [];
  editor.commands.set("vscode.openWith", (uri) => void opened.push(String(uri)));
  editor.files.set(`${EXTENSION}/samples/lessons/index.json`, Buffer.from(text("lessons/index.json")));
  editor.files.set(`sip-trace-sample:/lessons/${FIRST}`, Buffer.from(text(`lessons/${FIRST}`)));
  const capture = readFileSync(new URL("healthy-registration.pcapng", SAMPLES));
  editor.files.set("sip-trace-sample:/healthy-registration.pcapng", capture);
  traces = startTraces();
});
afterEach(() => {
  registered.dispose();
  traces.dispose();
});

/** Says something as the page. */
export function say(message: FromLessonPage): void {
  panel().say(message);
}

export async function start(file = FIRST): Promise<void> {
  const done = analysed(traces);
  await editor.run(COMMANDS.startLesson, file);
  await done;
  say({ type: "ready" });
}

/** Goes to a place as the page does. */
export function goTo(progress: Partial<LessonProgress>): void {
  say({ type: "progress", progress: { place: 0, solved: [], isDone: false, ...progress } });
}

/** As the window does after a reload. */
export async function bringBack(state: unknown): Promise<void> {
  const page = new FakePanel("");
  editor.panels.push(page);
  await editor.provider<PanelSerializer>(LESSON_PANEL).deserializeWebviewPanel(page, state);
}

/** Messages that the capture was moved to. */
export function moves(): number[] {
  const chosen: number[] = [];
  traces.all[0]!.onDidChoose(({ message, isByHand }) => {
    if (!isByHand) chosen.push(message);
  });
  return chosen;
}

export const pointAt = (message: number) => traces.all[0]!.choose({ message, by: undefined, isByHand: true });
export const verdict = () => told("verdict")?.verdict.kind;
