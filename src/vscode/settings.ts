/** The user's settings as the engine wants them, and the one that the extension writes: a silenced rule. */
import * as vscode from "vscode";
import type { AnalysisOptions } from "../core/analysis.js";
import type { Suppression } from "../core/rules/suppression/suppression.js";
import { isAtEndOf } from "../core/rules/suppression/wildcards.js";
import type { Severity } from "../core/model/finding.js";
import { SETTINGS } from "./contributions.js";

type RuleSetting = Severity | "off";
const RULE_SETTINGS: readonly string[] = ["off", "info", "warning", "error"] satisfies RuleSetting[];

const isRuleSetting = (value: unknown): value is RuleSetting =>
  typeof value === "string" && RULE_SETTINGS.includes(value);

function configuration(scope: vscode.Uri | undefined): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(SETTINGS.section, scope ?? null);
}

/** What settings say for a trace. Values of the wrong kind are left out: settings.json is edited by hand. */
export function analysisOptions(scope: vscode.Uri): AnalysisOptions {
  const settings = configuration(scope);
  const rules: Record<string, RuleSetting> = {};
  for (const [id, value] of Object.entries(settings.get<Record<string, unknown>>(SETTINGS.rules) ?? {})) {
    if (isRuleSetting(value)) rules[id] = value;
  }
  const natTimeoutSeconds = settings.get<unknown>(SETTINGS.natTimeoutSeconds);
  const isTimeout = typeof natTimeoutSeconds === "number" && natTimeoutSeconds > 0;
  const suppressions = suppressionsFor(scope);
  return {
    rules,
    ...(isTimeout ? { natTimeoutSeconds } : {}),
    userLogFormats: declaredLogFormats(scope),
    suppressions,
  };
}

/** The user's own log formats as they are written, mistakes and all; a copy that can be sent to the engine. */
export function declaredLogFormats(scope: vscode.Uri | undefined): unknown {
  return JSON.parse(JSON.stringify(configuration(scope).get<unknown>(SETTINGS.logFormats) ?? []));
}

/** Those that are not for other files: the engine is told the name of a file, not its folder. */
function suppressionsFor(scope: vscode.Uri): readonly unknown[] {
  const list = declaredSuppressions(scope);
  return list.flatMap((entry) => {
    if (typeof entry !== "object" || entry === null || !("file" in entry)) return [entry];
    const { file, ...rest } = entry;
    return typeof file === "string" && isAtEndOf(file, scope.path) ? [rest] : [];
  });
}

/** As they are written, mistakes and all; a copy that can be sent to the engine. */
export function declaredSuppressions(scope: vscode.Uri | undefined): readonly unknown[] {
  const list: unknown = JSON.parse(JSON.stringify(configuration(scope).get<unknown>(SETTINGS.suppressions) ?? []));
  return listOf(list);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Adds one to the workspace's list; to the user's when no folder is open. */
export async function addSuppression(suppression: Suppression): Promise<void> {
  const settings = configuration(undefined);
  const hasWorkspace = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  const inspected = settings.inspect<unknown>(SETTINGS.suppressions);
  const before = hasWorkspace ? inspected?.workspaceValue : inspected?.globalValue;
  const target = hasWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await settings.update(SETTINGS.suppressions, [...listOf(before), suppression], target);
}

/** Pattern of the files of the workspace that are lessons; "" for none. */
export function lessonFiles(): string {
  const pattern = configuration(undefined).get<unknown>(SETTINGS.lessonFiles);
  return typeof pattern === "string" ? pattern.trim() : "";
}

export function diagnosticsEnabled(scope: vscode.Uri): boolean {
  return configuration(scope).get<boolean>(SETTINGS.diagnosticsEnabled) ?? true;
}

/** Only the user's own settings are asked: neither a workspace nor a model may turn it off. */
export function redactsForModels(): boolean {
  const inspected = configuration(undefined).inspect<boolean>(SETTINGS.redactForModels);
  return inspected?.globalValue !== false;
}

export function codeLensEnabled(scope: vscode.Uri): boolean {
  return configuration(scope).get<boolean>(SETTINGS.codeLensEnabled) ?? true;
}

export function showsDeltaTimes(scope: vscode.Uri): boolean {
  return configuration(scope).get<boolean>(SETTINGS.deltaTimes) ?? false;
}

export function detectsLogs(scope: vscode.Uri): boolean {
  return configuration(scope).get<boolean>(SETTINGS.detectLogs) ?? true;
}

/** Whether a change touches what the engine was told, so that traces must be analysed again. */
export function changesAnalysis(event: vscode.ConfigurationChangeEvent, scope: vscode.Uri): boolean {
  return [SETTINGS.rules, SETTINGS.natTimeoutSeconds, SETTINGS.logFormats, SETTINGS.suppressions].some((key) =>
    event.affectsConfiguration(`${SETTINGS.section}.${key}`, scope),
  );
}

export function changesDiagnostics(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${SETTINGS.section}.${SETTINGS.diagnosticsEnabled}`);
}

/** Whether a change touches one setting. */
export function changesSetting(event: vscode.ConfigurationChangeEvent, key: string): boolean {
  return event.affectsConfiguration(`${SETTINGS.section}.${key}`);
}

/** Turns a rule off in the workspace's settings; in the user's when no folder is open. */
export async function silenceRule(rule: string): Promise<void> {
  const settings = configuration(undefined);
  const hasWorkspace = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  const inspected = settings.inspect<Record<string, unknown>>(SETTINGS.rules);
  const before = (hasWorkspace ? inspected?.workspaceValue : inspected?.globalValue) ?? {};
  const target = hasWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await settings.update(SETTINGS.rules, { ...before, [rule]: "off" }, target);
}
