/** The page of the log formats has a line for each, which says what prints it; `npm run generate` writes it. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { LOG_FORMATS } from "../../src/core/log/read-log.js";

const ROOT = new URL("../../", import.meta.url);
const textOf = (path: string) => readFileSync(new URL(path, ROOT), "utf8");

it("lists every format once, with what prints it and what it tells", () => {
  const rows = Array.from(textOf("docs/log-formats.md").matchAll(/^\| (.+)<br>`([\w-]+)` \| (.+) \|$/gm));
  const listed = rows.map(([, title, id]) => `${id} ${title}`).sort();
  expect(listed).toEqual(LOG_FORMATS.map(({ id, title }) => `${id} ${title}`).sort());
  for (const [, , id, cells] of rows) {
    const [printedBy = "", ...told] = cells!.split(" | ");
    expect(printedBy.length, `what prints ${id}`).toBeGreaterThan(10);
    expect(
      told.filter((cell) => cell !== ""),
      id,
    ).toHaveLength(3);
  }
});

it("is named by the README", () => {
  expect(textOf("README.md")).toContain("(docs/log-formats.md)");
});
