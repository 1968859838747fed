/** A login name that is not the user of the address-of-record. */
import { isMasked } from "../../model/masked.js";
import { normaliseEscapes } from "../../sip/uri.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { type DigestAnswer, type DigestSeries, digestSeries } from "./digest-answers.js";
import { isAka, isFormallyWrong, userPartOf } from "./digest-faults.js";
import { proveDigest } from "./digest-proof.js";
import { registeredDomains } from "./registered-domains.js";
import { isFromAnotherServer, isHealed } from "./recovery.js";

export default defineRule({
  id: "auth-id-mismatch",
  title: "Auth ID differs",
  severity: "error",
  kind: "cause",
  summary: "The credentials' username is the user part of neither the To nor the From address.",
  why: "The server looks the password up by this name; if it knows no such login, the right password does not help.",
  looksLike:
    "Every REGISTER with credentials is challenged again or refused with 403, although the password was typed in twice. The username in Authorization is not the number in From and To.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && sip.auth.username',
    steps: [
      "Put `sip.auth.username`, `sip.from.user` and `sip.to.user` side by side as columns.",
      "Look up on the server under which login name the password is stored: Asterisk `pjsip show auths`, FreeSWITCH the `id` or `auth-username` of the directory entry.",
    ],
  },
  notWhen: [
    "Login and extension differ on purpose and the server accepts it: then this is a remark, not a fault.",
    "A third party registers for someone else: From then names the one who registers, To the one who is registered.",
  ],
  remedy:
    "Put the login name that the server knows into the device's Auth ID field and the extension into the user field; " +
    "where the server has one name for both, leave the Auth ID empty.",
  sources: [rfc(3261, "22.4"), rfc(7616, "3.4.2")],
  fixes: { device: ["authId"], registrar: ["authId"] },
  messages: {
    refused: 'Auth ID "{username}" is not the user "{user}" of the AoR, and the server refuses it with {status}.',
    accepted: 'Auth ID "{username}" is not the user "{user}" of the AoR; the server accepts it.',
  },
  check(trace, report, context) {
    const allSeries = digestSeries(trace, context);
    const domains = registeredDomains(allSeries);
    for (const series of allSeries) {
      if (series.isQuiet) continue;
      // Of an INVITE the From is who calls, which a trunk or a queue chooses freely.
      if (!series.registration) continue;
      const names = acceptedNames(series);
      const accepted = [...names.values()].find(differs);
      if (accepted) report({ ...finding(series, accepted), message: "accepted", severity: "info", explains: [] });
      for (const answer of series.answers) {
        // Nearly every name is that of the AoR, as costs no look to tell.
        if (!differs(answer) || !isRefused(series, answer)) continue;
        // A name that the server accepted at other times is not the fault.
        if (names.has(answer.usernameNumber) || domains.isForeign(series)) continue;
        // A known password proves what a name only suggests.
        if ((proveDigest(series, answer, context)?.side ?? "server") !== "server") continue;
        report({ ...finding(series, answer), message: "refused" });
      }
    }
  },
});

/** The first accepted answer of each login name; a device has one, so few messages are looked at. */
function acceptedNames({ answers }: DigestSeries): Map<number, DigestAnswer> {
  const names = new Map<number, DigestAnswer>();
  for (const answer of answers) {
    if (answer.verdict === "accepted" && !names.has(answer.usernameNumber)) names.set(answer.usernameNumber, answer);
  }
  return names;
}

function nameOf({ credentials }: DigestAnswer): string {
  return credentials.username?.value ?? "";
}

/** False for a third-party registration, where From names who registers and To for whom (RFC 3261 §10.2). */
function differs(answer: DigestAnswer): boolean {
  if (answer.isUserOfTo) return false;
  const { from, to } = answer.request.sip;
  const name = nameOf(answer);
  const fromUser = from?.uri.user?.value;
  const toUser = to?.uri.user?.value;
  if (name === "" || fromUser === undefined || toUser === undefined || fromUser !== toUser || isAka(answer))
    return false;
  if (isMasked(name) || isMasked(userPartOf(name)) || isMasked(toUser)) return false;
  const user = normaliseEscapes(userPartOf(name));
  return user !== normaliseEscapes(toUser) && name !== toUser;
}

function isRefused(series: DigestSeries, answer: DigestAnswer): boolean {
  if (answer.verdict !== "refused" && answer.verdict !== "forbidden") return false;
  if (answer.age !== "fresh" || isFormallyWrong(answer) || isFromAnotherServer(answer)) return false;
  return !isHealed(series, answer);
}

function finding(series: DigestSeries, answer: DigestAnswer): Omit<Report, "message"> {
  const { credentials, request, final, transaction } = answer;
  const { to } = request.sip;
  const user = to?.uri.user?.value ?? "";
  const username = nameOf(answer);
  const related = to?.uri.user
    ? [{ message: request, header: to.header.name, range: to.uri.user.range, label: "the user of the AoR" }]
    : [];
  return {
    values: { username, user, status: final ? statusOf(final) : "" },
    at: { message: request, header: credentials.header.name, range: (credentials.username ?? credentials).range },
    related,
    evidence: [
      `The credentials in ${whereIs(request)} say username="${username}".`,
      `To and From name the user "${user}".`,
      ...(final ? [`${whereIs(final)} answers ${statusOf(final)}.`] : []),
    ],
    aor: series.aor,
    strength: "likely",
    foldBy: username,
    explains: [transaction.index],
    registration: series.registration?.index ?? null,
  };
}
