/** A TLS connection: follows the handshakes of its two sides and gives each direction its keys when they change. */
import { MAX_OFFERED, type TlsDetails, type TlsStep } from "../../model/tls.js";
import type { BufferSlice } from "../stream-buffer.js";
import type { StreamReader } from "../stream-reader.js";
import type { StreamReporter } from "../stream-reporter.js";
import { firstCertificate } from "./certificate.js";
import { cipherSuiteName } from "./cipher-suites.js";
import { HANDSHAKE, type HandshakeMessage } from "./handshake-stream.js";
import {
  acceptsEarlyData,
  decodeClientHello,
  decodeServerHello,
  decodeSessionTicket,
  TLS_1_3,
  versionName,
} from "./hello.js";
import { type DirectionOwner, TlsDirection } from "./tls-direction.js";
import { type Role, type TlsContext, TlsHandshake } from "./tls-handshake.js";

/** Records under keys that are not known, before those that are: the rest of a handshake, or early data. */
const TOLERATED_RECORDS = 64;

export class TlsConnection implements DirectionOwner {
  readonly first: TlsDirection;
  readonly second: TlsDirection;
  readonly #context: TlsContext;
  /** A renegotiation replaces it. */
  #handshake: TlsHandshake;
  #client: TlsDirection | undefined;
  #waitsNoLonger = false;
  #hasToldProblem = false;

  /** @param openPlain makes the reader of what a direction carries */
  constructor(
    context: TlsContext,
    first: StreamReporter,
    second: StreamReporter,
    openPlain: (reporter: StreamReporter, isFromStart: boolean) => StreamReader,
  ) {
    this.#context = context;
    this.#handshake = new TlsHandshake(context);
    this.first = new TlsDirection(first, this, openPlain, context.watch?.watchDirection());
    this.second = new TlsDirection(second, this, openPlain, context.watch?.watchDirection());
  }

  mustWait(direction: TlsDirection): boolean {
    if (this.#waitsNoLonger) return false;
    const { serverHello, isRetried, hasEarlyData } = this.#handshake;
    if (direction.isAnswer) return this.#client === undefined;
    if (serverHello === undefined) return !isRetried;
    return hasEarlyData && direction === this.#client;
  }

  waitNoLonger(): void {
    this.#waitsNoLonger = true;
  }

  handshake(direction: TlsDirection, message: HandshakeMessage, record: BufferSlice): void {
    const { type, body } = message;
    if (type === HANDSHAKE.clientHello) return this.#clientHello(direction, message, record);
    const handshake = this.#handshake;
    const isFromClient = direction === this.#client;
    handshake.add(message);
    switch (type) {
      case HANDSHAKE.serverHello:
        return isFromClient ? undefined : this.#serverHello(direction, body, record);
      case HANDSHAKE.encryptedExtensions:
        return isFromClient ? undefined : this.#encryptedExtensions(body);
      case HANDSHAKE.certificateRequest:
        return tell(direction, "certificate-request", {}, record);
      case HANDSHAKE.certificate:
        return this.#certificate(direction, body, record);
      case HANDSHAKE.newSessionTicket:
        // In TLS 1.3 what a ticket resumes has secrets of its own in the log.
        if (!handshake.isTls13) handshake.ticket = decodeSessionTicket(body);
        return;
      case HANDSHAKE.endOfEarlyData:
        return isFromClient ? this.#protectHandshake(direction, 0) : undefined;
      case HANDSHAKE.finished:
        tell(direction, "finished", {}, record);
        this.finished(direction);
        if (handshake.isTls13) this.#protectOrLeave(direction, handshake.applicationOpener(this.#role(direction)));
        return;
      case HANDSHAKE.keyUpdate:
        if (handshake.isTls13) this.#protectOrLeave(direction, handshake.updatedOpener(this.#role(direction)));
    }
  }

  changeCipherSpec(direction: TlsDirection, record: BufferSlice): void {
    const handshake = this.#handshake;
    // TLS 1.3 sends it without meaning, for the sake of middleboxes (RFC 8446 §D.4).
    if (handshake.isTls13) return;
    if (handshake.master) this.#tellUnsupported(direction, record);
    const role = this.#role(direction);
    this.#protectOrLeave(direction, handshake.openers?.[role]);
    if (role === "server") handshake.rememberSession();
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
    const { sni, versions, suites, random, offersEarlyData } = hello;
    const offer = {
      versions: versions.slice(0, MAX_OFFERED).map(versionName),
      ciphers: suites.slice(0, MAX_OFFERED).map(cipherSuiteName),
    };
    tell(direction, "client-hello", sni === undefined ? offer : { sni, ...offer }, record);
    const handshake = new TlsHandshake(this.#context);
    handshake.clientHello = hello;
    handshake.isRetried = this.#handshake.isRetried && this.#handshake.serverHello === undefined;
    const earlySecret = this.#context.keyLog.traffic("CLIENT_EARLY_TRAFFIC_SECRET", random);
    handshake.hasEarlyData = offersEarlyData && earlySecret !== undefined;
    handshake.add(message);
    this.#handshake = handshake;
    this.#client = direction;
    this.#peer(direction).release();
  }

  #serverHello(direction: TlsDirection, body: Uint8Array, record: BufferSlice): void {
    const hello = decodeServerHello(body);
    if (hello === undefined) return;
    const handshake = this.#handshake;
    const client = (this.#client ??= this.#peer(direction));
    const chosen = { version: versionName(hello.version), cipher: cipherSuiteName(hello.suite) };
    if (hello.isRetry) {
      tell(direction, "hello-retry-request", chosen, record);
      // Early data is not taken then, and the client sends no more of it (RFC 8446 §4.2.10).
      client.forget();
      handshake.isRetried = true;
      return;
    }
    const isEcho = hello.sessionId.length > 0 && isSame(hello.sessionId, handshake.clientHello?.sessionId);
    const isResumed = hello.version >= TLS_1_3 ? hello.usesPreSharedKey : isEcho;
    tell(direction, "server-hello", isResumed ? { ...chosen, isResumed } : chosen, record);
    handshake.serverHello = hello;
    if (handshake.isTls13) this.#protectBoth(direction, client, record);
    client.release();
    direction.release();
  }

  #certificate(direction: TlsDirection, body: Uint8Array, record: BufferSlice): void {
    const der = firstCertificate(body, this.#handshake.isTls13);
    const certificate = der && this.#context.certificates.read(der);
    tell(direction, "certificate", certificate === undefined ? {} : { certificate }, record);
  }

  /** TLS 1.3 protects everything after ServerHello. */
  #protectBoth(server: TlsDirection, client: TlsDirection, record: BufferSlice): void {
    const handshake = this.#handshake;
    if (!handshake.hasTrafficSecrets || this.#tellUnsupported(server, record)) {
      handshake.hasEarlyData = false;
      return this.#leave();
    }
    this.#protectHandshake(server, 0);
    // Whether early data is taken stands in the server's encrypted extensions, if those can be read.
    handshake.hasEarlyData &&= handshake.handshakeOpener("server") !== undefined;
    if (handshake.hasEarlyData) return;
    this.#protectHandshake(client, handshake.clientHello?.offersEarlyData ? TOLERATED_RECORDS : 0);
  }

  #encryptedExtensions(body: Uint8Array): void {
    const handshake = this.#handshake;
    const client = this.#client;
    if (!handshake.hasEarlyData || client === undefined) return;
    handshake.hasEarlyData = false;
    if (acceptsEarlyData(body)) {
      client.protect({ opener: handshake.earlyOpener(), next: handshake.handshakeOpener("client") });
    } else {
      this.#protectHandshake(client, TOLERATED_RECORDS);
    }
    client.release();
  }

  #protectHandshake(direction: TlsDirection, tolerated: number): void {
    const handshake = this.#handshake;
    const role = this.#role(direction);
    const opener = handshake.handshakeOpener(role);
    const next = handshake.applicationOpener(role);
    if (opener === undefined && next === undefined) return direction.leave(handshake.opaqueRecords(role));
    direction.protect({ opener, next, tolerated: opener === undefined ? TOLERATED_RECORDS : tolerated });
  }

  #protectOrLeave(direction: TlsDirection, opener: ReturnType<TlsHandshake["handshakeOpener"]>): void {
    if (opener === undefined) direction.leave(this.#handshake.opaqueRecords(this.#role(direction)));
    else direction.protect({ opener });
  }

  /** Neither direction can be read. */
  #leave(): void {
    for (const direction of [this.first, this.second]) {
      direction.leave(this.#handshake.opaqueRecords(this.#role(direction)));
    }
  }

  /** There are keys, but what they are for cannot be read. */
  #tellUnsupported(direction: TlsDirection, record: BufferSlice): boolean {
    const { unsupported } = this.#handshake;
    if (unsupported === undefined) return false;
    this.#problem(direction, record, `uses ${unsupported}, which cannot be decrypted`);
    return true;
  }

  #problem({ reporter }: TlsDirection, { sourceMap }: BufferSlice, what: string): void {
    if (this.#hasToldProblem) return;
    this.#hasToldProblem = true;
    reporter.problem(sourceMap.toFile(0), `The TLS connection from ${reporter.ends} ${what}.`);
  }

  #role(direction: TlsDirection): Role {
    return direction === this.#client ? "client" : "server";
  }

  #peer(direction: TlsDirection): TlsDirection {
    return direction === this.first ? this.second : this.first;
  }
}

function tell(direction: TlsDirection, step: TlsStep, details: TlsDetails, record: BufferSlice): void {
  direction.reporter.tls(step, details, record.frame, record.atMicros);
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((octet, index) => octet === b[index]);
}
