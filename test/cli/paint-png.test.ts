/** Ladders painted as PNG by the command line: whole, of the SVG's size, with arrows and words in them. */
import { createInflate } from "node:zlib";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { expect, test } from "vitest";
import { loadPainter } from "../../src/cli/paint-png.js";
import { drawLadderSvg } from "../../src/core/ladder/draw-svg.js";
import { LADDER, wideLadder } from "../webview/views.js";

/** Pixels of the SVG's first row, and of each row of a message. */
const [HEAD, ROW] = [74, 40];

/** The colour of each pixel as another reader of PNG sees it: red, green, blue, alpha. */
async function pixelsOf(png: Uint8Array) {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return { width: image.width, height: image.height, data };
}

/** Of each row of pixels whether it is another than the one above: then not all octets behind its filter's are zero. */
async function newRowsOf(png: Buffer, width: number): Promise<boolean[]> {
  const inflate = createInflate({ chunkSize: 1_000_000 });
  inflate.end(png.subarray(png.indexOf("IDAT") + 4, png.indexOf("IEND") - 8));
  const nothing = Buffer.alloc(width * 3);
  const isNew: boolean[] = [];
  let rest = Buffer.alloc(0);
  for await (const octets of inflate as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, octets]);
    for (; rest.length > width * 3; rest = rest.subarray(width * 3 + 1))
      isNew.push(!rest.subarray(1, width * 3 + 1).equals(nothing));
  }
  return isNew;
}

test("a ladder is painted in the SVG's size on white, with what it says", async () => {
  const paint = await loadPainter();
  const svg = drawLadderSvg(LADDER);
  const { width, height, data } = await pixelsOf(await paint(svg));
  expect(svg).toContain(`width="${width}" height="${height}"`);
  expect([...data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
  const request = Buffer.from([0x1a, 0x6f, 0xd8, 255]);
  expect(Buffer.from(data).includes(request)).toBe(true);
  const wordless = await pixelsOf(await paint(svg.replaceAll(/<text.*?<\/text>/g, "")));
  const differing = data.filter((_, at) => at % 4 === 0 && data[at] !== wordless.data[at]);
  expect(differing.length).toBeGreaterThan(LADDER.rows.length * 100);
});

test("2,000 messages between 20 lanes are painted to the last", { timeout: 300_000 }, async () => {
  const wide = wideLadder(20);
  const rows = Array.from({ length: 2000 }, (_, message) => ({ ...wide.rows[message % wide.rows.length]!, message }));
  const svg = drawLadderSvg({ ...wide, rows });
  const paint = await loadPainter();
  const png = Buffer.from(await paint(svg));
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect(svg).toContain(`width="${width}" height="${height}"`);
  const isNew = await newRowsOf(png, width);
  expect(isNew).toHaveLength(height);
  for (let message = 0; message < 2000; message++) {
    const top = HEAD + message * ROW;
    const painted = isNew.slice(top, top + ROW).filter(Boolean).length;
    expect(painted).toBeGreaterThan(10);
  }
});

test("a picture that no program opens is refused with its size", async () => {
  const paint = await loadPainter();
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="4000000" viewBox="0 0 20000 4000000"></svg>';
  await expect(paint(svg)).rejects.toThrow("20000 by 4000000 pixels");
});
