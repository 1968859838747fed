/** The digest of a message computed with the password that a lesson tells: as the phone computed, and as the registrar would. */
import type { Analysis } from "../../analysis.js";
import { digestInputsOf } from "../../sip/digest-inputs.js";
import { type DigestLine, digestLines, type KnownDigestInputs } from "../../sip/digest-response.js";
import type { LessonDigest } from "./lesson.js";

export interface ComputedDigest {
  readonly inputs: KnownDigestInputs;
  readonly lines: readonly DigestLine[];
  /** The response in the message; undefined where the credentials have none. */
  readonly response: string | undefined;
}

/** Undefined for a message without digest credentials, or with an algorithm that is not known. */
export function computedDigest(
  { trace }: Analysis,
  message: number,
  { password }: LessonDigest,
): ComputedDigest | undefined {
  const { messages } = trace;
  const credentials = trace.transactionOf(message)?.credentials;
  if (!credentials?.isDigest || !messages.sip(message).isRequest) return undefined;
  const isWhole = messages.at(message).missingOctets === 0;
  const inputs = { ...digestInputsOf(messages.sip(message), credentials, isWhole), password };
  const lines = digestLines(inputs);
  return lines && { inputs, lines, response: credentials.response?.value };
}

/**
 * Every digest that a lesson may name for a message: those of its own values, and those that come out with the realm of the
 * challenge and with the user of To in their place, which is what a registrar computes.
 */
export function digestsOf(analysis: Analysis, message: number, digest: LessonDigest): ReadonlySet<string> {
  const computed = computedDigest(analysis, message, digest);
  const known = new Set<string>();
  if (!computed) return known;
  const { inputs } = computed;
  const transaction = analysis.trace.transactionOf(message);
  const realm = transaction?.answered?.challenge.realm?.value ?? inputs.realm;
  const username = transaction?.first.sip.to?.uri.user?.value ?? inputs.username;
  for (const other of [inputs, { ...inputs, realm }, { ...inputs, username }, { ...inputs, realm, username }])
    for (const line of digestLines(other) ?? []) if (line.digest !== undefined) known.add(line.digest);
  return known;
}
