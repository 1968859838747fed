/** A page that is closed while drawings are painted leaves nobody waiting. */
import { expect, test } from "vitest";
import { PagePainter } from "../../src/vscode/page-painter.js";

test("what is asked of a page that is gone is not painted, nor what it was asked before", async () => {
  const asked: string[] = [];
  const painter = new PagePainter((svg) => asked.push(svg));
  const before = painter.paint("<svg/>");
  painter.dispose();
  expect(await before).toBeNull();
  expect(await painter.paint("<svg id='2'/>")).toBeNull();
  expect(asked).toEqual(["<svg/>"]);
});
