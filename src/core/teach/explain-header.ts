/** Explains header names and plain values: what the header is for, and what its value means here. */
import { formatDuration, seconds } from "../model/instant.js";
import { rfc, type Source } from "../rules/rule.js";
import { countOf, whereIs } from "../rules/wording.js";
import type { HeaderField } from "../sip/header-fields.js";
import { parseDigits } from "../sip/lexical.js";
import { parseProduct } from "../sip/product.js";
import type { Word } from "../sip/word-at.js";
import { type Around, clockWords } from "./around.js";
import { bindingWords } from "./explain-binding.js";
import { seenWords } from "./explain-via.js";
import { type Explanation, say, type Sentence } from "./explanation.js";
import { Q850_CAUSES, WARNINGS } from "./texts/causes.js";
import { HEADERS } from "./texts/headers.js";
import { METHODS } from "./texts/methods.js";
import { OPTION_TAGS } from "./texts/option-tags.js";
import { type Explained, lookUp } from "./texts/text.js";

/** By lower-case name: a header's spelling is free. */
const HEADER_NAMES = new Map(Object.keys(HEADERS).map((name) => [name.toLowerCase(), name]));

function headerText(field: HeaderField): Explained {
  const name = HEADER_NAMES.get(field.canonical.toLowerCase());
  const known = name === undefined ? undefined : lookUp(HEADERS, name);
  if (known) return known;
  const what = /^x-/i.test(field.name)
    ? "A header of its maker's own; SIP does not define it."
    : "No header that is known here; receivers ignore those they do not know.";
  return { what, sources: [rfc(3261, "7.3.1")] };
}

export function explainHeader(field: HeaderField, range: Explanation["range"], around: Around): Explanation {
  const isCompact = field.name.length === 1 && field.canonical.length > 1;
  const name = HEADER_NAMES.get(field.canonical.toLowerCase()) ?? field.name;
  return {
    range,
    title: isCompact ? say`${name} · header, in its compact form` : say`${name} · header`,
    ...headerText(field),
    here: valueWords(field, around),
  };
}

export function explainToken({ token, field, range }: Extract<Word, { kind: "token" }>): Explanation {
  const isOption =
    field.canonical !== "Allow-Events" && field.canonical !== "Recv-Info" && field.canonical !== "Privacy";
  const option = isOption ? lookUp(OPTION_TAGS, token.toLowerCase()) : undefined;
  const method = lookUp(METHODS, token);
  const text = option ?? method ?? headerText(field);
  return {
    range,
    title: option ? say`${token} · option tag` : say`${token} · ${field.canonical}`,
    what: isOption && !option ? "No option tag that is known here." : text.what,
    here: isOption ? [[ROLES[field.canonical] ?? ""]].filter(([role]) => role !== "") : [],
    sources: text.sources,
  };
}

const ROLES: Readonly<Record<string, string>> = {
  "Proxy-Require": "Every proxy on the way must support it.",
  Require: "The receiver must support it, or refuse the request with 420.",
  Supported: "The sender supports it.",
  Unsupported: "The server lacks it: leave it out of Require, or use another server.",
};

/** What the value of a header means here; nothing for one that speaks for itself. */
export function valueWords(field: HeaderField, around: Around): Sentence[] {
  const words = VALUES[field.canonical];
  return words ? words(field, around) : [];
}

type ValueWords = (field: HeaderField, around: Around) => Sentence[];

const VALUES: Readonly<Record<string, ValueWords>> = {
  "Call-ID": callIdWords,
  CSeq: cseqWords,
  Contact: (_, around) => around.sip.contacts.flatMap((contact) => bindingWords(contact, around)).slice(0, 3),
  "Content-Length": lengthWords,
  Date: dateWords,
  Expires: expiresWords,
  "Flow-Timer": (field) => secondsWords(field, "A keep-alive must come at least every"),
  "Max-Forwards": hopsWords,
  "Min-Expires": (field) => secondsWords(field, "Ask again for at least"),
  "Min-SE": (field) => secondsWords(field, "Sessions must last at least"),
  "Proxy-Authenticate": challengeSource,
  Reason: reasonWords,
  "Retry-After": retryWords,
  Server: productWords,
  "Session-Expires": (field) => secondsWords(field, "The session must be refreshed within"),
  "User-Agent": productWords,
  Via: (_, { sip }) => (sip.topVia ? seenWords(sip.topVia) : []),
  Warning: warningWords,
  "WWW-Authenticate": challengeSource,
};

function callIdWords(_: HeaderField, { trace, message }: Around): Sentence[] {
  const { keys, messages } = trace;
  const own = keys.callIdNumber(message.index);
  const requests = new Map<string, number>();
  let count = 0;
  for (let row = 0; row < messages.length; row++) {
    if (keys.callIdNumber(row) !== own) continue;
    count++;
    if (keys.isRequest(row) && messages.isOriginal(row)) {
      requests.set(keys.method(row), (requests.get(keys.method(row)) ?? 0) + 1);
    }
  }
  const kinds = [...requests].slice(0, 6).map(([method, times]) => `${times} ${method}`);
  return [
    say`${[countOf(count, "message")]} of the trace ${[count === 1 ? "has" : "have"]} it: ${kinds.join(", ") || "responses only"}.`,
  ];
}

function cseqWords(_: HeaderField, around: Around): Sentence[] {
  const { sip, transaction, trace, message } = around;
  const number = sip.cseq?.number;
  if (number === undefined) return [["It does not begin with a number."]];
  if (sip.isResponse) {
    const request = transaction?.request;
    return request ? [say`The number of the request in ${[whereIs(request)]}.`] : [];
  }
  const { keys } = trace;
  const own = keys.callIdNumber(message.index);
  const client = trace.messages.source(message.index).address;
  for (let row = message.index - 1; row >= 0; row--) {
    if (keys.callIdNumber(row) !== own || !keys.isRequest(row) || !trace.messages.isOriginal(row)) continue;
    if (trace.messages.source(row).address !== client) continue;
    const before = keys.cseq(row);
    const where = whereIs(trace.messages.at(row));
    if (sip.method === "ACK" || sip.method === "CANCEL") return [["ACK and CANCEL repeat the number of their INVITE."]];
    if (number > before) return [say`The request before it, in ${[where]}, has ${before}: it has grown, as it must.`];
    return [say`The request before it, in ${[where]}, has ${before}: it must grow with each new request.`];
  }
  return [["The first request of this Call-ID in the trace."]];
}

function lengthWords(_: HeaderField, { sip, message }: Around): Sentence[] {
  const declared = sip.contentLength;
  if (declared === undefined) return [["It is no number."]];
  const present = sip.body.end - sip.body.start;
  if (message.missingOctets > 0) return [[`The recording cut the message; ${present} octets of the body are there.`]];
  if (declared === present) return [[declared === 0 ? "There is no body." : "The body is just as long."]];
  return [[`The body has ${countOf(present, "octet")}.`]];
}

function dateWords(field: HeaderField, { message }: Around): Sentence[] {
  const told = Date.parse(field.value) * 1000;
  if (Number.isNaN(told)) return [["It is no date that SIP allows."]];
  const off = told - message.atMicros;
  if (Number.isNaN(off)) return [];
  if (Math.abs(off) < seconds(2)) return [["The sender's clock agrees with that of the trace."]];
  return [
    [`The sender's clock is ${formatDuration(Math.abs(off))} ${off > 0 ? "ahead of" : "behind"} that of the trace.`],
  ];
}

function expiresWords(field: HeaderField, around: Around): Sentence[] {
  const { sip, transaction, message } = around;
  const isRegister = (transaction?.method ?? sip.method) === "REGISTER";
  if (!isRegister) return secondsWords(field, "Ends after");
  const contacts = sip.contacts.filter((contact) => contact.expiresSeconds === undefined);
  if (sip.contacts.length > 0 && contacts.length === 0) {
    return [["Each Contact has an expiry of its own, which counts instead."]];
  }
  if (sip.isRequest) {
    if (sip.expiresSeconds === 0) return [["Removes the bindings."]];
    const grant = around.registration?.bindings.find(({ request }) => request.index === message.index);
    if (!grant) return secondsWords(field, "The device asks for");
    return [[`The device asks for ${sip.expiresSeconds} s, and ${grant.grantedSeconds} s were granted.`]];
  }
  return contacts.flatMap((contact) => bindingWords(contact, around)).slice(0, 2);
}

function secondsWords(field: HeaderField, lead: string): Sentence[] {
  const digits = /^\d{1,10}/.exec(field.value)?.[0];
  if (digits === undefined) return [["It does not begin with a number."]];
  return [[`${lead} ${formatDuration(seconds(Number(digits)))}.`]];
}

function hopsWords(_: HeaderField, { sip }: Around): Sentence[] {
  const left = sip.maxForwards;
  if (left === undefined) return [["It is no number."]];
  if (left === 0) return [["No proxy may forward it any more."]];
  return left <= 70 && sip.isRequest
    ? [
        [
          left === 70
            ? "As user agents send it: no proxy has counted it down yet."
            : `Counted down ${70 - left} times, if it began with the usual 70.`,
        ],
      ]
    : [];
}

function retryWords(field: HeaderField, { sip, message }: Around): Sentence[] {
  const wait = sip.retryAfterSeconds;
  if (wait === undefined) return secondsWords(field, "Try again after");
  const until = message.atMicros + seconds(wait);
  return Number.isNaN(until)
    ? secondsWords(field, "Try again after")
    : [[`Not before ${clockWords(until)}, ${formatDuration(seconds(wait))} after this message.`]];
}

/** `Q.850;cause=16;text="Normal call clearing"`, or `SIP;cause=200`. */
function reasonWords(field: HeaderField): Sentence[] {
  const cause = Number(/;\s*cause\s*=\s*"?(\d{1,3})/i.exec(field.value)?.[1] ?? NaN);
  const meaning = /^q\.850/i.test(field.value) ? Q850_CAUSES[cause] : undefined;
  return meaning === undefined ? [] : [[`Q.850 cause ${cause}: ${meaning}`]];
}

function warningWords(field: HeaderField): Sentence[] {
  const code = parseDigits(field.value, 0, 3);
  const meaning = WARNINGS[code];
  return meaning === undefined ? [] : [[`Warning ${code}: ${meaning}`]];
}

function productWords(field: HeaderField): Sentence[] {
  const { product, title, version } = parseProduct(field.value);
  if (title === "") return [["It names no product."]];
  if (product === null) return [say`Not a product that is known here: ${title}.`];
  return [version === null || title.includes(version) ? say`${title}.` : say`${title}, version ${version}.`];
}

function challengeSource(field: HeaderField, { sip }: Around): Sentence[] {
  return sip.challenges
    .filter(({ header }) => header === field)
    .map(
      ({ realm, qop }) =>
        say`Asks for the password of realm ${realm?.value ?? ""}${[qop ? "" : ", without qop as in RFC 2069"]}.`,
    );
}

/** Sources of a parameter that no table knows: the header that it stands in. */
export function sourcesOf(field: HeaderField | undefined): readonly Source[] {
  return field ? headerText(field).sources : [rfc(3261, "25.1")];
}
