/** A page that is closed while drawings are painted leaves nobody waiting. */
import { expect, test } from "vitest";
import { PagePainter } from "../../src/vscode/page-painter.js";

test("what is asked of a page that is gone is not painted, nor what it was asked before", async () => {
  const asked: string[] = [];
  const painter = new PagePainter((svg) => asked.push(svg));
  const before = painter.paint("<svg/>");
  painter.dispose();
  expect(await before).toBe("gone");
  expect(await painter.paint("<svg id='2'/>")).toBe("gone");
  expect(asked).toEqual(["<svg/>"]);
});

test("what a page cannot paint, and what another drawing displaced, is null", async () => {
  const painter = new PagePainter(() => undefined);
  const displaced = painter.paint("<svg/>");
  const refused = painter.paint("<svg id='2'/>");
  painter.take(null);
  expect([await displaced, await refused]).toEqual([null, null]);
  const png = Uint8Array.of(1);
  const painted = painter.paint("<svg/>");
  painter.take(png);
  expect(await painted).toBe(png);
});
