/** A certificate whose time is over, or has not begun. */
import { formatEndpoint } from "../../model/endpoint.js";
import { isDate, seconds, toIso } from "../../model/instant.js";
import type { TlsCertificate } from "../../model/tls.js";
import type { Trace } from "../../trace/trace.js";
import { clocksOf } from "../clocks.js";
import { defineRule, type Report, rfc, type RuleContext } from "../rule.js";
import type { Seen, TlsSignal } from "./connections.js";
import { failureWords, sharedOf } from "./tls-reports.js";
import { type TlsSession, type TlsSide, tlsSessionsOf } from "./tls-sessions.js";

/** Alerts by which a peer turns a certificate down for another reason than its time. */
const OTHER_REASONS: ReadonlySet<string> = new Set([
  "unknown_ca",
  "certificate_revoked",
  "unsupported_certificate",
  "protocol_version",
  "insufficient_security",
]);

export default defineRule({
  id: "certificate-expired",
  title: "Certificate not valid",
  severity: "error",
  kind: "cause",
  measures: "clock",
  summary: "A certificate is used outside the time it is valid for.",
  why: "A peer that checks certificates refuses the connection; one that does not check them is open to everybody in between.",
  looksLike:
    "From one day on no phone registers over TLS. The handshake ends with the alert certificate_expired, bad_certificate or certificate_unknown; or only one phone is hit, whose clock is wrong.",
  confirm: {
    wireshark: "tls.handshake.type == 11 || tls.alert_message.desc",
    steps: [
      "`openssl s_client -connect HOST:5061 -servername NAME </dev/null | openssl x509 -noout -dates -subject`",
      "Look at the clock of the phone: after a loss of power without NTP it may stand at 1970 or at the date of the firmware.",
    ],
  },
  notWhen: [
    "The certificate is valid, but the phone does not know its CA: the alert is unknown_ca (tls-handshake-failed).",
    "TLS 1.3 without keys hides the certificate; nothing is concluded then.",
  ],
  remedy: "Renew the certificate and its chain, automatically if possible, and set the clocks of both sides by NTP.",
  sources: [rfc(5280, "4.1.2.5"), rfc(5922, "7.3"), rfc(8446, "6.2")],
  fixes: { device: ["tls"], registrar: ["tls"] },
  messages: {
    expired: "The certificate of {server} ({subject}) expired on {date}{effect}.",
    early: "The certificate of {server} ({subject}) is valid from {date} only{effect}.",
  },
  check(trace, report, context) {
    for (const session of tlsSessionsOf(trace)) {
      judge(trace, session, session.certificate, "server", report, context);
      judge(trace, session, session.clientCertificate, "client", report, context);
    }
  },
});

function judge(
  trace: Trace,
  session: TlsSession,
  seen: Seen<TlsSignal> | undefined,
  owner: TlsSide,
  report: (report: Report) => void,
  context: RuleContext,
): void {
  const certificate = seen?.signal.details.certificate;
  if (!seen || !certificate || !isDate(seen.signal.atMicros)) return;
  const isEarly = seen.signal.atMicros < certificate.notBeforeMicros;
  const isLate = seen.signal.atMicros > certificate.notAfterMicros;
  if (!isEarly && !isLate) return;
  // Several other clocks may agree that the capture's is the one to be wrong.
  const trueMicros = seen.signal.atMicros + seconds(clocksOf(trace, context).captureBehindSeconds);
  if (certificate.notBeforeMicros <= trueMicros && trueMicros <= certificate.notAfterMicros) return;
  const { failure, isAccepted, connection } = session;
  const isRefused =
    failure !== undefined && failure.by !== owner && !OTHER_REASONS.has(failure.alert?.description ?? "");
  if (!isRefused && (failure !== undefined || !isAccepted)) return;
  report({
    message: isEarly ? "early" : "expired",
    values: {
      server: owner === "server" ? formatEndpoint(connection.server) : connection.client.address,
      subject: certificate.commonName ?? certificate.subject,
      date: dateOf(isEarly ? certificate.notBeforeMicros : certificate.notAfterMicros),
      effect: isRefused ? `, and the ${failure.by} ends the handshake` : "; the other side accepts it all the same",
    },
    at: { signal: seen.index },
    related: isRefused ? [{ signal: failure.signal, label: "the end of the handshake" }] : [],
    ...sharedOf(trace, session, isRefused ? "error" : "warning", [
      validityWords(certificate),
      `The packet that carries it was captured at ${toIso(seen.signal.atMicros) ?? "?"}.`,
      ...(isRefused ? [`Then ${failureWords(trace, failure)}.`] : []),
    ]),
    strength: "proven",
  });
}

function validityWords({ notBeforeMicros, notAfterMicros, issuer }: TlsCertificate): string {
  return `It is valid from ${toIso(notBeforeMicros) ?? "?"} to ${toIso(notAfterMicros) ?? "?"}, issued by ${issuer}.`;
}

function dateOf(micros: number): string {
  return toIso(micros)?.slice(0, 10) ?? "?";
}
