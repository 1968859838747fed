/** TLS 1.3 connections made record by record: the secrets are given, so everything a stack never shows on demand can be said. */
import { gcm } from "@noble/ciphers/aes.js";
import { expandLabel } from "../../../src/core/packet/tls/key-derivation.js";
import { ascii, concat } from "../../capture/capture-files.js";
import { u16 } from "../packets.js";
import type { Flight, From } from "./flights.js";

export const CONTENT = { alert: 21, handshake: 22, data: 23 };
export const CLIENT_RANDOM = new Uint8Array(32).fill(0x11);
const RETRY_RANDOM = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";
const AES_128_GCM_SHA256 = 0x1301;

export type Epoch = "early" | "handshake" | "application" | "updated";

/** Any octets do: what they are derived from is not the reader's business. */
function secretOf(from: From, epoch: Exclude<Epoch, "updated">): Uint8Array {
  return new Uint8Array(32).fill(from.length * 16 + epoch.length);
}

const LABELS = {
  client: {
    early: "CLIENT_EARLY_TRAFFIC_SECRET",
    handshake: "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
    application: "CLIENT_TRAFFIC_SECRET_0",
  },
  server: { early: "", handshake: "SERVER_HANDSHAKE_TRAFFIC_SECRET", application: "SERVER_TRAFFIC_SECRET_0" },
};

/** A key log line. */
export function keyLine(from: From, epoch: Exclude<Epoch, "updated">, secret = secretOf(from, epoch)): string {
  const hex = (octets: Uint8Array) => Buffer.from(octets).toString("hex");
  return `${LABELS[from][epoch]} ${hex(CLIENT_RANDOM)} ${hex(secret)}\n`;
}

export const ALL_KEYS = (["client", "server"] as const)
  .flatMap((from) => [keyLine(from, "handshake"), keyLine(from, "application")])
  .join("");

export function message(type: number, body: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(type, 0), u16(body.length), body]);
}

function record(type: number, fragment: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(type, 3, 3), u16(fragment.length), fragment]);
}

function extension(type: number, value: Uint8Array): Uint8Array {
  return concat([u16(type), u16(value.length), value]);
}

export function clientHello({ earlyData = false } = {}): Uint8Array {
  const name = ascii("pbx.example.com");
  const serverName = concat([u16(name.length + 3), Uint8Array.of(0), u16(name.length), name]);
  const extensions = concat([
    extension(0, serverName),
    extension(43, Uint8Array.of(4, 0x7a, 0x7a, 3, 4)),
    ...(earlyData ? [extension(42, new Uint8Array(0))] : []),
  ]);
  const suites = concat([u16(4), u16(0x0a0a), u16(AES_128_GCM_SHA256)]);
  const head = [u16(0x0303), CLIENT_RANDOM, Uint8Array.of(0), suites, Uint8Array.of(1, 0)];
  return message(1, concat([...head, u16(extensions.length), extensions]));
}

export function serverHello({ retry = false } = {}): Uint8Array {
  const random = retry ? new Uint8Array(Buffer.from(RETRY_RANDOM, "hex")) : new Uint8Array(32).fill(0x22);
  const extensions = extension(43, Uint8Array.of(3, 4));
  const head = [u16(0x0303), random, Uint8Array.of(0), u16(AES_128_GCM_SHA256), Uint8Array.of(0)];
  return message(2, concat([...head, u16(extensions.length), extensions]));
}

export const FINISHED = message(20, new Uint8Array(32));
export const KEY_UPDATE = message(24, Uint8Array.of(0));
export const END_OF_EARLY_DATA = message(5, new Uint8Array(0));

export function encryptedExtensions({ earlyData = false } = {}): Uint8Array {
  const extensions = earlyData ? extension(42, new Uint8Array(0)) : new Uint8Array(0);
  return message(8, concat([u16(extensions.length), extensions]));
}

export class Tls13Script {
  readonly flights: Flight[] = [];
  readonly #sequences = new Map<string, number>();

  /** A record in the clear. */
  plain(from: From, type: number, fragment: Uint8Array): this {
    this.flights.push({ from, octets: record(type, fragment) });
    return this;
  }

  /** A protected record, perhaps with zeros behind its content. */
  sealed(from: From, epoch: Epoch, type: number, content: Uint8Array | string, padding = 0): this {
    const octets = typeof content === "string" ? ascii(content) : content;
    const sequence = this.#sequences.get(`${from} ${epoch}`) ?? 0;
    this.#sequences.set(`${from} ${epoch}`, sequence + 1);
    const part = (secret: Uint8Array, label: string, length: number) =>
      expandLabel("sha256", secret, label, new Uint8Array(0), length);
    const first = secretOf(from, epoch === "updated" ? "application" : epoch);
    const secret = epoch === "updated" ? part(first, "traffic upd", 32) : first;
    const nonce = part(secret, "iv", 12);
    nonce[11]! ^= sequence;
    const inner = concat([octets, Uint8Array.of(type), new Uint8Array(padding)]);
    const header = concat([Uint8Array.of(23, 3, 3), u16(inner.length + 16)]);
    this.flights.push({
      from,
      octets: concat([header, gcm(part(secret, "key", 16), nonce, header).encrypt(inner)]),
    });
    return this;
  }

  /** Everything up to the end of the handshake. */
  handshake(): this {
    return this.plain("client", CONTENT.handshake, clientHello())
      .plain("server", CONTENT.handshake, serverHello())
      .sealed("server", "handshake", CONTENT.handshake, concat([encryptedExtensions(), FINISHED]))
      .sealed("client", "handshake", CONTENT.handshake, FINISHED);
  }
}
