/** Paints the SVG of a ladder as a PNG with `@napi-rs/canvas`, which is there for this alone: Node has no canvas. */
import { fitsPng, paintedPng } from "../core/index.js";
import { inlineStyles } from "./inline-styles.js";
import { UsageError } from "./options.js";

/** Pixels painted at once, at most: 64 MB of memory. */
const STRIP_PIXELS = 16_000_000;

/** @throws UsageError when the picture is too large. */
export type PaintPng = (svg: string) => Promise<Uint8Array>;

/** @throws UsageError when nothing can be painted on this machine. */
export async function loadPainter(): Promise<PaintPng> {
  const { createCanvas, GlobalFonts, Image } = await loadCanvas();
  if (GlobalFonts.families.length === 0)
    throw new UsageError(
      "This machine has no font to paint a PNG with; install one (fonts-dejavu-core on Debian), or take --format svg.",
    );
  return async (svg) => {
    const [width = 0, height = 0] = / width="(\d+)" height="(\d+)"/.exec(svg)?.slice(1).map(Number) ?? [];
    // Asked first: the library ends the process over an image that is too large for it.
    if (!fitsPng(width, height)) throw tooLarge(width, height);
    const image = new Image();
    image.src = new TextEncoder().encode(inlineStyles(svg));
    const stripRows = Math.max(Math.min(Math.floor(STRIP_PIXELS / width), height), 1);
    const context = createCanvas(width, stripRows).getContext("2d");
    context.fillStyle = "#fff";
    const png = await paintedPng(width, height, stripRows, (top, rows) => {
      context.fillRect(0, 0, width, rows);
      context.drawImage(image, 0, top, width, rows, 0, 0, width, rows);
      return context.getImageData(0, 0, width, rows).data;
    });
    if (!png) throw tooLarge(width, height);
    return png;
  };
}

function tooLarge(width: number, height: number): UsageError {
  return new UsageError(
    `As a PNG the ladder would have ${width} by ${height} pixels, which no program opens; take one by --ladder KEY, or --format svg.`,
  );
}

async function loadCanvas() {
  try {
    return await import("@napi-rs/canvas");
  } catch {
    throw new UsageError(
      "A PNG is painted by the package @napi-rs/canvas, which is not installed here: npm install @napi-rs/canvas, or take --format svg.",
    );
  }
}
