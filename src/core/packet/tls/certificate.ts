/** What a certificate says: whose it is, who issued it, and how long it holds (RFC 5280 §4.1). */
import type { TlsCertificate } from "../../model/tls.js";
import { formatAddress } from "../endpoints.js";
import { DER, derText, derTime, type DerValue, derValues, objectIdentifier } from "./der.js";
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
const SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

/** Fields of a certificate that may be absent, and forms of a name, by their tags (RFC 5280 §4.1, §4.2.1.6). */
const TAG = { version: 0xa0, extensions: 0xa3, dnsName: 0x82, uri: 0x86, ipAddress: 0x87 } as const;

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

interface Attribute {
  readonly type: string;
  readonly value: string;
}

function readCertificate(der: Uint8Array): TlsCertificate | undefined {
  // The certificate, its algorithm and its signature.
  const [whole] = derValues(der) ?? [];
  const [signed, , signature] = partsOf(whole);
  const fields = partsOf(signed);
  if (fields[0]?.tag === TAG.version) fields.shift();
  // A serial number and an algorithm go before, the key of the subject stands behind.
  const [, , issuer, validity, subject, key] = fields;
  if (signature === undefined || key === undefined) return undefined;
  const [notBeforeMicros = NaN, notAfterMicros = NaN] = partsOf(validity).map(derTime);
  if (Number.isNaN(notBeforeMicros + notAfterMicros)) return undefined;
  const attributes = attributesOf(subject);
  const commonName = attributes.find(({ type }) => type === COMMON_NAME)?.value;
  return {
    subject: distinguishedName(attributes),
    issuer: distinguishedName(attributesOf(issuer)),
    ...(commonName === undefined ? {} : { commonName: commonName.slice(0, MAX_NAME_CHARACTERS) }),
    names: alternativeNames(fields.find(({ tag }) => tag === TAG.extensions)),
    notBeforeMicros,
    notAfterMicros,
  };
}

/** What a value is made of; nothing of one that is absent or cannot be read. */
function partsOf(value: DerValue | undefined): DerValue[] {
  return (value && derValues(value.content)) ?? [];
}

/** A name is a sequence of sets of attributes (RFC 5280 §4.1.2.4). */
function attributesOf(name: DerValue | undefined): Attribute[] {
  return partsOf(name)
    .flatMap(partsOf)
    .flatMap((attribute) => {
      const [type, value] = partsOf(attribute);
      if (type?.tag !== DER.objectIdentifier || value === undefined) return [];
      return [{ type: objectIdentifier(type.content), value: derText(value) }];
    });
}

function distinguishedName(attributes: readonly Attribute[]): string {
  const parts = attributes.map(({ type, value }) => `${ATTRIBUTES[type] ?? type}=${value}`);
  return parts.join(", ").slice(0, MAX_SUBJECT_CHARACTERS);
}

function alternativeNames(extensions: DerValue | undefined): string[] {
  for (const extension of partsOf(extensions).flatMap(partsOf)) {
    // Between the two may stand whether it is critical.
    const [type, ...rest] = partsOf(extension);
    if (type === undefined || objectIdentifier(type.content) !== SUBJECT_ALTERNATIVE_NAME) continue;
    const names = partsOf(partsOf(rest.at(-1))[0]).flatMap((name) => nameText(name) ?? []);
    return names.slice(0, MAX_NAMES).map((name) => name.slice(0, MAX_NAME_CHARACTERS));
  }
  return [];
}

function nameText({ tag, content }: DerValue): string | undefined {
  if (tag === TAG.dnsName || tag === TAG.uri) return new TextDecoder("latin1").decode(content);
  const isAddress = tag === TAG.ipAddress && (content.length === 4 || content.length === 16);
  return isAddress ? formatAddress(content) : undefined;
}
