/** A TLS handshake that one side ends. */
import { formatEndpoint } from "../../model/endpoint.js";
import { toIso } from "../../model/instant.js";
import type { Trace } from "../../trace/trace.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { failureWords, sharedOf } from "./tls-reports.js";
import { type TlsFailure, type TlsSession, tlsSessionsOf } from "./tls-sessions.js";

export default defineRule({
  id: "tls-handshake-failed",
  title: "TLS handshake failed",
  severity: "error",
  kind: "cause",
  summary: "An alert, or the end of the connection, stops a TLS handshake.",
  why: "Without the handshake no SIP passes: the device cannot register over TLS.",
  looksLike: "A TCP connection, a ClientHello, and soon an alert or the end; then the same again. No SIP is seen.",
  confirm: {
    wireshark: "tls.alert_message.desc || tls.handshake.type == 1 || tls.handshake.type == 2",
    steps: [
      "`openssl s_client -connect HOST:5061 -servername NAME -tls1_2` and `-tls1_3`; with `-cert` and `-key` where the server asks for a client certificate.",
      "The alert's sender is the one who objects: unknown_ca from the phone means that the phone lacks the CA.",
    ],
  },
  notWhen: ["The port speaks clear SIP: transport-mismatch.", "close_notify ends a session that worked."],
  remedy:
    "Do what the alert asks for: give the device the CA of the server's certificate, give the server a certificate the device accepts, send the client certificate that is demanded, or let both sides share a TLS version and cipher suite.",
  sources: [rfc(8446, "6.2"), rfc(5246, "7.2.2"), rfc(3261, "26.3.1")],
  fixes: { device: ["tls"], registrar: ["tls"] },
  messages: {
    alert: "The TLS handshake of {client} with {server} fails: the {side} sends the alert {alert} ({meaning}).",
    closed: "The TLS handshake of {client} with {server} fails: the {side} {ends} the connection without an alert.",
    encrypted: "The TLS handshake of {client} with {server} is ended by the {side}; the reason is encrypted.",
  },
  check(trace, report) {
    for (const session of tlsSessionsOf(trace)) {
      const { failure } = session;
      if (failure) report(reportOf(trace, session, failure));
    }
  },
});

function reportOf(trace: Trace, session: TlsSession, failure: TlsFailure): Report {
  const { client, server } = session.connection;
  const { alert, by, how, isEncrypted } = failure;
  const facts = [`In the handshake ${failureWords(trace, failure)}.`, ...hintsOf(session, failure)];
  return {
    message: alert ? "alert" : isEncrypted ? "encrypted" : "closed",
    values: {
      client: client.address,
      server: formatEndpoint(server),
      side: by,
      alert: alert?.description ?? "",
      meaning: MEANINGS[alert?.description ?? ""] ?? "see RFC 8446 §6.2",
      ends: how === "reset" ? "resets" : "closes",
    },
    at: { signal: failure.signal },
    related: session.hello ? [{ signal: session.hello.index, label: "the ClientHello" }] : [],
    ...sharedOf(trace, session, isEncrypted ? "warning" : "error", facts),
    strength: isEncrypted ? "likely" : "proven",
  };
}

/** Alerts by their meaning for a person who sets up phones (RFC 8446 §6.2, RFC 5246 §7.2.2). */
const MEANINGS: Readonly<Record<string, string>> = {
  unknown_ca: "it does not know the authority that issued the certificate",
  bad_certificate: "it does not accept the certificate",
  unsupported_certificate: "it cannot use a certificate of this type",
  certificate_revoked: "the certificate was revoked",
  certificate_expired: "it holds the certificate for expired, or not yet valid",
  certificate_unknown: "it does not accept the certificate",
  certificate_required: "it demands a client certificate",
  protocol_version: "the two share no TLS version",
  handshake_failure: "the two share no cipher suite, or a client certificate is missing",
  insufficient_security: "the cipher suites offered are too weak for it",
  unrecognized_name: "it has no certificate for the name asked for",
  no_application_protocol: "the two share no application protocol (ALPN)",
  access_denied: "the certificate is valid, but access is not granted",
  decrypt_error: "a signature or the Finished message is wrong",
  internal_error: "it failed for a reason of its own",
};

function hintsOf({ certificate, clientCertificate, certificateRequest, hello }: TlsSession, failure: TlsFailure) {
  const hints: string[] = [];
  const shown = certificate?.signal.details.certificate;
  if (failure.by === "client" && shown) {
    hints.push(
      `The server's certificate: ${shown.subject}, issued by ${shown.issuer}, valid from ${toIso(shown.notBeforeMicros) ?? "?"} to ${toIso(shown.notAfterMicros) ?? "?"}.`,
    );
    const atMicros = certificate.signal.atMicros;
    const isInTime = shown.notBeforeMicros <= atMicros && atMicros <= shown.notAfterMicros;
    if (failure.alert?.description === "certificate_expired" && isInTime) {
      hints.push("By the capture's clock it is valid: check the client's clock (NTP) and the issuers' certificates.");
    }
  }
  if (failure.by === "server" && certificateRequest) {
    const sent = clientCertificate?.signal.details.certificate;
    hints.push(
      sent
        ? `The server asks for a client certificate and gets that of ${sent.subject}, issued by ${sent.issuer}.`
        : "The server asks for a client certificate; the client sends none.",
    );
  }
  if (failure.by === "server" && !certificate && hello) {
    hints.push("The server sends no ServerHello: nothing that the client offers suits it.");
  }
  return hints;
}
