/** Comments in a log that silence one finding: `# sip-trace-ignore RULE reason`, in the message it is flagged at or before it. */
import type { ByteSource } from "../../model/byte-source.js";
import type { Finding } from "../../model/finding.js";
import { textOfOctets } from "../../sip/message.js";
import { decodeOctets } from "../../sip/lexical.js";
import type { Trace } from "../../trace/trace.js";
import { ruleById } from "../catalogue.js";

export interface IgnoreComment {
  readonly file: number;
  /** Of its line in the file. */
  readonly offset: number;
  readonly rule: string;
  readonly reason: string;
}

/** A sentence on a comment that silences nothing. */
export interface CommentMistake {
  readonly file: number;
  readonly offset: number;
  readonly message: string;
}

const WORD = "sip-trace-ignore";
/** Logs that people write comments into are small; larger ones are not looked through a second time. */
const LARGEST_LOG = 16 << 20;
/** Comments of one log. */
const MOST_COMMENTS = 1000;
const COMMENT = /^[ \t]*(?:#|\/\/)[ \t]*sip-trace-ignore(?:[ \t]+([\w-]{1,60}))?(?:[ \t]+(\S.{0,400}))?/;

/** The comments of the logs among the files of a trace. */
export function readIgnoreComments(sources: readonly ByteSource[], trace: Trace) {
  const comments: IgnoreComment[] = [];
  const mistakes: CommentMistake[] = [];
  for (const [file, source] of sources.entries()) {
    if (trace.files[file]?.kind !== "log" || source.isSequential || !(source.size <= LARGEST_LOG)) continue;
    const text = textOfOctets(source.read(0, source.size));
    let found = 0;
    for (let at = text.indexOf(WORD); at >= 0 && found < MOST_COMMENTS; at = text.indexOf(WORD, at + WORD.length)) {
      const offset = text.lastIndexOf("\n", at) + 1;
      const end = text.indexOf("\n", at);
      const [line, rule, reason] = COMMENT.exec(text.slice(offset, end < 0 ? text.length : end).trimEnd()) ?? [];
      if (line === undefined) continue;
      found++;
      if (rule === undefined || !ruleById(rule)) {
        mistakes.push({
          file,
          offset,
          message: "This comment names no rule to ignore, as sip-trace-ignore RULE reason.",
        });
      } else if (reason === undefined) {
        mistakes.push({
          file,
          offset,
          message: `This comment gives no reason why ${rule} is to be ignored, so it is not.`,
        });
      } else {
        comments.push({ file, offset, rule, reason: decodeOctets(reason) });
      }
    }
  }
  return { comments, mistakes };
}

/** The comment that speaks of a finding: it stands in the flagged message, or before it with no other message between. */
export function commentOn(
  finding: Finding,
  comments: readonly IgnoreComment[],
  trace: Trace,
): IgnoreComment | undefined {
  const { message, place } = finding.location;
  if (message === null) return undefined;
  const own = comments.filter(({ rule, file }) => rule === finding.rule && file === place.file);
  if (own.length === 0) return undefined;
  const { start, end } = extentOf(message, trace);
  return own.find(
    ({ offset }) => offset < end && (offset >= start || !isMessageBetween(offset, start, place.file, trace)),
  );
}

/** Offsets in the file of a message's first octet and behind its last. */
function extentOf(message: number, { messages }: Trace): { readonly start: number; readonly end: number } {
  const map = messages.sourceMap(message);
  return { start: map.toFile(0), end: map.toFile(Math.max(messages.octetCount(message) - 1, 0)) + 1 };
}

function isMessageBetween(from: number, to: number, file: number, { messages }: Trace): boolean {
  for (let row = 0; row < messages.length; row++) {
    if (messages.fileOf(row) !== file) continue;
    const start = messages.sourceMap(row).toFile(0);
    if (start > from && start < to) return true;
  }
  return false;
}
