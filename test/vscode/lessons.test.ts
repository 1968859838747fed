/** A lesson is started, walked through and left, with the real engine and a page that the test plays; a trainer's own are found and judged. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FromLessonPage, LessonProgress, ToLessonPage } from "../../src/view/lesson.js";
import type { ToPaintingPage } from "../../src/view/painting.js";
import { COMMANDS, LESSON_PANEL, LESSONS_VIEW } from "../../src/vscode/contributions.js";
import { registerLessons } from "../../src/vscode/lessons.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { EngineClient } from "../../src/worker/client.js";
import { startInThread } from "../../src/worker/in-thread.js";
import { FakePanel, type PanelSerializer } from "./fake-panel.js";
import { FakeUri } from "./fake-uri.js";
import type { TreeItem } from "./fake-values.js";
import { editor } from "./fake-vscode.js";
import { analysed, startTraces } from "./open-log.js";

const EXTENSION = "file:///extensions/sip-trace";
const SAMPLES = new URL("../../samples/", import.meta.url);
const FIRST = "01-healthy-handshake.md";
const OWN = "file:///workspace/mine.lesson.md";

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

const kept = new Map<string, unknown>();
const storage = {
  get: (key: string) => kept.get(key),
  update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
};
let traces: OpenTraces;
let registered: { dispose(): unknown };
/** Addresses of captures that were opened. */
let opened: string[];

const text = (path: string) => readFileSync(new URL(path, SAMPLES), "utf8");
const panel = (): FakePanel => editor.panels.at(-1)!;
const told = <T extends ToLessonPage["type"]>(type: T) =>
  (panel().told as ToLessonPage[]).findLast((each): each is Extract<ToLessonPage, { type: T }> => each.type === type);

function register(): void {
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
function say(message: FromLessonPage): void {
  panel().say(message);
}

async function start(file = FIRST): Promise<void> {
  const done = analysed(traces);
  await editor.run(COMMANDS.startLesson, file);
  await done;
  say({ type: "ready" });
}

/** Goes to a place as the page does. */
function goTo(progress: Partial<LessonProgress>): void {
  say({ type: "progress", progress: { place: 0, solved: [], isDone: false, ...progress } });
}

/** As the window does after a reload. */
async function bringBack(state: unknown): Promise<void> {
  const page = new FakePanel("");
  editor.panels.push(page);
  await editor.provider<PanelSerializer>(LESSON_PANEL).deserializeWebviewPanel(page, state);
}

/** Messages that the capture was moved to. */
function moves(): number[] {
  const chosen: number[] = [];
  traces.all[0]!.onDidChoose(({ message, isByHand }) => {
    if (!isByHand) chosen.push(message);
  });
  return chosen;
}

const pointAt = (message: number) => traces.all[0]!.choose({ message, by: undefined, isByHand: true });
const verdict = () => told("verdict")?.verdict.kind;

describe("a bundled lesson", () => {
  test("opens its capture, and its page with all of its text", async () => {
    register();
    await start();
    expect(opened).toEqual(["sip-trace-sample:/healthy-registration.pcapng"]);
    expect(panel().title).toBe("The healthy handshake");
    const { view, progress } = told("lesson")!;
    expect(progress.place).toBe(0);
    expect(view.steps.map(({ at }) => at).slice(0, 3)).toEqual(["REGISTER 1", "401 1", "REGISTER 2"]);
    expect(view.steps[0]!.text).toMatch(/^<p>/);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(panel().webview.html)![1]!;
    expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-[\w-]+'; style-src \S+$/);
  });

  test("waits with its page until that of the capture has loaded", async () => {
    register();
    let load!: () => void;
    const page = new Promise<void>((resolve) => (load = resolve));
    editor.commands.set("vscode.openWith", () => void (traces.all[0]!.page = page));
    const held = traces.holdCapture(FakeUri.parse("sip-trace-sample:/healthy-registration.pcapng") as never);
    const started = editor.run(COMMANDS.startLesson, FIRST);
    await expect.poll(() => held.page === page).toBe(true);
    expect(editor.panels).toEqual([]);
    load();
    await started;
    expect(panel().title).toBe("The healthy handshake");
  });

  test("moves the capture to the message of each step, and remembers where one is", async () => {
    register();
    await start();
    const moved = moves();
    goTo({ place: 1 });
    await expect.poll(() => moved).toEqual([0]);
    goTo({ place: 2 });
    await expect.poll(() => moved).toEqual([0, 1]);
    expect(kept.get("lessons")).toMatchObject({ [`sip-trace-sample:/lessons/${FIRST}`]: { place: 2 } });
    editor.run(COMMANDS.nextInLesson);
    expect(told("move")).toEqual({ type: "move", by: 1 });
  });

  test("takes a message of the capture for an answer, and then a line of it", async () => {
    register();
    await start();
    const { steps, questions } = told("lesson")!.view;
    const index = questions.findIndex(({ answers }) => answers.length === 0);
    goTo({ place: 1 + steps.length + index });
    pointAt(1);
    await expect.poll(verdict).toBe("wrong");
    pointAt(3);
    await expect.poll(verdict).toBe("message");
    const right = told("verdict")!.verdict;
    expect(right.kind === "message" && right.headers).toEqual(expect.arrayContaining(["Via", "Contact"]));
    say({ type: "chooseHeader", question: index, header: "Via" });
    await expect.poll(verdict).toBe("wrong");
    say({ type: "chooseHeader", question: index, header: "Contact" });
    await expect.poll(verdict).toBe("right");
  });

  test("does not judge what the lesson itself shows, nor clicks where nothing is asked", async () => {
    register();
    await start();
    const { steps, questions } = told("lesson")!.view;
    const asked = 1 + steps.length + questions.findIndex(({ answers }) => answers.length === 0);
    goTo({ place: 1 });
    pointAt(1);
    goTo({ place: asked });
    pointAt(3);
    await expect.poll(verdict).toBe("message");
    expect((panel().told as ToLessonPage[]).filter(({ type }) => type === "verdict")).toHaveLength(1);
  });

  test("is listed with its minutes and how far one is, and can be reset", async () => {
    register();
    const provider = editor.provider<{ getChildren(): Promise<unknown[]>; getTreeItem(node: unknown): TreeItem }>(
      LESSONS_VIEW,
    );
    const [entry] = await provider.getChildren();
    const item = () => provider.getTreeItem(entry);
    expect(item()).toMatchObject({ label: "The healthy handshake", description: "12 min", contextValue: "lesson-new" });
    await start();
    goTo({ place: 2 });
    await expect.poll(() => item().description).toBe("12 min, started");
    goTo({ place: 2, isDone: true });
    await expect.poll(() => item().description).toBe("12 min, done");
    await editor.run(COMMANDS.resetLesson, entry);
    expect(item().description).toBe("12 min");
    expect(told("lesson")?.progress.place).toBe(0);
  });

  test("of two captures has both open, and shows each step in its own", async () => {
    for (const file of ["13-sip-alg.md", "captures/13-alg-client.pcapng", "captures/13-alg-server.pcapng"])
      editor.files.set(`sip-trace-sample:/lessons/${file}`, readFileSync(new URL(`lessons/${file}`, SAMPLES)));
    register();
    await start("13-sip-alg.md");
    expect(opened.map((uri) => uri.replace(/.*alg-/, ""))).toEqual(["server.pcapng", "client.pcapng"]);
    const steps = told("lesson")!.view.steps.map(({ at }) => at);
    const shown: string[] = [];
    for (const trace of traces.all)
      trace.onDidChoose(({ message }) => shown.push(`frame ${message} of ${trace.uri.path.replace(/.*\//, "")}`));
    for (const [index, at] of steps.slice(0, 2).entries()) {
      goTo({ place: index + 1 });
      await expect.poll(() => shown.length).toBe(index + 1);
      expect(shown.at(-1)!.replace(/.* of/, "")).toBe(at.replace(/.* of/, ""));
      expect(opened.at(-1)).toContain(at.replace(/.* of /, ""));
    }
  });

  test("lets the class guess where the question is what is wrong, and hides the findings until it is left", async () => {
    for (const file of ["lessons/04-wrong-password.md", "wrong-password.pcapng"])
      editor.files.set(`sip-trace-sample:/${file}`, readFileSync(new URL(file, SAMPLES)));
    register();
    await start("04-wrong-password.md");
    const { steps, questions } = told("lesson")!.view;
    const question = questions.findIndex(({ answers }) => answers.length === 0);
    const place = 1 + steps.length + question;
    goTo({ place });
    await expect.poll(() => told("canGuess")).toEqual({ type: "canGuess", question });
    const [trace] = traces.all;
    say({ type: "guess" });
    await expect.poll(() => trace!.isGuessing).toBe(true);
    expect(opened.at(-1)).toBe("sip-trace-sample:/wrong-password.pcapng");
    // Who looks around has not answered yet.
    pointAt(1);
    trace!.choose({ message: 1, by: undefined, guessed: { line: undefined } });
    await expect.poll(verdict).toBe("wrong");
    trace!.choose({ message: 3, by: undefined, guessed: { line: 1 } });
    await expect.poll(verdict).toBe("right");
    expect((panel().told as ToLessonPage[]).filter(({ type }) => type === "verdict")).toHaveLength(2);
    goTo({ place, solved: [question] });
    expect(trace!.isGuessing).toBe(true);
    goTo({ place: place + 1, solved: [question] });
    await expect.poll(() => trace!.isGuessing).toBe(false);
  });

  test("does not offer to guess where nothing is wrong", async () => {
    register();
    await start();
    const { steps, questions } = told("lesson")!.view;
    goTo({ place: 1 + steps.length + questions.findIndex(({ answers }) => answers.length === 0) });
    pointAt(3);
    await expect.poll(verdict).toBe("message");
    expect(told("canGuess")).toBeUndefined();
  });

  test("opens the digest of a step, or its timers, on the step's message", async () => {
    const asked: unknown[] = [];
    editor.commands.set("workbench.action.focusFirstEditorGroup", () => undefined);
    editor.commands.set(COMMANDS.digestWalk, (target) => asked.push(target));
    register();
    await start();
    const step = told("lesson")!.view.steps.findIndex(({ digest }) => digest !== null);
    expect(told("lesson")!.view.steps[step]!.digest).toEqual({ password: "kT9-rosso-41" });
    goTo({ place: step + 1 });
    say({ type: "widget", widget: "digest" });
    await expect
      .poll(() => asked)
      .toEqual([{ trace: "sip-trace-sample:/healthy-registration.pcapng", message: 2, password: "kT9-rosso-41" }]);
  });

  test("hands the simulation the timers that it chose", async () => {
    for (const file of ["lessons/11-nat-and-idle-phones.md", "nat-flow-expired.pcapng"])
      editor.files.set(`sip-trace-sample:/${file}`, readFileSync(new URL(file, SAMPLES)));
    const asked: unknown[] = [];
    editor.commands.set("workbench.action.focusFirstEditorGroup", () => undefined);
    editor.commands.set(COMMANDS.whatIf, (target) => asked.push(target));
    register();
    await start("11-nat-and-idle-phones.md");
    goTo({ place: 1 + told("lesson")!.view.steps.findIndex(({ whatIf }) => whatIf !== null) });
    say({ type: "widget", widget: "whatIf" });
    const change = {
      grantedSeconds: 300,
      natTimeoutSeconds: 30,
      keepAlive: { kind: "none" },
      callsAtSeconds: [50, 250],
    };
    await expect.poll(() => asked).toMatchObject([{ trace: "sip-trace-sample:/nat-flow-expired.pcapng", change }]);
  });

  test("is saved as one page, and its steps as slides of the form that is chosen", async () => {
    register();
    editor.chosenFile = FakeUri.parse("file:///workspace/class.html");
    await editor.run(COMMANDS.exportLesson, FIRST);
    const page = new TextDecoder().decode(editor.files.get("file:///workspace/class.html"));
    expect(page).toMatch(/^<!DOCTYPE html>/i);
    expect(page).toContain("The phone says where it is");
    for (const [form, ending] of [
      ["SVG", "svg"],
      ["Mermaid", "mmd"],
    ]) {
      editor.chosenFile = FakeUri.parse(`file:///workspace/${ending}`);
      editor.picks = ({ label }) => label === form;
      await editor.run(COMMANDS.exportLessonSlides, FIRST);
      const slides = [...editor.files.keys()].filter((key) => key.startsWith(`file:///workspace/${ending}/`));
      expect(slides).toContain(`file:///workspace/${ending}/healthy-handshake-06.${ending}`);
      expect(slides).toHaveLength(6);
    }
  });

  test("has its slides painted by a page that is open meanwhile, whether or not the lesson is", async () => {
    register();
    editor.chosenFile = FakeUri.parse("file:///workspace/slides");
    editor.picks = ({ label }) => label === "PNG";
    const saved = editor.run(COMMANDS.exportLessonSlides, FIRST);
    await expect.poll(() => editor.panels.length).toBe(1);
    const drawings = () => panel().told as ToPaintingPage[];
    panel().say({ type: "ready" });
    for (let count = 1; count <= 6; count++) {
      await expect.poll(() => drawings().length).toBe(count);
      expect(drawings().at(-1)!.svg).toMatch(/^<svg /);
      panel().say({ type: "picture", png: Uint8Array.of(count) });
    }
    await saved;
    expect([...editor.files.get("file:///workspace/slides/healthy-handshake-06.png")!]).toEqual([6]);
    expect(panel().isOpen).toBe(false);
    expect(editor.messages.at(-1)).toBe("6 slides are in slides, as PNG.");
  });

  test("saves no further slides once the page that paints them is closed", async () => {
    register();
    editor.chosenFile = FakeUri.parse("file:///workspace/slides");
    editor.picks = ({ label }) => label === "PNG";
    const saved = editor.run(COMMANDS.exportLessonSlides, FIRST);
    await expect.poll(() => editor.panels.length).toBe(1);
    panel().say({ type: "ready" });
    await expect.poll(() => panel().told.length).toBe(1);
    panel().dispose();
    await saved;
    expect(panel().told).toHaveLength(1);
    expect([...editor.files.keys()].filter((key) => key.endsWith(".png"))).toEqual([]);
  });

  test("ends stepping where it asks for a message of the capture, and not after a reload of the window", async () => {
    register();
    await start();
    let isEnded = false;
    traces.all[0]!.onDidEndSteps(() => (isEnded = true));
    const { view, address } = told("lesson")!;
    const asked = 1 + view.steps.length + view.questions.findIndex(({ answers }) => answers.length === 0);
    goTo({ place: asked });
    await expect.poll(() => isEnded).toBe(true);
    registered.dispose();
    register();
    await bringBack({ address });
    isEnded = false;
    traces.all[0]!.onDidEndSteps(() => (isEnded = true));
    say({ type: "ready" });
    await expect.poll(() => traces.all[0]!.state.kind).toBe("analysed");
    goTo({ place: asked });
    await traces.all[0]!.lessonPlaces(["REGISTER 1"]);
    expect(isEnded).toBe(false);
    goTo({ place: 1 });
    goTo({ place: asked });
    await expect.poll(() => isEnded).toBe(true);
  });

  test("comes back after a reload of the window, and leaves its capture where that was", async () => {
    register();
    await start();
    goTo({ place: 2 });
    const { address } = told("lesson")!;
    registered.dispose();
    register();
    await bringBack({ address });
    say({ type: "ready" });
    expect(told("lesson")).toMatchObject({ address, progress: { place: 2 } });
    expect(editor.contexts.get("sipTrace.lessonIsOpen")).toBe(true);
    const moved = moves();
    goTo({ place: 2 });
    await expect.poll(() => traces.all[0]!.state.kind).toBe("analysed");
    goTo({ place: 3 });
    await expect.poll(() => moved).toEqual([2]);
    expect(opened).toHaveLength(1);
  });

  test.each([undefined, {}, { address: "nowhere" }, { address: "file:///workspace/gone.lesson.md" }])(
    "does not come back from a state of %j",
    async (state) => {
      register();
      await bringBack(state);
      expect(panel().isOpen).toBe(false);
    },
  );

  test("frees its capture when its page is closed, and the keys say that none is open", async () => {
    register();
    await start();
    panel().dispose();
    expect(traces.all).toEqual([]);
    expect(editor.contexts.get("sipTrace.lessonIsOpen")).toBe(false);
    editor.run(COMMANDS.nextInLesson);
    expect(editor.messages.at(-1)).toMatch(/^No lesson is open\./);
  });
});

describe("a trainer's own lesson", () => {
  /** The first lesson with its capture beside it, changed. */
  const own = (from: string, to: string) => {
    const changed = text(`lessons/${FIRST}`).replace("../healthy-registration.pcapng", "mine.pcapng").replace(from, to);
    editor.files.set(OWN, Buffer.from(changed));
    return changed.split("\n");
  };
  beforeEach(() => {
    editor.files.set("file:///workspace/mine.pcapng", readFileSync(new URL("healthy-registration.pcapng", SAMPLES)));
  });
  const marks = () => editor.diagnostics.get(OWN);

  test("is listed below the bundled ones, and its mistakes are shown at their lines", async () => {
    const lines = own("level: beginner", "level: easy");
    register();
    await expect.poll(() => marks()?.length).toBe(1);
    expect(marks()!.map(({ message }) => message)).toEqual([
      '"level" is one of beginner, intermediate, advanced, not "easy".',
    ]);
    expect(marks()![0]!.range.start.line).toBe(lines.indexOf("level: easy"));
    const provider = editor.provider<{ getChildren(node?: unknown): Promise<unknown[]> }>(LESSONS_VIEW);
    const listed = await provider.getChildren((await provider.getChildren()).at(-1));
    expect(listed).toMatchObject([{ title: "The healthy handshake", isBundled: false }]);
  });

  test("is held against its capture", async () => {
    const lines = own("at: REGISTER 3", "at: REGISTER 30");
    register();
    await expect
      .poll(() => marks()?.map(({ message }) => message))
      .toEqual(["There is no REGISTER 30 in the capture; it has 4 of them."]);
    expect(lines.slice(marks()![0]!.range.start.line).join("\n")).toContain("at: REGISTER 30");
  });

  test("whose capture is missing says so", async () => {
    const lines = own("mine.pcapng", "other.pcapng");
    register();
    await expect.poll(() => marks()?.[0]?.message).toBe("There is no file other.pcapng.");
    expect(marks()![0]!.range.start.line).toBe(lines.indexOf("  - other.pcapng"));
  });

  test("may not have the name of another", async () => {
    const lines = own("", "");
    const copy = "file:///workspace/copy.lesson.md";
    editor.files.set(copy, Buffer.from(lines.join("\n")));
    register();
    const all = () => [OWN, copy].flatMap((uri) => editor.diagnostics.get(uri) ?? []);
    await expect.poll(() => all().map(({ message }) => message)).toHaveLength(1);
    expect(all()[0]!.message).toMatch(/^"healthy-handshake" is the name of (?:mine|copy)\.lesson\.md already\.$/);
    expect(all()[0]!.range.start.line).toBe(1);
  });

  test("is judged anew when it is saved", async () => {
    own("minutes: 12", "minutes: soon");
    register();
    await expect.poll(() => marks()?.length).toBe(1);
    own("minutes: 12", "minutes: 15");
    editor.written.fire(FakeUri.parse(OWN));
    await expect.poll(() => marks()?.length).toBe(0);
  });

  test("that is none is told in a sentence when it is started", async () => {
    editor.files.set(OWN, Buffer.from("# Just a text\n"));
    register();
    await editor.run(COMMANDS.startLesson, FakeUri.parse(OWN));
    expect(editor.messages.at(-1)).toMatch(/^mine\.lesson\.md cannot be shown as a lesson\./);
  });
});
