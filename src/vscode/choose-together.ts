/** Lets a person choose which registrations and calls stand on one ladder. */
import * as vscode from "vscode";
import type { OpenTrace } from "./open-trace.js";

/** Rows offered beside those that belong together; a list of more is no choice. */
const MOST_OTHERS = 2000;

interface RowItem extends vscode.QuickPickItem {
  readonly key?: string;
}

/** @returns the key of the ladder, `r0+c3`; undefined when nothing was chosen. */
export async function chooseTogether(trace: OpenTrace, key: string): Promise<string | undefined> {
  const own = new Set(key.split("+"));
  const related = await trace.relatedRows(key);
  const offered = new Set([...own, ...related.map((row) => row.key)]);
  const rows = (trace.opened?.overview.rows ?? []).filter(({ kind }) => kind !== "finding");
  const item = (row: (typeof rows)[number]): RowItem => ({
    key: row.key,
    label: row.title,
    description: trace.isGuessing ? "" : row.cause,
    picked: own.has(row.key),
  });
  const heading = (label: string): RowItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const others = rows.filter((row) => !offered.has(row.key)).slice(0, MOST_OTHERS);
  const items: RowItem[] = [
    heading("On the ladder"),
    ...rows.filter((row) => own.has(row.key)).map(item),
    ...(related.length > 0 ? [heading("Belongs to it")] : []),
    ...related.map((row) => ({ key: row.key, label: row.title, description: row.reason })),
    heading("In the trace"),
    ...others.map(item),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    placeHolder: "Registrations and calls on one ladder",
  });
  const keys = chosen?.flatMap((each) => each.key ?? []) ?? [];
  return keys.length > 0 ? keys.join("+") : undefined;
}
