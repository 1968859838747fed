/** package.json and contributions.ts say the same, and what is contributed leaves room for other extensions. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  CAPTURE_EDITOR,
  COMMANDS,
  LADDER_PANEL,
  LANGUAGE,
  LARGE_LOG_EDITOR,
  LESSON_OPEN_CONTEXT,
  LESSON_PANEL,
  MODEL_TOOLS,
  SAMPLE_SCHEME,
  SETTINGS,
  TEACHING_PANELS,
  TRACE_OPEN_CONTEXT,
  WALKTHROUGH,
  WALKTHROUGH_CONTEXT,
} from "../../src/vscode/contributions.js";

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string; readonly title: string }[];
    readonly languageModelTools: readonly { readonly name: string; readonly modelDescription: string }[];
    readonly languages: readonly {
      readonly id: string;
      readonly extensions: readonly string[];
      configuration: string;
    }[];
    readonly grammars: readonly { readonly path: string; readonly scopeName: string }[];
    readonly customEditors: readonly { readonly viewType: string; readonly priority: string }[];
    readonly keybindings: readonly { readonly command: string; readonly when?: string }[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly image: Readonly<Record<string, string>> };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
  readonly activationEvents: readonly string[];
}

const root = new URL("../../", import.meta.url);
const { contributes, activationEvents } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as Manifest;
const ids: readonly string[] = Object.values(COMMANDS);
/** Run by quick fixes, links and the page; of no use to a person without their arguments. */
const INTERNAL: readonly string[] = [
  COMMANDS.goToPlace,
  COMMANDS.copyText,
  COMMANDS.silenceRule,
  COMMANDS.goToMessage,
  COMMANDS.showInLadder,
  COMMANDS.compareWith,
  COMMANDS.ignoreFinding,
  COMMANDS.ignoreByComment,
];

test("every command is in the palette under our name, but for those that need arguments", () => {
  expect(contributes.commands.map(({ command }) => command).sort()).toEqual(
    ids.filter((id) => !INTERNAL.includes(id)).sort(),
  );
  for (const { category } of contributes.commands) expect(category).toBe("SIP Trace");
});

test("menus and keys name our commands, and hold in our texts only", () => {
  const entries = [...contributes.keybindings, ...Object.values(contributes.menus).flat()];
  for (const { command, when } of entries) {
    expect(ids).toContain(command);
    expect(when).toMatch(/sip-?trace|^false$/i);
  }
});

test("the palette offers what needs a trace or a lesson only while one is open", () => {
  const conditions = new Map(contributes.menus["commandPalette"]!.map(({ command, when }) => [command, when]));
  const always = contributes.commands.map(({ command }) => command).filter((command) => !conditions.has(command));
  const { treatAsLog, openLargeLog, showOutput, forgetPasswords, openRulePage, openSample, openWalkthrough } = COMMANDS;
  const { startLesson, exportLesson, exportLessonSlides, resetLesson } = COMMANDS;
  expect(always.sort()).toEqual(
    [
      ...[treatAsLog, openLargeLog, showOutput, forgetPasswords, openRulePage, openSample, openWalkthrough],
      ...[startLesson, exportLesson, exportLessonSlides, resetLesson],
    ].sort(),
  );
  expect(conditions.get(COMMANDS.openLadder)).toBe(TRACE_OPEN_CONTEXT);
  expect(conditions.get(COMMANDS.nextInLesson)).toBe(LESSON_OPEN_CONTEXT);
});

test("every setting that is read is declared with its default", () => {
  const { section, ...keys } = SETTINGS;
  const declared = Object.keys(contributes.configuration.properties);
  expect(declared.sort()).toEqual(
    Object.values(keys)
      .map((key) => `${section}.${key}`)
      .sort(),
  );
  for (const { default: value } of Object.values(contributes.configuration.properties)) expect(value).toBeDefined();
});

test("the tools of language models are ours, and each says what its answers keep back", () => {
  expect(contributes.languageModelTools.map(({ name }) => name)).toEqual(Object.values(MODEL_TOOLS));
  for (const { modelDescription } of contributes.languageModelTools) expect(modelDescription).toContain("pseudonyms");
});

test("the walkthrough's buttons run commands of ours or the editor's, and each step is completed by being done", () => {
  const [walkthrough] = contributes.walkthroughs;
  expect(walkthrough!.id).toBe(WALKTHROUGH);
  for (const { description, completionEvents } of walkthrough!.steps) {
    const command = /\(command:([\w.]+)/.exec(description)?.[1];
    expect(ids.includes(command!) || command!.startsWith("workbench."), command).toBe(true);
    expect(completionEvents).toEqual([expect.stringContaining(`onContext:${WALKTHROUGH_CONTEXT}.`)]);
  }
});

test("language and editor are ours, and no common file name is claimed for the language", () => {
  expect(contributes.languages.map(({ id }) => id)).toEqual([LANGUAGE]);
  expect(contributes.customEditors).toMatchObject([
    { viewType: CAPTURE_EDITOR, priority: "default" },
    // Logs stay texts unless a person asks for more.
    { viewType: LARGE_LOG_EDITOR, priority: "option" },
  ]);
  const names = contributes.languages.flatMap(({ extensions }) => extensions);
  for (const common of [".log", ".txt", ".sip", ".cap"]) expect(names).not.toContain(common);
});

test("what the manifest names is there", () => {
  const pictures = contributes.walkthroughs[0]!.steps.flatMap(({ media }) => Object.values(media.image));
  const paths = [...contributes.grammars.map(({ path }) => path), contributes.languages[0]!.configuration, ...pictures];
  for (const path of paths) expect(existsSync(new URL(path, root)), path).toBe(true);
});

test("nothing starts the extension before there is a text, capture, sample, ladder or lesson", () => {
  expect(activationEvents).toEqual([
    "onLanguage:plaintext",
    "onLanguage:log",
    `onFileSystem:${SAMPLE_SCHEME}`,
    `onWebviewPanel:${LADDER_PANEL}`,
    `onWebviewPanel:${LESSON_PANEL}`,
    ...Object.values(TEACHING_PANELS).map((panel) => `onWebviewPanel:${panel}`),
    "workspaceContains:**/*.lesson.md",
  ]);
});
