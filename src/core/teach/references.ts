/** Every passage of a trace that belongs with the word under the cursor: its transaction, or all with the same value. */
import type { Analysis } from "../analysis.js";
import type { ByteRange } from "../model/span.js";
import type { SipMessage } from "../sip/message.js";
import { canonicalAor, sameUri } from "../sip/uri.js";
import { type Word, wordAt } from "../sip/word-at.js";
import { Around } from "./around.js";
import type { Passage } from "./definition.js";

export interface ReferenceLimits {
  /** Messages looked at, those nearest to the cursor's. */
  readonly messages: number;
  readonly passages: number;
}

/** Ranges of a message that belong with the word. */
type Finder = (sip: SipMessage, message: number) => readonly (ByteRange | undefined)[];

/** In the order of the trace; those in the message itself among them. */
export function referencesAt(analysis: Analysis, message: number, octet: number, limits: ReferenceLimits): Passage[] {
  const around = new Around(analysis, message);
  const word = wordAt(around.sip, octet);
  if (!word) return [];
  const find = finderOf(word, around);
  if (!find) return transactionOf(around).slice(0, limits.passages);
  const { messages } = around.trace;
  const first = Math.max(message - (limits.messages >> 1), 0);
  const end = Math.min(first + limits.messages, messages.length);
  const passages: Passage[] = [];
  for (let row = first; row < end && passages.length < limits.passages; row++) {
    for (const range of find(messages.sip(row), row)) if (range) passages.push({ message: row, range });
  }
  return passages;
}

/** Undefined where the transaction is what belongs together. */
function finderOf(word: Word, around: Around): Finder | undefined {
  if (word.kind === "uri") return ofUri(word, around);
  if (word.kind === "param") return ofParam(word, around);
  if ((word.kind === "value" || word.kind === "header-name") && word.field.canonical === "Call-ID") {
    const { keys } = around.trace;
    const own = keys.callIdNumber(around.message.index);
    return (sip, row) => (keys.callIdNumber(row) === own ? [sip.callId?.range] : []);
  }
  return undefined;
}

function ofUri({ uri, address }: Extract<Word, { kind: "uri" }>, { sip }: Around): Finder | undefined {
  const name = address?.header.canonical;
  // The Request-URI of a REGISTER is a domain; elsewhere it may be somebody's Contact.
  if (name === undefined && sip.method === "REGISTER") return undefined;
  if (name === undefined || name === "Contact") {
    return (other) => [
      ...other.contacts.filter((contact) => !contact.isStar && sameUri(contact.uri, uri)).map((each) => each.uri.range),
      other.requestUri && sameUri(other.requestUri, uri) ? other.requestUri.range : undefined,
    ];
  }
  const aor = canonicalAor(uri);
  return (other) =>
    [other.from?.uri, other.to?.uri].map((each) => (each && canonicalAor(each) === aor ? each.range : undefined));
}

function ofParam({ param, owner }: Extract<Word, { kind: "param" }>, { trace, message }: Around): Finder | undefined {
  const { name, value } = param;
  const { keys } = trace;
  if (owner.of === "via" && name === "branch") {
    return (sip) => sip.vias.map(({ branch }) => (branch?.value === value ? branch?.range : undefined));
  }
  if (owner.of === "digest") {
    return (sip) =>
      [...sip.challenges, ...sip.credentials].map((digest) => {
        const same = digest.param(name);
        return same?.value === value ? same?.range : undefined;
      });
  }
  if (name === "tag") {
    const own = keys.callIdNumber(message.index);
    return (sip, row) =>
      keys.callIdNumber(row) === own
        ? [sip.from?.tag, sip.to?.tag].map((tag) => (tag?.value === value ? tag?.range : undefined))
        : [];
  }
  return undefined;
}

function transactionOf({ transaction, message, trace }: Around): Passage[] {
  if (!transaction) return [{ message: message.index, range: message.sip.startLine.range }];
  const { requestRows, responseRows, repeatedResponseRows, ackRows, sightingRows } = transaction;
  const rows = [
    ...requestRows,
    ...responseRows,
    ...repeatedResponseRows,
    ...ackRows,
    ...sightingRows.map(([, row]) => row),
  ];
  return [...new Set(rows)]
    .sort((a, b) => a - b)
    .map((row) => ({ message: row, range: trace.messages.sip(row).startLine.range }));
}
