/** Credentials that an eavesdropper can use: MD5 or Basic, in clear over a public network. */
import { isMasked } from "../../model/masked.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { PublicEndpoints } from "../public-endpoints.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { whereIs } from "../wording.js";
import { algorithmOf } from "./digest-answers.js";

export default defineRule({
  id: "weak-digest",
  title: "Weak digest",
  severity: "info",
  kind: "practice",
  summary: "Credentials in MD5 or Basic cross a public network in clear.",
  why: "Whoever reads a digest can try passwords against it at leisure, billions a second with MD5; Basic is the password itself.",
  looksLike: "Nothing is broken. The credentials cross a public network over UDP or TCP, with MD5 or none.",
  confirm: {
    wireshark: 'sip.auth.digest.response && !tls && !(sip.auth.algorithm contains "SHA")',
    steps: [
      "Anyone who captured this exchange can try passwords against it offline; a password of a dictionary, or of digits only, must be taken for known.",
    ],
  },
  notWhen: [
    "Both sides have private addresses: the exchange stays in the house, or in a VPN.",
    "TLS carries it: the capture shows it in clear only because the keys were given.",
  ],
  remedy: "Register over TLS, let the server challenge with SHA-256 beside MD5, and use long random passwords.",
  sources: [rfc(8760, "3"), rfc(7616, "5.7"), rfc(3261, "26.3.2.1")],
  fixes: { device: ["transport"], registrar: ["algorithm"] },
  messages: {
    digest: "The devices send {scheme} credentials in clear to {server}, which is reached over a public network.",
    basic: "The devices send Basic credentials, the password itself, to {server}.",
  },
  check(trace, report) {
    // One finding a server: the choice is the server's, and every device shows the same.
    const seen = new Set<string>();
    const publicOnes = new PublicEndpoints(trace.messages);
    for (const transaction of trace.transactions) {
      if (!transaction.hasCredentials || !isExposed(transaction, publicOnes)) continue;
      const { server } = transaction;
      if (server.address === "" || seen.has(server.address)) continue;
      const found = weakness(trace, transaction);
      if (!found) continue;
      seen.add(server.address);
      report(found);
    }
  },
});

/** In clear, and not between two private addresses, which a network of one's own joins. */
function isExposed({ transport, clientNumber, serverNumber, hops }: Transaction, publicOnes: PublicEndpoints): boolean {
  if (transport === "tls" || transport === "wss" || hops !== 1) return false;
  return publicOnes.has(serverNumber) || publicOnes.has(clientNumber);
}

/** So logs end a line that is longer than they print. */
const CUT = /(?:\.\.\.|…)$/;

function weakness(trace: Trace, { request, credentials, server }: Transaction): Report | undefined {
  if (!request || !credentials) return undefined;
  // All of it was blotted out, and the algorithm with it, or the log cut it.
  const isCut = request.lacksHeaders || CUT.test(credentials.header.value);
  if (isCut && credentials.algorithm === undefined) return undefined;
  if (
    credentials.nonce === undefined &&
    credentials.response === undefined &&
    isMasked(credentials.header.value.replace(/^\S+ /, ""))
  )
    return undefined;
  const isBasic = credentials.scheme.toLowerCase() === "basic";
  const algorithm = algorithmOf(credentials);
  if (!isBasic && (!credentials.isDigest || !algorithm.startsWith("MD5"))) return undefined;
  return {
    message: isBasic ? "basic" : "digest",
    values: { scheme: algorithm, server: server.address },
    at: { message: request, header: credentials.header.name, range: (credentials.algorithm ?? credentials).range },
    evidence: [
      `${whereIs(request)} goes over ${request.transport.toUpperCase()} without encryption and carries ${isBasic ? "Basic" : `${algorithm} Digest`} credentials.`,
    ],
    aor: null,
    strength: "proven",
    foldBy: server.address,
    flow: trace.flowOf(request)?.index ?? null,
  };
}
