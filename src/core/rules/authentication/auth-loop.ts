/** Credentials that are challenged again and again. */
import { defineRule, rfc } from "../rule.js";
import { countOf, statusOf, whereIs } from "../wording.js";
import { type DigestAnswer, type DigestSeries, troubledSeries } from "./digest-answers.js";

/** Two may be a proxy's and a registrar's challenge, or a stale nonce. */
const LOOP_LENGTH = 3;

export default defineRule({
  id: "auth-loop",
  title: "Authentication loop",
  severity: "error",
  kind: "symptom",
  summary: "Credentials of one AoR are answered with a new challenge three times in a row or more.",
  why: "Client and server repeat themselves without end: the device stays unregistered and loads both.",
  looksLike:
    'REGISTER, 401, REGISTER, 401, without end. The phone shows "registering" or flickers between registered and not; the server\'s log fills.',
  confirm: {
    wireshark:
      'sip.CSeq.method == "REGISTER" && (sip.auth.digest.response || sip.Status-Code == 401 || sip.Status-Code == 407)',
    steps: [
      "Compare two challenges that follow each other: the same nonce with another realm, a new nonce each time, `stale=true` or not.",
      "Give the password to the analyser (`--credential USER:PASSWORD`): it then says whether the digest itself is right.",
    ],
  },
  notWhen: [
    "One 401 before each 200 is the normal exchange: the first request of a series carries no credentials, or an old nonce.",
    "Where realm, nonce, qop, algorithm or clock explain the refusal, that cause is reported and this stands as its evidence.",
  ],
  remedy:
    "Find why the credentials are refused: password, Auth ID, realm, clocks or nonce secrets of the server's nodes.",
  sources: [rfc(3261, "22.1"), rfc(3261, "22.2")],
  fixes: {},
  messages: {
    loop: 'The credentials of "{username}" are answered with a new challenge {times} in a row.',
  },
  check(trace, report, context) {
    for (const series of troubledSeries(trace, context)) {
      for (const run of loopsOf(series)) {
        const [first] = run;
        const last = run[run.length - 1];
        if (!first || !last) continue;
        report({
          message: "loop",
          values: { username: first.credentials.username?.value ?? "", times: countOf(run.length, "time") },
          at: { message: first.request, header: first.credentials.header.name, range: first.credentials.range },
          related: last.final ? [{ message: last.final, label: "the last challenge of the loop" }] : [],
          evidence: [
            `From ${whereIs(first.request)} to ${whereIs(last.final ?? last.request)} every request with credentials gets ${last.final ? statusOf(last.final) : "a challenge"}.`,
          ],
          aor: series.aor,
          strength: "proven",
          foldBy: "loop",
          explains: run.map(({ transaction }) => transaction.index),
          registration: series.registration?.index ?? null,
        });
      }
    }
  },
});

function loopsOf({ answers }: DigestSeries): DigestAnswer[][] {
  const loops: DigestAnswer[][] = [];
  let run: DigestAnswer[] = [];
  const close = () => {
    if (run.length >= LOOP_LENGTH) loops.push(run);
    run = [];
  };
  for (const answer of answers) {
    if (answer.verdict === "open") continue;
    const { status } = answer.transaction;
    if (status === 401 || status === 407) run.push(answer);
    else close();
  }
  close();
  return loops;
}
