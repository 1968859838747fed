/** The SIP messages of a capture as tshark reads them, and as we do, in the same words. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { analyse, memorySource } from "../../src/core/index.js";
import { finish } from "../../src/core/model/steps.js";
import type { ProjectFile } from "../capture/project-captures.js";

const run = promisify(execFile);
const MAX_OUTPUT_OCTETS = 64 * 1024 * 1024;

/**
 * By frame: start lines (a method or a status), Call-IDs and CSeqs of the messages that the frame completes, each sorted,
 * since tshark's columns do not tell which belong together.
 */
export type Frames = ReadonlyMap<number, string>;

interface Columns {
  readonly starts: string[];
  readonly callIds: string[];
  readonly cseqs: string[];
}

const FIELDS = ["frame.number", "sip.Method", "sip.Status-Code", "sip.Call-ID", "sip.CSeq"];
/** Stands in no SIP header. */
const SEPARATOR = "\x01";

export async function isTsharkInstalled(): Promise<boolean> {
  return run("tshark", ["--version"]).then(
    () => true,
    () => false,
  );
}

/** @param preferences further options, for a port that tshark does not know */
export async function readByTshark(
  path: string,
  keyLogPath?: string,
  preferences: readonly string[] = [],
): Promise<Frames> {
  const args = ["-n", "-r", path, "-o", "tcp.reassemble_out_of_order:TRUE", ...preferences];
  if (keyLogPath !== undefined) args.push("-o", `tls.keylog_file:${keyLogPath}`);
  // An ICMP error quotes the beginning of a message that was sent before: it is a signal to us, and no message.
  args.push("-Y", "sip && !icmp && !icmpv6", "-T", "fields", "-E", "occurrence=a", "-E", `aggregator=${SEPARATOR}`);
  const { stdout } = await run("tshark", [...args, ...FIELDS.flatMap((field) => ["-e", field])], {
    maxBuffer: MAX_OUTPUT_OCTETS,
    encoding: "latin1",
  });
  const frames = new Map<number, string>();
  for (const line of stdout.split("\n").filter(Boolean)) {
    const [number = "", methods = "", statuses = "", callIds = "", cseqs = ""] = line.split("\t");
    const columns = {
      starts: [...values(methods), ...values(statuses)],
      callIds: values(callIds),
      cseqs: values(cseqs),
    };
    // The rest of a message that was cut, or line ends that keep a flow open.
    if (columns.starts.length > 0) frames.set(Number(number), inWords(columns));
  }
  return frames;
}

export function readByUs({ path, octets, keyLogPath }: ProjectFile): Frames {
  const keyLogs = keyLogPath === undefined ? [] : [readFileSync(keyLogPath)];
  const analysis = finish(analyse([memorySource(path, octets)], { keyLogs }));
  const frames = new Map<number, Columns>();
  for (const { place, sip } of analysis.trace.messages) {
    const number = place.frame ?? 0;
    const columns = frames.get(number) ?? { starts: [], callIds: [], cseqs: [] };
    frames.set(number, columns);
    columns.starts.push(sip.isRequest ? sip.method : String(sip.statusCode));
    columns.callIds.push(...(sip.callId === undefined ? [] : [sip.callId.value]));
    columns.cseqs.push(...(sip.cseq === undefined ? [] : [`${sip.cseq.number} ${sip.cseq.method}`]));
  }
  return new Map([...frames].map(([number, columns]) => [number, inWords(columns)]));
}

function values(column: string): string[] {
  return column.split(SEPARATOR).filter(Boolean);
}

function inWords({ starts, callIds, cseqs }: Columns): string {
  return [starts, callIds, cseqs].map((column) => column.map(plain).sort().join(", ")).join(" | ");
}

/** Blanks in a CSeq say nothing. */
function plain(value: string): string {
  return value.trim().replaceAll(/\s+/g, " ");
}

/** A line for each frame that the two read differently: `-` as tshark does, `+` as we do. */
export function differences(theirs: Frames, ours: Frames): string[] {
  const numbers = [...new Set([...theirs.keys(), ...ours.keys()])].sort((a, b) => a - b);
  return numbers.flatMap((number) => {
    const [their, our] = [theirs.get(number), ours.get(number)];
    if (their === our) return [];
    return [
      ...(their === undefined ? [] : [`- ${number}: ${their}`]),
      ...(our === undefined ? [] : [`+ ${number}: ${our}`]),
    ];
  });
}
