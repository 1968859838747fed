/** Explains the parts of URIs: whom they name, and whether and from where the host is reached. */
import { rfc } from "../rules/rule.js";
import { countOf } from "../rules/wording.js";
import type { NameAddr } from "../sip/name-addr.js";
import { canonicalAor, portOf, type Uri } from "../sip/uri.js";
import type { UriPart, Word } from "../sip/word-at.js";
import type { Around } from "./around.js";
import { bindingWords, inboundWords } from "./explain-binding.js";
import { hostWords } from "./explain-host.js";
import { type Explanation, say, type Sentence } from "./explanation.js";

const PARTS: Readonly<Record<UriPart, readonly [title: string, what: string]>> = {
  scheme: ["URI", "Whom or where the request is about."],
  user: ["user part of the URI", "The user or number at the host."],
  password: [
    "password in the URI",
    "A password in a URI, which RFC 3261 advises against: everybody on the way reads it.",
  ],
  host: ["host of the URI", "The domain or address."],
  port: ["port of the URI", "The port at the host."],
  headers: ["headers of the URI", "Header fields for the request that is made of this URI."],
};

/** What URIs are for, by where they stand; "" is the Request-URI. */
const ROLES: Readonly<Record<string, string>> = {
  "": "Where the request goes next.",
  From: "Whom the request says it is from.",
  To: "Whom the request is for.",
  Contact: "Where the sender is to be reached directly.",
  Route: "A proxy that the request is to pass.",
  "Record-Route": "A proxy that stays in the dialog.",
  Path: "A proxy between device and registrar.",
  "Service-Route": "A proxy that the device is to send its requests through.",
};

export function explainUri({ uri, part, address, range }: Extract<Word, { kind: "uri" }>, around: Around): Explanation {
  const [title, what] = PARTS[part];
  const isRegistrar = !address && around.sip.method === "REGISTER";
  const role = isRegistrar ? "The domain whose registrar is asked." : ROLES[address?.header.canonical ?? ""];
  const isPassword = part === "password";
  return {
    range,
    // Whoever reads over the shoulder need not see it.
    title: isPassword ? [title] : say`${around.textOf(range)} · ${[title]}`,
    what: part === "scheme" && role !== undefined ? role : what,
    here: isPassword ? [] : [...hereWords(uri, part, address, around), ...roleWords(address, around)],
    sources: [rfc(3261, part === "scheme" ? "19.1" : "19.1.1")],
  };
}

function hereWords(uri: Uri, part: UriPart, address: NameAddr | undefined, around: Around): Sentence[] {
  const words: Sentence[] = [];
  if (!uri.isSip) {
    if (uri.scheme === "tel") words.push(["A telephone number (RFC 3966); a server maps it to a SIP address."]);
    return words;
  }
  if (part === "scheme" && uri.scheme === "sips") words.push(["sips: every hop to the domain must use TLS."]);
  if (part === "user" || part === "scheme") words.push(...aorWords(uri, address, around));
  if (part === "host" && uri.host) words.push(hostWords(uri.host.value));
  if (part === "port") words.push(...portWords(uri));
  if (part === "user") words.push(...registeredWords(canonicalAor(uri), around));
  return words;
}

/** A Contact, and a request that is sent to one, names a device and not a person. */
function aorWords(uri: Uri, address: NameAddr | undefined, around: Around): Sentence[] {
  const isDevice = address ? address.header.canonical === "Contact" : inboundWords(around).length > 0;
  return uri.user && !isDevice ? [say`The address-of-record is ${canonicalAor(uri)}.`] : [];
}

function portWords(uri: Uri): Sentence[] {
  const usual = portOf({ ...uri, port: undefined });
  if (!uri.port) return [["It is no number."]];
  return [
    [uri.port.value === usual ? "The usual port, which need not be written." : `The usual port would be ${usual}.`],
  ];
}

function registeredWords(aor: string, { trace }: Around): Sentence[] {
  const known = trace.registrations.filter((registration) => registration.aor === aor);
  const [first] = known;
  if (!first) return [];
  const state = { registered: "registered", removed: "no longer registered", failed: "not registered: it failed" };
  const devices = countOf(known.length, "device");
  if (known.length > 1 || first.state === "unknown") return [[`${devices} of this trace register this AoR.`]];
  return [say`${first.device.title} registers this AoR; at the end of the trace it is ${[state[first.state]]}.`];
}

function roleWords(address: NameAddr | undefined, around: Around): Sentence[] {
  if (!address) return inboundWords(around);
  return address.header.canonical === "Contact" ? bindingWords(address, around) : [];
}
