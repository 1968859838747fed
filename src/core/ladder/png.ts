/**
 * Makes a PNG of pixels that are painted strip by strip: canvases end at some thousand pixels, a ladder of two thousand messages
 * is eighty thousand high. The rows of pixels are filtered here and packed by the host's own `CompressionStream`.
 */

/** PNG allows more, but no viewer opens it. */
const MOST_PIXELS = 1_000_000_000;
/** Red, green, blue: the background is opaque. */
const CHANNELS = 3;
/** Filter "Up": what is as in the row above becomes zero, which packs to nothing. */
const FILTER_UP = 2;

/** Whether a picture of this size in pixels can be made: neither empty nor too large. */
export function fitsPng(width: number, height: number): boolean {
  return width > 0 && height > 0 && width * height <= MOST_PIXELS;
}

/** Paints the rows of pixels from `top` on. @returns four octets a pixel, of which the last is not looked at. */
export type PaintStrip = (top: number, rows: number) => Uint8ClampedArray;

/**
 * @param stripRows rows of pixels that are painted at once, at most.
 * @returns null when a picture of this size cannot be made.
 */
export async function paintedPng(
  width: number,
  height: number,
  stripRows: number,
  paint: PaintStrip,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!fitsPng(width, height)) return null;
  const packer = new CompressionStream("deflate");
  const packed = octetsOf(packer.readable.getReader());
  const writer = packer.writable.getWriter();
  let above: Uint8ClampedArray = new Uint8ClampedArray(width * 4);
  for (let top = 0; top < height; top += stripRows) {
    const rows = Math.min(stripRows, height - top);
    const pixels = paint(top, rows);
    await writer.write(filtered(pixels, above, width, rows));
    above = pixels.subarray((rows - 1) * width * 4);
  }
  await writer.close();
  return pngOf(width, height, await packed);
}

async function octetsOf(reader: { read(): Promise<{ value?: Uint8Array }> }): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (let next = await reader.read(); next.value; next = await reader.read()) pieces.push(next.value);
  return joined(pieces);
}

/** @param pixels four octets each. @param above the row of pixels over them. */
function filtered(
  pixels: Uint8ClampedArray,
  above: Uint8ClampedArray,
  width: number,
  rows: number,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(rows * (width * CHANNELS + 1));
  let at = 0;
  for (let row = 0; row < rows; row++) {
    out[at++] = FILTER_UP;
    const here = row * width * 4;
    const [before, shift] = row === 0 ? [above, 0] : [pixels, here - width * 4];
    for (let pixel = 0; pixel < width * 4; pixel += 4) {
      out[at++] = pixels[here + pixel]! - before[shift + pixel]!;
      out[at++] = pixels[here + pixel + 1]! - before[shift + pixel + 1]!;
      out[at++] = pixels[here + pixel + 2]! - before[shift + pixel + 2]!;
    }
  }
  return out;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function pngOf(width: number, height: number, packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const fields = new DataView(header.buffer);
  fields.setUint32(0, width);
  fields.setUint32(4, height);
  // Eight bits a channel, true colour; deflate, the usual filters, not interlaced.
  header.set([8, 2, 0, 0, 0], 8);
  return joined([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", header),
    chunk("IDAT", packed),
    chunk("IEND", new Uint8Array()),
  ]);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Length, name, content, checksum over name and content (PNG §5.3). */
function chunk(name: string, content: Uint8Array): Uint8Array {
  const octets = new Uint8Array(content.length + 12);
  const view = new DataView(octets.buffer);
  view.setUint32(0, content.length);
  for (let index = 0; index < 4; index++) octets[4 + index] = name.charCodeAt(index);
  octets.set(content, 8);
  view.setUint32(8 + content.length, crc32(octets.subarray(4, 8 + content.length)));
  return octets;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let crc = octet;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

function crc32(octets: Uint8Array): number {
  let crc = 0xffffffff;
  for (const octet of octets) crc = CRC_TABLE[(crc ^ octet) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
