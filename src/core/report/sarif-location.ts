/** Where a finding is, in SARIF's words: line and column of a log; octets, frame and header of a capture (SARIF 2.1.0 §3.28–3.33). */
import type { Analysis } from "../analysis.js";
import type { Location } from "../model/finding.js";
import { printable } from "./printable.js";

/** The folder that relative names start from; GitHub knows it by this name as the root of the repository. */
export const BASE_ID = "%SRCROOT%";

/** Where a file is. A relative name stays relative, so that a report says nothing of the machine it was made on. */
export function fileLocation(name: string) {
  const path = /^[A-Za-z]:[\\/]|^[^/]*\\/.test(name) ? name.replaceAll("\\", "/") : name;
  if (name === "-") return { location: { uri: "stdin" } };
  const uri = path
    .replace(/^(?:\.\/)+/, "")
    .split("/")
    .map(encoded)
    .join("/");
  if (/^[A-Za-z]:\//.test(path)) return { location: { uri: `file:///${uri.replace("%3A", ":")}` } };
  return path.startsWith("/") ? { location: { uri: `file://${uri}` } } : { location: { uri, uriBaseId: BASE_ID } };
}

function encoded(part: string): string {
  // Half of a surrogate pair, as a damaged file name has it, cannot be encoded.
  return encodeURIComponent(part.replace(/\p{Surrogate}/gu, "\ufffd"));
}

export function resultLocation(location: Location, { trace }: Analysis) {
  const { place, header, message } = location;
  const name = trace.files[place.file]?.name ?? "";
  const where = place.frame === null ? `line ${place.line}` : `frame ${place.frame}`;
  const part = header === null ? "" : printable(header);
  return {
    physicalLocation: {
      artifactLocation: fileLocation(name).location,
      region: place.frame === null ? textRegion(location, trace) : octetRegion(location, trace),
    },
    logicalLocations: [
      {
        name: part || where,
        fullyQualifiedName: [where, part].filter(Boolean).join("/"),
        kind: header !== null ? "header" : message === null ? "signal" : "message",
      },
    ],
  };
}

type Trace = Analysis["trace"];

/**
 * A capture has no lines. Its octets are told; line 1 stands beside them because viewers such as GitHub's show nothing
 * without a line, and it is the one that every file has.
 */
function octetRegion({ message, range }: Location, { messages }: Trace) {
  if (message === null) return { startLine: 1 };
  const map = messages.sourceMap(message);
  const start = map.toFile(range.start);
  // What is in several frames, or was encrypted, has no stretch of its own in the file.
  return { startLine: 1, byteOffset: start, byteLength: Math.max(0, map.toFile(range.end - 1) + 1 - start) };
}

/** Octets read before a message's start for the beginning of its line: the prefix of a log line is shorter. */
const LONGEST_PREFIX = 4096;

/** Lines and columns from 1; a column counts UTF-16 code units, the end is behind the last character. */
function textRegion({ message, place, range }: Location, { messages }: Trace) {
  const line = Math.max(1, place.line ?? 1);
  const source = messages.sources[place.file];
  // Of a packed log nothing is read again for the sake of a column.
  if (message === null || !source || source.isSequential) return { startLine: line };
  const map = messages.sourceMap(message);
  const first = map.toFile(0);
  const from = Math.max(0, first - LONGEST_PREFIX);
  const octets = source.read(from, map.toFile(Math.max(range.start, range.end - 1)) + 1 - from);
  // The message's own first line begins behind the last line end before it.
  const text = (end: number) => new TextDecoder().decode(octets.subarray(0, end)).split("\n");
  const linesBefore = text(first - from).length;
  const position = (offset: number) => {
    const lines = text(offset);
    return { line: line + lines.length - linesBefore, column: (lines.at(-1) ?? "").length + 1 };
  };
  const start = position(map.toFile(range.start) - from);
  const end = position(octets.length);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
