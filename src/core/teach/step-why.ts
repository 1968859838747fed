/** Why a message is sent now: what it answers, repeats, refreshes or tries again, and after how long. */
import { formatDuration, seconds } from "../model/instant.js";
import { countOf, whereIs } from "../rules/wording.js";
import { retryAfterOf } from "../rules/refusal/retry-after.js";
import type { SipMessage } from "../sip/message.js";
import { sameUri } from "../sip/uri.js";
import { statusCodeOf } from "../sip/status-codes.js";
import type { Binding } from "../trace/binding.js";
import type { Message } from "../trace/message.js";
import type { Transaction } from "../trace/transaction.js";
import { afterWords, type Around, nameOf } from "./around.js";
import { exchangeOf } from "./exchange.js";
import { inboundWords } from "./explain-binding.js";
import { say, type Sentence } from "./explanation.js";
import { METHODS } from "./texts/methods.js";
import { lookUp } from "./texts/text.js";

export function whyNow(around: Around): Sentence[] {
  const { message, sip } = around;
  const exchange = exchangeOf(around);
  if (message.role === "retransmission" && exchange) {
    return [say`${exchange.words}: ${[repeatReason(around)]}`];
  }
  if (message.role === "sighting" && exchange) return [say`${exchange.words}.`];
  if (sip.isResponse) return responseWhy(around, exchange?.words);
  if (sip.method === "REGISTER") return registerWhy(around);
  const what = lookUp(METHODS, sip.method)?.what;
  const confirms = sip.method === "ACK" && exchange ? [say`${exchange.words}.`] : [];
  return [...(what === undefined ? [] : [[what]]), ...confirms, ...inboundWords(around)];
}

/** A final answer to INVITE is repeated until its ACK comes (RFC 3261 §13.3.1.4, §17.2.1), any other answer with its request. */
function repeatReason({ sip }: Around): string {
  if (!sip.isResponse) return "the sender has no answer yet, and over UDP nothing else repeats it.";
  return sip.cseq?.method === "INVITE" && sip.statusCode >= 200
    ? "no ACK has reached the sender yet."
    : "the request came again, and so does its answer.";
}

function registerWhy(around: Around): Sentence[] {
  const { registration, transaction, message } = around;
  const { contacts, credentials } = message.sip;
  if (!registration || !transaction) return [["The device asks the registrar to bind its Contact to the AoR."]];
  const at = registration.transactions.findIndex(({ index }) => index === transaction.index);
  const before = registration.transactions[at - 1];
  const { answered } = transaction;
  if (answered && before?.finalRow === answered.message.index) {
    return [
      say`It answers the challenge ${nameOf(answered.message)}${[afterWords(around.since(answered.message))]}: the same request once more, ${[before.hasCredentials ? "with credentials for the new nonce" : "now with credentials"]}.`,
    ];
  }
  const words = [...tryWords(before, around), ...aimWords(around)];
  if (answered && answered.by === "nonce") {
    const count = credentials[0]?.nonceCount?.value;
    const nc = count === undefined ? [] : say` (nc ${count})`;
    return [
      ...words,
      say`It uses the nonce of ${nameOf(answered.message)} again${nc}, so that no new challenge is needed.`,
    ];
  }
  if (credentials.length === 0 && contacts.length > 0) return [...words, ["It carries no credentials."]];
  return provesNothing(message.sip) ? [...words, ["Its credentials name the user, but prove nothing yet."]] : words;
}

/** A phone of a mobile network names its user before it has been asked, with an empty response (3GPP TS 24.229; RFC 3310 §4 shows one). */
function provesNothing({ credentials }: SipMessage): boolean {
  return credentials.length > 0 && credentials.every(({ response }) => response?.value === "");
}

/** What came of the request before, where that is why there is another one. */
function tryWords(before: Transaction | undefined, around: Around): Sentence[] {
  if (!before) return [];
  const { final, status, first } = before;
  if (!final) return [say`A new try: nobody answered ${nameOf(first)}.`];
  const after = afterWords(around.since(final));
  if (status === 423) {
    const least = Number(final.sip.header("Min-Expires")?.value);
    const isShort = (askedSeconds(around.sip) ?? Infinity) < least;
    const now = isShort ? "this asks for too short a time again" : "this is the correction";
    return [say`${nameOf(final)} asked for a longer expiry${[after]}; ${[now]}.`];
  }
  if (status >= 300 && status < 400) return [say`${nameOf(final)} sent the device here.`];
  if (status >= 400) return [say`A new try${[after]}: ${nameOf(final)} refused the one before.`];
  return [];
}

/** The parameter of the Contact counts before the header (RFC 3261 §10.3). */
function askedSeconds({ contacts, expiresSeconds }: SipMessage): number | undefined {
  return contacts[0]?.expiresSeconds ?? expiresSeconds;
}

function isRemoval({ contacts, expiresSeconds }: SipMessage): boolean {
  return contacts.every((contact) => contact.isStar || (contact.expiresSeconds ?? expiresSeconds) === 0);
}

/** What it is to do with the bindings. */
function aimWords(around: Around): Sentence[] {
  const { message, registration } = around;
  const { contacts } = message.sip;
  if (contacts.length === 0) return [["It has no Contact: it asks which bindings there are, and changes none."]];
  if (isRemoval(message.sip)) {
    return [
      [
        contacts.some(({ isStar }) => isStar)
          ? "It removes all bindings of the AoR."
          : "It removes the binding: an expiry of 0.",
      ],
    ];
  }
  const own = registration?.bindings.filter(
    (binding) => binding.grant.index < message.index && contacts.some(({ uri }) => sameUri(uri, binding.contact.uri)),
  );
  const latest = own?.at(-1);
  return [
    latest
      ? refreshWords(latest, message)
      : ["It asks the registrar to bind its Contact, which is not bound yet, as far as the trace shows."],
  ];
}

function refreshWords(binding: Binding, { atMicros, index }: Message): Sentence {
  const { grantedSeconds, grant, expiresAtMicros, endedBy, endMicros } = binding;
  const granted = say`${grantedSeconds} s were granted in ${[whereIs(grant)]}`;
  if (endedBy === "removal" && endMicros <= atMicros) return say`It binds a Contact anew that was removed before.`;
  const passed = atMicros - binding.atMicros;
  if (Number.isNaN(passed) || index < 0) return say`A refresh: ${granted}.`;
  const left = expiresAtMicros - atMicros;
  if (left <= 0)
    return say`A refresh that comes too late: ${granted}, and the binding ran out ${[formatDuration(-left)]} before.`;
  const share = Math.round((100 * passed) / seconds(Math.max(grantedSeconds, 1)));
  return say`A refresh: ${granted}; ${[formatDuration(passed)]} have passed (${share} %), ${[formatDuration(left)]} are left.`;
}

function responseWhy(around: Around, exchange: Sentence | undefined): Sentence[] {
  const { sip, transaction } = around;
  const meaning = statusCodeOf(sip.statusCode)?.meaning;
  const words: Sentence[] = exchange ? [say`${exchange}.`] : [];
  if (meaning !== undefined) words.push([meaning]);
  if (sip.statusCode === 401 || sip.statusCode === 407) words.push(challengeWords(around));
  if (sip.statusCode === 423) words.push(...briefWords(around));
  const wait = retryAfterOf(sip);
  if (wait) words.push([`The client is to stay away for ${wait.seconds} s (Retry-After).`]);
  const isGrant = sip.statusCode >= 200 && sip.statusCode < 300 && transaction?.isRegister === true;
  return isGrant ? [...words, ...grantWords(around)] : words;
}

function challengeWords({ sip, transaction }: Around): Sentence {
  if (transaction?.hasCredentials !== true)
    return [`The request carried no credentials: this is how ${whoAsks(sip)} asks for them.`];
  if (transaction.request && provesNothing(transaction.request.sip))
    return [`The request named its user and proved nothing yet: this is how ${whoAsks(sip)} asks for the proof.`];
  return sip.challenges.some(({ stale }) => stale === true)
    ? [
        "The nonce was too old (stale): the device only has to compute again with the new one, and need not ask for another password.",
      ]
    : ["The request carried credentials, and they were not accepted."];
}

function whoAsks({ statusCode, cseq }: SipMessage): string {
  if (statusCode === 407) return "a proxy";
  return cseq?.method === "REGISTER" ? "a registrar" : "a server";
}

function briefWords({ sip, transaction }: Around): Sentence[] {
  const asked = transaction?.request?.sip;
  const seconds = asked && askedSeconds(asked);
  const least = sip.header("Min-Expires")?.value;
  if (seconds === undefined || least === undefined) return [];
  return [say`The request asked for ${seconds} s; Min-Expires says that ${least} s is the least.`];
}

function grantWords({ registration, message, sip, transaction }: Around): Sentence[] {
  const own = registration?.bindings.filter(({ grant }) => grant.index === message.original) ?? [];
  const words = own.map(({ contact, grantedSeconds, askedSeconds }) => {
    const asked =
      askedSeconds === undefined || askedSeconds === grantedSeconds ? [] : say`; ${askedSeconds} s were asked`;
    return say`The registrar binds ${contact.uri.text} for ${grantedSeconds} s${asked}.`;
  });
  const asked = transaction?.request?.sip;
  if (own.length === 0 && asked && asked.contacts.length > 0 && isRemoval(asked))
    words.push(["It confirms that the binding is gone."]);
  const listed = sip.contacts.length;
  if (listed > 1) words.push([`It lists ${countOf(listed, "Contact")}: all that are bound to this AoR.`]);
  return words;
}
