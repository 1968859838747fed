/** A device that asks for SIP Outbound where not every party does its part. */
import { findParam } from "../../sip/params.js";
import type { Contact } from "../../sip/contact.js";
import type { Transaction } from "../../trace/transaction.js";
import { aorOfRequest } from "../message/message-context.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { whereIs } from "../wording.js";
import { firstGrants, hasToken, isRegistered, mayHaveParam } from "./register-extensions.js";

export default defineRule({
  id: "outbound-incomplete",
  title: "Outbound not completed",
  severity: "warning",
  kind: "cause",
  summary: "The device registers a flow by SIP Outbound, but device, edge proxy or registrar leaves out its part.",
  why: "Without Outbound the registrar routes to the Contact instead of the flow, and several flows replace or double each other.",
  looksLike:
    "The device speaks Outbound, the 200 does not answer in kind. With one flow all seems well; with two the registrar keeps one, or both as if they were two devices.",
  confirm: {
    wireshark:
      'sip.CSeq.method == "REGISTER" && (sip.Contact contains "reg-id" || sip.Require contains "outbound" || sip.Path)',
    steps: [
      "The chain is: `reg-id` and `+sip.instance` in the Contact, `;ob` in the Path of the first proxy, `Require: outbound` in the 200. Which link is missing?",
    ],
  },
  notWhen: ["`Supported: outbound` or Path alone, without `reg-id`, asks for nothing."],
  remedy:
    "Enable Outbound on the registrar and on the edge proxy (Path with ;ob), and give the device a +sip.instance; or switch it off on the device.",
  sources: [rfc(5626, "4.2.1"), rfc(5626, "5.1"), rfc(5626, "6")],
  fixes: { device: ["outbound"], registrar: ["outbound"] },
  messages: {
    noInstance:
      "The Contact of {aor} has reg-id={regId} but no +sip.instance: the registrar cannot tell whose flow it is.",
    notRequired:
      "{aor} registers flow {regId} by Outbound; the 200 does not say Require: outbound, so the registrar does not do it.",
    noOb: "The REGISTER of {aor} with reg-id={regId} came over several hops, and its Path lacks ;ob.",
  },
  check(trace, report) {
    const flows = new Map<string, Set<string>>();
    const pending: { readonly key: string; readonly found: Report }[] = [];
    for (const transaction of firstGrants(trace)) {
      if (!mayHaveParam(transaction, "reg-id")) continue;
      const sip = transaction.request!.sip;
      for (const contact of sip.contacts) {
        const regId = contact.regId?.value;
        if (regId === undefined || !isRegistered(contact, sip)) continue;
        const key = `${aorOfRequest(sip) ?? ""} ${contact.instanceId?.value ?? ""}`;
        flows.set(key, (flows.get(key) ?? new Set()).add(regId));
        const found = judge(transaction, contact, regId);
        if (found) pending.push({ key, found });
      }
    }
    for (const { key, found } of pending) {
      const isSingle = found.message === "notRequired" && (flows.get(key)?.size ?? 0) < 2;
      // One flow without Outbound is a plain registration and works as one.
      report(isSingle ? { ...found, severity: "info", explains: [] } : found);
    }
  },
});

function judge(transaction: Transaction, contact: Contact, regId: string): Report | undefined {
  const request = transaction.request!;
  const final = transaction.final!;
  const aor = aorOfRequest(request.sip);
  const common = {
    values: { aor: aor ?? "an unreadable address", regId },
    aor,
    strength: "proven" as const,
    explains: [transaction.index],
  };
  const regIdMark = { message: request, header: contact.header.name, range: contact.param("reg-id")!.range };
  if ((contact.instanceId?.value ?? "") === "") {
    const evidence = [`${whereIs(request)} has reg-id=${regId} without +sip.instance.`];
    return { ...common, message: "noInstance", at: regIdMark, evidence, foldBy: "instance" };
  }
  const paths = request.sip.addresses("Path");
  if (transaction.hops > 1 && paths.length > 0 && !paths.some(({ uri }) => findParam(uri.params, "ob"))) {
    const path = paths[0]!;
    return {
      ...common,
      message: "noOb",
      at: { message: request, header: path.header.name, range: path.uriRange },
      related: [{ ...regIdMark, label: "the flow that the device registers" }],
      evidence: [`${whereIs(request)} carries ${transaction.hops} Vias and Path ${path.uri.text}.`],
      foldBy: "path",
    };
  }
  if (!hasToken(request.sip, "Supported", "outbound") || hasToken(final.sip, "Require", "outbound")) return undefined;
  return {
    ...common,
    message: "notRequired",
    at: { message: final },
    related: [{ ...regIdMark, label: "the flow that the device registers" }],
    evidence: [
      `${whereIs(request)} has reg-id=${regId}, +sip.instance and Supported: outbound.`,
      `${whereIs(final)} has no Require: outbound.`,
    ],
    foldBy: "require",
  };
}
