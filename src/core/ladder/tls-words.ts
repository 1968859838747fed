/** How the steps of TLS are called on the ladder: by the names of their messages, with what they say. */
import type { TlsAlert, TlsDetails, TlsStep } from "../model/tls.js";
import { shortened } from "./place-words.js";

const LABELS: Readonly<Record<TlsStep, string>> = {
  "client-hello": "TLS ClientHello",
  "hello-retry-request": "TLS HelloRetryRequest",
  "server-hello": "TLS ServerHello",
  "certificate-request": "TLS CertificateRequest",
  certificate: "TLS Certificate",
  finished: "TLS Finished",
  "application-data": "TLS application data",
  alert: "TLS alert",
};

export function tlsWords(step: TlsStep, details: TlsDetails): { readonly label: string; readonly detail: string } {
  return { label: LABELS[step], detail: shortened(detailOf(step, details)) };
}

function detailOf(step: TlsStep, { sni, versions, version, cipher, ...details }: TlsDetails): string {
  switch (step) {
    case "client-hello":
      return [sni && `for ${sni}`, versions && `up to ${highest(versions)}`].filter(Boolean).join(", ");
    case "server-hello":
    case "hello-retry-request":
      return [version, details.isResumed && "resumed", cipher].filter(Boolean).join(", ");
    case "certificate":
      return details.certificate ? `of ${details.certificate.commonName ?? details.certificate.subject}` : "none";
    case "certificate-request":
      return "asks for a client certificate";
    case "finished":
      return "end of the handshake";
    case "application-data":
      return "begins";
    case "alert":
      return alertWords(details.alert);
  }
}

/** A client states its versions in its own order; "TLS 1.3" sorts after "TLS 1.2" and both after "SSL 3.0". */
function highest(versions: readonly string[]): string {
  return (
    versions
      .filter((version) => !version.startsWith("0x"))
      .sort()
      .at(-1) ?? "an unknown version"
  );
}

function alertWords(alert: TlsAlert | undefined): string {
  if (alert === undefined) return "encrypted";
  return alert.description === "close_notify" ? "close_notify" : `${alert.level}: ${alert.description}`;
}
