/** A place where a message parts from the grammar, and what peers make of it. */
import type { ByteRange } from "../../model/span.js";

export type FaultKind =
  /** The grammar does not allow what stands there. */
  | "malformed"
  /** A header that every such message needs is not there. */
  | "missing-header"
  /** A header that may stand once stands several times with different values. */
  | "repeated-header"
  /** Content-Length is not the length of the body; one that is no number is `malformed`. */
  | "content-length"
  /** Another protocol version than SIP/2.0. */
  | "version"
  /** The method of CSeq is not that of the request line. */
  | "method-mismatch"
  /** A number beyond what its header allows. */
  | "out-of-range"
  /** A preference outside 0 to 1 or with more than three decimals. */
  | "q-value"
  /** Not as the RFC has it, but read by everybody. */
  | "oddity";

export interface GrammarFault {
  readonly kind: FaultKind;
  /**
   * `refused`: the RFC lets or makes peers answer 400 (of a response: discard it). `tolerated`: peers read over it as a
   * rule, so it explains a failure only where the message was in fact refused for its form.
   */
  readonly severity: "refused" | "tolerated";
  /** Header name as on the wire; null for the start line, the body, or a header that is missing. */
  readonly header: string | null;
  /** Octets in the message; the start line for a missing header. */
  readonly range: ByteRange;
  /** One sentence with the real values in it. */
  readonly explanation: string;
  /** The rule that is broken: `RFC 3261 §25.1`. */
  readonly rule: string;
  /** Name of the header that is missing; undefined for other kinds. */
  readonly missing?: string;
}

/** Faults told of one message; a message of garbage would have one at every octet. */
export const MAX_FAULTS = 64;

/** Takes the faults of one message as its parts are judged. */
export class FaultList {
  readonly faults: GrammarFault[] = [];

  refuse(kind: FaultKind, header: string | null, range: ByteRange, rule: string, explanation: string): void {
    this.#add({ kind, severity: "refused", header, range, explanation, rule });
  }

  tolerate(kind: FaultKind, header: string | null, range: ByteRange, rule: string, explanation: string): void {
    this.#add({ kind, severity: "tolerated", header, range, explanation, rule });
  }

  missing(name: string, severity: GrammarFault["severity"], range: ByteRange, rule: string, explanation: string): void {
    this.#add({ kind: "missing-header", severity, header: null, range, explanation, rule, missing: name });
  }

  #add(fault: GrammarFault): void {
    if (this.faults.length < MAX_FAULTS) this.faults.push(fault);
  }
}

const MAX_SHOWN = 60;

/** Text of the message for a sentence: without control characters and not longer than a line. */
export function shown(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what must not reach a terminal
  const visible = text.slice(0, MAX_SHOWN + 1).replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
  return visible.length > MAX_SHOWN ? `“${visible.slice(0, MAX_SHOWN)}…”` : `“${visible}”`;
}
