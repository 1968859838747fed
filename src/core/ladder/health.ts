/** How a registration or call fares, and in which words: the cause of its failure, or what makes it healthy. */
import type { Analysis } from "../analysis.js";
import { formatDuration } from "../model/instant.js";
import type { Registration } from "../trace/registration.js";
import type { Call } from "../trace/call.js";
import type { FindingView, Health } from "../../view/overview.js";
import { callWords } from "./call-words.js";
import { keepAliveWords } from "./keep-alives.js";
import { counted, labelOf } from "./place-words.js";
import type { Shelf } from "./shelves.js";

export interface Verdict {
  readonly health: Health;
  readonly cause: string;
  readonly result: string;
}

/** Refusals by which the called side says that it is there and does not want to or cannot talk. */
export const PERSONAL_REFUSALS: ReadonlySet<number> = new Set([480, 486, 600, 603]);

/** Transactions of a group that are read for its words; a scanner sends hundreds of thousands alike. */
const MOST_LOOKED_AT = 500;

export function judge(shelf: Shelf, findings: readonly FindingView[], analysis: Analysis): Verdict {
  const own = shelf.registration
    ? judgeRegistration(shelf, shelf.registration, analysis)
    : shelf.call
      ? judgeCall(shelf.call, analysis)
      : judgeOther(shelf);
  const error = firstOf(findings, "error");
  const warning = firstOf(findings, "warning");
  const worst = error ?? warning;
  if (!worst) return own;
  const attempts = shelf.registration?.attemptStarts.length ?? 0;
  const often = error && attempts > 1 && own.health === "failed" ? counted(attempts, "attempt") : "";
  const cause = [worst.title, often].filter(Boolean).join(" · ");
  return { health: error ? "failed" : own.health === "failed" ? "failed" : "at-risk", cause, result: own.result };
}

/** What no SIP message shows: the findings are all that is known. */
export function judgeSignals(findings: readonly FindingView[]): Verdict {
  const error = firstOf(findings, "error");
  const worst = error ?? firstOf(findings, "warning") ?? findings[0];
  const health = error ? "failed" : worst?.severity === "warning" ? "at-risk" : "unknown";
  return { health, cause: worst?.title ?? "", result: "no SIP message" };
}

/** A root cause explains more than its symptoms. */
function firstOf(findings: readonly FindingView[], severity: FindingView["severity"]): FindingView | undefined {
  const some = findings.filter((finding) => finding.severity === severity);
  return some.find(({ kind }) => kind === "cause") ?? some[0];
}

function judgeRegistration(shelf: Shelf, registration: Registration, analysis: Analysis): Verdict {
  const { attempts, bindings, state } = registration;
  const granted = bindings.at(-1)?.grantedSeconds;
  const last = attempts.at(-1)?.transactions.at(-1);
  const status = last?.status ?? 0;
  const answer = last?.final ? labelOf(last.final) : "";
  const tries = attempts.length > 1 ? counted(attempts.length, "attempt") : "";
  switch (state) {
    case "registered": {
      const grant = granted === undefined ? "registered" : `${granted} s granted`;
      const cause = [grant, refreshWords(registration), keepAliveWords(shelf, analysis)].filter(Boolean).join(" · ");
      return { health: "healthy", cause, result: granted === undefined ? "registered" : `granted ${granted} s` };
    }
    case "removed":
      return { health: "healthy", cause: "registered, then removed its binding", result: "removed" };
    case "failed": {
      const why = status === 0 ? "No answer" : status === 401 || status === 407 ? `Ends at ${answer}` : answer;
      return {
        health: "failed",
        cause: [why, tries].filter(Boolean).join(" · "),
        result: status === 0 ? "no answer" : `${status}`,
      };
    }
    case "unknown":
      return { health: "unknown", cause: "The trace ends before the outcome", result: status === 0 ? "" : `${status}` };
  }
}

/** `refreshed at 80 %` of the granted time; the usual one of all refreshes. */
function refreshWords({ bindings }: Registration): string {
  const shares: number[] = [];
  for (const binding of bindings) {
    const length = binding.endMicros - binding.atMicros;
    if (binding.endedBy === "refresh" && binding.grantedSeconds > 0 && length > 0) {
      shares.push(length / (binding.grantedSeconds * 1e6));
    }
  }
  if (shares.length === 0) return "";
  shares.sort((a, b) => a - b);
  return `refreshed at ${Math.round(shares[shares.length >> 1]! * 100)} %`;
}

function judgeCall(call: Call, { trace }: Analysis): Verdict {
  const verdict = outcomeOf(call);
  return { ...verdict, cause: [verdict.cause, callWords(call, trace)].filter(Boolean).join(" · ") };
}

function outcomeOf(call: Call): Verdict {
  const decidedBy = () => call.transactions.find(({ method, status }) => method === "INVITE" && status === call.status);
  switch (call.state) {
    case "answered": {
      const bye = call.transactions.find(({ method }) => method === "BYE");
      const answer = bye && decidedBy()?.final;
      const talked = answer ? bye.startMicros - answer.atMicros : NaN;
      const result = talked >= 0 ? `answered, ${formatDuration(talked)}` : "answered";
      return { health: "healthy", cause: result, result };
    }
    case "cancelled":
      return { health: "healthy", cause: "cancelled by the caller", result: "cancelled" };
    case "refused": {
      const isPersonal = PERSONAL_REFUSALS.has(call.status);
      const final = decidedBy()?.final;
      const answer = final ? labelOf(final) : `${call.status}`;
      return { health: isPersonal ? "healthy" : "failed", cause: `refused: ${answer}`, result: `${call.status}` };
    }
    case "unanswered":
      return { health: "failed", cause: "INVITE was never answered", result: "no answer" };
    case "open":
      return { health: "unknown", cause: "The trace ends before the answer", result: "" };
  }
}

function judgeOther({ transactions }: Shelf): Verdict {
  if (transactions.length === 0)
    return { health: "unknown", cause: "Start line or Call-ID not understood", result: "" };
  const statuses = new Map<string, number>();
  const step = Math.ceil(transactions.length / MOST_LOOKED_AT);
  for (let index = 0; index < transactions.length; index += step) {
    const { method, final } = transactions[index]!;
    const answer = final ? labelOf(final) : method === "ACK" ? "" : "no answer";
    if (answer !== "") statuses.set(answer, (statuses.get(answer) ?? 0) + 1);
  }
  const [most] = [...statuses].sort((a, b) => b[1] - a[1]);
  const isHealthy = [...statuses.keys()].every((answer) => answer.startsWith("2"));
  const result = most ? (statuses.size > 1 ? `mostly ${most[0]}` : most[0]) : "";
  return {
    health: isHealthy ? "healthy" : "unknown",
    cause: [counted(transactions.length, "request"), result].filter(Boolean).join(" · "),
    result,
  };
}
