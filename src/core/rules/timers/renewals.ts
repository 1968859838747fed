/** When devices came back after the grant of a binding: the next REGISTER, before or after the binding ran out. */
import { seconds } from "../../model/instant.js";
import { sameUri } from "../../sip/uri.js";
import type { Binding } from "../../trace/binding.js";
import type { Registration } from "../../trace/registration.js";
import { isRemovalRequest } from "../../trace/registrations.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";

/** What passes on the way and in a registrar's clock of whole seconds; only later a binding has surely run out. */
export const EXPIRY_MARGIN_MICROS = seconds(1);

export interface Renewal {
  readonly registration: Registration;
  readonly binding: Binding;
  /** The first REGISTER of the device after the grant, whatever it asks for; undefined when the trace shows none. */
  readonly next: Transaction | undefined;
}

/** Share of a binding's life. Stacks that refresh at 90 % leave enough time for one retransmission; later ones do not. */
export const LATE_SHARE = 0.95;

const KNOWN = new WeakMap<Trace, readonly Renewal[]>();

/**
 * Those not in good time, or not at all: few of a large trace, looked for once for all rules. Nothing for a trace without
 * times, which proves no interval.
 */
export function lateRenewals(trace: Trace): readonly Renewal[] {
  const known = KNOWN.get(trace);
  if (known) return known;
  const late: Renewal[] = [];
  if (trace.isTimed) {
    for (const registration of trace.registrations) {
      if (!isInTime(registration, trace.endMicros)) addLate(late, registration);
    }
  }
  KNOWN.set(trace, late);
  return late;
}

/** Every binding is refreshed in good time, but for one that outlives the trace: its bindings need not be made to tell that. */
function isInTime({ plainGrants }: Registration, endMicros: number): boolean {
  return plainGrants !== undefined && plainGrants.latestShare <= LATE_SHARE && plainGrants.openUntilMicros > endMicros;
}

/** As `renewalsOf`, without an object for each that is in good time. */
function addLate(late: Renewal[], registration: Registration): void {
  const { transactions } = registration;
  let at = 0;
  for (const binding of registration.bindings) {
    const { atMicros } = binding;
    while (at < transactions.length && transactions[at]!.startMicros <= atMicros) at++;
    const next = transactions[at];
    const isInTime = next && next.startMicros - atMicros <= LATE_SHARE * seconds(binding.grantedSeconds);
    if (!isInTime) late.push({ registration, binding, next });
  }
}

/** Those of one registration of a trace that has times. */
export function* renewalsOf(registration: Registration): Generator<Renewal> {
  const { transactions } = registration;
  let at = 0;
  for (const binding of registration.bindings) {
    while (at < transactions.length && transactions[at]!.startMicros <= binding.atMicros) at++;
    yield { registration, binding, next: transactions[at] };
  }
}

/**
 * Whether the device sent REGISTERs that the trace does not hold: its CSeq went on by more than one. Then its pause is not
 * what it seems: the capture lost packets, or saw one of several registrars.
 */
export function hasUnseen({ binding: { transaction }, next }: Renewal): boolean {
  if (!next || next.callIdNumber !== transaction.callIdNumber) return false;
  return next.cseqNumber > transaction.cseqNumber + 1;
}

/** Whether a REGISTER is for the Contact of a binding: the same URI, or the same flow of the same instance (RFC 5626 §5). */
export function isForContact({ request }: Transaction, { contact }: Binding): boolean {
  if (!request) return false;
  const instance = contact.instanceId?.value;
  return request.sip.contacts.some((candidate) => {
    if (instance !== undefined && candidate.instanceId?.value === instance) {
      return candidate.regId?.value === contact.regId?.value;
    }
    return !candidate.isStar && sameUri(candidate.uri, contact.uri);
  });
}

export function isRemoval({ request }: Transaction): boolean {
  return request !== undefined && isRemovalRequest(request.sip);
}
