/** Quoted-printable (RFC 2045 §6.7): what a mail's source writes for `=`, for octets that are no ASCII, and for a line that goes on. */

/** Every branch and tag of a message has the sign that this encoding cannot print. */
const QUOTED = /\b(?:branch|tag)=3D/;
const UNQUOTED = /\b(?:branch|tag)=(?!3D|[ \t]*\r?$)/m;
const ESCAPED = /=([\dA-F]{2})/g;
const SOFT_END = /=[ \t]*$/;

export function isQuotedPrintable(head: string): boolean {
  return QUOTED.test(head) && !UNQUOTED.test(head);
}

/** Whether the next line goes on right behind this one. */
export function goesOn(line: string): boolean {
  return SOFT_END.test(line);
}

/** The parts of a line in order: offsets in it, or the octet that a part stands for. */
export function* quotedParts(
  line: string,
): Generator<{ readonly start: number; readonly end: number; readonly octet?: number }> {
  let from = 0;
  for (const { 0: escaped, 1: digits, index } of line.matchAll(ESCAPED)) {
    yield { start: from, end: index };
    from = index + escaped.length;
    yield { start: index, end: from, octet: parseInt(digits!, 16) };
  }
  yield { start: from, end: from + line.slice(from).replace(SOFT_END, "").length };
}
