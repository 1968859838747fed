/** What a certificate says: whose it is, who issued it, and how long it holds (RFC 5280 §4.1). */
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  Certificate,
  id_ce_subjectAltName,
  type Name,
  SubjectAlternativeName,
  type TBSCertificate,
} from "@peculiar/asn1-x509";
import type { TlsCertificate } from "../../model/tls.js";
import { FieldReader } from "./field-reader.js";

/** Certificates for many names exist; a hostile one must not become a page. */
const MAX_NAMES = 100;
const MAX_NAME_CHARACTERS = 253;
const MAX_SUBJECT_CHARACTERS = 512;
/** One that is larger is not read. */
const MAX_CERTIFICATE_OCTETS = 64 * 1024;
/** Each connection to a server shows the same one again. */
const CERTIFICATES_KEPT = 64;

/** Attribute types of distinguished names (RFC 4514 §3). */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "0.9.2342.19200300.100.1.25": "DC",
  "0.9.2342.19200300.100.1.1": "UID",
  "1.2.840.113549.1.9.1": "emailAddress",
};
const COMMON_NAME = "2.5.4.3";

/** The body of a Certificate message: the side's own certificate comes first (RFC 5246 §7.4.2, RFC 8446 §4.4.2). */
export function firstCertificate(body: Uint8Array, isTls13: boolean): Uint8Array | undefined {
  const fields = new FieldReader(body);
  if (isTls13) fields.vector(1);
  const list = new FieldReader(fields.vector(3));
  const certificate = list.vector(3);
  return certificate.length > 0 ? certificate : undefined;
}

export class CertificateReader {
  /** By its octets, the longest known first. */
  readonly #known = new Map<string, TlsCertificate | undefined>();

  /** @returns undefined when it cannot be read. */
  read(der: Uint8Array): TlsCertificate | undefined {
    if (der.length > MAX_CERTIFICATE_OCTETS) return undefined;
    const key = new TextDecoder("latin1").decode(der);
    if (this.#known.has(key)) return this.#known.get(key);
    const certificate = readCertificate(der);
    if (this.#known.size >= CERTIFICATES_KEPT) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(key, certificate);
    return certificate;
  }
}

function readCertificate(der: Uint8Array): TlsCertificate | undefined {
  try {
    const { tbsCertificate } = AsnConvert.parse(der, Certificate);
    const { subject, issuer, validity } = tbsCertificate;
    const commonName = attribute(subject, COMMON_NAME);
    const notBeforeMicros = validity.notBefore.getTime().getTime() * 1000;
    const notAfterMicros = validity.notAfter.getTime().getTime() * 1000;
    if (Number.isNaN(notBeforeMicros + notAfterMicros)) return undefined;
    return {
      subject: distinguishedName(subject),
      issuer: distinguishedName(issuer),
      ...(commonName === undefined ? {} : { commonName: commonName.slice(0, MAX_NAME_CHARACTERS) }),
      names: alternativeNames(tbsCertificate),
      notBeforeMicros,
      notAfterMicros,
    };
  } catch {
    // The library says so of what is no certificate.
    return undefined;
  }
}

function distinguishedName(name: Name): string {
  const parts: string[] = [];
  for (const relative of name) {
    for (const { type, value } of relative) parts.push(`${ATTRIBUTES[type] ?? type}=${value.toString()}`);
  }
  return parts.join(", ").slice(0, MAX_SUBJECT_CHARACTERS);
}

function attribute(name: Name, wanted: string): string | undefined {
  for (const relative of name) {
    for (const { type, value } of relative) if (type === wanted) return value.toString();
  }
  return undefined;
}

function alternativeNames({ extensions }: TBSCertificate): string[] {
  const extension = extensions?.find(({ extnID }) => extnID === id_ce_subjectAltName);
  if (extension === undefined) return [];
  const names: string[] = [];
  for (const { dNSName, iPAddress, uniformResourceIdentifier } of AsnConvert.parse(
    extension.extnValue,
    SubjectAlternativeName,
  )) {
    const name = dNSName ?? iPAddress ?? uniformResourceIdentifier;
    if (name !== undefined) names.push(name.slice(0, MAX_NAME_CHARACTERS));
    if (names.length >= MAX_NAMES) break;
  }
  return names;
}
