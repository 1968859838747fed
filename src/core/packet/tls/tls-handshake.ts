/** What one handshake of a TLS connection agrees on, and which keys follow from that and the key log. */
import { concatBytes } from "@noble/hashes/utils.js";
import { CertificateReader } from "./certificate.js";
import { type CipherSuite, cipherSuite, cipherSuiteName } from "./cipher-suites.js";
import { HANDSHAKE, type HandshakeMessage } from "./handshake-stream.js";
import { type ClientHello, type ServerHello, TLS_1_3 } from "./hello.js";
import { connectionKeys, type DirectionKeys, masterSecret, nextTrafficSecret, trafficKeys } from "./key-derivation.js";
import type { KeyLog, TrafficSecret } from "./key-log.js";
import { OpaqueRecords } from "./opaque-records.js";
import { keySizes, type RecordOpener, recordOpener } from "./record-opener.js";
import { recordSealer } from "./record-sealer.js";
import type { RecordWatch } from "./record-watch.js";
import { SessionCache } from "./session-cache.js";

/** Messages kept for the extended master secret; a handshake has a few certificates. */
const MAX_TRANSCRIPT_OCTETS = 256 * 1024;

/** What the connections of a capture share. */
export class TlsContext {
  readonly sessions = new SessionCache();
  readonly certificates = new CertificateReader();
  constructor(
    readonly keyLog: KeyLog,
    readonly watch?: RecordWatch,
  ) {}
}

export type Role = "client" | "server";

/** A secret, and the one that a copy has instead. */
interface Secrets {
  readonly own: Uint8Array;
  readonly copy: Uint8Array | undefined;
}

/** Both helloes are there. */
interface Agreement {
  readonly clientHello: ClientHello;
  readonly serverHello: ServerHello;
  readonly suite: CipherSuite;
}

export class TlsHandshake {
  clientHello: ClientHello | undefined;
  serverHello: ServerHello | undefined;
  /** The server asked for another ClientHello, as it does in TLS 1.3 only. */
  isRetried = false;
  /** Ticket that the server gave in this handshake. */
  ticket: Uint8Array = new Uint8Array(0);
  /** The client's early data waits for the server to take or refuse it. */
  hasEarlyData = false;
  #encryptedPremaster = new Uint8Array(0);
  #transcript: Uint8Array[] = [];
  #transcriptOctets = 0;
  /** Null once it is known that there is none. */
  #master: Uint8Array | null | undefined;
  #openers: Readonly<Record<Role, RecordOpener>> | null | undefined;
  /** Traffic secrets in use, which a KeyUpdate replaces. */
  readonly #secrets: { [role in Role]?: Secrets } = {};

  constructor(private readonly context: TlsContext) {}

  get isTls13(): boolean {
    return this.serverHello === undefined ? this.isRetried : this.serverHello.version >= TLS_1_3;
  }

  /** Notes what the extended master secret and the key log depend on. */
  add({ type, body, octets }: HandshakeMessage): void {
    const isNeeded = this.context.keyLog.hasPremasters && this.#encryptedPremaster.length === 0;
    // A HelloRequest is no part of it (RFC 5246 §7.4.1.1).
    if (isNeeded && type !== HANDSHAKE.helloRequest && this.#transcriptOctets <= MAX_TRANSCRIPT_OCTETS) {
      this.#transcript.push(octets);
      this.#transcriptOctets += octets.length;
    }
    // After its length; of other key exchanges the log does not know it.
    if (type === HANDSHAKE.clientKeyExchange) this.#encryptedPremaster = body.slice(2);
  }

  /** What the headers of records tell that cannot be opened. */
  opaqueRecords(role: Role): OpaqueRecords | undefined {
    const { serverHello } = this;
    return (
      serverHello && new OpaqueRecords(serverHello.version, cipherSuite(serverHello.suite).hash, role === "client")
    );
  }

  /** What it uses, where that cannot be decrypted whatever the keys. */
  get unsupported(): string | undefined {
    if (this.serverHello === undefined) return undefined;
    const { suite, compression } = this.serverHello;
    if (compression !== 0) return "compression";
    return cipherSuite(suite).protection === undefined ? cipherSuiteName(suite) : undefined;
  }

  /** Master secret, up to TLS 1.2. */
  get master(): Uint8Array | undefined {
    if (this.#master === undefined) this.#master = this.#findMaster() ?? null;
    return this.#master ?? undefined;
  }

  /** Opens what each side protects, up to TLS 1.2. @returns undefined without keys. */
  get openers(): Readonly<Record<Role, RecordOpener>> | undefined {
    if (this.#openers === undefined) this.#openers = this.#findOpeners() ?? null;
    return this.#openers ?? undefined;
  }

  /** The key log has secrets of TLS 1.3 for it. */
  get hasTrafficSecrets(): boolean {
    const roles = ["client", "server"] as const;
    return roles.some(
      (role) => this.#traffic(role, "HANDSHAKE_TRAFFIC_SECRET") ?? this.#traffic(role, "TRAFFIC_SECRET_0"),
    );
  }

  handshakeOpener(role: Role): RecordOpener | undefined {
    return this.#tls13Opener(this.#secretsOf(labelOf(role, "HANDSHAKE_TRAFFIC_SECRET")));
  }

  applicationOpener(role: Role): RecordOpener | undefined {
    const secrets = this.#secretsOf(labelOf(role, "TRAFFIC_SECRET_0"));
    if (secrets) this.#secrets[role] = secrets;
    return this.#tls13Opener(secrets);
  }

  earlyOpener(): RecordOpener | undefined {
    return this.#tls13Opener(this.#secretsOf("CLIENT_EARLY_TRAFFIC_SECRET"));
  }

  /** Opens what follows a KeyUpdate. */
  updatedOpener(role: Role): RecordOpener | undefined {
    const secrets = this.#secrets[role];
    if (secrets === undefined || this.serverHello === undefined) return undefined;
    const suite = cipherSuite(this.serverHello.suite);
    const following = {
      own: nextTrafficSecret(suite, secrets.own),
      copy: secrets.copy && nextTrafficSecret(suite, secrets.copy),
    };
    this.#secrets[role] = following;
    return this.#tls13Opener(following);
  }

  /** Makes the session known to the connections that resume it. */
  rememberSession(): void {
    const { master, serverHello, ticket } = this;
    if (master && serverHello) this.context.sessions.remember(serverHello.sessionId, ticket, master);
  }

  get #agreement(): Agreement | undefined {
    const { clientHello, serverHello } = this;
    return clientHello && serverHello && { clientHello, serverHello, suite: cipherSuite(serverHello.suite) };
  }

  #findMaster(): Uint8Array | undefined {
    const agreement = this.#agreement;
    if (agreement === undefined) return undefined;
    const { clientHello, serverHello, suite } = agreement;
    const { keyLog, sessions } = this.context;
    const known = keyLog.master(clientHello.random) ?? keyLog.masterOfSession(serverHello.sessionId);
    if (known) return known;
    // Without a key exchange a session of before goes on.
    if (this.#encryptedPremaster.length === 0) return sessions.find(serverHello.sessionId, clientHello.ticket);
    const premaster = keyLog.premaster(clientHello.random, this.#encryptedPremaster);
    if (premaster === undefined) return undefined;
    const of = { version: serverHello.version, hash: suite.hash };
    const randoms = { client: clientHello.random, server: serverHello.random };
    const transcript = serverHello.extendedMasterSecret ? concatBytes(...this.#transcript) : undefined;
    return masterSecret(of, premaster, randoms, transcript);
  }

  #findOpeners(): Readonly<Record<Role, RecordOpener>> | undefined {
    const agreement = this.#agreement;
    const { master } = this;
    if (master === undefined || agreement === undefined || this.unsupported !== undefined) return undefined;
    const { clientHello, serverHello, suite } = agreement;
    const { version } = serverHello;
    const randoms = { client: clientHello.random, server: serverHello.random };
    const keysOf = (secret: Uint8Array) =>
      connectionKeys({ version, hash: suite.hash }, secret, randoms, keySizes(suite));
    const keys = keysOf(master);
    const instead = this.context.watch?.secretInstead("CLIENT_RANDOM", clientHello.random, master);
    const copyKeys = instead && keysOf(instead);
    const encryptThenMac = clientHello.encryptThenMac && serverHello.encryptThenMac;
    const openerOf = (role: Role) => openerFor(suite, version, keys[role], copyKeys?.[role], encryptThenMac);
    const client = openerOf("client");
    const server = openerOf("server");
    return client && server && { client, server };
  }

  #traffic(role: Role, epoch: Epoch): Uint8Array | undefined {
    const { clientHello, context } = this;
    return clientHello && context.keyLog.traffic(labelOf(role, epoch), clientHello.random);
  }

  #secretsOf(label: TrafficSecret): Secrets | undefined {
    const { clientHello, context } = this;
    const own = clientHello && context.keyLog.traffic(label, clientHello.random);
    return own && { own, copy: context.watch?.secretInstead(label, clientHello.random, own) };
  }

  #tls13Opener(secrets: Secrets | undefined): RecordOpener | undefined {
    if (secrets === undefined || this.serverHello === undefined) return undefined;
    const { suite, version } = this.serverHello;
    const parts = cipherSuite(suite);
    const copyKeys = secrets.copy && trafficKeys(parts, secrets.copy);
    return openerFor(parts, version, trafficKeys(parts, secrets.own), copyKeys, false);
  }
}

type Epoch = "HANDSHAKE_TRAFFIC_SECRET" | "TRAFFIC_SECRET_0";

function labelOf(role: Role, epoch: Epoch): TrafficSecret {
  return role === "client" ? `CLIENT_${epoch}` : `SERVER_${epoch}`;
}

/** @param copyKeys of whoever writes a copy */
function openerFor(
  suite: CipherSuite,
  version: number,
  keys: DirectionKeys,
  copyKeys: DirectionKeys | undefined,
  encryptThenMac: boolean,
): RecordOpener | undefined {
  const opener = recordOpener(suite, version, keys, encryptThenMac);
  const sealer = copyKeys && recordSealer(suite, version, copyKeys, encryptThenMac);
  return opener && sealer ? { open: (record, sequence) => opener.open(record, sequence), sealer } : opener;
}
