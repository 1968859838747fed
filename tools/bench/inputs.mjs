/** The inputs of the benchmark, made once from a seed: SIP over UDP and TCP, calls with their RTP, and a text log. */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { CaptureFile } from "./capture-file.mjs";
import { Random } from "./random.mjs";
import { addressOf, SERVER_ADDRESS, SIP_PORT, Traffic } from "./traffic.mjs";

/** Changes whenever the same seed makes other files: what lies in the cache is made anew then. */
const EDITION = 3;
const SEED = 20251009;
const PHONES = 5000;
const MEBI = 1024 * 1024;
/** Of an Ethernet frame, less the headers of IP and TCP. */
const SEGMENT_OCTETS = 1460;
const RTP_SHARE = 0.96;
const FLAGS = { syn: 0x02, push: 0x18, ack: 0x10 };

/** @typedef {{ readonly id: string, readonly title: string, readonly path: string, readonly messages: number, readonly octets: number }} Input */
/** @typedef {import("./traffic.mjs").Sent} Sent */

/** @param {string} folder @param {boolean} isQuick a tenth of the size @returns {Input[]} */
export function makeInputs(folder, isQuick) {
  const scale = isQuick ? 0.1 : 1;
  const messages = 1_000_000 * scale;
  const thousands = `${messages / 1000}k messages`;
  mkdirSync(folder, { recursive: true });
  /** @type {[string, string, string, (path: string) => number][]} */
  const recipes = [
    ["udp", `${thousands} over UDP`, "pcap", (path) => writeUdp(path, messages)],
    ["tcp", `${thousands} over TCP`, "pcap", (path) => writeTcp(path, messages)],
    ["rtp", `${1024 * scale} MiB, 96 % RTP`, "pcap", (path) => writeRtp(path, 1024 * MEBI * scale)],
    ["log", `${100 * scale} MiB log`, "log", (path) => writeLog(path, 100 * MEBI * scale)],
  ];
  return recipes.map(([id, title, extension, write]) => {
    const path = join(folder, `${id}-${isQuick ? "quick-" : ""}${EDITION}.${extension}`);
    const note = `${path}.json`;
    if (!existsSync(note)) {
      process.stderr.write(`making ${path}\n`);
      writeFileSync(note, JSON.stringify({ messages: write(path) }));
    }
    const made = JSON.parse(readFileSync(note, "utf8"));
    return { id, title, path, messages: Number(made.messages), octets: statSync(path).size };
  });
}

const server = { address: SERVER_ADDRESS, port: SIP_PORT };

/** @param {Sent} sent @param {number} port */
function ends({ phone, fromPhone }, port) {
  const device = { address: addressOf(phone), port };
  return fromPhone ? [device, server] : [server, device];
}

/** @param {string} path @param {number} messages */
function writeUdp(path, messages) {
  const file = new CaptureFile(path);
  let count = 0;
  for (const sent of new Traffic(SEED, PHONES, "UDP").messages()) {
    const [from, to] = ends(sent, SIP_PORT);
    if (!from || !to || count === messages) break;
    file.datagram(sent.atMicros, from, to, Buffer.from(sent.text, "latin1"));
    count++;
  }
  file.close();
  return count;
}

/** One direction of a connection: what it has sent, and what still waits to be sent. */
class Direction {
  sequence = 1000;
  waiting = "";
}

/**
 * A connection a phone. What is sent in one breath goes into one segment; some messages are cut at any octet, and one
 * segment in a hundred is overtaken by the next.
 * @param {string} path @param {number} messages
 */
function writeTcp(path, messages) {
  const file = new CaptureFile(path);
  const random = new Random(SEED + 1);
  /** @type {Map<number, [Direction, Direction]>} */
  const connections = new Map();
  let count = 0;
  /** @type {Sent | undefined} */
  let last;
  /** @param {Sent} sent */
  const flush = (sent) => {
    const [from, to] = ends(sent, 30_000 + sent.phone);
    const pair = connections.get(sent.phone);
    if (!from || !to || !pair) return;
    const [own, peer] = sent.fromPhone ? pair : [pair[1], pair[0]];
    const segments = cut(own.waiting, random);
    own.waiting = "";
    const placed = segments.map((text) => {
      const sequence = own.sequence;
      own.sequence += text.length;
      return { text, sequence };
    });
    if (placed.length > 1 && random.happens(0.1)) placed.reverse();
    for (const { text, sequence } of placed) {
      file.segment(sent.atMicros, from, to, sequence, peer.sequence, FLAGS.push, Buffer.from(text, "latin1"));
    }
  };
  for (const sent of new Traffic(SEED, PHONES, "TCP").messages()) {
    if (count === messages) break;
    let pair = connections.get(sent.phone);
    if (!pair) {
      connections.set(sent.phone, (pair = [new Direction(), new Direction()]));
      const device = { address: addressOf(sent.phone), port: 30_000 + sent.phone };
      const nothing = Buffer.alloc(0);
      file.segment(sent.atMicros, device, server, 999, 0, FLAGS.syn, nothing);
      file.segment(sent.atMicros, server, device, 999, 1000, FLAGS.syn | FLAGS.ack, nothing);
      file.segment(sent.atMicros, device, server, 1000, 1000, FLAGS.ack, nothing);
    }
    if (last && !(sent.isPrompt && sent.phone === last.phone && sent.fromPhone === last.fromPhone)) flush(last);
    const own = sent.fromPhone ? pair[0] : pair[1];
    own.waiting += sent.text;
    last = sent;
    count++;
  }
  if (last) flush(last);
  file.close();
  return count;
}

/** @param {string} text @param {Random} random */
function cut(text, random) {
  /** @type {string[]} */
  const segments = [];
  for (let at = 0; at < text.length;) {
    const longest = random.happens(0.25) ? 1 + random.below(text.length) : SEGMENT_OCTETS;
    segments.push(text.slice(at, at + Math.min(longest, SEGMENT_OCTETS)));
    at += Math.min(longest, SEGMENT_OCTETS);
  }
  return segments;
}

/** SIP, and after each message so much RTP that it makes up its share. @param {string} path @param {number} octets */
function writeRtp(path, octets) {
  const file = new CaptureFile(path);
  const random = new Random(SEED + 2);
  const rtp = Buffer.alloc(172);
  let count = 0;
  let sequence = 0;
  let sipOctets = 0;
  let rtpOctets = 0;
  for (const sent of new Traffic(SEED, PHONES / 10, "UDP").messages()) {
    const [from, to] = ends(sent, SIP_PORT);
    if (!from || !to || file.octets >= octets) break;
    const before = file.octets;
    file.datagram(sent.atMicros, from, to, Buffer.from(sent.text, "latin1"));
    sipOctets += file.octets - before;
    count++;
    while (rtpOctets < (sipOctets * RTP_SHARE) / (1 - RTP_SHARE)) {
      const stream = random.below(64);
      rtp[0] = 0x80;
      rtp[1] = 8;
      rtp.writeUInt16BE(sequence & 0xffff, 2);
      rtp.writeUInt32BE((sequence * 160) >>> 0, 4);
      rtp.writeUInt32BE(0x1000 + stream, 8);
      for (let at = 12; at < rtp.length; at += 4) rtp.writeUInt32LE(Math.imul(sequence + at, 0x9e3779b1) >>> 0, at);
      const device = { address: addressOf(stream), port: 11_000 + stream * 2 };
      const media = { address: SERVER_ADDRESS, port: 20_000 + stream * 2 };
      const start = file.octets;
      file.datagram(sent.atMicros, stream & 1 ? device : media, stream & 1 ? media : device, rtp);
      rtpOctets += file.octets - start;
      sequence++;
    }
  }
  file.close();
  return count;
}

/** Asterisk with `pjsip set logger on`, and other lines between. @param {string} path @param {number} octets */
function writeLog(path, octets) {
  const descriptor = openSync(path, "w");
  const random = new Random(SEED + 3);
  let count = 0;
  let written = 0;
  let text = "";
  for (const sent of new Traffic(SEED, PHONES, "UDP").messages()) {
    const stamp = new Date(sent.atMicros / 1000).toISOString().slice(0, 19).replace("T", " ");
    const peer = `UDP:${addressOf(sent.phone)}:${SIP_PORT}`;
    const kind = sent.text.startsWith("SIP/2.0") ? "response" : "request";
    const way = sent.fromPhone ? `Received SIP ${kind}` : `Transmitting SIP ${kind}`;
    if (random.happens(0.5)) {
      text += `[${stamp}] VERBOSE[2114] res_rtp_asterisk.c: Got  RTP packet from ${addressOf(sent.phone)}:11000 (type 08, seq ${random.below(65536)}, len 000160)\n`;
    }
    text += `[${stamp}] VERBOSE[2114] res_pjsip_logger.c: <--- ${way} (${sent.text.length} bytes) ${sent.fromPhone ? "from" : "to"} ${peer} --->\n`;
    text += `${sent.text.replaceAll("\r\n", "\n")}\n`;
    count++;
    if (text.length < MEBI) continue;
    writeSync(descriptor, text, null, "latin1");
    written += text.length;
    text = "";
    if (written >= octets) break;
  }
  closeSync(descriptor);
  return count;
}
