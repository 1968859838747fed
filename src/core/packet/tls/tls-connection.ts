/** A TLS connection: what its handshake agrees on, and from that and the key log the keys of both directions. */
import { concatBytes } from "@noble/hashes/utils.js";
import { MAX_OFFERED, type TlsDetails, type TlsStep } from "../../model/tls.js";
import type { BufferSlice } from "../stream-buffer.js";
import type { StreamReader } from "../stream-reader.js";
import type { StreamReporter } from "../stream-reporter.js";
import { CertificateReader, firstCertificate } from "./certificate.js";
import { cipherSuite, cipherSuiteName } from "./cipher-suites.js";
import { HANDSHAKE, type HandshakeMessage } from "./handshake-stream.js";
import {
  acceptsEarlyData,
  type ClientHello,
  decodeClientHello,
  decodeServerHello,
  decodeSessionTicket,
  type ServerHello,
  TLS_1_3,
  versionName,
} from "./hello.js";
import { connectionKeys, masterSecret, nextTrafficSecret, trafficKeys } from "./key-derivation.js";
import type { KeyLog, TrafficSecret } from "./key-log.js";
import { OpaqueRecords } from "./opaque-records.js";
import { keySizes, type RecordOpener, recordOpener } from "./record-opener.js";
import { SessionCache } from "./session-cache.js";
import { type RecordsOf, TlsDirection } from "./tls-direction.js";

/** Handshake messages kept for the extended master secret; a handshake has a few certificates. */
const MAX_TRANSCRIPT_OCTETS = 256 * 1024;
/** Records that keys which are not known protect before those that are: the rest of a handshake, or early data. */
const TOLERATED_RECORDS = 64;

/** What the connections of a capture share. */
export class TlsContext {
  readonly sessions = new SessionCache();
  readonly certificates = new CertificateReader();
  constructor(readonly keyLog: KeyLog) {}
}

/** A handshake from its ClientHello on; a renegotiation is another one. */
interface Handshake {
  readonly client: TlsDirection;
  readonly server: TlsDirection;
  clientHello: ClientHello | undefined;
  serverHello: ServerHello | undefined;
  ticket: Uint8Array;
  encryptedPremaster: Uint8Array;
  transcript: Uint8Array[];
  transcriptOctets: number;
  /** The server asked for another ClientHello, as it does in TLS 1.3 only. */
  isRetried: boolean;
  /** Early data of the client waits for the server to take or refuse it. */
  hasEarlyData: boolean;
  /** Up to TLS 1.2, once a side has asked for them; null when they are not known. */
  openers: { readonly client: RecordOpener; readonly server: RecordOpener } | null | undefined;
}

export class TlsConnection implements RecordsOf {
  readonly first: TlsDirection;
  readonly second: TlsDirection;
  readonly #context: TlsContext;
  #handshake: Handshake | undefined;
  /** Traffic secrets in use, in TLS 1.3. */
  readonly #secrets = new Map<TlsDirection, Uint8Array>();
  #hasToldProblem = false;

  constructor(
    context: TlsContext,
    first: StreamReporter,
    second: StreamReporter,
    openPlain: (reporter: StreamReporter, isFromStart: boolean) => StreamReader,
  ) {
    this.#context = context;
    this.first = new TlsDirection(first, this, openPlain);
    this.second = new TlsDirection(second, this, openPlain);
  }

  mustWait(direction: TlsDirection): boolean {
    const handshake = this.#handshake;
    if (handshake === undefined) return true;
    if (handshake.serverHello === undefined) return !handshake.isRetried;
    return handshake.hasEarlyData && direction === handshake.client;
  }

  handshake(direction: TlsDirection, message: HandshakeMessage, record: BufferSlice): void {
    const { type, body } = message;
    if (type === HANDSHAKE.clientHello) return this.#clientHello(direction, message, record);
    const handshake = (this.#handshake ??= this.#begin(this.#peer(direction)));
    this.#addToTranscript(handshake, message);
    switch (type) {
      case HANDSHAKE.serverHello:
        return this.#serverHello(handshake, direction, body, record);
      case HANDSHAKE.encryptedExtensions:
        if (direction === handshake.server) this.#encryptedExtensions(handshake, body);
        return;
      case HANDSHAKE.certificateRequest:
        return tell(direction, "certificate-request", {}, record);
      case HANDSHAKE.certificate:
        return this.#certificate(handshake, direction, body, record);
      case HANDSHAKE.clientKeyExchange:
        // After the length, if there is one: only RSA key exchange is looked up by it.
        handshake.encryptedPremaster = body.subarray(2);
        return;
      case HANDSHAKE.newSessionTicket:
        if (!isTls13(handshake)) handshake.ticket = decodeSessionTicket(body);
        return;
      case HANDSHAKE.endOfEarlyData:
        if (direction === handshake.client) this.#protectHandshake(handshake, direction, 0);
        return;
      case HANDSHAKE.finished:
        tell(direction, "finished", {}, record);
        this.finished(direction);
        if (isTls13(handshake)) this.#protectApplication(handshake, direction);
        return;
      case HANDSHAKE.keyUpdate:
        if (isTls13(handshake)) this.#updateKeys(handshake, direction);
    }
  }

  /** What follows of the direction is protected. TLS 1.3 sends it without meaning, for the sake of middleboxes. */
  changeCipherSpec(direction: TlsDirection, record: BufferSlice): void {
    const handshake = this.#handshake;
    if (handshake === undefined || isTls13(handshake)) return;
    handshake.openers ??= this.#openers(handshake, record);
    const { openers } = handshake;
    if (!openers) return direction.leave(opaqueRecords(handshake, direction));
    direction.protect({ opener: direction === handshake.client ? openers.client : openers.server });
    if (direction === handshake.client) return;
    const { serverHello, ticket } = handshake;
    const master = this.#master(handshake);
    if (serverHello && master) this.#context.sessions.remember(serverHello.sessionId, ticket, master);
  }

  finished(direction: TlsDirection): void {
    this.#peer(direction).peerFinished();
  }

  keysDoNotFit(direction: TlsDirection, record: BufferSlice): void {
    this.#problem(direction, record, "does not open with the keys at hand, so what it carries is not read");
    this.#leave();
  }

  recordIsLost(direction: TlsDirection, record: BufferSlice): void {
    this.#problem(direction, record, `has a record in frame ${record.frame} that cannot be decrypted`);
  }

  #clientHello(direction: TlsDirection, message: HandshakeMessage, record: BufferSlice): void {
    const hello = decodeClientHello(message.body);
    if (hello === undefined) return;
    tell(
      direction,
      "client-hello",
      {
        ...(hello.sni === undefined ? {} : { sni: hello.sni }),
        versions: hello.versions.slice(0, MAX_OFFERED).map(versionName),
        ciphers: hello.suites.slice(0, MAX_OFFERED).map(cipherSuiteName),
      },
      record,
    );
    const handshake = this.#begin(direction);
    handshake.clientHello = hello;
    handshake.isRetried = this.#handshake?.isRetried === true && this.#handshake.client === direction;
    handshake.hasEarlyData =
      hello.offersEarlyData && this.#context.keyLog.traffic("CLIENT_EARLY_TRAFFIC_SECRET", hello.random) !== undefined;
    this.#addToTranscript(handshake, message);
    this.#handshake = handshake;
  }

  #begin(client: TlsDirection): Handshake {
    return {
      client,
      server: this.#peer(client),
      clientHello: undefined,
      serverHello: undefined,
      ticket: new Uint8Array(0),
      encryptedPremaster: new Uint8Array(0),
      transcript: [],
      transcriptOctets: 0,
      isRetried: false,
      hasEarlyData: false,
      openers: undefined,
    };
  }

  #serverHello(handshake: Handshake, direction: TlsDirection, body: Uint8Array, record: BufferSlice): void {
    const hello = decodeServerHello(body);
    if (hello === undefined || direction !== handshake.server) return;
    const { clientHello } = handshake;
    const isEcho = hello.sessionId.length > 0 && isSame(hello.sessionId, clientHello?.sessionId);
    const isResumed = hello.version >= TLS_1_3 ? hello.usesPreSharedKey : isEcho;
    const chosen = { version: versionName(hello.version), cipher: cipherSuiteName(hello.suite) };
    if (hello.isRetry) {
      tell(direction, "hello-retry-request", chosen, record);
      // The early data sent so far is not taken, and the client does not send more (RFC 8446 §4.2.10).
      handshake.client.forget();
      handshake.isRetried = true;
      return;
    }
    tell(direction, "server-hello", { ...chosen, ...(isResumed ? { isResumed } : {}) }, record);
    handshake.serverHello = hello;
    if (isTls13(handshake)) this.#protectBoth(handshake, record);
    handshake.client.release();
    handshake.server.release();
  }

  #certificate(handshake: Handshake, direction: TlsDirection, body: Uint8Array, record: BufferSlice): void {
    const der = firstCertificate(body, isTls13(handshake));
    const certificate = der && this.#context.certificates.read(der);
    tell(direction, "certificate", certificate === undefined ? {} : { certificate }, record);
  }

  #protectBoth(handshake: Handshake, record: BufferSlice): void {
    const { client, server } = handshake;
    if (!this.#knows(handshake, server) && !this.#knows(handshake, client)) {
      handshake.hasEarlyData = false;
      return this.#leave();
    }
    if (!this.#isSupported(handshake, record)) return this.#leave();
    this.#protectHandshake(handshake, server, 0);
    // Whether early data is taken stands in the server's encrypted extensions, if those can be read.
    handshake.hasEarlyData &&= this.#traffic(handshake, server, "HANDSHAKE_TRAFFIC_SECRET") !== undefined;
    if (handshake.hasEarlyData) return;
    const hasUnreadable = handshake.clientHello?.offersEarlyData;
    this.#protectHandshake(handshake, client, hasUnreadable ? TOLERATED_RECORDS : 0);
  }

  #encryptedExtensions(handshake: Handshake, body: Uint8Array): void {
    const { client, clientHello, serverHello } = handshake;
    if (!handshake.hasEarlyData || !clientHello || !serverHello) return;
    handshake.hasEarlyData = false;
    if (acceptsEarlyData(body)) {
      const secret = this.#context.keyLog.traffic("CLIENT_EARLY_TRAFFIC_SECRET", clientHello.random)!;
      client.protect({ opener: tls13Opener(serverHello, secret), next: this.#handshakeOpener(handshake, client) });
    } else {
      this.#protectHandshake(handshake, client, TOLERATED_RECORDS);
    }
    client.release();
  }

  #protectHandshake(handshake: Handshake, direction: TlsDirection, tolerated: number): void {
    const opener = this.#handshakeOpener(handshake, direction);
    const next = this.#applicationOpener(handshake, direction);
    if (opener === undefined && next === undefined) return direction.leave(opaqueRecords(handshake, direction));
    direction.protect({ opener, next, tolerated: opener === undefined ? TOLERATED_RECORDS : tolerated });
    const secret = this.#traffic(handshake, direction, "TRAFFIC_SECRET_0");
    if (secret) this.#secrets.set(direction, secret);
  }

  #protectApplication(handshake: Handshake, direction: TlsDirection): void {
    const opener = this.#applicationOpener(handshake, direction);
    if (opener === undefined) direction.leave(opaqueRecords(handshake, direction));
    else direction.protect({ opener });
  }

  #updateKeys({ serverHello }: Handshake, direction: TlsDirection): void {
    const secret = this.#secrets.get(direction);
    if (secret === undefined || serverHello === undefined) return;
    const following = nextTrafficSecret(cipherSuite(serverHello.suite), secret);
    this.#secrets.set(direction, following);
    direction.protect({ opener: tls13Opener(serverHello, following) });
  }

  #handshakeOpener(handshake: Handshake, direction: TlsDirection): RecordOpener | undefined {
    const secret = this.#traffic(handshake, direction, "HANDSHAKE_TRAFFIC_SECRET");
    return secret && handshake.serverHello && tls13Opener(handshake.serverHello, secret);
  }

  #applicationOpener(handshake: Handshake, direction: TlsDirection): RecordOpener | undefined {
    const secret = this.#traffic(handshake, direction, "TRAFFIC_SECRET_0");
    return secret && handshake.serverHello && tls13Opener(handshake.serverHello, secret);
  }

  #knows(handshake: Handshake, direction: TlsDirection): boolean {
    return (
      this.#traffic(handshake, direction, "HANDSHAKE_TRAFFIC_SECRET") !== undefined ||
      this.#traffic(handshake, direction, "TRAFFIC_SECRET_0") !== undefined
    );
  }

  #traffic(
    { client, clientHello }: Handshake,
    direction: TlsDirection,
    secret: "HANDSHAKE_TRAFFIC_SECRET" | "TRAFFIC_SECRET_0",
  ): Uint8Array | undefined {
    const label: TrafficSecret = direction === client ? `CLIENT_${secret}` : `SERVER_${secret}`;
    return clientHello && this.#context.keyLog.traffic(label, clientHello.random);
  }

  /** Keys up to TLS 1.2; null when they are not known. */
  #openers(handshake: Handshake, record: BufferSlice): Handshake["openers"] {
    const { clientHello, serverHello } = handshake;
    const master = this.#master(handshake);
    if (!master || !clientHello || !serverHello || !this.#isSupported(handshake, record)) return null;
    const suite = cipherSuite(serverHello.suite);
    const { version } = serverHello;
    const randoms = { client: clientHello.random, server: serverHello.random };
    const keys = connectionKeys({ version, hash: suite.hash }, master, randoms, keySizes(suite));
    const encryptThenMac = clientHello.encryptThenMac && serverHello.encryptThenMac;
    const client = recordOpener(suite, version, keys.client, encryptThenMac);
    const server = recordOpener(suite, version, keys.server, encryptThenMac);
    return client && server ? { client, server } : null;
  }

  #master(handshake: Handshake): Uint8Array | undefined {
    const { clientHello, serverHello, encryptedPremaster } = handshake;
    if (!clientHello || !serverHello) return undefined;
    const { keyLog, sessions } = this.#context;
    const known = keyLog.master(clientHello.random) ?? keyLog.masterOfSession(serverHello.sessionId);
    if (known) return known;
    // Without a key exchange a session of before goes on, by its ticket or its id.
    if (encryptedPremaster.length === 0) return sessions.find(serverHello.sessionId, clientHello.ticket);
    const premaster = keyLog.premaster(clientHello.random, encryptedPremaster);
    if (premaster === undefined) return undefined;
    const of = { version: serverHello.version, hash: cipherSuite(serverHello.suite).hash };
    const randoms = { client: clientHello.random, server: serverHello.random };
    const transcript = serverHello.extendedMasterSecret ? concatBytes(...handshake.transcript) : undefined;
    return masterSecret(of, premaster, randoms, transcript);
  }

  /** The extended master secret depends on all messages up to ClientKeyExchange (RFC 7627 §3). */
  #addToTranscript(handshake: Handshake, { type, octets }: HandshakeMessage): void {
    if (!this.#context.keyLog.hasPremasters || type === HANDSHAKE.helloRequest) return;
    if (handshake.encryptedPremaster.length > 0 || handshake.transcriptOctets > MAX_TRANSCRIPT_OCTETS) return;
    handshake.transcript.push(octets);
    handshake.transcriptOctets += octets.length;
  }

  /** Says so when there are keys, but not for this suite. */
  #isSupported({ client, serverHello }: Handshake, record: BufferSlice): boolean {
    if (serverHello === undefined) return false;
    const { suite, compression } = serverHello;
    if (cipherSuite(suite).protection !== undefined && compression === 0) return true;
    const how = compression === 0 ? cipherSuiteName(suite) : "compression";
    this.#problem(client, record, `uses ${how}, which cannot be decrypted`);
    return false;
  }

  /** Neither direction can be read. */
  #leave(): void {
    for (const direction of [this.first, this.second]) {
      direction.leave(this.#handshake && opaqueRecords(this.#handshake, direction));
    }
  }

  #problem({ reporter }: TlsDirection, { sourceMap }: BufferSlice, what: string): void {
    if (this.#hasToldProblem) return;
    this.#hasToldProblem = true;
    reporter.problem(sourceMap.toFile(0), `The TLS connection from ${reporter.ends} ${what}.`);
  }

  #peer(direction: TlsDirection): TlsDirection {
    return direction === this.first ? this.second : this.first;
  }
}

function tell(direction: TlsDirection, step: TlsStep, details: TlsDetails, record: BufferSlice): void {
  direction.reporter.tls(step, details, record.frame, record.atMicros);
}

function isTls13({ serverHello, isRetried }: Handshake): boolean {
  return serverHello === undefined ? isRetried : serverHello.version >= TLS_1_3;
}

function opaqueRecords(handshake: Handshake, direction: TlsDirection): OpaqueRecords | undefined {
  const { serverHello, client } = handshake;
  return (
    serverHello && new OpaqueRecords(serverHello.version, cipherSuite(serverHello.suite).hash, direction === client)
  );
}

function tls13Opener({ suite, version }: ServerHello, secret: Uint8Array): RecordOpener | undefined {
  const parts = cipherSuite(suite);
  return recordOpener(parts, version, trafficKeys(parts, secret), false);
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((octet, index) => octet === b[index]);
}
