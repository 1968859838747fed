/** What a rule is: its texts as data, and the look at the trace. Hover, Problems, SARIF and the rule pages print this object. */
import type { FindingKind, Severity, Strength } from "../model/finding.js";
import type { ByteRange } from "../model/span.js";
import type { Message } from "../trace/message.js";
import type { Trace } from "../trace/trace.js";
import type { Topics } from "./products/topics.js";

export interface Source {
  readonly label: string;
  readonly url: string;
}

/** `rfc(3261, "10.2.4")` → "RFC 3261 §10.2.4" with its address; old ones have no numbered sections. */
export function rfc(number: number, section?: string): Source {
  const url = `https://www.rfc-editor.org/rfc/rfc${number}`;
  return section === undefined
    ? { label: `RFC ${number}`, url }
    : { label: `RFC ${number} §${section}`, url: `${url}#section-${section}` };
}

/** How a reader makes sure, without this program. */
export interface Confirmation {
  /** Wireshark's display filter for the messages to look at. */
  readonly wireshark: string;
  /** What to compare, ask or try, one sentence or command each; code in backticks. */
  readonly steps: readonly string[];
}

export interface RuleContext {
  /** Seconds after which an idle UDP flow behind a NAT is taken for forgotten, unless the trace teaches otherwise. */
  readonly natTimeoutSeconds: number;
  /** The password of a login name, where the user of this program knows it; it must appear in no text. */
  readonly passwordFor: (username: string, realm: string) => string | undefined;
}

/** A place in a message. */
export interface Mark {
  readonly message: Message;
  /** Wire name of the header; null for start line, body or the whole message. */
  readonly header?: string | null;
  /** Characters within the message; the start line when left out. */
  readonly range?: ByteRange;
}

/** A signal as the place, for faults that no SIP message shows: an index into `trace.signals`. */
export interface SignalMark {
  readonly signal: number;
}

export type AnyMark = Mark | SignalMark;

export interface Report {
  /** Key into the rule's `messages`. */
  readonly message: string;
  /** Values for the `{names}` of that message. */
  readonly values?: Readonly<Record<string, string | number>>;
  readonly at: AnyMark;
  readonly related?: readonly (AnyMark & { readonly label: string })[];
  readonly evidence?: readonly string[];
  readonly aor?: string | null;
  /** Differs from the rule's own when the circumstances say so. */
  readonly severity?: Severity;
  readonly strength?: Strength;
  /**
   * Same client, same cause: reports of equal key fold into one finding with a count. The AoR and rule are part of
   * the key already.
   */
  readonly foldBy?: string;
  /** Indices of the transactions that fail for this reason: what precedence compares (one cause per failure). */
  readonly explains?: readonly number[];
  readonly registration?: number | null;
  readonly call?: number | null;
  /** Index of the flow that the finding is about; some findings swallow others of the same flow. */
  readonly flow?: number | null;
  /** Index of the signal that opens the connection which fails for this reason, where it fails before any SIP message. */
  readonly connection?: number | null;
}

export interface Rule {
  readonly id: string;
  /** In three words, for lists: "Realm mismatch". */
  readonly title: string;
  readonly severity: Severity;
  readonly kind: FindingKind;
  /**
   * What it measures, if it measures time: then it is held back where the clock of a log was set meanwhile. A `clock` is held
   * against that of the log.
   */
  readonly measures?: "lengths" | "clock";
  /** What was seen, in one sentence. */
  readonly summary: string;
  /** Why it matters. */
  readonly why: string;
  /** What a person notices, and what the ladder shows. */
  readonly looksLike: string;
  readonly confirm: Confirmation;
  /** Look-alikes: what resembles it and is something else, or healthy. Names other rules by their id. */
  readonly notWhen: readonly string[];
  /** What to do, whatever the product. */
  readonly remedy: string;
  readonly sources: readonly Source[];
  /** The topics that mend it, by the side that has them; `products/` knows what each product calls them. */
  readonly fixes: Topics;
  readonly messages: Readonly<Record<string, string>>;
  check(trace: Trace, report: (report: Report) => void, context: RuleContext): void;
}

export function defineRule(rule: Rule): Rule {
  return rule;
}
