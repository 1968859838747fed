/** Explains Via: the hops, the branch, and what received and rport tell about a NAT. */
import { formatEndpoint } from "../model/endpoint.js";
import { rfc } from "../rules/rule.js";
import { countOf } from "../rules/wording.js";
import { MAGIC_COOKIE, type Via } from "../sip/via.js";
import type { Word } from "../sip/word-at.js";
import type { Around } from "./around.js";
import { exchangeWords } from "./exchange.js";
import { type Explanation, say, type Sentence } from "./explanation.js";
import { hostWords } from "./explain-host.js";
import { VIA_PARAMS } from "./texts/params.js";
import { lookUp } from "./texts/text.js";

export function explainVia({ via, range }: Extract<Word, { kind: "via" }>, around: Around): Explanation {
  const here: Sentence[] = [...hopWords(via, around)];
  if (via.host) here.push(hostWords(via.host.value));
  here.push(...seenWords(via));
  return {
    range,
    title: say`${`${via.transport.value.toUpperCase()} ${around.textOf(via.sentBy)}`} · hop of Via`,
    what: "The transport, and the host and port that the sender believes to have.",
    here,
    sources: [rfc(3261, "20.42")],
  };
}

/** What a parameter of Via means here; its general words are the table's. */
export function viaParamWords(name: string, value: string | undefined, via: Via, around: Around): Sentence[] {
  switch (name) {
    case "branch":
      return [branchWords(value ?? ""), ...exchangeWords(around)];
    case "received":
    case "rport":
      return name === "rport" && value === undefined && !via.received
        ? ["The sender asks for the response to the port that its packet really comes from."].map((text) => [text])
        : seenWords(via);
    default:
      return [];
  }
}

export function viaParamText(name: string) {
  return lookUp(VIA_PARAMS, name);
}

function hopWords(via: Via, { sip }: Around): Sentence[] {
  const { vias } = sip;
  const index = vias.findIndex(({ range }) => range.start === via.range.start);
  if (index < 0) return [];
  if (vias.length === 1) return [["The only hop: the message is at the user agent's own."]];
  const place =
    index === 0 ? "the latest sender" : index === vias.length - 1 ? "the user agent that began" : "a proxy on the way";
  return [[`Hop ${vias.length - index} of ${countOf(vias.length, "hop")}: ${place}.`]];
}

/** Whether the receiver saw another source than the sender wrote (RFC 3581 §4). */
export function seenWords(via: Via): Sentence[] {
  const { host, received, rport, port } = via;
  if (!host || (!received && rport?.value === undefined)) return [];
  const written = formatEndpoint({ address: host.value, port: port?.value ?? 5060 });
  const seen = formatEndpoint({ address: received?.value ?? host.value, port: rport?.value ?? port?.value ?? 5060 });
  if (seen === written) return [say`The packet came from ${seen}, as Via says: no NAT in between.`];
  const isOtherAddress = received !== undefined && received.value !== host.value;
  return [
    isOtherAddress
      ? say`The packet came from ${seen}, Via says ${written}: a NAT in between, or a host with several addresses.`
      : say`The packet came from port ${rport?.value ?? 0}, Via says ${written}: the same host from another port.`,
  ];
}

function branchWords(branch: string): Sentence {
  if (branch === "") return ["It is empty, so the message can be matched to nothing."];
  return branch.startsWith(MAGIC_COOKIE)
    ? say`It begins with ${MAGIC_COOKIE}, so it is unique and matches the transaction alone.`
    : say`It does not begin with ${MAGIC_COOKIE}: a sender of RFC 2543, whose transactions are matched by other headers.`;
}
