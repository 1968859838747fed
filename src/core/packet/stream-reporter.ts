/** Sends what is found in one direction of a connection to the trace, with its endpoints. */
import type { Endpoint, Transport } from "../model/endpoint.js";
import type { TlsDetails, TlsStep } from "../model/tls.js";
import type { DnsMessage } from "../model/dns.js";
import type { KeepAliveForm, Signal, TraceSink, Transmission } from "../model/transmission.js";
import type { HepPacket } from "./hep.js";
import { sendHepMessage } from "./hep-message.js";
import type { SipStreamSink } from "./sip-stream.js";
import type { BufferSlice } from "./stream-buffer.js";
import type { StreamOrigin } from "./stream-reader.js";

export type TcpEvent = Extract<Signal, { kind: "tcp" }>["event"];

/** What all connections of a capture report to. */
export interface Receiver {
  /** Index of the file in the trace. */
  readonly file: number;
  readonly sink: TraceSink;
}

export class StreamReporter implements SipStreamSink {
  constructor(
    private readonly receiver: Receiver,
    readonly transport: Transport,
    private readonly capturePoint: number,
    private readonly source: Endpoint,
    private readonly destination: Endpoint,
  ) {}

  /** The same direction, for what another protocol carries in it. */
  over(transport: Transport): StreamReporter {
    return new StreamReporter(this.receiver, transport, this.capturePoint, this.source, this.destination);
  }

  /** Both ends, for a sentence. */
  get ends(): string {
    const { source, destination } = this;
    return `${source.address} port ${source.port} to ${destination.address} port ${destination.port}`;
  }

  message(message: BufferSlice, missingOctets: number, garbageBefore: Uint8Array | undefined): void {
    const { octets, sourceMap, atMicros, frame } = message;
    const transmission: Transmission = {
      atMicros,
      transport: this.transport,
      source: this.source,
      destination: this.destination,
      octets,
      place: { file: this.receiver.file, frame, line: null },
      sourceMap,
      missingOctets,
      capturePoint: this.capturePoint,
    };
    // Nearly all messages are one shape of object, which is made without copying properties.
    this.receiver.sink.transmission(garbageBefore === undefined ? transmission : { ...transmission, garbageBefore });
  }

  hep(packet: HepPacket, payload: BufferSlice): void {
    const { file, sink } = this.receiver;
    sendHepMessage(packet, { file, capturePoint: this.capturePoint, payload }, sink);
  }

  keepAlive(form: KeepAliveForm, origin: Pick<StreamOrigin, "frame" | "atMicros">): void {
    this.receiver.sink.signal({ kind: "keep-alive", form, ...this.#base(origin.frame, origin.atMicros) });
  }

  tcp(event: TcpEvent, frame: number, atMicros: number, isIncomplete = false): void {
    const base = this.#base(frame, atMicros);
    this.receiver.sink.signal({
      kind: "tcp",
      event,
      ...base,
      ...(isIncomplete ? { isIncomplete: true as const } : {}),
    });
  }

  tls(step: TlsStep, details: TlsDetails, frame: number, atMicros: number): void {
    this.receiver.sink.signal({ kind: "tls", step, details, ...this.#base(frame, atMicros) });
  }

  dns(dns: DnsMessage, { frame, atMicros }: Pick<StreamOrigin, "frame" | "atMicros">): void {
    this.receiver.sink.signal({ kind: "dns", dns, ...this.#base(frame, atMicros) });
  }

  problem(offset: number, message: string): void {
    this.receiver.sink.problem({ file: this.receiver.file, offset, message });
  }

  #base(frame: number, atMicros: number): Omit<Extract<Signal, { kind: "tcp" }>, "kind" | "event" | "isIncomplete"> {
    return {
      atMicros,
      place: { file: this.receiver.file, frame, line: null },
      transport: this.transport,
      source: this.source,
      destination: this.destination,
      capturePoint: this.capturePoint,
    };
  }
}
