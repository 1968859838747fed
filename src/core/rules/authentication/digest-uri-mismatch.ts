/** Credentials whose `uri` is not the Request-URI they came with. */
import { defineRule, type Report, rfc } from "../rule.js";
import { whereIs } from "../wording.js";
import { type DigestAnswer, type DigestSeries, digestSeries } from "./digest-answers.js";
import { isAka, namesAnotherUri } from "./digest-faults.js";
import { challengeMarks, outcomeFacts, refusalMarks } from "./digest-marks.js";
import { isHealed } from "./recovery.js";
import { TolerantServers } from "./tolerant-servers.js";
import { blamesPassword } from "./refusal-words.js";

export default defineRule({
  id: "digest-uri-mismatch",
  title: "Digest URI differs",
  severity: "error",
  kind: "cause",
  summary: "The uri of the credentials is not equivalent to the Request-URI.",
  why: "The uri is part of the digest: a server that checks it refuses the right password, or takes the request for a replay.",
  looksLike:
    "Right password, right realm, refused all the same; from another network the same phone registers. In the refused request the `uri` of Authorization is not the address of the request line.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && sip.auth.uri',
    steps: [
      "Show `sip.r-uri` and `sip.auth.uri` as columns: they must be equivalent in one and the same message.",
      "Capture at the device as well: if the request line leaves it intact, a middlebox rewrites it.",
    ],
  },
  notWhen: [
    "A proxy has changed the request line on its way: only the first hop can be judged by it.",
    "`sip:example.com` and `sip:example.com:5060` differ in text and, by RFC 3261 §19.1.4, also as addresses; but many servers accept the pair, and then this is a warning.",
  ],
  remedy:
    "Find what rewrites the request line between device and server (SIP ALG, SBC, outbound proxy) and switch that off; " +
    "if nothing does, the device makes its digest for another address than it sends to: correct its registrar field.",
  sources: [rfc(3261, "22.4"), rfc(7616, "3.4.6"), rfc(3261, "19.1.4")],
  fixes: { device: ["digestUri"] },
  messages: {
    refused: 'The digest is made for uri "{uri}", the request line says "{requestUri}", and the server refuses it.',
    accepted: 'The digest is made for uri "{uri}", the request line says "{requestUri}"; this server does not mind.',
  },
  check(trace, report, context) {
    const allSeries = digestSeries(trace, context);
    const tolerant = new TolerantServers(allSeries, namesAnotherUri);
    for (const series of allSeries) {
      if (series.isQuiet) continue;
      const isAcceptedSo = showsFaultAccepted(series);
      for (const answer of series.answers) {
        const { verdict } = answer;
        if (verdict === "accepted") {
          if (!isAcceptedSo || !hasFault(answer)) continue;
          report({ ...finding(series, answer), message: "accepted", severity: "warning", explains: [] });
        } else if (isBlamed(series, answer) && !tolerant.accept(answer)) {
          report({ ...finding(series, answer), message: "refused" });
        }
      }
    }
  },
});

function hasFault(answer: DigestAnswer): boolean {
  return namesAnotherUri(answer) && isOutOfDialog(answer) && !isAka(answer);
}

/** A device builds its requests in one way: the first one that passes tells whether the many others need a look. */
function showsFaultAccepted({ answers }: DigestSeries): boolean {
  const first = answers.find(({ verdict }) => verdict === "accepted");
  return first !== undefined && hasFault(first);
}

function isBlamed(series: DigestSeries, answer: DigestAnswer): boolean {
  if (answer.verdict !== "refused" && answer.verdict !== "forbidden") return false;
  if (!hasFault(answer) || isHealed(series, answer)) return false;
  return !answer.final || !blamesPassword(answer.final.sip);
}

/** Requests within a dialog often repeat the credentials of the INVITE, whose uri was another. */
function isOutOfDialog({ transaction, request }: DigestAnswer): boolean {
  return transaction.method === "REGISTER" || (transaction.method !== "BYE" && request.sip.to?.tag === undefined);
}

function finding(series: DigestSeries, answer: DigestAnswer): Omit<Report, "message"> {
  const { credentials, request, transaction } = answer;
  const uri = credentials.uri?.value ?? "";
  const requestUri = request.sip.requestUri;
  return {
    values: { uri, requestUri: requestUri?.text ?? "" },
    at: { message: request, header: credentials.header.name, range: (credentials.uri ?? credentials).range },
    related: [
      ...(requestUri
        ? [{ message: request, header: null, range: requestUri.range, label: "the Request-URI it came with" }]
        : []),
      ...challengeMarks(answer, () => undefined),
      ...refusalMarks(answer),
    ],
    evidence: [
      `The request line of ${whereIs(request)} says ${requestUri?.text ?? "(nothing)"}.`,
      `Its credentials say uri="${uri}".`,
      "It is at its first hop (one Via), where no proxy can have changed the one without the other.",
      ...outcomeFacts(answer),
    ],
    aor: series.aor,
    strength: answer.verdict === "accepted" ? "proven" : "likely",
    foldBy: "uri",
    explains: [transaction.index],
    registration: series.registration?.index ?? null,
  };
}
