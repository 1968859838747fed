/** The digest of a request taken apart: each value that enters its response, where it stands, and what the registrar has in its place. */
import type { Analysis } from "../analysis.js";
import { digestView } from "../ladder/digest-view.js";
import { labelOf, whereOf } from "../ladder/place-words.js";
import { shelvesOf } from "../ladder/shelves.js";
import type { ByteRange } from "../model/span.js";
import type { Challenge, Credentials } from "../sip/digest.js";
import { digestInputsOf } from "../sip/digest-inputs.js";
import type { Message } from "../trace/message.js";
import type { DigestPlace } from "../../view/digest.js";
import type { DigestWalkView, WalkEntry, WalkName, WalkValue } from "../../view/digest-walk.js";

/** Octets of a value: more than a datagram holds is no name of anybody, and would only slow the page. */
const LONGEST_VALUE = 2 ** 16;

/**
 * Of a request with digest credentials, or of the challenge or response that belongs to one; null for any other message.
 */
export function digestWalk(analysis: Analysis, message: number): DigestWalkView | null {
  const { trace } = analysis;
  const digest = digestView(analysis, message) ?? ownRequest(analysis, message);
  const transaction = digest && trace.transactionOf(digest.answer.message);
  const { credentials, request, answered, final } = transaction ?? {};
  if (!digest || !credentials || !request) return null;
  const sides = { credentials, request, answer: digest.answer };
  const asked = answered && { ...answered, place: digest.challenge ?? digest.answer };
  const values = entriesOf(analysis, sides, asked);
  const response = ofParam(sides, "response");
  return {
    answer: digest.answer,
    challenge: digest.challenge,
    outcome:
      digest.outcome && final ? { ...digest.outcome, status: final.sip.statusCode, words: labelOf(final) } : null,
    values: values.map(withinBounds),
    response: response && isTooLong(response) ? null : response,
  };
}

/**
 * The digest of a message, else of the one nearest to it among the messages of its row, later ones first; null where none of
 * them has any.
 */
export function nearestDigestWalk(analysis: Analysis, message: number): DigestWalkView | null {
  const own = digestWalk(analysis, message);
  if (own) return own;
  const shelves = shelvesOf(analysis);
  const transactions =
    shelves.byKey.get(shelves.keyOf(message) ?? "")?.transactions.filter((each) => each.hasCredentials) ?? [];
  const next = transactions.find(({ first }) => first.index >= message) ?? transactions.at(-1);
  return next ? digestWalk(analysis, next.first.index) : null;
}

/** A response to credentials: their request is what is meant. */
function ownRequest(analysis: Analysis, message: number): ReturnType<typeof digestView> {
  const request = analysis.trace.transactionOf(message)?.request?.index;
  return request === undefined || request === message ? null : digestView(analysis, request);
}

interface Sides {
  readonly credentials: Credentials;
  readonly request: Message;
  readonly answer: DigestPlace;
}

interface Asked {
  readonly challenge: Challenge;
  readonly by: "nonce" | "call-id" | "returned";
  readonly place: DigestPlace;
}

function entriesOf(analysis: Analysis, sides: Sides, asked: Asked | undefined): WalkEntry[] {
  const { credentials, request } = sides;
  const { sip } = request;
  const isUserHashed = credentials.param("userhash")?.value.toLowerCase() === "true";
  const line = sip.startLine.kind === "request" ? sip.startLine : undefined;
  const at = (field: string, range: ByteRange, octets: string): WalkValue => ({
    octets,
    place: { ...sides.answer, where: whereOf(request, analysis.trace), field, start: range.start, end: range.end },
  });
  const given = (name: WalkName, param: string): WalkEntry => ({
    name,
    used: ofParam(sides, param),
    expected: null,
    note: "",
  });
  const demanded = (name: "realm" | "nonce" | "algorithm"): WalkEntry => ({
    ...given(name, name),
    // A challenge that came after has a new nonce.
    expected: asked && !(name === "nonce" && asked.by === "returned") ? ofChallenge(asked, name) : null,
  });
  const { body } = digestInputsOf(sip, credentials, request.missingOctets === 0);
  const requestUri = line?.requestUri.value;
  const isOtherUri = requestUri !== undefined && credentials.uri !== undefined && credentials.uri.value !== requestUri;
  return [
    isUserHashed
      ? {
          name: "username",
          used: null,
          expected: null,
          note: "The credentials hold its hash only (userhash=true): type the name.",
        }
      : given("username", "username"),
    demanded("realm"),
    demanded("nonce"),
    {
      name: "method",
      used: line ? at("request line", line.methodRange, line.method) : null,
      expected: null,
      note: "",
    },
    {
      ...given("uri", "uri"),
      note: isOtherUri
        ? "Not the Request-URI. Registrars compute with the uri of the credentials, and some refuse one that differs."
        : "",
    },
    {
      ...demanded("algorithm"),
      ...(asked && !asked.challenge.algorithm ? { expected: unnamedAlgorithm(asked) } : {}),
      note: credentials.algorithm && (!asked || asked.challenge.algorithm) ? "" : "Absent means MD5.",
    },
    { ...given("qop", "qop"), note: qopNote(credentials, asked) },
    given("nonceCount", "nc"),
    given("cnonce", "cnonce"),
    {
      name: "body",
      used: body ? at("body", sip.body, sip.text.slice(sip.body.start, sip.body.end)) : null,
      expected: null,
      note: body ? "" : "The capture does not have all of it.",
    },
  ];
}

function unnamedAlgorithm({ challenge, place }: Asked): WalkValue {
  return { octets: "MD5", place: { ...place, field: challenge.header.canonical, ...challenge.schemeRange } };
}

function qopNote({ qop }: Credentials, asked: Asked | undefined): string {
  const offered = asked?.challenge.qop?.value;
  if (!qop) return offered === undefined ? "" : "Offered, and not chosen: the response is computed as in RFC 2069.";
  if (!asked) return "";
  const offers = offered?.toLowerCase().split(/[\s,]+/) ?? [];
  return offers.includes(qop.value.toLowerCase()) ? "" : "The challenge does not offer it.";
}

function ofParam({ credentials, answer }: Sides, name: string): WalkValue | null {
  return paramOf(credentials, name, answer);
}

function ofChallenge({ challenge, place }: Asked, name: string): WalkValue | null {
  return paramOf(challenge, name, place);
}

function paramOf(digest: Challenge | Credentials, name: string, place: DigestPlace): WalkValue | null {
  const param = digest.params.find((each) => each.name === name);
  if (param?.octets === undefined) return null;
  const { start, end } = param.valueRange;
  return { octets: param.octets, place: { ...place, field: digest.header.canonical, start, end } };
}

function withinBounds(entry: WalkEntry): WalkEntry {
  const { used, expected } = entry;
  const isLong = isTooLong(used) || isTooLong(expected);
  return isLong ? { ...entry, used: null, expected: null, note: "Too long to compute with." } : entry;
}

function isTooLong(value: WalkValue | null): boolean {
  return value !== null && value.octets.length > LONGEST_VALUE;
}
