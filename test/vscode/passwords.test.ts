/** Passwords in the editor: asked for, kept as a secret, used to prove a digest, and forgotten again. */
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/vscode/contributions.js";
import { registerDiagnostics } from "../../src/vscode/diagnostics.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { Passwords, registerPasswords } from "../../src/vscode/passwords.js";
import { type CodeAction, editor, type FakeDocument, Range } from "./fake-vscode.js";
import { analysed, LOG, openLog, REALM_RIGHT, startTraces } from "./open-log.js";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const RESPONSE = md5(`${md5("2061:pbx.example.com:geheim")}:n0:${md5("REGISTER:sip:pbx.example.com")}`);
/** The digest is made with the password "geheim", and refused. */
const REFUSED = REALM_RIGHT.replace("0cc175b9c0f1b6a831c399e269772661", RESPONSE).replaceAll(
  "SIP/2.0 200 OK",
  "SIP/2.0 403 Wrong password",
);

let traces: OpenTraces;
let features: { dispose(): unknown }[];

beforeEach(() => {
  editor.reset();
  const passwords = new Passwords(editor.secrets as never);
  traces = startTraces(() => passwords.all());
  features = [registerDiagnostics(traces), registerPasswords(passwords, traces)];
});

afterEach(() => {
  for (const feature of features) feature.dispose();
  traces.dispose();
});

const digestMark = () => editor.diagnostics.get(LOG)?.find(({ code }) => code?.value === "digest-failed")?.message;

interface ActionProvider {
  provideCodeActions(document: FakeDocument, range: Range): CodeAction[];
}

function actionsAt(document: FakeDocument, text: string): CodeAction[] {
  const lines = document.getText().split("\n");
  const line = lines.findIndex((each) => each.includes(text));
  return editor.provider<ActionProvider>("codeActions").provideCodeActions(document, new Range(line, 0, line, 0));
}

describe("a password", () => {
  test("is offered to be given at credentials, and nowhere else", async () => {
    const document = await openLog(traces, REFUSED);
    const [action] = actionsAt(document, "Authorization: Digest");
    expect(action?.title).toBe("Verify with a password…");
    expect(action?.command?.arguments).toEqual(["2061", "pbx.example.com"]);
    expect(actionsAt(document, "WWW-Authenticate")).toEqual([]);
    expect(actionsAt(document, "Contact:")).toEqual([]);
  });

  test("is found at a line that continues the header", async () => {
    const document = await openLog(traces, REFUSED.replace('2061", realm', '2061",\n realm'));
    expect(actionsAt(document, ' realm="pbx.example.com", nonce="n0", uri')[0]?.command?.arguments[0]).toBe("2061");
  });

  test.each([
    ["geheim", "the server holds another one"],
    ["falsch", "the device has another one"],
  ])("%s shows whose is wrong", async (password, words) => {
    await openLog(traces, REFUSED);
    expect(digestMark()).not.toContain(words);
    editor.typed = [password];
    await editor.run(COMMANDS.verifyPassword, "2061", "pbx.example.com");
    expect(digestMark()).toContain(words);
    expect(editor.messages.at(-1)).toContain(words);
  });

  test("is asked for hidden, kept as a secret only, and forgotten by a command", async () => {
    await openLog(traces, REFUSED);
    editor.typed = ["2061", "geheim"];
    await editor.run(COMMANDS.verifyPassword);
    expect(editor.asked.map(({ password }) => password ?? false)).toEqual([false, true]);
    expect([...editor.secrets.kept.values()].join()).toContain("geheim");
    expect(digestMark()).toContain("the server holds another one");
    const elsewhere = JSON.stringify([
      editor.messages,
      editor.settings,
      editor.updates,
      [...editor.diagnostics.values()],
    ]);
    expect(elsewhere).not.toContain("geheim");
    const done = analysed(traces);
    await editor.run(COMMANDS.forgetPasswords);
    await done;
    expect(editor.secrets.kept.size).toBe(0);
    expect(digestMark()).not.toContain("the server holds another one");
  });

  test("takes the place of the one before, and Escape changes nothing", async () => {
    await openLog(traces, REFUSED);
    editor.typed = ["falsch", "geheim", undefined];
    for (let time = 0; time < 3; time++) await editor.run(COMMANDS.verifyPassword, "2061", "pbx.example.com");
    expect([...editor.secrets.kept.values()].join()).not.toContain("falsch");
    expect(digestMark()).toContain("the server holds another one");
  });

  test("says so when it explains nothing", async () => {
    await openLog(traces, REALM_RIGHT);
    editor.typed = ["geheim"];
    await editor.run(COMMANDS.verifyPassword, "2061", "pbx.example.com");
    expect(editor.messages.at(-1)).toBe('No refused digest of "2061" is open that this password could explain.');
  });

  test("is no reason to fail when the keyring holds something else", async () => {
    editor.secrets.kept.set("sipTrace.credentials", '{"not":"a list"}');
    await openLog(traces, REFUSED);
    expect(digestMark()).toBeDefined();
  });
});
