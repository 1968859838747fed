/** A server certificate that is for other names than the one the client asks for. */
import { formatEndpoint } from "../../model/endpoint.js";
import type { TlsCertificate } from "../../model/tls.js";
import type { Trace } from "../../trace/trace.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { domainOf, sipServiceDomain } from "./sip-peers.js";
import { failureWords, sharedOf } from "./tls-reports.js";
import { type TlsSession, tlsSessionsOf } from "./tls-sessions.js";

/** Alerts by which a client turns a certificate down for another reason than its names. */
const OTHER_REASONS: ReadonlySet<string> = new Set([
  "unknown_ca",
  "certificate_expired",
  "certificate_revoked",
  "unsupported_certificate",
  "protocol_version",
  "insufficient_security",
]);

/** Names listed of a certificate, which may hold hundreds. */
const NAMES_SHOWN = 8;

export default defineRule({
  id: "certificate-name-mismatch",
  title: "Certificate name mismatch",
  severity: "error",
  kind: "cause",
  summary: "The server's certificate does not contain the name that the client asks for.",
  why: "A client that checks names refuses the connection; one that does not check them would talk to anybody.",
  looksLike:
    "The phone is configured with an IP address or an internal name, and the certificate was made for another. The phone ends the handshake after the certificate, often with bad_certificate or certificate_unknown.",
  confirm: {
    wireshark: "tls.handshake.extensions_server_name || tls.handshake.type == 11",
    steps: [
      "`openssl s_client -connect HOST:5061 -servername NAME </dev/null | openssl x509 -noout -ext subjectAltName`",
      "Is the name that the phone asks for in that list? A wildcard stands for one label only.",
    ],
  },
  notWhen: ["The client accepts it: then it does not check names, and this is a warning."],
  remedy:
    "Let the device connect by a name that stands in the certificate, or issue a certificate for the SIP domain and the server's names.",
  sources: [rfc(5922, "7.2"), rfc(9525, "6.3"), rfc(6066, "3")],
  fixes: { device: ["tls", "registrar"], registrar: ["tls"] },
  messages: {
    refused: "The certificate of {server} is for {names}, not for {asked}, and the client ends the handshake.",
    accepted: "The certificate of {server} is for {names}, not for {asked}; the client accepts it all the same.",
  },
  check(trace, report) {
    for (const session of tlsSessionsOf(trace)) {
      const found = judge(trace, session);
      if (found) report(found);
    }
  },
});

function judge(trace: Trace, session: TlsSession): Report | undefined {
  const { certificate: seen, connection, failure, isAccepted, hello } = session;
  const certificate = seen?.signal.details.certificate;
  const sni = hello?.signal.details.sni;
  if (!certificate || sni === undefined) return undefined;
  const names = [...certificate.names, ...(certificate.commonName === undefined ? [] : [certificate.commonName])];
  const wanted = [sni, ...domainsBehind(trace, session, sni)];
  if (names.length === 0 || wanted.some((name) => isCovered(name, names))) return undefined;
  const isRefused = failure?.by === "client" && !OTHER_REASONS.has(failure.alert?.description ?? "");
  if (!isRefused && (failure !== undefined || !isAccepted)) return undefined;
  return {
    message: isRefused ? "refused" : "accepted",
    values: { server: formatEndpoint(connection.server), names: namesOf(certificate), asked: sni },
    at: { signal: seen.index },
    related: [
      { signal: hello!.index, label: `asks for ${sni}` },
      ...(isRefused ? [{ signal: failure.signal, label: "the end of the handshake" }] : []),
    ],
    ...sharedOf(trace, session, isRefused ? "error" : "warning", [
      `The names in it: ${namesOf(certificate)}; its common name: ${certificate.commonName ?? "none"}.`,
      ...(isRefused ? [`Then ${failureWords(trace, failure)}.`] : []),
    ]),
    strength: "proven",
  };
}

/**
 * A server found by SRV has to prove the domain that was asked for, not its own name (RFC 5922 §4): the domains of the
 * client's look-ups and registrations are as good.
 */
function domainsBehind(trace: Trace, { connection }: TlsSession, sni: string): string[] {
  const { client, server } = connection;
  const domains: string[] = [];
  for (const signal of trace.signals) {
    if (signal.kind !== "dns") continue;
    const domain = sipServiceDomain(signal.dns.name);
    const leadsHere = signal.dns.answer?.records.some(({ target }) => target === sni.toLowerCase());
    if (domain !== undefined && leadsHere) domains.push(domain);
  }
  for (const { aor, transactions } of trace.registrations) {
    const isHere = transactions.some(
      (transaction) => transaction.client.address === client.address && transaction.server.address === server.address,
    );
    if (isHere) domains.push(domainOf(aor));
  }
  return domains;
}

/** A wildcard stands for one label (RFC 6125 §6.4.3); a URI names its host (RFC 5922 §7.1). */
function isCovered(wanted: string, names: readonly string[]): boolean {
  const name = wanted.toLowerCase().replace(/\.$/, "");
  return names.some((each) => {
    const candidate = each
      .toLowerCase()
      .replace(/^sips?:/, "")
      .replace(/\.$/, "");
    if (candidate === name) return true;
    return candidate.startsWith("*.") && name.includes(".") && candidate.slice(1) === name.slice(name.indexOf("."));
  });
}

function namesOf({ names, commonName }: TlsCertificate): string {
  const all = [...new Set(names.length > 0 ? names : [commonName ?? ""])];
  const shown = all.slice(0, NAMES_SHOWN).join(", ");
  return all.length > NAMES_SHOWN ? `${shown} and ${all.length - NAMES_SHOWN} more` : shown;
}
