/** What a log does not print: the rest of a header that it cut. */
import type { HeaderField } from "../sip/header-fields.js";
import { endsAtLimit } from "../trace/length-limits.js";
import type { Message } from "../trace/message.js";
import type { Trace } from "../trace/trace.js";
import type { AnyMark, Report } from "./rule.js";

/** Whether a report rests on a header whose end is not in the log: what it says or lacks there may be anything. */
export function isUnprinted(trace: Trace, { at, related = [] }: Report): boolean {
  return [at, ...related].some((mark) => isOnCutHeader(trace, mark));
}

function isOnCutHeader(trace: Trace, mark: AnyMark): boolean {
  if ("signal" in mark || mark.header == null) return false;
  const { message, header } = mark;
  return message.sip.headers(header).some((field) => isCut(trace, message, field));
}

function isCut(trace: Trace, { sip, place, lacksHeaders }: Message, field: HeaderField): boolean {
  if (lacksHeaders && sip.fields.at(-1)?.range.end === field.range.end) return true;
  const limits = trace.lengthLimits.get(place.file);
  return limits !== undefined && endsAtLimit(limits, sip, field);
}
