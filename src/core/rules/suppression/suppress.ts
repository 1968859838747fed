/** Takes out of the findings what somebody decided not to be told of, and keeps it apart with the reason. */
import type { ByteSource } from "../../model/byte-source.js";
import type { Finding } from "../../model/finding.js";
import type { Trace } from "../../trace/trace.js";
import { type CommentMistake, commentOn, readIgnoreComments } from "./ignore-comments.js";
import { isSuppressedBy, type SuppressedFinding, type Suppression } from "./suppression.js";

export interface Suppressed {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly mistakes: readonly CommentMistake[];
}

/** @param sources the files of the trace, in whose logs comments are looked for. */
export function suppress(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  sources: readonly ByteSource[],
  trace: Trace,
): Suppressed {
  const { comments, mistakes } = readIgnoreComments(sources, trace);
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const comment = commentOn(finding, comments, trace);
    const setting = comment ? undefined : suppressions.find((each) => isSuppressedBy(each, finding, trace));
    if (comment) suppressed.push({ finding, reason: comment.reason, by: "comment" });
    else if (setting) suppressed.push({ finding, reason: setting.reason, by: "settings" });
    else kept.push(finding);
  }
  return { findings: kept, suppressed, mistakes };
}
