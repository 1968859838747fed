/** Findings as JSON: the contract of `--format json`, version 1. Keys may be added, none of these changes its meaning. */
import type { Analysis } from "../analysis.js";
import type { Finding, Location, RelatedLocation } from "../model/finding.js";
import { toIso } from "../model/instant.js";
import { rulePagePath } from "../rules/catalogue.js";
import { inferredOf } from "../trace/inferred.js";
import type { NotesFile } from "./notes/notes-file.js";
import { notesOf, type TraceNote } from "./notes/trace-notes.js";

export interface JsonPlace {
  readonly file: string;
  /** Wireshark's `frame.number`; null in a log. */
  readonly frame: number | null;
  /** 1-based line of the start line; null in a capture. */
  readonly line: number | null;
  readonly header: string | null;
  /** Octets within the SIP message. */
  readonly start: number;
  readonly end: number;
}

/**
 * One trace as a plain object for `JSON.stringify`.
 * @param notes notes files to place in it; its packet comments are among its notes without.
 */
export function traceToJson(analysis: Analysis, notes: readonly NotesFile[] = []) {
  const { trace, findings } = analysis;
  return {
    files: trace.files.map(({ name }) => name),
    formats: trace.files.map(({ format }) => format),
    /** Of logs all formats that were met, the one that most speaks for first; that one is among `formats`. */
    logFormats: trace.files.flatMap(({ name, logFormats }) =>
      logFormats.map(({ id, messages }) => ({ file: name, format: id, messages })),
    ),
    frames: trace.files.reduce((sum, file) => sum + file.frames, 0),
    messages: trace.messages.length,
    /** Files whose clock differs from the first one's; their times are given by the first one's clock. */
    clockOffsets: trace.files.flatMap(({ name, clock }) =>
      clock
        ? [
            {
              file: name,
              offsetSeconds: clock.offsetMicros / 1e6,
              uncertaintySeconds: clock.uncertaintyMicros / 1e6,
              messages: clock.matches,
            },
          ]
        : [],
    ),
    /** What logs do not print and was taken from elsewhere: dates, zones, sides. */
    inferred: inferredOf(trace),
    problems: trace.problems.map(({ file, offset, message }) => ({ file: trace.files[file]?.name, offset, message })),
    registrations: trace.registrations.map((registration) => ({
      aor: registration.aor,
      device: describeDevice(registration),
      state: registration.state,
      attempts: registration.attemptStarts.length,
    })),
    findings: findings.map((finding) => findingToJson(finding, analysis)),
    /** Findings that somebody decided not to be told of; they count for nothing else. */
    suppressed: (analysis.suppressed ?? []).map(({ finding, reason, by }) => ({
      ...findingToJson(finding, analysis),
      suppression: { by, reason },
    })),
    notes: notesOf(analysis, notes).map((note) => noteToJson(note, analysis)),
  };
}

function noteToJson({ place, named, author, created, text }: TraceNote, { trace }: Analysis) {
  const at = place && { file: trace.files[place.file]?.name ?? "", frame: place.frame, line: place.line };
  // What names the message of a note whose message is not in this trace.
  return { place: at, ...(place ? {} : { message: named }), author, time: created, text };
}

type Registration = Analysis["trace"]["registrations"][number];

/** `192.168.1.20:5060 Yealink T46U` */
function describeDevice({ device, transactions }: Registration): string {
  const client = transactions[0]?.client;
  const address = client && client.address !== "" ? `${formatAddress(client.address)}:${client.port}` : "";
  return [address, device.title === device.address ? "" : device.title].filter(Boolean).join(" ");
}

function formatAddress(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

function findingToJson(finding: Finding, analysis: Analysis) {
  return {
    rule: finding.rule,
    docs: rulePagePath(finding.rule),
    severity: finding.severity,
    kind: finding.kind,
    strength: finding.strength,
    message: finding.message,
    aor: finding.aor,
    count: finding.count,
    place: toPlace(finding.location, analysis),
    firstTime: toIso(finding.firstMicros),
    lastTime: toIso(finding.lastMicros),
    evidence: finding.evidence,
    related: toPlaces(finding.related, analysis),
    fixes: finding.fixes,
  };
}

export function toPlaces(related: readonly RelatedLocation[], analysis: Analysis) {
  return related.map(({ location, message }) => ({ place: toPlace(location, analysis), message }));
}

function toPlace({ place, header, range }: Location, { trace }: Analysis): JsonPlace {
  const file = trace.files[place.file]?.name ?? "";
  return { file, frame: place.frame, line: place.line, header, start: range.start, end: range.end };
}
