/** Explains the word of a message under a reader's pointer. */
import type { Analysis } from "../analysis.js";
import { statusCodeOf } from "../sip/status-codes.js";
import type { NameAddr } from "../sip/name-addr.js";
import { Contact } from "../sip/contact.js";
import { KnownPasswords } from "../sip/known-passwords.js";
import { type Word, wordAt } from "../sip/word-at.js";
import { Around } from "./around.js";
import { bindingWords } from "./explain-binding.js";
import { digestParamText, digestParamWords, explainScheme } from "./explain-digest.js";
import { explainHeader, explainToken, sourcesOf, valueWords } from "./explain-header.js";
import { explainSdp } from "./explain-sdp.js";
import { explainMethod, explainStatus, explainVersion } from "./explain-start-line.js";
import { explainUri } from "./explain-uri.js";
import { explainVia, viaParamText, viaParamWords } from "./explain-via.js";
import { type Explanation, say, type Sentence } from "./explanation.js";
import { Q850_CAUSES } from "./texts/causes.js";
import { FEATURE_TAGS, URI_PARAMS, VALUE_PARAMS } from "./texts/params.js";
import { type Explained, lookUp } from "./texts/text.js";

const NO_PASSWORDS = new KnownPasswords([]);

/**
 * @param passwords those that the person gave, to prove a response; no explanation holds one.
 * @returns undefined where nothing stands that could be told of.
 * @throws {RangeError} for an index that is no message's.
 */
export function explainAt(
  analysis: Analysis,
  message: number,
  octet: number,
  passwords: KnownPasswords = NO_PASSWORDS,
): Explanation | undefined {
  const around = new Around(analysis, message);
  const word = wordAt(around.sip, octet);
  return word && explainWord(word, around, passwords);
}

function explainWord(word: Word, around: Around, passwords: KnownPasswords): Explanation {
  switch (word.kind) {
    case "method":
      return explainMethod(word, around);
    case "status":
      return explainStatus(word, around);
    case "version":
      return explainVersion(word);
    case "header-name":
    case "value":
      return explainHeader(word.field, word.range, around);
    case "uri":
      return explainUri(word, around);
    case "param":
      return explainParam(word, around, passwords);
    case "via":
      return explainVia(word, around);
    case "scheme":
      return explainScheme(word, around, passwords);
    case "token":
      return explainToken(word);
    case "sdp":
      return explainSdp(word);
  }
}

type ParamWord = Extract<Word, { kind: "param" }>;

function explainParam(word: ParamWord, around: Around, passwords: KnownPasswords): Explanation {
  const { param, field, range } = word;
  const text = paramText(word);
  const owner = word.owner.of === "uri" ? ["the URI"] : say`${field?.canonical ?? "the value"}`;
  return {
    range,
    title: say`${param.name} · parameter of ${owner}`,
    what: text?.what ?? "No parameter that is known here; receivers ignore those they do not know.",
    here: paramWords(word, around, passwords),
    sources: text && text.sources.length > 0 ? text.sources : sourcesOf(field),
  };
}

function paramText({ param, owner, field }: ParamWord): Explained | undefined {
  const { name } = param;
  if (owner.of === "uri") return lookUp(URI_PARAMS, name);
  if (owner.of === "via") return viaParamText(name);
  if (owner.of === "digest") return digestParamText(name);
  const isContact = field?.canonical === "Contact" || field?.canonical.endsWith("-Contact");
  const known = lookUp(VALUE_PARAMS, name);
  // In Contact these names are features of the device, elsewhere something else.
  if (isContact && (FEATURE_TAGS.has(name) || (!known && name.startsWith("+")))) return FEATURE;
  // Without angle brackets what is meant for the URI stands behind the header's value (RFC 3261 §20.10).
  return known ?? (owner.of === "address" ? lookUp(URI_PARAMS, name) : undefined);
}

const FEATURE: Explained = {
  what: "A feature of the device, by which callers may choose it.",
  sources: [{ label: "RFC 3840 §9", url: "https://www.rfc-editor.org/rfc/rfc3840#section-9" }],
};

function paramWords({ param, owner, field }: ParamWord, around: Around, passwords: KnownPasswords): Sentence[] {
  const { name, value } = param;
  if (owner.of === "via") return viaParamWords(name, value, owner.via, around);
  if (owner.of === "digest") return digestParamWords(name, owner.digest, around, passwords);
  if (name === "cause" && field?.canonical === "Reason") return causeWords(value, field.value);
  if (owner.of !== "address") return owner.of === "value" && field && name !== "id" ? valueWords(field, around) : [];
  return addressParamWords(name, value, owner.address, around);
}

function causeWords(value: string | undefined, whole: string): Sentence[] {
  const code = Number(value);
  const isQ850 = /^q\.850/i.test(whole);
  const meaning = isQ850 ? Q850_CAUSES[code] : statusCodeOf(code)?.meaning;
  return meaning === undefined ? [] : [[meaning]];
}

function addressParamWords(name: string, value: string | undefined, address: NameAddr, around: Around): Sentence[] {
  const { sip } = around;
  switch (name) {
    case "tag":
      return [tagWords(address, around)];
    case "expires":
      return address instanceof Contact ? expiryWords(address, around) : [];
    case "q": {
      const rank = Number(value);
      return rank >= 0 && rank <= 1
        ? [
            [
              sip.contacts.length > 1
                ? `Among ${sip.contacts.length} Contacts: the higher, the sooner.`
                : "There is no other Contact to compare it with.",
            ],
          ]
        : [["It must be a number from 0 to 1 with at most three decimals."]];
    }
    default:
      return [];
  }
}

function expiryWords(contact: Contact, around: Around): Sentence[] {
  const seconds = contact.expiresSeconds;
  if (seconds === undefined) return [["It is no number; registrars then grant 3600 s."]];
  if (around.sip.isRequest && seconds === 0) return [["Removes this binding."]];
  if (around.sip.isRequest) {
    const grant = around.registration?.bindings.find(({ request }) => request.index === around.message.index);
    return grant ? [[`The device asks for ${seconds} s, and ${grant.grantedSeconds} s were granted.`]] : [];
  }
  return bindingWords(contact, around);
}

function tagWords(address: NameAddr, { sip }: Around): Sentence {
  const local = sip.from?.tag?.value;
  const remote = sip.to?.tag?.value;
  if (local === undefined || remote === undefined) {
    return ["To has no tag yet: the request is outside of any dialog, or begins one."];
  }
  const isRegister = sip.method === "REGISTER";
  if (isRegister) return ["A registration makes no dialog; the registrar adds the tag of To all the same."];
  return say`The dialog is ${sip.callId?.value ?? ""} with the tags ${local} and ${remote}; this is the tag of ${[address.header.canonical]}.`;
}
