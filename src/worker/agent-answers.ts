/** What a language model is told of a trace: texts of a bounded length, of a copy with pseudonyms unless the user wants it otherwise. */
import {
  analyse,
  type Analysis,
  type AnalysisOptions,
  type ByteSource,
  cardsOf,
  cardsToText,
  drawLadderText,
  ladderKeys,
  layOutLadder,
  MemoryTarget,
  messageView,
  printable,
  type Pseudonyms,
  redactFile,
  traceToText,
} from "../core/index.js";

export type AgentQuestion =
  | { readonly about: "findings" }
  /** `name`: a key as the findings show it, an AoR or a Call-ID; `all`. */
  | { readonly about: "ladder" | "card"; readonly name: string }
  /** Number of the frame, or of a log's line. */
  | { readonly about: "message"; readonly place: number };

export interface AgentRequest {
  readonly options: AnalysisOptions;
  readonly question: AgentQuestion;
  /** Names, numbers and addresses are replaced. */
  readonly redacted: boolean;
}

/** A model reads no more at once; what is left out is told. */
const LONGEST_ANSWER = 60_000;
/** The copy is made in memory. */
const LARGEST_REDACTED = 256 << 20;
/** Ladders or cards of one answer. */
const MOST_PARTS = 20;

/**
 * Yields while it works, so that the caller paces it and may stop.
 * @param pseudonyms those of the session, so that two answers call one thing by one name.
 * @throws with a sentence for the model and its user.
 */
export function* answerAgent(
  source: ByteSource,
  { question, redacted, options }: AgentRequest,
  pseudonyms: Pseudonyms,
): Generator<unknown, string> {
  const read = redacted ? yield* redactedCopy(source, pseudonyms, options) : source;
  const steps = analyse([read], options);
  let step = steps.next();
  for (; !step.done; step = steps.next()) yield;
  const text = answerTo(question, step.value);
  if (text.length <= LONGEST_ANSWER) return text;
  const left = text.length - LONGEST_ANSWER;
  return `${text.slice(0, LONGEST_ANSWER)}\n… ${left} characters more are left out; ask for one registration, call or message.\n`;
}

function* redactedCopy(
  source: ByteSource,
  pseudonyms: Pseudonyms,
  options: AnalysisOptions,
): Generator<unknown, ByteSource> {
  if (source.size > LARGEST_REDACTED) {
    throw new Error("The trace is too large to be read with pseudonyms here; cut it, or redact it to a file first.");
  }
  // Names of files tell customers.
  const target = new MemoryTarget("trace");
  const { referenceMicros } = options;
  yield* redactFile(source, target, pseudonyms, referenceMicros === undefined ? {} : { referenceMicros });
  return target;
}

function answerTo(question: AgentQuestion, analysis: Analysis): string {
  switch (question.about) {
    case "findings":
      return traceToText(analysis);
    case "ladder": {
      const keys = ladderKeys(analysis, question.name).slice(0, MOST_PARTS);
      if (keys.length === 0) throw new Error(`No registration or call is called ${printable(question.name)}.`);
      return keys.map((key) => drawLadderText(layOutLadder(analysis, key))).join("\n");
    }
    case "card": {
      const cards = cardsOf(analysis, question.name).slice(0, MOST_PARTS);
      if (cards.length === 0) throw new Error(`No registration is called ${printable(question.name)}.`);
      return cardsToText(cards);
    }
    case "message": {
      const found = messageAt(analysis, question.place);
      if (found === undefined) throw new Error(`No SIP message begins in frame or line ${question.place}.`);
      const { title, text } = messageView(analysis, found);
      return `${title}\n${text}\n`;
    }
  }
}

function messageAt({ trace }: Analysis, number: number): number | undefined {
  for (let row = 0; row < trace.messages.length; row++) {
    const { frame, line } = trace.messages.place(row);
    if ((frame ?? line) === number) return row;
  }
  return undefined;
}
