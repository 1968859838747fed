/** A registrar or edge proxy that refuses a REGISTER because of Path, Outbound, GRUU or another extension. */
import type { SipMessage } from "../../sip/message.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { aorOfRequest } from "../message/message-context.js";
import { defineRule, type Mark, type Report, rfc } from "../rule.js";
import { printable, statusOf, whereIs } from "../wording.js";
import { registersLike } from "./lookups.js";
import { extensionIn, registerHops } from "./register-extensions.js";

/** Bad Extension, Extension Required, First Hop Lacks Outbound Support: these speak of nothing else. */
const OF_EXTENSIONS: ReadonlySet<number> = new Set([420, 421, 439]);
/** Registrars that stumble over an extension answer so, and to much else besides. */
const VAGUE: ReadonlySet<number> = new Set([400, 488]);
/** A refusal that names another part of the request has told its reason. */
const OTHER_REASON = /\b(?:from|to|cseq|via|call-id|expires|max-forwards|content-length|user|domain|realm)\b/i;

/** Other REGISTERs that are read to tell whether the extension is the reason. */
const MAX_COMPARED = 100;

export default defineRule({
  id: "extension-rejected",
  title: "Extension rejected",
  severity: "error",
  kind: "cause",
  summary: "The REGISTER is refused because of a SIP extension that it uses, or one that it lacks.",
  why: "Path and Outbound work only when device, edge proxy and registrar all know them; else the device cannot register at all.",
  looksLike:
    "REGISTER, 420 Bad Extension (or 421, 439), and no credentials help. It began when an edge proxy was put in front, or Outbound was switched on.",
  confirm: {
    wireshark:
      'sip.CSeq.method == "REGISTER" && (sip.Unsupported || sip.Require || sip.Status-Code == 420 || sip.Status-Code == 421 || sip.Status-Code == 439)',
    steps: [
      "Compare Require and Proxy-Require of the REGISTER with Unsupported of the answer.",
      "Register without the extension, or past the edge proxy, for a test.",
    ],
  },
  notWhen: [
    "The same request is refused without the extension too.",
    "`Supported` only offers an extension; nobody may refuse a request for it.",
  ],
  remedy:
    "Switch the extension off on the device or edge proxy, or enable it on the registrar: all hops must agree on Path and Outbound.",
  sources: [rfc(3261, "8.2.2.3"), rfc(3327, "5.3"), rfc(5626, "6")],
  fixes: { device: ["outbound"], registrar: ["outbound"] },
  messages: {
    unsupported: "The REGISTER of {aor} is refused with {status}: {extensions} is not supported there.",
    required: "The REGISTER of {aor} is refused with {status}: the server requires {extensions}.",
    firstHop: "The REGISTER of {aor} is refused with {status}: the first proxy does not support Outbound.",
    vague: "The REGISTER of {aor} is refused with {status}; it uses {extensions}.",
  },
  check(trace, report) {
    for (const hops of registerHops(trace, ({ status }) => OF_EXTENSIONS.has(status) || VAGUE.has(status))) {
      const found = judge(trace, hops);
      if (found) report(found);
    }
  },
});

function judge(trace: Trace, hops: readonly Transaction[]): Report | undefined {
  // Path is added on the way, so the last hop shows the most.
  const deepest = hops.findLast(({ request, final }) => request && final);
  if (!deepest) return undefined;
  const request = deepest.request!;
  const final = deepest.final!;
  const { status } = deepest;
  const named = extensionIn(request.sip);
  if (VAGUE.has(status) && (!named || !isLikelyReason(trace, deepest, final.sip))) return undefined;
  const aor = aorOfRequest(request.sip);
  const header = status === 421 ? final.sip.header("Require") : final.sip.header("Unsupported");
  const at: Mark = header ? { message: final, header: header.name, range: header.valueRange } : { message: final };
  const extensions = printable(header?.value ?? named?.name ?? "an extension");
  return {
    message: VAGUE.has(status) ? "vague" : status === 439 ? "firstHop" : status === 421 ? "required" : "unsupported",
    values: { aor: aor ?? "an unreadable address", status: statusOf(final), extensions },
    at,
    related: named
      ? [{ message: request, header: named.header, range: named.range, label: "what the request uses" }]
      : [],
    evidence: [
      `${whereIs(final)} answers ${statusOf(final)}${header ? ` with ${header.name}: ${printable(header.value)}` : ""}.`,
      ...(named
        ? [`${whereIs(request)} says ${printable(request.sip.text.slice(named.range.start, named.range.end))}.`]
        : []),
    ],
    aor,
    strength: VAGUE.has(status) ? "likely" : "proven",
    foldBy: `${status} ${extensions}`,
    explains: hops.map(({ index }) => index),
  };
}

/** Not when the same device was taken with the extension, or refused in the same way without it. */
function isLikelyReason(trace: Trace, refused: Transaction, answer: SipMessage): boolean {
  if (OTHER_REASON.test(answer.reason)) return false;
  // In a flood of refusals the first ones tell as much as all.
  for (const other of registersLike(trace, refused).slice(0, MAX_COMPARED)) {
    const isSame = other.status === refused.status;
    const isAccepted = other.status >= 200 && other.status < 300;
    if ((!isSame && !isAccepted) || other.index === refused.index || !other.request) continue;
    const uses = extensionIn(other.request.sip) !== undefined;
    if (isSame ? !uses : uses) return false;
  }
  return true;
}
