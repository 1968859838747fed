/** TLS as it goes over the wire, put into the packets of a capture and read back. */
import { KeyLog } from "../../../src/core/packet/tls/key-log.js";
import type { Signal } from "../../../src/core/model/transmission.js";
import type { TlsDetails, TlsStep } from "../../../src/core/model/tls.js";
import { ALICE, captureOf, PBX, type Read, readFile, tcp, toText } from "../packets.js";

export type From = "client" | "server";

export interface Flight {
  readonly from: From;
  readonly octets: Uint8Array;
}

const SYN = 0x02;
const ACK = 0x10;
const FIN = 0x11;
export const SIDES = { client: ALICE, server: { ...PBX, port: 5061 } };

/** Packets of one connection: its opening, a segment a flight (or more, cut at `segmentOctets`), and its end. */
export function packetsOf(flights: readonly Flight[], segmentOctets = Infinity): Uint8Array[] {
  const sequence = { client: 1001, server: 5001 };
  const packets: Uint8Array[] = [
    tcp(SIDES.client, SIDES.server, { sequence: 1000, flags: SYN }),
    tcp(SIDES.server, SIDES.client, { sequence: 5000, acknowledgement: 1001, flags: SYN | ACK }),
  ];
  const send = (from: From, data: Uint8Array, flags = ACK) => {
    const to = from === "client" ? "server" : "client";
    const segment = { sequence: sequence[from], acknowledgement: sequence[to], flags, data };
    packets.push(tcp(SIDES[from], SIDES[to], segment));
    sequence[from] += data.length;
  };
  for (const { from, octets } of flights) {
    for (let at = 0; at < octets.length; at += segmentOctets) {
      send(from, octets.subarray(at, Math.min(octets.length, at + segmentOctets)));
    }
  }
  send("client", new Uint8Array(0), FIN);
  send("server", new Uint8Array(0), FIN);
  return packets;
}

export function readFlights(flights: readonly Flight[], keyLog = ""): Read {
  return readTlsPackets(packetsOf(flights), keyLog);
}

export function readTlsPackets(packets: readonly Uint8Array[], keyLog = ""): Read {
  const keys = new KeyLog();
  keys.add(keyLog);
  return readFile(captureOf(packets), undefined, keys);
}

export function texts({ messages }: Read): string[] {
  return messages.map(({ octets }) => toText(octets));
}

/** Steps of TLS with the side that sent them: `client client-hello`. */
export function steps(read: Read): string[] {
  return tlsSignals(read).map(
    ({ source, step }) => `${source.port === SIDES.server.port ? "server" : "client"} ${step}`,
  );
}

export function detailsOf(read: Read, step: TlsStep): TlsDetails[] {
  return tlsSignals(read).flatMap((signal) => (signal.step === step ? [signal.details] : []));
}

export function tlsSignals({ signals }: Read): Extract<Signal, { kind: "tls" }>[] {
  return signals.filter((signal) => signal.kind === "tls");
}
