/** What two computations of a digest response and the response in the trace say together, in one or two sentences. */
import { compareResponses, type Walk } from "./digest-walk.js";

/** The values by their names on the page: `user name`, `nc`. */
export interface WalkSides {
  /** From the values as they stand on the page. */
  readonly shown: Walk;
  /** From the values as the request has them. */
  readonly sent: Walk;
  /** From what the registrar has in their place. */
  readonly expected: Walk;
  /** Names of the values that the person changed. */
  readonly changed: readonly string[];
  /** Names of the values in which registrar and request differ. */
  readonly differing: readonly string[];
  /** The response in the trace. */
  readonly traced: string | undefined;
  /** Status code of the answer; undefined when none came. */
  readonly status: number | undefined;
}

/** @param nameOf the word for a value on the page */
export function walkVerdict(sides: WalkSides, nameOf: (name: string) => string): string {
  const { shown, sent, traced, changed } = sides;
  if (shown.fault !== "") return shown.fault;
  if (shown.missing.includes("password")) {
    return "HA2 needs no password, HA1 and the response do: type it above. It stays on this page and is forgotten with it.";
  }
  const { response } = shown;
  if (response === undefined) {
    return `The response cannot be computed: ${listed(shown.missing.map(nameOf))} ${shown.missing.length === 1 ? "is" : "are"} not there.`;
  }
  if (traced === undefined) return "The credentials carry no response to compare with.";
  const comparison = compareResponses(response, traced);
  if (!comparison.isSame) {
    const others = changed.length === 0 ? "" : ` with ${listed(changed)} changed`;
    const known = sent.response !== undefined && compareResponses(sent.response, traced).isSame;
    return known
      ? `As the phone sent it the response fits; ${listed(changed)} changed, ${comparison.words}: one changed value changes the whole response.`
      : `Not the response in the trace${others}: ${comparison.words}. The phone computed with another password, or with another value than these.`;
  }
  if (changed.length > 0 && sent.response !== response) {
    return `This is the response in the trace: the phone computed with ${listed(changed)} as changed here, whatever its request says.`;
  }
  return agreementWords(sides, response);
}

/** The request's own values and this password make the response that was sent. */
function agreementWords({ expected, differing, status }: WalkSides, response: string): string {
  const proof = "This is the response in the trace: the phone has this password.";
  if (expected.response !== undefined && expected.response !== response) {
    return `${proof} The registrar computes with its own ${listed(differing)} and gets another response, so it has to refuse.`;
  }
  if (status === undefined) return `${proof} The registrar computes the same if it has this password too.`;
  if (status < 300) return `${proof} The registrar computed the same and accepted it.`;
  return status === 401 || status === 403 || status === 407
    ? `${proof} The registrar refused it with ${status} all the same: it has another password for this user, or another reason.`
    : `${proof} The ${status} that came has another reason than the password.`;
}

/** `realm`, `realm and nc`, `user name, realm and nc` */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
