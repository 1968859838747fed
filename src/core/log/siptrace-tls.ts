/** How `.siptrace` writes the steps of TLS: a name, then the facts that the step states, as words and quoted texts. */
import { toIso } from "../model/instant.js";
import { TLS_STEPS, type TlsAlert, type TlsCertificate, type TlsDetails, type TlsStep } from "../model/tls.js";
import { quoted, readFacts } from "./siptrace-facts.js";

/** `server-hello version "TLS 1.2" cipher "TLS_RSA_WITH_AES_128_CBC_SHA" resumed` */
export function tlsText(step: TlsStep, details: TlsDetails): string {
  const { sni, versions, version, ciphers, cipher, isResumed, certificate, alert, isEncrypted } = details;
  const facts: string[] = [step];
  if (sni !== undefined) facts.push("sni", quoted(sni));
  if (versions) facts.push("versions", ...versions.map(quoted));
  if (ciphers) facts.push("ciphers", ...ciphers.map(quoted));
  if (version !== undefined) facts.push("version", quoted(version));
  if (cipher !== undefined) facts.push("cipher", quoted(cipher));
  if (isResumed) facts.push("resumed");
  if (certificate) facts.push(...certificateFacts(certificate));
  if (alert) facts.push(alert.level, quoted(alert.description));
  if (isEncrypted) facts.push("encrypted");
  return facts.join(" ");
}

function certificateFacts(certificate: TlsCertificate): string[] {
  const { subject, issuer, commonName, names, notBeforeMicros, notAfterMicros } = certificate;
  return [
    "subject",
    quoted(subject),
    "issuer",
    quoted(issuer),
    ...(commonName === undefined ? [] : ["common-name", quoted(commonName)]),
    "names",
    ...names.map(quoted),
    "from",
    quoted(toIso(notBeforeMicros) ?? "-"),
    "until",
    quoted(toIso(notAfterMicros) ?? "-"),
  ];
}

/** Reads what `tlsText` writes; undefined for a step that is not known. Facts that are not known are passed over. */
export function readTls(text: string): { step: TlsStep; details: TlsDetails } | undefined {
  const facts = readFacts(text);
  const step = TLS_STEPS.find((candidate) => text === candidate || text.startsWith(`${candidate} `));
  if (step === undefined) return undefined;
  const versions = facts.get("versions");
  const ciphers = facts.get("ciphers");
  const certificate = readCertificate(facts);
  const alert = readAlert(facts);
  return {
    step,
    details: {
      ...present("sni", facts.get("sni")?.[0]),
      ...(versions ? { versions } : {}),
      ...(ciphers ? { ciphers } : {}),
      ...present("version", facts.get("version")?.[0]),
      ...present("cipher", facts.get("cipher")?.[0]),
      ...(facts.has("resumed") ? { isResumed: true } : {}),
      ...(certificate ? { certificate } : {}),
      ...(alert ? { alert } : {}),
      ...(facts.has("encrypted") ? { isEncrypted: true } : {}),
    },
  };
}

function readCertificate(facts: ReadonlyMap<string, readonly string[]>): TlsCertificate | undefined {
  const subject = facts.get("subject")?.[0];
  if (subject === undefined) return undefined;
  return {
    subject,
    issuer: facts.get("issuer")?.[0] ?? "",
    ...present("commonName", facts.get("common-name")?.[0]),
    names: facts.get("names") ?? [],
    notBeforeMicros: microsOf(facts.get("from")?.[0]),
    notAfterMicros: microsOf(facts.get("until")?.[0]),
  };
}

function readAlert(facts: ReadonlyMap<string, readonly string[]>): TlsAlert | undefined {
  const level = facts.has("fatal") ? "fatal" : "warning";
  const description = facts.get(level)?.[0];
  return description === undefined ? undefined : { level, description };
}

function present<Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]: string });
}

/** Whole seconds: certificates count no finer. */
function microsOf(iso: string | undefined): number {
  return Date.parse(iso ?? "") * 1000;
}
