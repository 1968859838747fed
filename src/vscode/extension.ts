/** The extension's entry: registers every feature. Nothing is analysed here; the engine's thread starts with the first trace. */
import type * as vscode from "vscode";
import { platform } from "#platform";
import { EngineClient } from "../worker/client.js";
import { registerCaptureEditor } from "./capture-editor.js";
import { registerCaptureText } from "./capture-text.js";
import { registerCodeActions } from "./code-actions.js";
import { registerCodeLens } from "./code-lens.js";
import { registerDetectLanguage } from "./detect-language.js";
import { registerDocumentLinks } from "./document-links.js";
import { registerDiagnostics } from "./diagnostics.js";
import { registerFindingHover } from "./finding-hover.js";
import { registerFolding } from "./folding.js";
import { registerGuessing } from "./guessing.js";
import { registerInStep } from "./in-step.js";
import { registerInlayHints } from "./inlay-hints.js";
import { registerLadderPanel } from "./ladder-panel.js";
import { registerLargeLog } from "./large-log.js";
import { LaneMemory } from "./lane-memory.js";
import { OpenTraces } from "./open-traces.js";
import { registerLessons } from "./lessons.js";
import { registerLogFormat } from "./log-format.js";
import { registerModelTools } from "./model-tools.js";
import { registerNavigation } from "./navigation.js";
import { registerNotes } from "./notes.js";
import { registerOutline } from "./outline.js";
import { registerOutput } from "./output.js";
import { registerPalette } from "./palette.js";
import { Passwords, registerPasswords } from "./passwords.js";
import { readInput } from "./read-input.js";
import { registerRedact } from "./redact.js";
import { registerReport } from "./report.js";
import { registerRulePage } from "./rule-page.js";
import { registerSamples } from "./samples.js";
import { registerSuppressions } from "./suppressions.js";
import { registerSaveAnnotated } from "./save-annotated.js";
import { registerStatus } from "./status.js";
import { registerWalkthrough } from "./walkthrough.js";
import { registerTeaching } from "./teaching.js";
import { registerWordHover } from "./word-hover.js";
import { registerLadderCommands, TracePages } from "./trace-pages.js";

export function activate(context: vscode.ExtensionContext): void {
  const { extension, extensionUri, globalState, secrets, subscriptions, workspaceState } = context;
  const output = registerOutput();
  const client = new EngineClient(
    (listener) => platform.startEngine(extensionUri, listener, (message) => output.warn(message)),
    (reason) => output.error(`The engine stopped: ${reason}`),
  );
  const passwords = new Passwords(secrets);
  const traces = new OpenTraces(
    client,
    (uri) => readInput(uri, platform),
    () => passwords.all(),
  );
  const lanes = new LaneMemory(workspaceState);
  const pages = new TracePages();
  const notes = registerNotes(traces, globalState, platform.userName());
  subscriptions.push(
    output,
    traces,
    { dispose: () => void client.dispose() },
    registerDiagnostics(traces),
    registerCodeActions(traces),
    registerPasswords(passwords, traces),
    registerFindingHover(traces),
    registerWordHover(traces),
    registerSuppressions(traces),
    registerModelTools(client, traces, (uri) => readInput(uri, platform)),
    registerCodeLens(traces),
    registerInlayHints(traces),
    registerNavigation(traces),
    registerFolding(traces),
    registerDocumentLinks(traces),
    registerOutline(traces),
    registerRulePage(extensionUri),
    registerCaptureEditor(traces, extensionUri, lanes, pages),
    registerCaptureText(traces),
    registerLadderPanel(traces, extensionUri, lanes, pages),
    registerLadderCommands(pages),
    registerTeaching(traces, pages, extensionUri),
    registerInStep(traces),
    registerGuessing(traces, pages),
    registerStatus(traces),
    registerPalette(traces),
    notes,
    registerSaveAnnotated(traces, notes, platform),
    registerReport({ client, traces, notes, platform }, versionOf(extension.packageJSON)),
    registerLogFormat(traces),
    registerDetectLanguage(),
    registerLargeLog(platform),
    registerRedact({ client, traces, notes, platform }),
    registerSamples(extensionUri),
    registerWalkthrough(traces, extension.id),
    registerLessons(client, traces, extensionUri, globalState, (uri) => readInput(uri, platform)),
  );
  traces.start();
}

function versionOf(manifest: unknown): string {
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "";
}
