/** PNG pictures of screens: read as Chromium writes them, and written with a palette. */
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** @typedef {{ width: number, height: number, rgb: Uint8Array }} Picture three octets a pixel, by rows */

/**
 * @param {Buffer} png eight bits a channel, not interlaced, opaque
 * @returns {Picture}
 */
export function readPng(png) {
  const parts = [];
  for (let at = SIGNATURE.length; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = png[25] === 6 ? 4 : 3;
  const rows = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const rgb = new Uint8Array(width * height * 3);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1);
    const row = Uint8Array.from(rows.subarray(start + 1, start + 1 + stride));
    unfilter(rows[start] ?? 0, row, above, channels);
    for (let x = 0; x < width; x++) rgb.set(row.subarray(x * channels, x * channels + 3), (y * width + x) * 3);
    above = row;
  }
  return { width, height, rgb };
}

/**
 * @param {number} filter
 * @param {Uint8Array} row
 * @param {Uint8Array} above
 * @param {number} channels
 */
function unfilter(filter, row, above, channels) {
  for (let at = 0; at < row.length; at++) {
    const left = at < channels ? 0 : (row[at - channels] ?? 0);
    const up = above[at] ?? 0;
    const corner = at < channels ? 0 : (above[at - channels] ?? 0);
    const predicted = [0, left, up, (left + up) >> 1, nearest(left, up, corner)][filter] ?? 0;
    row[at] = (row[at] ?? 0) + predicted;
  }
}

/**
 * Paeth's predictor.
 * @param {number} left
 * @param {number} up
 * @param {number} corner
 */
function nearest(left, up, corner) {
  const away = (/** @type {number} */ each) => Math.abs(left + up - corner - each);
  if (away(left) <= away(up) && away(left) <= away(corner)) return left;
  return away(up) <= away(corner) ? up : corner;
}

/**
 * @param {Picture} picture
 * @param {number} most colours, at most 256
 */
export function writePalettePng({ width, height, rgb }, most) {
  const palette = paletteOf(rgb, most);
  const known = new Map();
  const rows = new Uint8Array((width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const colour = colourAt(rgb, pixel);
    if (!known.has(colour)) known.set(colour, closest(palette, colour));
    rows[pixel + Math.floor(pixel / width) + 1] = known.get(colour);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap(channelsOf))),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/**
 * The colours that cover most, each well apart from those chosen before: of the shades between two of them, which smooth
 * the letters, the nearest does.
 * @param {Uint8Array} rgb
 * @param {number} most
 */
function paletteOf(rgb, most) {
  const counts = new Map();
  for (let pixel = 0; pixel < rgb.length / 3; pixel++) {
    const colour = colourAt(rgb, pixel);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  /** @type {number[]} */
  const palette = [];
  for (const apart of [48, 24, 12, 0]) {
    for (const colour of byCount) {
      if (palette.length >= most) return palette;
      if (palette.every((each) => distance(each, colour) > apart)) palette.push(colour);
    }
  }
  return palette;
}

/**
 * @param {readonly number[]} palette
 * @param {number} colour
 */
function closest(palette, colour) {
  const distances = palette.map((each) => distance(each, colour));
  return distances.indexOf(Math.min(...distances));
}

/**
 * @param {Uint8Array} rgb
 * @param {number} pixel
 */
function colourAt(rgb, pixel) {
  return ((rgb[pixel * 3] ?? 0) << 16) | ((rgb[pixel * 3 + 1] ?? 0) << 8) | (rgb[pixel * 3 + 2] ?? 0);
}

/** @param {number} colour */
function channelsOf(colour) {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

/**
 * @param {number} one
 * @param {number} other
 */
function distance(one, other) {
  const [a, b] = [channelsOf(one), channelsOf(other)];
  return Math.hypot(...a.map((channel, at) => channel - (b[at] ?? 0)));
}

/**
 * @param {string} type
 * @param {Buffer} content
 */
function chunk(type, content) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
