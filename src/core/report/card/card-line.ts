/** What a line of the registration card is: one setting of a device, judged by what the trace shows of it. */
import type { AnyMark, Source } from "../../rules/rule.js";
import type { CardVerdict } from "../../../view/card.js";
import type { CardSubject } from "./subject.js";

export type CardMark = AnyMark & { readonly label: string };

export interface Judgement {
  readonly seen: string;
  /** The field's good default, for a device where this one is. */
  readonly good: string;
  readonly verdict: CardVerdict;
  /** One sentence on why. */
  readonly reason: string;
  readonly places?: readonly CardMark[];
}

export interface CardLine {
  readonly id: string;
  readonly label: string;
  readonly sources: readonly Source[];
  /** Rules that look at the same setting: a warning or error of theirs on this registration makes the line poor. */
  readonly rules: readonly string[];
  judge(subject: CardSubject): Judgement;
}

/** A good default that no RFC states. */
export const PRACTICE: Source = { label: "practice of the field", url: "" };

/** What the trace does not show is no fault. */
export function notCovered(good: string, reason: string, seen = "not seen"): Judgement {
  return { seen, good, verdict: "unknown", reason };
}

export const OTHER_HOP = "The trace shows this registration behind a proxy only, not at the device's own hop.";
