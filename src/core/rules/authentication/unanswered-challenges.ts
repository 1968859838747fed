/** Challenges to REGISTER that reach the client and that it does not answer, although it goes on. */
import { sameEndpoint } from "../../model/endpoint.js";
import { seconds } from "../../model/instant.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import type { DigestSeries, DigestStep } from "./digest-answers.js";

/** T1: a new REGISTER sooner than this may have been under way before the challenge came. */
const CROSSING_MICROS = seconds(0.5);

/** Whether the client got this challenge and then started anew, or stayed silent as far as the trace goes. */
export function isLeftUnanswered(trace: Trace, { steps }: DigestSeries, index: number): boolean {
  const { transaction } = steps[index] ?? {};
  const final = transaction?.final;
  if (!transaction || !final || !hasReachedClient(transaction, final)) return false;
  return goesOn(trace, final, steps[index + 1]);
}

/** Neither sent elsewhere nor followed by further retransmissions, which would show that it was lost. */
function hasReachedClient(transaction: Transaction, final: Message): boolean {
  const { request, client } = transaction;
  if (request && final.destination.address !== "" && !sameEndpoint(final.destination, client)) return false;
  const after = transaction.retransmissions.filter(({ index }) => index > final.index);
  return after.length < 2;
}

function goesOn(trace: Trace, final: Message, next: DigestStep | undefined): boolean {
  if (next) return !(next.transaction.startMicros - final.atMicros < CROSSING_MICROS);
  return trace.covers(final.atMicros, final.atMicros + TIMER_F_MICROS);
}
