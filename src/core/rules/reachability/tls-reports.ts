/** What the rules about TLS say alike: whose session it is, what was offered and chosen, and whether it works after all. */
import { formatEndpoint } from "../../model/endpoint.js";
import { seconds } from "../../model/instant.js";
import type { Signal } from "../../model/transmission.js";
import type { Trace } from "../../trace/trace.js";
import type { Report } from "../rule.js";
import { takeoverWords } from "./port-unreachable.js";
import { sipPeersOf } from "./sip-peers.js";
import { succeedsSoon, type TlsFailure, type TlsSession } from "./tls-sessions.js";

const SOON_MICROS = seconds(32);

/** Suites named of a ClientHello, which may offer hundreds. */
const CIPHERS_NAMED = 4;

export type Shared = Pick<Report, "aor" | "registration" | "foldBy" | "severity" | "connection" | "evidence">;

/** @param facts what the rule itself has seen. */
export function sharedOf(trace: Trace, session: TlsSession, severity: Report["severity"], facts: string[]): Shared {
  const { client, server, atMicros, first } = session.connection;
  const peers = sipPeersOf(trace);
  const takeover = peers.takeover(client, atMicros, SOON_MICROS);
  const works = takeover !== undefined || succeedsSoon(trace, session, SOON_MICROS);
  return {
    ...peers.ownerOf(client.address),
    foldBy: `${client.address} ${formatEndpoint(server)}`,
    severity: works && session.failure ? "info" : (severity ?? "error"),
    connection: session.failure ? first : null,
    evidence: [...facts, ...offerWords(session), ...takeoverWords(takeover, atMicros)],
  };
}

function offerWords({ hello, serverHello }: TlsSession): string[] {
  const words: string[] = [];
  if (hello) {
    const { sni, versions = [], ciphers = [] } = hello.signal.details;
    const named = ciphers.slice(0, CIPHERS_NAMED).join(", ");
    const more = ciphers.length > CIPHERS_NAMED ? ` and ${ciphers.length - CIPHERS_NAMED} more` : "";
    words.push(
      `The client asks ${sni === undefined ? "without a server name" : `for ${sni}`} and offers ${versions.join(", ") || "no version"} with ${named || "no cipher suite"}${more}.`,
    );
  }
  const chosen = serverHello?.signal.details;
  if (chosen?.version !== undefined) words.push(`The server chooses ${chosen.version} with ${chosen.cipher ?? "?"}.`);
  return words;
}

/** `fatal alert unknown_ca of the client in frame 11` */
export function failureWords(trace: Trace, { by, how, alert, isEncrypted, signal }: TlsFailure): string {
  const seen = trace.signals[signal];
  const place = seen ? ` in ${whereIsSignal(seen)}` : "";
  if (alert) return `the ${by} sends the fatal alert ${alert.description}${place}`;
  if (isEncrypted) return `the ${by} ends the handshake with an encrypted alert${place}`;
  return `the ${by} ${how === "reset" ? "resets" : "closes"} the connection${place} without an alert`;
}

export function whereIsSignal({ place }: Signal): string {
  return place.frame === null ? `line ${place.line ?? "?"}` : `frame ${place.frame}`;
}
