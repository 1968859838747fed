/** The list of lessons in the Explorer: in their order, each with its minutes and how far somebody is. */
import * as vscode from "vscode";
import { COMMANDS, LESSONS_VIEW } from "./contributions.js";
import type { LessonEntry, LessonLibrary } from "./lesson-library.js";

/** Above a trainer's own lessons. */
const OWN = "own";
type Node = LessonEntry | typeof OWN;

export function registerLessonTree(library: LessonLibrary): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    async getChildren(node) {
      if (node === OWN) return [...(await library.own())];
      if (node !== undefined) return [];
      const [bundled, own] = await Promise.all([library.bundled(), library.own()]);
      return own.length > 0 ? [...bundled, OWN] : [...bundled];
    },
    getTreeItem: (node) => (node === OWN ? ownItem() : lessonItem(node, library)),
  };
  const view = vscode.window.createTreeView(LESSONS_VIEW, { treeDataProvider: provider });
  const tell = async () => {
    changed.fire();
    const bundled = await library.bundled();
    const done = bundled.filter(({ uri }) => library.progress(uri).isDone).length;
    view.description = done > 0 ? `${done} of ${bundled.length} done` : "";
  };
  return vscode.Disposable.from(
    view,
    changed,
    view.onDidChangeVisibility(({ visible }) => {
      if (visible) void tell();
    }),
    library.onDidChange(() => {
      if (view.visible) void tell();
    }),
  );
}

function ownItem(): vscode.TreeItem {
  const item = new vscode.TreeItem("In This Workspace", vscode.TreeItemCollapsibleState.Expanded);
  item.iconPath = new vscode.ThemeIcon("folder");
  return item;
}

function lessonItem(lesson: LessonEntry, library: LessonLibrary): vscode.TreeItem {
  const { title, summary, minutes, uri } = lesson;
  const { place, isDone } = library.progress(uri);
  const state = isDone ? "done" : place > 0 ? "started" : "new";
  const item = new vscode.TreeItem(title);
  item.id = uri.toString();
  item.description = state === "new" ? `${minutes} min` : `${minutes} min, ${state}`;
  item.tooltip = `${title}\n${summary}`;
  item.iconPath = ICONS[state];
  item.contextValue = `lesson-${state}`;
  item.accessibilityInformation = { label: `${title}, ${minutes} minutes, ${state}. ${summary}` };
  item.command = { title: "Start", command: COMMANDS.startLesson, arguments: [lesson] };
  return item;
}

const ICONS = {
  new: new vscode.ThemeIcon("circle-large-outline"),
  started: new vscode.ThemeIcon("play-circle"),
  done: new vscode.ThemeIcon("pass-filled", new vscode.ThemeColor("testing.iconPassed")),
};
