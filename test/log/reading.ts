/** Reads a log text in a test and gives what came out of it. */
import { analyse, type Analysis } from "../../src/core/analysis.js";
import { ANNOUNCED_FORMATS } from "../../src/core/log/formats/index.js";
import { readLog, type LogSummary, type ReadLogOptions } from "../../src/core/log/read-log.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { formatEndpoint, type Endpoint } from "../../src/core/model/endpoint.js";
import { toIso } from "../../src/core/model/instant.js";
import type { Problem } from "../../src/core/model/problem.js";
import { finish } from "../../src/core/model/steps.js";
import type { Signal, Transmission } from "../../src/core/model/transmission.js";

export interface Reading {
  readonly messages: Transmission[];
  readonly signals: Signal[];
  readonly problems: Problem[];
  readonly summary: LogSummary;
}

/** 20 November 2026, noon: the date of logs that print none. */
export const REFERENCE = Date.UTC(2026, 10, 20, 12) * 1000;

export function octetsOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textOf(octets: Uint8Array): string {
  return new TextDecoder().decode(octets);
}

export function read(log: string | Uint8Array, options: ReadLogOptions = {}): Reading {
  const messages: Transmission[] = [];
  const signals: Signal[] = [];
  const problems: Problem[] = [];
  const source = memorySource("test.log", typeof log === "string" ? octetsOf(log) : log);
  const summary = finish(
    readLog(
      source,
      0,
      {
        // The octets are the reader's, who uses them again.
        transmission: (transmission) => messages.push({ ...transmission, octets: transmission.octets.slice() }),
        signal: (signal) => signals.push(signal),
        comment: () => undefined,
        problem: (problem) => problems.push(problem),
      },
      { referenceMicros: REFERENCE, ...options },
    ),
  );
  return { messages, signals, problems, summary };
}

/** The trace of one log or of several, read on the day that they were written. */
export function analysed(...logs: string[]): Analysis {
  const sources = logs.map((log, index) => memorySource(`${index}.log`, octetsOf(log)));
  return finish(analyse(sources, { referenceMicros: REFERENCE }));
}

export function texts(reading: Reading): string[] {
  return reading.messages.map((message) => textOf(message.octets));
}

/** The formats that find an announcement of theirs in a log, each asked alone; what carries any program's lines goes last. */
export function claimsOn(log: string | Uint8Array): string[] {
  const claims = ANNOUNCED_FORMATS.filter(({ id }) =>
    read(log, { format: id }).summary.formats.some((format) => format.id === id),
  );
  const own = claims.filter(({ carrier }) => !carrier);
  return (own.length > 0 ? own : claims).map(({ id }) => id);
}

/** `4 10:00:00.123456 udp 192.0.2.10:5060 > ?`: where, when and between whom, as far as the log tells. */
export function outline(transmission: Transmission): string {
  const side = (endpoint: Endpoint | undefined) => (endpoint ? formatEndpoint(endpoint) : "?");
  const time = toIso(transmission.atMicros)?.slice(11, -1) ?? "-";
  const { place, transport, source, destination } = transmission;
  return `${place.line} ${time} ${transport ?? "?"} ${side(source)} > ${side(destination)}`;
}
