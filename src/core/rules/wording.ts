/** How findings speak: templates with real values, and the names of places. */
import type { Message } from "../trace/message.js";
import type { Transaction } from "../trace/transaction.js";

/** Characters of one value in a sentence; a header of a hostile message may be as long as the datagram. */
const MAX_VALUE_LENGTH = 120;

/** Fills `{names}`. A name without a value stays as it is, so that the mistake is seen. */
export function fillTemplate(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    return value === undefined ? placeholder : printable(String(value));
  });
}

/** One line of bounded length; control characters of the trace never reach a terminal or page. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters to replace
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
  return line.length > MAX_VALUE_LENGTH ? `${line.slice(0, MAX_VALUE_LENGTH - 1)}…` : line;
}

/** Where a reader finds a message: `frame 4` of a capture, `line 29` of a log. */
export function whereIs(message: Message): string {
  const { frame, line } = message.place;
  return frame === null ? `line ${line ?? "?"}` : `frame ${frame}`;
}

/** `401 Unauthorized`, as the status line says it. */
export function statusOf(message: Message): string {
  return printable(`${message.sip.statusCode} ${message.sip.reason}`.trim());
}

/** The same of the refusal of a request, whose words were noted when it was read; "" where there is none. */
export function refusalOf({ status, keys, finalRow, final }: Transaction): string {
  if (!final) return "";
  const reason = keys.reason(finalRow).trim();
  return reason === "" ? statusOf(final) : printable(`${status} ${reason}`);
}

export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
