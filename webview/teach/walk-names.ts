/** How the values of a digest are called on the page, and where each may come from. */
import type { Walk } from "../../src/core/teach/live/digest-walk.js";
import type { WalkName } from "../../src/view/digest-walk.js";

export type TermName = Walk["lines"][number]["terms"][number]["name"];

const WORDS: Readonly<Partial<Record<TermName, string>>> = {
  username: "user name",
  nonceCount: "nc",
  userHash: "H(user)",
  bodyHash: "H(body)",
};

export function wordOf(name: string): string {
  return WORDS[name as TermName] ?? name;
}

/** What each line of the computation stands for. */
export const LINE_MEANINGS: Readonly<Record<Walk["lines"][number]["name"], string>> = {
  userHash: "Who, where and the secret: the part of a session's A1 that never changes.",
  HA1: "A1: who, where and the secret.",
  bodyHash: "The body of the message, which auth-int protects as well.",
  HA2: "A2: what is asked for.",
  response: "Both together with the nonce, so that it is worth nothing to whoever listens.",
};

/** A session's HA1 is made of the line before. */
export const SESSION_MEANING = "A1 of a session: the line before, bound to the first nonce and cnonce.";

/** Values that a person may change; the body is what the message has. */
export const CHANGEABLE: readonly WalkName[] = [
  "username",
  "realm",
  "nonce",
  "method",
  "uri",
  "algorithm",
  "qop",
  "nonceCount",
  "cnonce",
];
