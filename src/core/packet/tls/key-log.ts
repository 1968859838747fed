/** The secrets of a key log in NSS format, as browsers and TLS libraries write it for SSLKEYLOGFILE (draft-ietf-tls-keylogfile). */
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

/** A day of a busy server; a log beyond this is read up to here. */
const MAX_SECRETS = 1_000_000;
/** The longest line that is read: two labels and two values of no more than 512 octets. */
const MAX_LINE_CHARACTERS = 2200;

/** Secrets of TLS 1.3, which the log names by the client's random (RFC 8446 §7.1). */
const TRAFFIC_SECRETS = [
  "CLIENT_EARLY_TRAFFIC_SECRET",
  "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
  "SERVER_HANDSHAKE_TRAFFIC_SECRET",
  "CLIENT_TRAFFIC_SECRET_0",
  "SERVER_TRAFFIC_SECRET_0",
] as const;
export type TrafficSecret = (typeof TRAFFIC_SECRETS)[number];

const LABELS = ["CLIENT_RANDOM", "PMS_CLIENT_RANDOM", "RSA", ...TRAFFIC_SECRETS];
const LABELLED = new RegExp(`^(${LABELS.join("|")}) ([0-9a-f]{16,128}) ([0-9a-f]{2,1024})$`, "i");
/** What `openssl s_client` prints, joined to a line; Wireshark reads it as well. */
const SESSION = /^RSA Session-ID:([0-9a-f]{2,64}) Master-Key:([0-9a-f]{96})$/i;

/** The first octets of an encrypted premaster secret, by which the log names it. */
const ENCRYPTED_PREMASTER_OCTETS = 8;

export class KeyLog {
  /** Label and what the log names the secret by, to the secret; all in hexadecimal. */
  readonly #secrets = new Map<string, string>();
  #hasPremasters = false;

  get isEmpty(): boolean {
    return this.#secrets.size === 0;
  }

  /** The log holds premaster secrets: the master secret may depend on the handshake's messages. */
  get hasPremasters(): boolean {
    return this.#hasPremasters;
  }

  /** Reads the lines of a log; those that are something else are passed over. @returns how many were understood. */
  add(keyLog: Uint8Array | string): number {
    const text = typeof keyLog === "string" ? keyLog : new TextDecoder("latin1").decode(keyLog);
    let understood = 0;
    for (let start = 0; start < text.length;) {
      const newline = text.indexOf("\n", start);
      const end = newline < 0 ? text.length : newline;
      if (end - start <= MAX_LINE_CHARACTERS && this.#line(text.slice(start, end).trim())) understood++;
      start = end + 1;
    }
    return understood;
  }

  /** Master secret of the connection whose ClientHello has this random. */
  master(clientRandom: Uint8Array): Uint8Array | undefined {
    return this.#find("CLIENT_RANDOM", clientRandom);
  }

  /** Master secret of a session, by its id. */
  masterOfSession(sessionId: Uint8Array): Uint8Array | undefined {
    return sessionId.length === 0 ? undefined : this.#find("SESSION", sessionId);
  }

  /** Premaster secret, by the client's random or by how it was encrypted to the server's RSA key. */
  premaster(clientRandom: Uint8Array, encryptedPremaster: Uint8Array): Uint8Array | undefined {
    return (
      this.#find("PMS_CLIENT_RANDOM", clientRandom) ??
      this.#find("RSA", encryptedPremaster.subarray(0, ENCRYPTED_PREMASTER_OCTETS))
    );
  }

  traffic(secret: TrafficSecret, clientRandom: Uint8Array): Uint8Array | undefined {
    return this.#find(secret, clientRandom);
  }

  /** The log says something of the connection whose ClientHello has this random. */
  knows(clientRandom: Uint8Array): boolean {
    const name = bytesToHex(clientRandom);
    return LABELS.some((label) => this.#secrets.has(`${label} ${name}`));
  }

  #line(line: string): boolean {
    if (line === "" || line.startsWith("#") || this.#secrets.size >= MAX_SECRETS) return false;
    const session = SESSION.exec(line);
    if (session) return this.#put("SESSION", session[1]!, session[2]!);
    const labelled = LABELLED.exec(line);
    if (!labelled || labelled[3]!.length % 2 !== 0) return false;
    const label = labelled[1]!.toUpperCase();
    this.#hasPremasters ||= label === "RSA" || label === "PMS_CLIENT_RANDOM";
    return this.#put(label, labelled[2]!, labelled[3]!);
  }

  #put(label: string, name: string, secret: string): true {
    this.#secrets.set(`${label} ${name.toLowerCase()}`, secret);
    return true;
  }

  #find(label: string, name: Uint8Array): Uint8Array | undefined {
    const secret = this.#secrets.get(`${label} ${bytesToHex(name)}`);
    return secret === undefined ? undefined : hexToBytes(secret);
  }
}

/** The octets hold at least one secret. */
export function isKeyLog(octets: Uint8Array): boolean {
  return new KeyLog().add(octets) > 0;
}
