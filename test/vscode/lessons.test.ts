/** A lesson is started, walked through and left, with the real engine and a page that the test plays. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ToLessonPage } from "../../src/view/lesson.js";
import type { ToPaintingPage } from "../../src/view/painting.js";
import { COMMANDS, LESSONS_VIEW } from "../../src/vscode/contributions.js";
import { FakeUri } from "./fake-uri.js";
import type { TreeItem } from "./fake-values.js";
import { editor } from "./fake-vscode.js";
import {
  bringBack,
  FIRST,
  goTo,
  kept,
  moves,
  opened,
  panel,
  pointAt,
  register,
  registered,
  SAMPLES,
  say,
  start,
  told,
  traces,
  verdict,
} from "./lesson-stage.js";

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
