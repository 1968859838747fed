/** What a message is worth being compared with: the try before, what it repeats, its other sighting, the challenge's earlier twin. */
import type { Analysis } from "../analysis.js";
import type { Message } from "../trace/message.js";
import { Around, nameOf } from "./around.js";
import { plainText } from "./explanation.js";

export interface Comparison {
  /** `the REGISTER before, in frame 4` */
  readonly label: string;
  readonly message: number;
}

/** Other sightings offered; a message seen at more points is compared with the first of them. */
const MOST_SIGHTINGS = 4;

export function comparisonsOf(analysis: Analysis, message: number): Comparison[] {
  const around = new Around(analysis, message);
  const { trace, transaction } = around;
  const found = new Map<number, string>();
  const offer = (other: Message | undefined, what: string) => {
    if (other && other.index !== message && !found.has(other.index)) found.set(other.index, what);
  };
  if (around.message.role !== "original") {
    offer(
      trace.messages.at(around.message.original),
      around.message.role === "sighting" ? "other sighting" : "first sending",
    );
  }
  for (const { of, seen } of transaction?.sightings.slice(0, MOST_SIGHTINGS) ?? []) {
    if (of.index === message) offer(seen, "other sighting");
  }
  for (const repeat of transaction?.retransmissions.slice(0, 1) ?? []) {
    if (transaction?.requestRow === message) offer(repeat, "first repetition");
  }
  offer(sameBefore(around), "the one before");
  return [...found].map(([other, what]) => ({
    label: `${what}: ${plainText(nameOf(trace.messages.at(other)))}`,
    message: other,
  }));
}

/** Messages looked back through. */
const MOST_LOOKED_BACK = 20_000;

/** The message of the same Call-ID, method and kind before this one, in the same direction. */
function sameBefore({ message, trace }: Around): Message | undefined {
  const { keys, messages } = trace;
  const own = keys.callIdNumber(message.index);
  const isRequest = keys.isRequest(message.index);
  const method = keys.method(message.index);
  const source = messages.sourceNumber(message.index);
  for (let row = message.index - 1; row >= Math.max(message.index - MOST_LOOKED_BACK, 0); row--) {
    if (keys.callIdNumber(row) !== own || keys.isRequest(row) !== isRequest || keys.method(row) !== method) continue;
    if (messages.sourceNumber(row) === source && messages.isOriginal(row)) return messages.at(row);
  }
  return undefined;
}
