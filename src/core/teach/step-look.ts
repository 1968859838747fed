/** What to look at in a message: the few values that matter at this step, with what the hover tells of them. */
import type { Analysis } from "../analysis.js";
import { shortened } from "../ladder/place-words.js";
import type { ByteRange } from "../model/span.js";
import { decodeOctets } from "../sip/lexical.js";
import type { SipMessage } from "../sip/message.js";
import type { Param } from "../sip/params.js";
import type { LookView } from "../../view/step.js";
import { Around } from "./around.js";
import { explainAt } from "./explain.js";

/** A person looks at no more of them at once. */
const MOST_LOOKS = 8;
const LONGEST_VALUE = 120;

interface Spot {
  readonly name: string;
  readonly range: ByteRange;
  /** Of a parameter, without its name and quotes; else the characters of the range. */
  readonly value?: string | undefined;
}

export function looksAt(analysis: Analysis, message: number): LookView[] {
  const around = new Around(analysis, message);
  return spotsOf(around.sip)
    .slice(0, MOST_LOOKS)
    .flatMap(({ name, range, value }) => {
      const explanation = explainAt(analysis, message, range.start);
      if (!explanation) return [];
      const { what, here, sources } = explanation;
      return [{ name, value: shortened(value ?? around.textOf(range), LONGEST_VALUE), what, here, sources }];
    });
}

function spotsOf(sip: SipMessage): Spot[] {
  const { method } = sip;
  if (sip.isResponse) return responseSpots(sip);
  const uri: Spot[] = sip.requestUri ? [{ name: "Request-URI", range: sip.requestUri.range }] : [];
  switch (method) {
    case "REGISTER":
      return [
        ...uri,
        ...addresses(sip, ["To"]),
        ...contactSpots(sip),
        ...fields(sip, ["Expires"]),
        ...credentialSpots(sip),
      ];
    case "SUBSCRIBE":
    case "NOTIFY":
    case "PUBLISH":
      return [...uri, ...fields(sip, ["Event", "Subscription-State", "Expires"]), ...credentialSpots(sip)];
    default:
      return [...uri, ...addresses(sip, ["From", "To"]), ...contactSpots(sip), ...credentialSpots(sip)];
  }
}

function responseSpots(sip: SipMessage): Spot[] {
  const line = sip.startLine;
  const status: Spot[] = line.kind === "response" ? [{ name: "Status", range: line.statusCodeRange }] : [];
  const told = fields(sip, ["Min-Expires", "Retry-After", "Warning", "Reason", "Unsupported"]);
  const isGrant = sip.cseq?.method === "REGISTER" && sip.statusCode >= 200 && sip.statusCode < 300;
  const grants = isGrant ? [...contactSpots(sip), ...fields(sip, ["Expires", "Service-Route"]), ...viaSpots(sip)] : [];
  return [...status, ...challengeSpots(sip), ...told, ...grants];
}

function fields(sip: SipMessage, names: readonly string[]): Spot[] {
  return names.flatMap((name) => {
    const field = sip.header(name);
    return field ? [{ name, range: field.valueRange }] : [];
  });
}

function addresses(sip: SipMessage, names: readonly ("From" | "To")[]): Spot[] {
  return names.flatMap((name) => {
    const address = name === "From" ? sip.from : sip.to;
    return address ? [{ name, range: address.uri.range }] : [];
  });
}

function contactSpots({ contacts }: SipMessage): Spot[] {
  return contacts.flatMap((contact) => {
    const uri = contact.isStar ? contact.range : contact.uri.range;
    const params = contact.params.filter(({ name }) => name === "expires" || name === "q");
    return [{ name: "Contact", range: uri }, ...paramSpots(params, "Contact ")];
  });
}

const CREDENTIALS: ReadonlySet<string> = new Set(["username", "realm", "nonce", "uri", "nc"]);
const CHALLENGE: ReadonlySet<string> = new Set(["realm", "nonce", "algorithm", "qop", "stale"]);

function credentialSpots({ credentials }: SipMessage): Spot[] {
  return paramSpots((credentials[0]?.params ?? []).filter(({ name }) => CREDENTIALS.has(name)));
}

function challengeSpots({ challenges }: SipMessage): Spot[] {
  return paramSpots((challenges[0]?.params ?? []).filter(({ name }) => CHALLENGE.has(name)));
}

function viaSpots({ topVia }: SipMessage): Spot[] {
  const seen = topVia?.params.filter(({ name }) => name === "received" || name === "rport") ?? [];
  return paramSpots(seen, "Via ");
}

function paramSpots(params: readonly Param[], owner = ""): Spot[] {
  return params.map(({ name, range, value }) => ({ name: owner + name, range, value: decodeOctets(value ?? "") }));
}
