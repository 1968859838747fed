/** Paints an SVG as a PNG with the browser's canvas. */
import { paintedPng } from "../src/core/ladder/png.js";

/** Pixels painted at once, at most: 16 MB of memory. */
const STRIP_PIXELS = 4_000_000;

/** Address of a drawing as a picture, which as such runs nothing. */
export function addressOf(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

/** @returns null when the picture is too large, or this browser cannot. */
export async function paintPng(svg: string): Promise<Uint8Array | null> {
  const image = new Image();
  image.src = addressOf(svg);
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = Math.max(Math.min(Math.floor(STRIP_PIXELS / width), height), 1);
  const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
  if (!context) return null;
  return paintedPng(width, height, canvas.height, (top, rows) => {
    context.drawImage(image, 0, top, width, rows, 0, 0, width, rows);
    return context.getImageData(0, 0, width, rows).data;
  });
}
