/** Names messages for notes, and finds them again in a trace that was exported anew, cut, or moved. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { toIso } from "../../model/instant.js";
import type { Trace } from "../../trace/trace.js";
import type { MessageKey } from "./notes-file.js";

/** Nearer than this two times are of one message: exports round to milliseconds, retransmissions come half a second apart. */
const SAME_TIME_MILLIS = 200;
const DIGEST_DIGITS = 16;

export function keyOfMessage(trace: Trace, message: number): MessageKey {
  const key = contentOf(trace, message);
  const equal = rowsLike(trace, [key])[0] ?? [];
  return { ...key, occurrence: equal.indexOf(message) + 1, time: toIso(trace.messages.atMicros(message)) };
}

/** The message that each key names; null for one that this trace does not hold. */
export function findMessages(trace: Trace, keys: readonly MessageKey[]): (number | null)[] {
  return rowsLike(trace, keys).map((rows, index) => choose(trace, rows, keys[index]!));
}

type Content = Omit<MessageKey, "occurrence" | "time">;

function contentOf(trace: Trace, row: number): Content {
  const { keys, messages } = trace;
  const callId = keys.callId(row);
  const content = { start: startOf(trace, row), callId, cseq: cseqOf(trace, row), branch: branchOf(trace, row) };
  return callId === "" ? { ...content, digest: digestOf(messages.octets(row)) } : content;
}

function startOf({ keys }: Trace, row: number): string {
  return keys.isRequest(row) ? keys.method(row) : keys.status(row) > 0 ? `${keys.status(row)}` : "";
}

function branchOf({ messages }: Trace, row: number): string {
  return messages.sip(row).topVia?.branch?.value ?? "";
}

function cseqOf({ keys }: Trace, row: number): string {
  return `${keys.cseq(row)} ${keys.method(row)}`;
}

function digestOf(octets: Uint8Array): string {
  return bytesToHex(sha256(octets)).slice(0, DIGEST_DIGITS);
}

/** For each key the rows with its content, in the order of time. One pass over the trace, which compares numbers. */
function rowsLike(trace: Trace, wanted: readonly Content[]): number[][] {
  const { keys, messages } = trace;
  const found = wanted.map((): number[] => []);
  const byCallId = new Map<number, number[]>();
  for (const [index, { callId }] of wanted.entries()) {
    const number = keys.callIdNumberOf(callId);
    byCallId.set(number, [...(byCallId.get(number) ?? []), index]);
  }
  if (byCallId.size === 0) return found;
  for (let row = 0; row < messages.length; row++) {
    for (const index of byCallId.get(keys.callIdNumber(row)) ?? []) {
      if (isLike(trace, row, wanted[index]!)) found[index]!.push(row);
    }
  }
  return found;
}

function isLike(trace: Trace, row: number, { start, callId, cseq, branch, digest }: Content): boolean {
  const { keys, messages } = trace;
  if (keys.callId(row) !== callId || startOf(trace, row) !== start || cseqOf(trace, row) !== cseq) return false;
  return branchOf(trace, row) === branch && (digest === undefined || digestOf(messages.octets(row)) === digest);
}

/** Of equal messages the one at the time; where the clock or date was changed, the same in number. */
function choose({ messages }: Trace, rows: readonly number[], { occurrence, time }: MessageKey): number | null {
  if (rows.length === 0) return null;
  const atMillis = time === null ? NaN : Date.parse(time);
  let best: number | undefined;
  let bestAway = SAME_TIME_MILLIS;
  for (const row of rows) {
    const away = Math.abs(messages.atMicros(row) / 1000 - atMillis);
    if (away >= bestAway) continue;
    best = row;
    bestAway = away;
  }
  return best ?? rows[Math.min(Math.max(occurrence, 1), rows.length) - 1]!;
}
