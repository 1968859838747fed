/** Which texts are taken for SIP logs, by what they hold. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { registerDetectLanguage } from "../../src/vscode/detect-language.js";
import { editor, languages } from "./fake-vscode.js";
import { REALM_MISMATCH } from "./open-log.js";

let feature: { dispose(): unknown };
beforeEach(() => {
  editor.reset();
  feature = registerDetectLanguage();
});
afterEach(() => feature.dispose());

const settled = () => new Promise((resolve) => setTimeout(resolve, 300));

async function checkLanguage(uri: string, text: string, before: string, expected: string): Promise<void> {
  const document = editor.open(uri, text, before);
  await settled();
  expect(document.languageId).toBe(expected);
}

const ASTERISK = `[2026-11-20 10:00:00] Asterisk Ready.\n${"  == noise\n".repeat(500)}<--- Received SIP request (300 bytes) from UDP:192.0.2.10:5060 --->\n${REALM_MISMATCH.split("\n").slice(1, 9).join("\n")}\n\n`;

test("a log that holds SIP behind pages of other lines is one", () =>
  checkLanguage("file:///var/log/full.log", ASTERISK, "log", "sip-trace"));

test("a rotated log is looked at as well", () =>
  checkLanguage("file:///var/log/full.log.1", ASTERISK, "plaintext", "sip-trace"));

test("a text about SIP is none", () =>
  checkLanguage("file:///notes.txt", "The reply was SIP/2.0 somewhere.\n", "plaintext", "plaintext"));

test("a text whose name says something else is left alone", () =>
  checkLanguage("file:///readme.md", REALM_MISMATCH, "plaintext", "plaintext"));

test("a text that another extension has claimed is left to it", () =>
  checkLanguage("file:///bindings.sip", REALM_MISMATCH, "sip", "sip"));

test("the setting turns it off", async () => {
  editor.settings["sipTrace.detectLogs"] = false;
  await checkLanguage("file:///full.log", ASTERISK, "log", "log");
});

test("a text that the user set back stays as the user wants it", async () => {
  const document = editor.open("file:///full.log", ASTERISK, "log");
  await settled();
  expect(document.languageId).toBe("sip-trace");
  await languages.setTextDocumentLanguage(document, "log");
  await settled();
  expect(document.languageId).toBe("log");
});

const ORDINARY = "2026-11-20 10:00:00 INFO something ordinary happened to somebody\n";

test("a log that holds SIP only far behind is one", () =>
  checkLanguage("file:///big.txt", ORDINARY.repeat(20_000) + ASTERISK, "plaintext", "sip-trace"));

test("another text is looked at in parts only", async () => {
  const text = ORDINARY.repeat(20_000);
  const document = editor.open("file:///big.txt", `${text}${ASTERISK}${text.repeat(4)}`, "plaintext");
  await settled();
  expect(document.languageId).toBe("plaintext");
  expect(document.linesAsked).toBeLessThan(6000);
  expect(document.mostAsked).toBe(0);
});

test("a text with long lines is looked at no further than its first characters", async () => {
  const document = editor.open("file:///big.txt", `${"x".repeat(1 << 20)}\n`.repeat(20) + REALM_MISMATCH, "plaintext");
  await settled();
  expect(document.languageId).toBe("plaintext");
  expect(document.linesAsked).toBeLessThan(10);
  expect(document.mostAsked).toBe(0);
});
