/** A message's place in its transaction, in a sentence: what it answers or who answers it, and how long that took. */
import { formatDuration } from "../model/instant.js";
import { countOf, whereIs } from "../rules/wording.js";
import type { Message } from "../trace/message.js";
import type { Transaction } from "../trace/transaction.js";
import { afterWords, type Around, nameOf } from "./around.js";
import { say, type Sentence } from "./explanation.js";

export interface Exchange {
  readonly words: Sentence;
  /** The message that it is about: the request of a response, the answer of a request, what a repeat repeats. */
  readonly other: Message | undefined;
}

/** Undefined for a message of no transaction. */
export function exchangeOf(around: Around): Exchange | undefined {
  const { message, transaction, trace } = around;
  if (!transaction) return undefined;
  if (message.role !== "original") return repeatWords(around, trace.messages.at(message.original), transaction);
  if (message.sip.isResponse) return responseWords(around, transaction);
  return message.sip.method === "ACK" ? ackWords(around, transaction) : requestWords(message, transaction);
}

/** As a sentence of an explanation; none for a message of no transaction. */
export function exchangeWords(around: Around): Sentence[] {
  const exchange = exchangeOf(around);
  return exchange ? [say`${exchange.words}.`] : [];
}

function repeatWords(around: Around, original: Message, { requestRows }: Transaction): Exchange {
  const { message } = around;
  if (message.role === "sighting") return { words: say`The same as ${nameOf(original)}, seen again`, other: original };
  const nth = requestRows.indexOf(message.index);
  const count = nth > 0 ? `Retransmission ${nth} of ${requestRows.length - 1}` : "Retransmission";
  const words = say`${[count]} of ${nameOf(original)}${[afterWords(around.since(original))]}`;
  return { words, other: original };
}

function responseWords(around: Around, transaction: Transaction): Exchange {
  const { request, method } = transaction;
  const status = String(around.sip.statusCode);
  if (!request) return { words: say`${status} to ${method}, which is not in the trace`, other: undefined };
  const words = say`${status} to ${method} in ${[whereIs(request)]}${[afterWords(around.since(request))]}`;
  return { words, other: request };
}

function requestWords(request: Message, transaction: Transaction): Exchange {
  const { final, responses, requestRows } = transaction;
  const sent = requestRows.length > 1 ? `, sent ${countOf(requestRows.length, "time")}` : "";
  const answer = final ?? responses.at(-1);
  if (!answer) return { words: [`Not answered in this trace${sent}`], other: undefined };
  const took = afterWords(answer.atMicros - request.atMicros);
  const kind = final ? "Answered" : "Only answered";
  const words = say`${[kind]} ${String(answer.sip.statusCode)} in ${[whereIs(answer)]}${[took + sent]}`;
  return { words, other: answer };
}

function ackWords(around: Around, transaction: Transaction): Exchange | undefined {
  const invite = inviteOf(around, transaction);
  const final = invite?.final;
  return final && { words: say`Confirms ${nameOf(final)}${[afterWords(around.since(final))]}`, other: final };
}

/** The INVITE transaction that an ACK, CANCEL or other request within a call belongs to; undefined when the trace lacks it. */
export function inviteOf({ trace, sip }: Around, transaction: Transaction): Transaction | undefined {
  if (transaction.method === "INVITE") return transaction;
  const { callIdNumber } = transaction;
  const isOwn = (other: Transaction) => other.method === "INVITE" && other.callIdNumber === callIdNumber;
  const ofCall = trace.transactions.filter(isOwn);
  const { method, cseq } = sip;
  const sameNumber = ofCall.filter(({ cseqNumber }) => cseqNumber === cseq?.number);
  if (method === "ACK" || method === "CANCEL") {
    return sameNumber.find(({ clientNumber }) => clientNumber === transaction.clientNumber) ?? sameNumber[0];
  }
  return ofCall.find(({ isInDialog }) => !isInDialog);
}

/** `+12 ms` since the message before, as an inlay shows it; "" where times are missing. */
export function deltaWords(micros: number): string {
  if (Number.isNaN(micros)) return "";
  return micros < 0 ? formatDuration(micros) : `+${formatDuration(micros)}`;
}
