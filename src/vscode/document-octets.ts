/** The text of an open document as octets, read in parts so that a large one holds up nobody else on the extension host. */
import * as vscode from "vscode";
import { RequestCancelled } from "../worker/client.js";

/** Characters that are asked for at once, if one line has no more. */
const PART_CHARACTERS = 64 << 10;
/** Lines of the first part: of what length they are is not known before. */
const FIRST_LINES = 16;
/** After that time others have their turn; half a frame of a screen. */
const TURN_MILLIS = 8;

/**
 * The text as it is when the promise resolves: read again from its start if somebody typed meanwhile.
 * @throws RequestCancelled after `signal`.
 */
export async function documentOctets(
  document: vscode.TextDocument,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  for (;;) {
    const { version } = document;
    const isStale = () => signal?.aborted === true || document.version !== version;
    const parts: Uint8Array[] = [];
    const isRead = await inTurns(linesOf(document, 0, document.lineCount), (text) => {
      parts.push(encoder.encode(text));
      return !isStale();
    });
    const octets = new Uint8Array(isRead ? parts.reduce((sum, part) => sum + part.length, 0) : 0);
    let at = 0;
    await inTurns(isRead ? parts : [], (part) => {
      octets.set(part, at);
      at += part.length;
      return !isStale();
    });
    if (signal?.aborted) throw new RequestCancelled();
    if (!isStale()) return octets;
  }
}

/** The lines from `from` up to `to`, with their line ends, some at a time. */
function* linesOf(document: vscode.TextDocument, from: number, to: number): Generator<string> {
  let count = FIRST_LINES;
  for (let line = from; line < to;) {
    const end = Math.min(line + count, to);
    const text = document.getText(new vscode.Range(line, 0, end, 0));
    yield text;
    line = end;
    if (text.length > PART_CHARACTERS) count = Math.max(1, count >> 1);
    else if (text.length < PART_CHARACTERS / 2) count *= 2;
  }
}

/** Does the work on all items unless one tells to stop, with pauses; whether it came to the end. */
async function inTurns<T>(items: Iterable<T>, work: (item: T) => boolean): Promise<boolean> {
  let turnEnds = Date.now() + TURN_MILLIS;
  for (const item of items) {
    if (!work(item)) return false;
    if (Date.now() < turnEnds) continue;
    await new Promise((resolve) => setTimeout(resolve));
    turnEnds = Date.now() + TURN_MILLIS;
  }
  return true;
}
