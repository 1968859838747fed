/** How each kind of input is read to its end, and what must hold of whatever comes out. */
import { readFileSync } from "node:fs";
import {
  analyse,
  drawLadderSvg,
  drawLadderText,
  layOutLadder,
  memorySource,
  overviewOf,
  Pseudonyms,
  redactFile,
  RedactionError,
  traceToJson,
  traceToText,
} from "../../../src/core/index.js";
import { detectContainer } from "../../../src/core/capture/detect.js";
import { MemoryTarget } from "../../../src/core/model/byte-target.js";
import { detectLogFormat } from "../../../src/core/log/detect.js";
import { finish } from "../../../src/core/model/steps.js";
import { KeyLog } from "../../../src/core/packet/tls/key-log.js";
import { digestResponse } from "../../../src/core/sip/digest-response.js";
import { SipMessage } from "../../../src/core/sip/message.js";
import { nonceTime } from "../../../src/core/sip/nonce.js";
import { judgeMessage } from "../../../src/core/sip/verdict.js";
import { ascii, concat, read as readFrames } from "../../capture/capture-files.js";
import { projectCaptures } from "../../capture/project-captures.js";
import { read as readLogOf, texts } from "../../log/reading.js";
import { ALICE, captureOf, PBX, type Read, readFile, tcp, toText, udp } from "../../packet/packets.js";
import { touchAll } from "./touch.js";

export const KEYS = projectCaptures().flatMap(({ keyLogPath }) =>
  keyLogPath === undefined ? [] : [readFileSync(keyLogPath)],
);
function expectSame(title: string, one: unknown, other: unknown): void {
  if (JSON.stringify(one) !== JSON.stringify(other)) throw new Error(`${title} gives another result.`);
}

/** What must not depend on the size of ranges. */
function outlineOf({ messages, signals, problems }: Read): unknown {
  return [
    messages.map(({ octets, place, atMicros, missingOctets, sourceMap }) => [
      toText(octets),
      place,
      atMicros,
      missingOctets,
      sourceMap.runs,
    ]),
    signals.map(({ kind, place }) => [kind, place]),
    problems,
  ];
}

function keyLog(): KeyLog {
  const log = new KeyLog();
  for (const keys of KEYS) log.add(keys);
  return log;
}

/** Reads a capture whole and in ranges whose size follows from its content. */
export function readCaptureTwice(input: Uint8Array): number {
  const read = readFile(input, undefined, keyLog());
  const rangeOctets = 7 + ((input.length * 31) % 3000);
  expectSame(`A range of ${rangeOctets} octets`, outlineOf(readFile(input, rangeOctets, keyLog())), outlineOf(read));
  return read.messages.length + read.signals.length;
}

export function readCaptureOnce(input: Uint8Array): number {
  const { messages, signals } = readFile(input, undefined, keyLog());
  return messages.length + signals.length;
}

/** Everything the product does with a file. */
export function analyseAll(input: Uint8Array): number {
  const analysis = finish(
    analyse([memorySource("fuzz", input)], {
      keyLogs: KEYS,
      credentials: [{ username: "2001", realm: undefined, password: "secret" }],
    }),
  );
  const [failed] = analysis.failedRules;
  if (failed !== undefined) throw new Error(`Rule ${failed.rule}: ${String(failed.error)}`, { cause: failed.error });
  traceToText(analysis);
  JSON.stringify(traceToJson(analysis));
  overviewOf(analysis);
  const ladder = layOutLadder(analysis, "all");
  drawLadderText(ladder);
  drawLadderSvg(ladder);
  return analysis.trace.messages.length + analysis.trace.signals.length;
}

export function readLogTwice(input: Uint8Array, format?: string): number {
  const only = format === undefined ? {} : { format };
  const whole = readLogOf(input, only);
  const chunkOctets = 61 + ((input.length * 31) % 3000);
  const parts = readLogOf(input, { ...only, chunkOctets });
  expectSame(`A range of ${chunkOctets} octets`, texts(parts), texts(whole));
  expectSame(`A range of ${chunkOctets} octets`, parts.problems, whole.problems);
  detectLogFormat(input);
  return whole.messages.length;
}

/** Everything a message can tell, and what is judged of it. */
export function readSip(input: Uint8Array): number {
  const sip = new SipMessage(input);
  const asked = touchAll(sip);
  for (const { range } of judgeMessage(sip)) {
    if (range.start < 0 || range.end < range.start || range.end > input.length)
      throw new Error("A fault lies outside the message.");
  }
  return asked;
}

export function readDigest(input: Uint8Array): number {
  const sip = new SipMessage(input);
  for (const credentials of sip.credentials) {
    nonceTime(credentials.nonce?.value ?? "");
    digestResponse({
      username: credentials.username?.value ?? "",
      realm: credentials.realm?.value ?? "",
      password: "secret",
      method: sip.method,
      uri: credentials.uri?.value ?? "",
      nonce: credentials.nonce?.value ?? "",
      algorithm: credentials.algorithm?.value,
      qop: credentials.qop?.value,
      nonceCount: credentials.nonceCount?.value,
      cnonce: credentials.cnonce?.value,
      body: input,
    });
  }
  return touchAll(sip.challenges) + touchAll(sip.credentials);
}

/** The payload of a datagram to or from each port that makes a difference. */
export function inDatagram(...ports: readonly number[]) {
  return (input: Uint8Array): number => {
    const payload = input.subarray(0, 60_000);
    const packets = ports.flatMap((port) => [
      udp({ ...PBX, port }, ALICE, payload),
      udp(ALICE, { ...PBX, port }, payload),
    ]);
    return readCaptureOnce(captureOf(packets));
  };
}

const SEGMENT_OCTETS = 1000;

/** The octets of a stream of which the other direction is known. */
export function inStream(before: { readonly client: string; readonly server: string }) {
  return (input: Uint8Array): number => {
    const stream = concat([ascii(before.client), input]);
    const segments = [
      tcp(ALICE, PBX, { sequence: 0, flags: 2 }),
      tcp(PBX, ALICE, { sequence: 0, acknowledgement: 1, flags: 0x12 }),
    ];
    if (before.server !== "") segments.push(tcp(PBX, ALICE, { sequence: 1, data: before.server }));
    for (let at = 0; at < stream.length; at += SEGMENT_OCTETS) {
      segments.push(tcp(ALICE, PBX, { sequence: 1 + at, data: stream.subarray(at, at + SEGMENT_OCTETS) }));
    }
    return readCaptureOnce(captureOf(segments));
  };
}

const UPGRADE =
  "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: sip\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
export const WEB_SOCKET = {
  client: `GET /ws HTTP/1.1\r\nHost: example.com\r\n${UPGRADE}`,
  server: `HTTP/1.1 101 Switching Protocols\r\n${UPGRADE}`,
};
export const NO_OPENING = { client: "", server: "" };

/** @returns undefined for what is refused in one sentence. */
function redacted(input: Uint8Array): Uint8Array | undefined {
  const target = new MemoryTarget("copy");
  const steps = redactFile(memorySource("fuzz", input), target, new Pseudonyms(new Uint8Array(32)), { keyLogs: KEYS });
  try {
    while (!steps.next().done);
  } catch (error) {
    if (error instanceof RedactionError) return undefined;
    throw error;
  }
  return target.octets.slice();
}

/** Every frame of the capture is in its copy. */
export function redactCaptureFile(input: Uint8Array): number {
  const copy = redacted(input);
  if (copy === undefined || detectContainer(input) === undefined) return 0;
  const [before, after] = [readFrames(input).frames, readFrames(copy).frames];
  const outline = ({ number, atMicros, originalLength }: (typeof before)[number]) => [number, atMicros, originalLength];
  expectSame("The copy", before.map(outline), after.map(outline));
  return before.length;
}

/** Every line of the log keeps its place. */
export function redactLogFile(input: Uint8Array): number {
  const copy = redacted(input);
  if (copy === undefined || detectContainer(input) !== undefined) return 0;
  if (copy.length !== input.length) throw new Error(`The copy has ${copy.length} octets, the log ${input.length}.`);
  return copy.length;
}
