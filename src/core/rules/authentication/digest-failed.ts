/** Credentials that are right in form and refused all the same: the secret differs. */
import { defineRule, type Report, rfc } from "../rule.js";
import { refusalOf, whereIs } from "../wording.js";
import { type DigestAnswer, type DigestSeries, digestSeries, isAnsweredAtOnce } from "./digest-answers.js";
import { blottedAlike, isAka, isFormallyWrong } from "./digest-faults.js";
import { type DigestProof, proveDigest } from "./digest-proof.js";
import { registeredDomains } from "./registered-domains.js";
import { isFromAnotherServer, isHealed } from "./recovery.js";
import { authenticationWords } from "./refusal-words.js";

const UNPROVED = "The digest cannot be checked without the password.";

export default defineRule({
  id: "digest-failed",
  title: "Wrong password",
  severity: "error",
  kind: "cause",
  summary: "Credentials with the right realm and the current nonce are refused.",
  why: "Realm, nonce and form are right, so the secret behind the digest is what differs between device and server.",
  looksLike:
    'REGISTER with credentials, 401 without `stale=true` or 403, and the phone shows "wrong password", "unauthorized" or nothing but a red light. Realm and nonce are those of the challenge.',
  confirm: {
    wireshark:
      'sip.CSeq.method == "REGISTER" && (sip.auth.digest.response || sip.Status-Code == 401 || sip.Status-Code == 403)',
    steps: [
      "Give the password to the analyser (`--credential USER[@REALM]:PASSWORD`, or the environment variable `SIP_TRACE_CREDENTIALS`): it recomputes the digest and says which side is wrong.",
      "Asterisk: `pjsip show auth NAME`; with HA1 stored, compute `md5(user:realm:password)` and compare.",
    ],
  },
  notWhen: [
    "The first 401 of an exchange, to a request without credentials, is no refusal.",
    "`stale=true` speaks of the nonce, not of the password: nonce-expired or clock-skew-nonce.",
    "The credentials name another realm or login than the server asks for: realm-mismatch, auth-id-mismatch.",
  ],
  remedy:
    "Set the password anew on both sides, without blanks around it; check that the Auth ID is the one the server knows; " +
    "where the server stores HA1 values, make them anew after any change of realm or user name.",
  sources: [rfc(3261, "22.4"), rfc(7616, "3.4.1")],
  fixes: { device: ["password"], registrar: ["password"] },
  messages: {
    server:
      'The credentials of "{username}" for realm "{realm}" are made with the known password and refused with {status}: the server holds another one.',
    device:
      'The credentials of "{username}" for realm "{realm}" are not made with the known password: the device has another one.',
    variant: 'The credentials of "{username}" are made with the known password, but with {variant}.',
    refused:
      'The credentials of "{username}" for realm "{realm}" are refused with {status}, though realm and nonce are right: the password differs on the two sides.',
    masked:
      'The credentials of "{username}" are refused with {status}. Either the password differs on the two sides, or what the log does not show: {masked}.',
    told: 'The credentials of "{username}" are refused, and the server says why: {words}.',
  },
  check(trace, report, context) {
    const allSeries = digestSeries(trace, context);
    const domains = registeredDomains(allSeries);
    for (const series of allSeries) {
      if (series.isQuiet) continue;
      if (series.answers.some(isRefusal) && domains.isForeign(series)) continue;
      for (const answer of series.answers) {
        const found = answer.verdict === "forbidden" ? told(series, answer) : refused(series, answer);
        if (found) report(withProof(found, proveDigest(series, answer, context)));
      }
    }
  },
});

/** With a known password nothing is inferred any more. */
function withProof(found: Report, proof: DigestProof | undefined): Report {
  if (!proof) return found;
  const variant = proof.side === "variant" ? proof.variant : "";
  const evidence = (found.evidence ?? []).filter((fact) => fact !== UNPROVED);
  const facts = {
    server: "The response equals the one computed from the known password.",
    device:
      "The response differs from the one computed from the known password, also with other names, realms, uris and nonces.",
    variant: `The response equals the one computed from the known password with ${variant}.`,
  };
  return {
    ...found,
    message: proof.side,
    values: { ...found.values, variant },
    evidence: [...evidence, facts[proof.side]],
    strength: "proven",
  };
}

function isRefusal({ verdict }: DigestAnswer): boolean {
  return verdict === "refused" || verdict === "forbidden";
}

/** A refusal proves a wrong secret only if the nonce is the one just given by this server and the form is right. */
function refused(series: DigestSeries, answer: DigestAnswer): Report | undefined {
  if (answer.verdict !== "refused" || answer.age !== "fresh" || answer.by !== "nonce") return undefined;
  if (isAka(answer) || isFormallyWrong(answer) || isFromAnotherServer(answer)) return undefined;
  if (isHealed(series, answer)) return undefined;
  const masked = blottedAlike(answer).join(", ");
  const shared = common(series, answer);
  const agreement = masked === "" ? "realm and nonce of the answer equal it" : `blotted out on both sides: ${masked}`;
  return {
    message: masked === "" ? "refused" : "masked",
    ...shared,
    values: { ...shared.values, masked },
    evidence: [
      ...(answer.challengeMessage ? [`The challenge is in ${whereIs(answer.challengeMessage)}; ${agreement}.`] : []),
      ...(answer.final
        ? [
            `The answer is refused with ${refusalOf(answer.transaction)} in ${whereIs(answer.final)}, without stale=true.`,
          ]
        : []),
      UNPROVED,
    ],
    // An answer that comes late may have found its nonce expired.
    strength: isAnsweredAtOnce(answer) && masked === "" ? "likely" : "possible",
  };
}

/** What the server itself says needs no inference. */
function told(series: DigestSeries, answer: DigestAnswer): Report | undefined {
  const words = answer.final && authenticationWords(answer.final.sip);
  if (words === undefined || isAka(answer)) return undefined;
  const shared = common(series, answer);
  return {
    message: "told",
    ...shared,
    values: { ...shared.values, words },
    evidence: [`${whereIs(answer.final!)} says "${words}".`],
    strength: "likely",
  };
}

function common(
  series: DigestSeries,
  { credentials, challenge, challengeMessage, request, final, transaction }: DigestAnswer,
) {
  return {
    values: {
      username: credentials.username?.value ?? "",
      realm: credentials.realm?.value ?? "",
      status: refusalOf(transaction),
    },
    at: { message: request, header: credentials.header.name, range: (credentials.response ?? credentials).range },
    related: [
      ...(challengeMessage && challenge
        ? [
            {
              message: challengeMessage,
              header: challenge.header.name,
              range: challenge.range,
              label: "the challenge it answers",
            },
          ]
        : []),
      ...(final ? [{ message: final, label: "the refusal" }] : []),
    ],
    aor: series.aor,
    foldBy: `secret of ${credentials.username?.value ?? ""}`,
    explains: [transaction.index],
    registration: series.registration?.index ?? null,
  };
}
