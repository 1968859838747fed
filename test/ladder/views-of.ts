/** Analyses of `.siptrace` text with hand-made findings, so that these tests do not follow the rules' words. */
import type { Analysis } from "../../src/core/analysis.js";
import { layOutLadder } from "../../src/core/ladder/lay-out.js";
import type { Finding } from "../../src/core/model/finding.js";
import type { LadderView } from "../../src/view/ladder.js";
import { CONTACT, healthyRegistration, REGISTER, sent } from "../trace/trace-of.js";
import { traceOf } from "../trace/trace-of.js";

export function analysisOf(text: string, findings: readonly Partial<Finding>[] = []): Analysis {
  const trace = traceOf(text);
  const made = findings.map((finding) => ({ ...findingAt(trace, 0), ...finding }));
  return { trace, findings: made, failedRules: [], natTimeoutSeconds: 60 };
}

export function ladderOf(text: string, key = "r0"): LadderView {
  return layOutLadder(analysisOf(text), key);
}

/** A finding at the start line of a message of the trace. */
export function findingAt(trace: Analysis["trace"], message: number): Finding {
  return {
    rule: "realm-mismatch",
    severity: "error",
    kind: "cause",
    strength: "proven",
    message: 'Realm "asterisk" does not answer "example.com".',
    aor: "sip:2001@example.com",
    location: { message, place: trace.messages.at(message).place, header: null, range: { start: 0, end: 8 } },
    related: [],
    evidence: [],
    fixes: [],
    count: 1,
    firstMicros: trace.messages.atMicros(message),
    lastMicros: trace.messages.atMicros(message),
    registration: 0,
    call: null,
  };
}

/** Refreshes with a 200 each, `every` seconds from `from` on. */
export function refreshes(count: number, every: number, from = every): string {
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * every;
    const cseq = `${index + 10} REGISTER`;
    const headers = ["Expires: 60", CONTACT];
    return (
      sent({ at, line: REGISTER, cseq, headers: [CONTACT, "Expires: 60"] }) +
      sent({ at: at + 0.02, line: "SIP/2.0 200 OK", cseq, headers })
    );
  }).join("");
}

export { healthyRegistration };
