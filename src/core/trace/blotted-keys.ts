/**
 * Responses whose Call-ID or branch was blotted out in another way than that of their requests, before the log was posted: what was
 * left tells which belong together, or it is kept in mind that something is not to be seen.
 */
import { isMasked } from "../model/masked.js";
import type { MessageKeys } from "./message-keys.js";
import type { MessageTable } from "./message.js";

export interface BlottedKeys {
  /** Files of which responses were matched by what was left. */
  readonly matched: ReadonlySet<number>;
  /** `cseqKey` of the responses for which no request could be told. */
  readonly unmatched: ReadonlySet<string>;
}

/** Requests of one CSeq that are compared; where there are more of one number and method, it tells nothing. */
const MOST_CANDIDATES = 64;

/** A log of more lacks its requests; people do not post so much. */
const MOST_ORPHANS = 10_000;

/** What a request and its response have in common whatever was blotted out. */
function cseqKey(keys: MessageKeys, row: number): string {
  return `${keys.cseq(row)} ${keys.method(row)}`;
}

/**
 * Gives such responses the Call-ID and branch of their requests. Rows are asked in the order of the files.
 * @param isLog whether a file is a text: nobody blots out a capture so.
 */
export function matchBlotted(table: MessageTable, keys: MessageKeys, isLog: readonly boolean[]): BlottedKeys {
  const matched = new Set<number>();
  const unmatched = new Set<string>();
  const orphans = orphansOf(table, keys, isLog);
  if (orphans.length > 0 && orphans.length <= MOST_ORPHANS) {
    const requests = requestsByCSeq(table, keys, orphans);
    for (const row of orphans) {
      const candidates = requests.get(`${table.fileOf(row)} ${cseqKey(keys, row)}`) ?? [];
      const request = requestOf(table, keys, row, candidates);
      if (request !== undefined) {
        keys.takeTransaction(row, request);
        matched.add(table.fileOf(row));
      } else if (candidates.some((candidate) => isBlotted(table, keys, candidate)) || isBlotted(table, keys, row)) {
        unmatched.add(cseqKey(keys, row));
      }
    }
  }
  return { matched, unmatched };
}

/** The responses that no request before them is for. */
function orphansOf(table: MessageTable, keys: MessageKeys, isLog: readonly boolean[]): number[] {
  const orphans: number[] = [];
  const requests = new Set<number>();
  for (let row = 0; row < table.length; row++) {
    if (!isLog[table.fileOf(row)] || keys.isStray(row)) continue;
    if (keys.isRequest(row)) requests.add(keys.transactionHash(row));
    else if (!requests.has(keys.transactionHash(row))) orphans.push(row);
  }
  return orphans;
}

function requestsByCSeq(table: MessageTable, keys: MessageKeys, orphans: readonly number[]): Map<string, number[]> {
  const key = (row: number) => `${table.fileOf(row)} ${cseqKey(keys, row)}`;
  const requests = new Map<string, number[]>(orphans.map((row) => [key(row), []]));
  for (let row = 0; row < table.length; row++) {
    const ofKey = keys.isRequest(row) ? requests.get(key(row)) : undefined;
    if (ofKey && ofKey.length <= MOST_CANDIDATES) ofKey.push(row);
  }
  return requests;
}

/** The one request that a response can be for, by what was not blotted out. */
function requestOf(
  table: MessageTable,
  keys: MessageKeys,
  row: number,
  candidates: readonly number[],
): number | undefined {
  if (candidates.length === 0 || candidates.length > MOST_CANDIDATES) return undefined;
  const tag = table.sip(row).from?.tag?.value ?? "";
  const possible = candidates.filter((request) => {
    const callId = agreement(keys.callId(request), keys.callId(row));
    const branch = agreement(branchOf(table, request), branchOf(table, row));
    if (request > row || callId === "differs" || branch === "differs") return false;
    // A tag alone is no more than a hint, but nothing else is left of it.
    const fromTag = agreement(table.sip(request).from?.tag?.value ?? "", tag);
    return fromTag !== "differs" && [callId, branch, fromTag].includes("agrees");
  });
  const [first] = possible;
  return first !== undefined && possible.every((each) => keys.isSameTransaction(first, each)) ? first : undefined;
}

type Agreement = "agrees" | "differs" | "hidden";

function agreement(one: string, other: string): Agreement {
  if (isMasked(one) || isMasked(other) || (one === "" && other === "")) return "hidden";
  return one === other ? "agrees" : "differs";
}

function isBlotted(table: MessageTable, keys: MessageKeys, row: number): boolean {
  return isMasked(keys.callId(row)) || isMasked(branchOf(table, row));
}

function branchOf(table: MessageTable, row: number): string {
  return table.sip(row).topVia?.branch?.value ?? "";
}
