/**
 * Whether a message keeps to the grammar of SIP, and if not, where and how badly. It refuses what RFC 4475 §3.1.2 lets
 * peers refuse, and stays silent about the valid oddities of §3.1.1. A well-formed request that a server must refuse for
 * another reason (unknown scheme, extension, body type; §3.3) has no fault here: that is the business of its receiver.
 */
import type { SipMessage } from "./message.js";
import { FaultList, type GrammarFault } from "./verdict/fault.js";
import { judgeAddresses } from "./verdict/judge-address.js";
import { judgeAuthentication } from "./verdict/judge-authentication.js";
import { judgeContentLength, judgeLines } from "./verdict/judge-framing.js";
import {
  judgeCallId,
  judgeCSeq,
  judgeEmptyAddresses,
  judgeForgivenValues,
  judgeMaxForwards,
  judgePresence,
  judgeRepetition,
} from "./verdict/judge-headers.js";
import { judgeStartLine } from "./verdict/judge-start-line.js";
import { judgeVias } from "./verdict/judge-via.js";

export type { GrammarFault } from "./verdict/fault.js";

export interface JudgeOptions {
  /** Octets that were sent but are not in the file. What a cut message lacks is not held against it. */
  readonly missingOctets?: number;
}

/** The faults of a message in the order of their places; empty for a sound one. */
export function judgeMessage(message: SipMessage, { missingOctets = 0 }: JudgeOptions = {}): readonly GrammarFault[] {
  const faults = new FaultList();
  const isCut = missingOctets > 0;
  // The header that the cut went through ends anywhere, so quotes and brackets may stand open in it.
  const isHeaderCut = isCut && !message.hasHeaderEnd;
  judgeStartLine(message, faults);
  judgeLines(message, isCut, faults);
  if (!isHeaderCut) judgePresence(message, faults);
  judgeRepetition(message, faults);
  judgeCallId(message, faults);
  judgeCSeq(message, faults);
  judgeMaxForwards(message, faults);
  judgeEmptyAddresses(message, faults);
  judgeAddresses(message, faults);
  judgeVias(message, faults);
  judgeAuthentication(message, faults);
  judgeForgivenValues(message, faults);
  judgeContentLength(message, isCut, faults);
  const last = message.fields.at(-1)?.range;
  const sound = faults.faults.filter((fault) => !isHeaderCut || !last || fault.range.start < last.start);
  return sound.sort((a, b) => a.range.start - b.range.start);
}
