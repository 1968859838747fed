/**
 * Why a finding matters and what to do, when the pointer rests on it. VS Code offers quick fixes in texts that can be
 * written only, so where a capture's text is read-only the same steps stand here as links.
 */
import * as vscode from "vscode";
import type { PlacedFinding } from "../worker/protocol.js";
import { aboutRule, findingSteps, STEP_COMMANDS, type FindingStep } from "./code-actions.js";
import { CAPTURE_TEXT_SCHEME, LANGUAGE } from "./contributions.js";
import { toRange } from "./convert.js";
import type { OpenTraces } from "./open-traces.js";

export function registerFindingHover(traces: OpenTraces): vscode.Disposable {
  const provider: vscode.HoverProvider = {
    provideHover(document, position) {
      const findings = traces.documentOf(document.uri)?.model?.findings ?? [];
      const here = findings.filter((finding) => toRange(finding.range).contains(position));
      if (here.length === 0) return undefined;
      return new vscode.Hover(here.map((finding) => explain(finding, document.uri)));
    },
  };
  return vscode.languages.registerHoverProvider({ language: LANGUAGE }, provider);
}

function explain(finding: PlacedFinding, document: vscode.Uri): vscode.MarkdownString {
  const { rule, why, remedy, sources } = finding.view;
  const text = new vscode.MarkdownString();
  // Of all commands only the finding's own steps, whatever a trace may bring in.
  text.isTrusted = { enabledCommands: STEP_COMMANDS };
  text.appendText(`${why} ${remedy}`);
  const links = sources.map(({ label, url }) => `[${label}](${url})`);
  const steps = document.scheme === CAPTURE_TEXT_SCHEME ? findingSteps(finding, document) : [aboutRule(rule)];
  links.push(...steps.map(stepLink));
  return text.appendMarkdown(`\n\n${links.join("&nbsp; · &nbsp;")}`);
}

function stepLink({ title, command, args }: FindingStep): string {
  // A parenthesis would end the link.
  const query = encodeURIComponent(JSON.stringify(args)).replaceAll("(", "%28").replaceAll(")", "%29");
  return `[${escapeMarkdown(title)}](command:${command}?${query})`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+\-.!|&~$]/g, "\\$&");
}
