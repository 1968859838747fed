/** Where a word of a message comes from: the request of a response, the challenge of credentials, the REGISTER behind an inbound call. */
import type { Analysis } from "../analysis.js";
import type { ByteRange } from "../model/span.js";
import { type Challenge, Credentials } from "../sip/digest.js";
import { type Word, wordAt } from "../sip/word-at.js";
import type { Message } from "../trace/message.js";
import { Around } from "./around.js";
import { inviteOf } from "./exchange.js";
import { answeredBy } from "./explain-digest.js";
import { bindingBehind } from "./explain-binding.js";

/** Octets of a message. */
export interface Passage {
  readonly message: number;
  readonly range: ByteRange;
}

export interface Definition {
  /** The word that leads there. */
  readonly from: ByteRange;
  readonly to: Passage;
}

/** Messages looked back through for the first one that has a tag. */
const MOST_LOOKED_BACK = 5000;

/** Undefined where nothing stands, or nothing that comes from elsewhere. */
export function definitionAt(analysis: Analysis, message: number, octet: number): Definition | undefined {
  const around = new Around(analysis, message);
  const word = wordAt(around.sip, octet);
  const to = word && originOf(word, around);
  return to && { from: word.range, to };
}

function originOf(word: Word, around: Around): Passage | undefined {
  const digest = digestOf(word, around);
  if (digest instanceof Credentials) return challengeOf(digest, word, around);
  if (word.kind === "uri" && !word.address) return registeredAs(around) ?? exchangeOrigin(around);
  if (isContactOfGrant(word, around)) return contactOfRequest(around);
  if (word.kind === "param" && word.param.name === "tag") return firstWithTag(word.param.value ?? "", around);
  return exchangeOrigin(around);
}

/** The challenge or credentials that a word is of. */
function digestOf(word: Word, { sip }: Around): Challenge | Credentials | undefined {
  if (word.kind === "scheme") return word.digest;
  if (word.kind === "param" && word.owner.of === "digest") return word.owner.digest;
  if (word.kind !== "header-name") return undefined;
  return sip.credentials.find(({ header }) => header === word.field);
}

/** The same value of the challenge, or all of it. */
function challengeOf(credentials: Credentials, word: Word, around: Around): Passage | undefined {
  const answered = answeredBy(credentials, around);
  if (!answered) return undefined;
  const name = word.kind === "param" ? word.param.name : "";
  const range = answered.challenge.param(name)?.range ?? answered.challenge.range;
  return { message: answered.message.index, range };
}

/** The Contact in the REGISTER whose binding an inbound request follows. */
function registeredAs({ sip, message, trace }: Around): Passage | undefined {
  const uri = sip.requestUri;
  if (!uri || sip.method === "REGISTER") return undefined;
  const binding = bindingBehind(uri, message.atMicros, trace);
  return binding && { message: binding.request.index, range: binding.contact.range };
}

function isContactOfGrant(word: Word, { sip, transaction }: Around): boolean {
  const field = word.kind === "uri" ? word.address?.header : "field" in word ? word.field : undefined;
  return field?.canonical === "Contact" && sip.isResponse && transaction?.isRegister === true;
}

function contactOfRequest({ transaction }: Around): Passage | undefined {
  const request = transaction?.request;
  const contact = request?.sip.contacts[0];
  return request && { message: request.index, range: contact?.range ?? request.sip.startLine.range };
}

function firstWithTag(tag: string, { trace, message }: Around): Passage | undefined {
  const { keys, messages } = trace;
  const own = keys.callIdNumber(message.index);
  let found: Passage | undefined;
  for (let row = message.index; row >= Math.max(message.index - MOST_LOOKED_BACK, 0); row--) {
    if (keys.callIdNumber(row) !== own) continue;
    const { from, to } = messages.sip(row);
    const range = [from?.tag, to?.tag].find((candidate) => candidate?.value === tag)?.range;
    if (range) found = { message: row, range };
  }
  return found;
}

/** The request of a response, what a repeat repeats, the INVITE of an ACK, BYE or CANCEL; a request itself for others. */
function exchangeOrigin(around: Around): Passage | undefined {
  const { message, transaction, trace } = around;
  if (message.role !== "original") return startOf(trace.messages.at(message.original));
  if (!transaction) return undefined;
  if (message.sip.isResponse) return transaction.request && startOf(transaction.request);
  const isLater = ["ACK", "BYE", "CANCEL", "PRACK"].includes(message.sip.method);
  const origin = isLater ? inviteOf(around, transaction)?.request : message;
  return startOf(origin ?? message);
}

function startOf(message: Message): Passage {
  return { message: message.index, range: message.sip.startLine.range };
}
