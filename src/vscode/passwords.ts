/**
 * Passwords that prove digests: asked for when a person wants it, kept in the editor's SecretStorage and nowhere else, handed
 * to the engine in memory.
 */
import * as vscode from "vscode";
import { digestNames, type KnownCredential } from "../core/sip/known-passwords.js";
import { COMMANDS, LANGUAGE } from "./contributions.js";
import { HIDDEN_WHILE_GUESSING } from "./guessing.js";
import type { OpenTrace } from "./open-trace.js";
import type { OpenTraces } from "./open-traces.js";

/** One secret holds all, so that one command can forget them. */
const SECRET = "sipTrace.credentials";
/** Beyond this a list is no one's own accounts any more, and each makes the proof of a digest slower. */
const MOST_PASSWORDS = 200;
/** A folded header has few lines; so many are joined. */
const MOST_HEADER_LINES = 8;

const ACTION = "Verify with a password…";

/** The passwords known; every window sees the change of another. */
export class Passwords implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;
  readonly onDidChange = this.#onDidChange.event;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
    this.#listening = secrets.onDidChange(({ key }) => {
      if (key === SECRET) this.#onDidChange.fire();
    });
  }

  async all(): Promise<readonly KnownCredential[]> {
    try {
      const kept: unknown = JSON.parse((await this.#secrets.get(SECRET)) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isCredential) : [];
    } catch {
      // A secret that another version wrote, or a keyring that stays locked: nothing is known.
      return [];
    }
  }

  /** A new password of a name takes the place of the one before. */
  async keep(credential: KnownCredential): Promise<void> {
    const others = (await this.all()).filter(
      ({ username, realm }) => username !== credential.username || realm !== credential.realm,
    );
    await this.#secrets.store(SECRET, JSON.stringify([...others, credential].slice(-MOST_PASSWORDS)));
  }

  async forget(): Promise<void> {
    await this.#secrets.delete(SECRET);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#onDidChange.dispose();
  }
}

/** The commands, and the quick fix at every line of credentials. */
export function registerPasswords(passwords: Passwords, traces: OpenTraces): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range) {
      const names = digestNames(headerAt(document, range.start.line));
      if (!names) return [];
      const action = new vscode.CodeAction(ACTION, vscode.CodeActionKind.QuickFix);
      action.command = {
        title: ACTION,
        command: COMMANDS.verifyPassword,
        arguments: [names.username, names.realm],
      };
      return [action];
    },
  };
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    passwords,
    passwords.onDidChange(() => {
      for (const trace of traces.all) void trace.analyse();
    }),
    vscode.languages.registerCodeActionsProvider({ language: LANGUAGE }, provider, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    registerCommand(COMMANDS.verifyPassword, (username?: unknown, realm?: unknown) =>
      verify(passwords, traces, textOf(username), textOf(realm)),
    ),
    registerCommand(COMMANDS.forgetPasswords, async () => {
      await passwords.forget();
      vscode.window.setStatusBarMessage("All passwords are forgotten.", 4000);
    }),
  );
}

/** The names come with the quick fix; from the palette they are asked for. */
async function verify(
  passwords: Passwords,
  traces: OpenTraces,
  knownName: string | undefined,
  knownRealm: string | undefined,
): Promise<void> {
  const username = knownName ?? (await askForName());
  if (username === undefined) return;
  const password = await vscode.window.showInputBox({
    title: "SIP Trace: Verify with a Password",
    prompt: `Password of "${username}"${knownRealm === undefined ? "" : ` for realm "${knownRealm}"`}. It is kept in this editor's secret storage.`,
    password: true,
    ignoreFocusOut: true,
  });
  if (password === undefined) return;
  const settled = allSettled(traces);
  await passwords.keep({ username, realm: knownRealm, password });
  const open = await settled;
  void vscode.window.showInformationMessage(verdictOn(username, open));
}

function askForName(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: "SIP Trace: Verify with a Password",
    prompt: "User name as it stands in the credentials",
    placeHolder: "2001",
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === "" ? "A user name is needed." : undefined),
  });
}

/** What became of it, in one sentence: the proof itself is a finding, at its place. */
function verdictOn(username: string, traces: readonly OpenTrace[]): string {
  if (traces.some(({ isGuessing }) => isGuessing)) return HIDDEN_WHILE_GUESSING;
  const name = JSON.stringify(username);
  const proof = traces
    .flatMap(({ models }) => models.flatMap(({ findings }) => findings))
    .find(({ view }) => view.rule === "digest-failed" && view.strength === "proven" && view.message.includes(name));
  return proof?.view.message ?? `No refused digest of ${name} is open that this password could explain.`;
}

/** Resolves with the open traces once none is being analysed; a change must be under way. */
function allSettled(traces: OpenTraces): Promise<readonly OpenTrace[]> {
  if (traces.all.length === 0) return Promise.resolve([]);
  return new Promise((resolve) => {
    const watching = traces.onDidChange(() => {
      if (traces.all.some(({ state }) => state.kind === "analysing")) return;
      watching.dispose();
      resolve(traces.all);
    });
  });
}

/** The header field at a line, with the lines that continue it. */
function headerAt(document: vscode.TextDocument, line: number): string {
  let first = line;
  while (first > 0 && line - first < MOST_HEADER_LINES && isContinued(document, first)) first--;
  const lines = [document.lineAt(first).text];
  for (let next = first + 1; lines.length < MOST_HEADER_LINES && isContinued(document, next); next++) {
    lines.push(document.lineAt(next).text);
  }
  return lines.join("\r\n");
}

function isContinued(document: vscode.TextDocument, line: number): boolean {
  return line < document.lineCount && /^[ \t]+\S/.test(document.lineAt(line).text);
}

/** Commands may be run by keys with whatever arguments. */
function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isCredential(value: unknown): value is KnownCredential {
  if (typeof value !== "object" || value === null) return false;
  const { username, realm, password } = value as Record<string, unknown>;
  return typeof username === "string" && typeof password === "string" && ["string", "undefined"].includes(typeof realm);
}
