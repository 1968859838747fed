/** The grammar's promises, written as carets under the characters they colour. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { tokenize, type Token } from "./tokenize.js";

/** Work that grows faster than its input would take hours; a busy machine alone never gets near. */
const HANG_MILLIS = 120_000;

interface Claim {
  /** 0-based line that the carets point into. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly scope: string;
  readonly isDenied: boolean;
}

const CARETS = /^#(?<indent> *)(?<carets>\^+) (?<denied>!?)(?<scope>\S+)$/;
/** `# <---` claims as many characters from column 0 as it has dashes. */
const FROM_START = /^# <(?<dashes>-+) (?<denied>!?)(?<scope>\S+)$/;

function readClaims(lines: readonly string[]): Claim[] {
  const claims: Claim[] = [];
  let target = 0;
  for (const [index, line] of lines.entries()) {
    const carets = CARETS.exec(line)?.groups;
    const fromStart = FROM_START.exec(line)?.groups;
    if (carets) {
      const start = 1 + carets["indent"]!.length;
      const end = start + carets["carets"]!.length;
      claims.push({ line: target, start, end, scope: carets["scope"]!, isDenied: carets["denied"] === "!" });
    } else if (fromStart) {
      const end = fromStart["dashes"]!.length;
      claims.push({ line: target, start: 0, end, scope: fromStart["scope"]!, isDenied: fromStart["denied"] === "!" });
    } else {
      target = index;
    }
  }
  return claims;
}

const hasScope = (tokens: readonly Token[], column: number, scope: string) =>
  tokens.some((token) => token.start <= column && column < token.end && token.scopes.includes(scope));

async function checkGrammar(file: string): Promise<void> {
  const lines = readFileSync(new URL(file, import.meta.url), "utf8").split("\n");
  const claims = readClaims(lines);
  expect(claims.length).toBeGreaterThan(5);
  // The claims themselves are comments, which end a folded header; only the first one's line is seen unbroken.
  const tokens = await tokenize(lines);
  for (const { line, start, end, scope, isDenied } of claims) {
    for (let column = start; column < end; column++) {
      const where = `${file}:${line + 1}, column ${column} "${lines[line]!.slice(start, end)}" ${scope}`;
      expect(hasScope(tokens[line]!, column, scope), where).toBe(!isDenied);
    }
  }
}

describe("grammar", () => {
  test.each(["register.siptrace", "responses.siptrace", "sdp.siptrace", "logs.txt"])("%s", checkGrammar);

  test("colours fenced SIP in Markdown and nothing around it", async () => {
    const lines = [
      "# REGISTER",
      "```sip",
      "REGISTER sip:example.com SIP/2.0",
      "```",
      "REGISTER sip:example.com SIP/2.0",
    ];
    const tokens = await tokenize(lines, "text.html.markdown");
    expect(hasScope(tokens[2]!, 0, "keyword.control.method.sip-trace")).toBe(true);
    expect(hasScope(tokens[4]!, 0, "keyword.control.method.sip-trace")).toBe(false);
  });

  test("comes to an end with lines made to make expressions backtrack", { timeout: HANG_MILLIS }, async () => {
    const hostile = [
      `Contact: ${"<sip:a".repeat(4000)}`,
      `Authorization: Digest ${'a="\\'.repeat(5000)}`,
      `From: ${'"'.repeat(9999)}`,
      `received ${"from ".repeat(5000)}`,
      `${": ".repeat(10_000)}`,
      `SIP/2.0 ${"4".repeat(20_000)}`,
    ];
    expect(await tokenize(hostile)).toHaveLength(hostile.length);
  });
});
