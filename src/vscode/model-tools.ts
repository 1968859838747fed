/** Tools by which a language model reads traces of the workspace: what was found, ladders, messages, cards. They only read. */
import * as vscode from "vscode";
import type { EngineClient } from "../worker/client.js";
import type { AgentQuestion } from "../worker/agent-answers.js";
import type { Input } from "../worker/input.js";
import { MODEL_TOOLS } from "./contributions.js";
import { HIDDEN_WHILE_GUESSING } from "./guessing.js";
import { traceInWorkspace } from "./model-tool-files.js";
import { nameOf, type OpenTraces } from "./open-traces.js";
import { analysisOptions, redactsForModels } from "./settings.js";

interface ToolInput {
  /** Path within the workspace; the trace in front when left out. */
  readonly file?: unknown;
  readonly name?: unknown;
  readonly place?: unknown;
}

type ToolName = keyof typeof MODEL_TOOLS;

/** @param read gives a trace as it is now. */
export function registerModelTools(
  client: EngineClient,
  traces: OpenTraces,
  read: (uri: vscode.Uri) => Promise<Input>,
): vscode.Disposable {
  // Editors built on an older VS Code have no tools.
  const { registerTool } = (vscode as { lm?: Partial<typeof vscode.lm> }).lm ?? {};
  if (!registerTool) return new vscode.Disposable(() => undefined);
  const tools = (Object.keys(MODEL_TOOLS) as ToolName[]).map((about) =>
    registerTool<ToolInput>(MODEL_TOOLS[about], {
      async invoke({ input }, token) {
        const uri = await traceInWorkspace(input.file);
        // Messages as well: a model would tell what is wrong with them.
        if (traces.all.some((trace) => trace.isGuessing && trace.uri.toString() === uri.toString()))
          throw new Error(HIDDEN_WHILE_GUESSING);
        const giveUp = new AbortController();
        const cancelling = token.onCancellationRequested(() => giveUp.abort());
        try {
          const question = questionOf(about, input);
          const redacted = redactsForModels();
          const asks = { input: await read(uri), options: analysisOptions(uri), question, redacted };
          const text = await client.ask("agent", asks, { signal: giveUp.signal });
          return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
        } finally {
          cancelling.dispose();
        }
      },
      async prepareInvocation({ input }) {
        const name = nameOf(await traceInWorkspace(input.file));
        if (redactsForModels()) return { invocationMessage: `Reading ${name} with pseudonyms` };
        const message = `${name} is given to the language model as it is: with its names, numbers and addresses.`;
        return {
          invocationMessage: `Reading ${name}`,
          confirmationMessages: { title: "Read a trace without pseudonyms", message },
        };
      },
    }),
  );
  return vscode.Disposable.from(...tools);
}

/** A model may send anything, whatever the schema says. */
function questionOf(about: ToolName, { name, place }: ToolInput): AgentQuestion {
  if (about === "findings") return { about };
  if (about !== "message") return { about, name: typeof name === "string" && name !== "" ? name : "all" };
  if (typeof place !== "number" || !Number.isSafeInteger(place) || place < 1) {
    throw new Error("The message is asked for by the number of its frame or line.");
  }
  return { about, place };
}
