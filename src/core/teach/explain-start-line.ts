/** Explains methods, status codes and the SIP version. */
import { rfc } from "../rules/rule.js";
import type { Word } from "../sip/word-at.js";
import { statusClassOf, statusCodeOf } from "../sip/status-codes.js";
import type { Around } from "./around.js";
import { exchangeWords } from "./exchange.js";
import { type Explanation, say, type Sentence } from "./explanation.js";
import { METHODS } from "./texts/methods.js";
import { lookUp } from "./texts/text.js";

type Of<K extends Word["kind"]> = Extract<Word, { readonly kind: K }>;

export function explainMethod({ method, range, field }: Of<"method">, around: Around): Explanation {
  const text = lookUp(METHODS, method);
  const here: Sentence[] = [];
  if (!field) here.push(...exchangeWords(around));
  if (field?.canonical === "CSeq" && around.sip.isRequest && around.sip.method !== method) {
    here.push(say`The request is a ${around.sip.method}: the two must be the same.`);
  }
  if (field?.canonical === "Allow") here.push(["The sender supports this method."]);
  return {
    range,
    title: say`${method} · method`,
    what: text?.what ?? "No method that is registered.",
    here,
    sources: text?.sources ?? [rfc(3261, "7.1")],
  };
}

/** Registered by another RFC than 3261: then the meaning names it. */
const NAMED_RFC = /\(RFC (\d{4})/;

export function explainStatus({ range }: Of<"status">, around: Around): Explanation {
  const { statusCode, reason } = around.sip;
  const known = statusCodeOf(statusCode);
  const here = exchangeWords(around);
  if (known && reason !== "" && reason !== known.reason) {
    here.push(say`The registered reason phrase is ${known.reason}; this server words it in its own way.`);
  }
  const named = NAMED_RFC.exec(known?.meaning ?? "")?.[1];
  const source = named === undefined ? rfc(3261, `21.${Math.floor(statusCode / 100)}`) : rfc(Number(named));
  return {
    range,
    title: say`${`${statusCode} ${known?.reason ?? reason}`.trim()} · response`,
    what:
      known?.meaning ??
      `Not a registered code, to be taken as ${Math.floor(statusCode / 100)}00. ${statusClassOf(statusCode)}`,
    here,
    sources: [source],
  };
}

export function explainVersion({ range }: Of<"version">): Explanation {
  return {
    range,
    title: ["SIP version"],
    what: "The version of the protocol; there is no other than SIP/2.0.",
    here: [],
    sources: [rfc(3261, "7.1")],
  };
}
