/** The row of a message on its way to the ladder, whose words are made when they are asked for. */
import type { Message } from "../trace/message.js";
import type { MessageRow, Tone } from "../../view/ladder.js";
import type { Around } from "./around.js";
import { labelOf, microsOrNull } from "./place-words.js";
import { detailOf, type Surroundings, toneOf } from "./row-words.js";

/** What rows are folded by. */
export interface Draft {
  /** Equal for rows of one exchange, which fold together: an attempt, a transaction, or one signal. */
  readonly exchange: number;
  /** The same for the transactions of an attempt apart. */
  readonly part: number;
  /** Equal for rows that may look alike: what can be told without reading the message again. */
  readonly outline: string;
}

const NONE: readonly number[] = [];

/** What a ladder of a hundred thousand messages tells of most of them nobody looks at: it is read when it is asked for. */
export class MessageDraft implements MessageRow, Draft {
  readonly kind = "message";
  #from: number;
  #to: number;
  #sentence: (row: MessageRow) => string = () => "";
  #label: string | undefined;
  #detail: string | undefined;

  constructor(
    private readonly of: Message,
    private readonly around: Around,
    from: number,
    to: number,
  ) {
    this.#from = from;
    this.#to = to;
  }

  /** Gives the row its lanes' final places, and what will make its sentence. */
  finish(from: number, to: number, sentence: (row: MessageRow) => string): MessageRow {
    this.#from = from;
    this.#to = to;
    this.#sentence = sentence;
    return this;
  }

  get from(): number {
    return this.#from;
  }
  get to(): number {
    return this.#to;
  }
  get sentence(): string {
    return this.#sentence(this);
  }
  get message(): number {
    return this.of.index;
  }
  get frame(): number | null {
    return this.of.place.frame;
  }
  get line(): number | null {
    return this.of.place.line;
  }
  get atMicros(): number | null {
    return microsOrNull(this.of.atMicros);
  }
  get label(): string {
    return (this.#label ??= labelOf(this.of));
  }
  get detail(): string {
    return (this.#detail ??= detailOf(this.of, this.#surroundings));
  }
  get tone(): Tone {
    return toneOf(this.of, this.#surroundings);
  }
  get mark(): MessageRow["mark"] {
    if (this.of.role === "retransmission") return "retransmission";
    return this.around.isLost(this.of) ? "lost" : "none";
  }
  get sightings(): number {
    return this.sightingMessages.length;
  }
  get sightingMessages(): readonly number[] {
    return this.around.sightings.get(this.of.index) ?? NONE;
  }
  get transaction(): number | null {
    return this.#surroundings.transaction?.index ?? null;
  }
  get findings(): readonly number[] {
    return this.around.findings.get(this.of.index) ?? NONE;
  }
  get exchange(): number {
    return this.around.exchangeOf(this.of.index);
  }
  get part(): number {
    return this.around.partOf(this.of.index);
  }
  get outline(): string {
    const { keys } = this.around.analysis.trace;
    const { index } = this.of;
    return `${this.from}>${this.to} ${keys.method(index)} ${keys.status(index)}`;
  }

  get #surroundings(): Surroundings {
    const transaction = this.around.analysis.trace.transactionOf(this.of.index);
    return { transaction, binding: this.around.grants.get(this.of.index) };
  }
}
