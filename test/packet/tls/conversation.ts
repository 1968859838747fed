/** Lets the TLS of Node.js (OpenSSL) hold a conversation in memory, and keeps what went over the wire and the key log. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Duplex } from "node:stream";
import * as tls from "node:tls";
import { register } from "../packets.js";
import type { Flight, From } from "./flights.js";

const folder = join(import.meta.dirname, "certificates");
const pem = (name: string) => readFileSync(join(folder, name), "utf8");
export const CERTIFICATE = { cert: pem("pbx.pem"), key: pem("pbx.key.pem") };
export const RSA_CERTIFICATE = { cert: pem("pbx-rsa.pem"), key: pem("pbx-rsa.key.pem") };

export const SERVER_NAME = "pbx.example.com";
export const REQUEST = register(1, "v=0\r\n");
export const ANSWER = REQUEST.replace("REGISTER sip:example.com SIP/2.0", "SIP/2.0 200 OK");

export interface Conversation {
  readonly flights: Flight[];
  readonly keyLog: string;
  /** To resume with. */
  readonly session: Buffer | undefined;
}

export interface Talk {
  readonly server?: tls.TLSSocketOptions & tls.SecureContextOptions;
  readonly client?: tls.ConnectionOptions;
  /** Happens between two exchanges of a request and its answer. */
  readonly between?: (client: tls.TLSSocket) => Promise<void>;
}

/** One side of a wire; what is written to it is seen and comes out of the other. */
class WireEnd extends Duplex {
  peer: WireEnd | undefined;
  constructor(
    private readonly from: From,
    private readonly flights: Flight[],
  ) {
    super();
  }
  override _read(): void {
    // What the peer writes is pushed as it comes.
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.flights.push({ from: this.from, octets: new Uint8Array(chunk) });
    queueMicrotask(() => {
      this.peer?.push(chunk);
      done();
    });
  }
  override _final(done: () => void): void {
    this.peer?.push(null);
    done();
  }
}

/** A request and its answer, twice; then the client says goodbye. Resolves also when the handshake fails. */
export async function converse({ server, client, between }: Talk = {}): Promise<Conversation> {
  const flights: Flight[] = [];
  const [near, far] = [new WireEnd("client", flights), new WireEnd("server", flights)];
  near.peer = far;
  far.peer = near;
  const keyLines: string[] = [];
  let session: Buffer | undefined;
  const answering = new tls.TLSSocket(far, { isServer: true, ...CERTIFICATE, ...server });
  const asking = tls.connect({ socket: near, rejectUnauthorized: false, servername: SERVER_NAME, ...client });
  asking.on("keylog", (line: Buffer) => keyLines.push(line.toString()));
  asking.on("session", (known: Buffer) => (session = known));
  answering.on("data", () => answering.write(ANSWER));
  asking.once("secureConnect", () => asking.write(REQUEST));
  await new Promise<void>((resolve) => {
    let answers = 0;
    asking.on("data", () => {
      if (++answers > 1) asking.end(resolve);
      else void (between?.(asking) ?? Promise.resolve()).then(() => asking.write(REQUEST));
    });
    asking.on("error", () => resolve());
    answering.on("error", () => resolve());
  });
  await quiet(flights);
  asking.destroy();
  answering.destroy();
  return { flights, keyLog: keyLines.join(""), session };
}

/** Waits until nothing more goes over the wire. */
async function quiet(flights: readonly Flight[]): Promise<void> {
  for (let before = -1; before !== flights.length;) {
    before = flights.length;
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}
