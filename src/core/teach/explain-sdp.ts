/** Explains a line of a session description, shortly. */
import { rfc } from "../rules/rule.js";
import { canonicalHost } from "../sip/host.js";
import type { Word } from "../sip/word-at.js";
import { hostWords } from "./explain-host.js";
import { type Explanation, say, type Sentence } from "./explanation.js";
import { SDP_ATTRIBUTES, SDP_LINES } from "./texts/sdp.js";
import { lookUp } from "./texts/text.js";

/** Payload types without rtpmap that calls use (RFC 3551 §6). */
const PAYLOAD_TYPES: Readonly<Record<string, string>> = {
  "0": "PCMU",
  "3": "GSM",
  "4": "G723",
  "8": "PCMA",
  "9": "G722",
  "13": "CN",
  "18": "G729",
  "34": "H263",
};

export function explainSdp({ type, attribute, value, range }: Extract<Word, { kind: "sdp" }>): Explanation {
  const line = lookUp(SDP_LINES, type);
  const known = attribute === undefined ? undefined : lookUp(SDP_ATTRIBUTES, attribute);
  const text = known ?? line;
  return {
    range,
    title:
      attribute === undefined
        ? say`${`${type}=`} · session description`
        : say`${attribute} · attribute of the session description`,
    what: text?.what ?? "No line that SDP defines.",
    here: hereWords(type, value),
    sources: text?.sources ?? [rfc(8866, "5")],
  };
}

function hereWords(type: string, value: string): Sentence[] {
  const words = value.split(" ", 40);
  if (type === "c" || type === "o") {
    const address = words[type === "c" ? 2 : 5]?.split("/", 1)[0];
    if (address === undefined) return [];
    if (address === "0.0.0.0") return [["The address 0.0.0.0 puts the media on hold, in the manner of RFC 2543."]];
    return [hostWords(canonicalHost(address))];
  }
  if (type !== "m") return [];
  const [kind = "", port = "", profile = "", ...formats] = words;
  const named = formats.flatMap((format) => PAYLOAD_TYPES[format] ?? []);
  const here: Sentence[] = [port === "0" ? say`${kind} is refused.` : say`${kind} at port ${port}.`];
  if (profile !== "")
    here.push([
      profile.includes("SAVP") ? "Encrypted: SRTP." : profile.includes("AVP") ? "Not encrypted: plain RTP." : "",
    ]);
  if (named.length > 0) here.push([`Of the static payload types: ${named.join(", ")}.`]);
  return here.filter((sentence) => sentence.join("") !== "");
}
