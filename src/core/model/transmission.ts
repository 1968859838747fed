/** What the readers of captures and logs hand to the trace: octets between two endpoints, and evidence that is not SIP. */
import type { DhcpSettings } from "./dhcp.js";
import type { DnsMessage } from "./dns.js";
import type { Endpoint, Transport } from "./endpoint.js";
import type { Problem } from "./problem.js";
import type { SourceMap } from "./source-map.js";
import type { TlsDetails, TlsStep } from "./tls.js";

/** Where in the input something was seen. */
export interface Place {
  /** Index of the file in the trace. */
  readonly file: number;
  /** Wireshark's `frame.number`, 1-based; of a message over several frames the one that completes it. Null for a log. */
  readonly frame: number | null;
  /** 1-based line of the start line in a log; null for a capture. */
  readonly line: number | null;
}

/**
 * One SIP message's worth of octets: a datagram, or the part of a stream that its Content-Length delimits.
 * The octets are the reader's, who uses them again: a receiver copies what it keeps beyond the call.
 */
export interface Transmission {
  /** Microseconds since the Unix epoch; NaN when the log prints no time. */
  readonly atMicros: number;
  /** Undefined when the log does not tell (the trace then takes it from the top Via). */
  readonly transport: Transport | undefined;
  /** Undefined when the log does not tell that side. */
  readonly source: Endpoint | undefined;
  readonly destination: Endpoint | undefined;
  readonly octets: Uint8Array;
  readonly place: Place;
  readonly sourceMap: SourceMap;
  /** Of a log: what the map names stands in the file octet for octet, nothing of it written as an escape. */
  readonly isVerbatim?: boolean;
  /** Octets that were on the wire but are not in the file (snapshot length, log line limit); 0 when whole. */
  readonly missingOctets: number;
  /** On a stream: octets that stood before the start line and belong to no message. */
  readonly garbageBefore?: Uint8Array;
  /** IP fragments the datagram came in; absent when it was not fragmented. */
  readonly fragments?: number;
  /** Further fragments of it are not in the capture. */
  readonly lacksFragments?: boolean;
  /** Interface index of a capture; the same packet seen on two interfaces is one message with two sightings. */
  readonly capturePoint: number;
  /** Frame number that a log states (a `.siptrace` written from a capture); `place.frame` stays null for a log. */
  readonly statedFrame?: number;
}

interface SignalBase {
  readonly atMicros: number;
  readonly place: Place;
  readonly transport: Transport;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly capturePoint: number;
}

/** `ping` and `pong` are those of WebSocket (RFC 6455 §5.5.2). */
export type KeepAliveForm = "crlf" | "double-crlf" | "stun" | "stun-response" | "ping" | "pong" | "other";

/** Evidence that is not SIP but stands on the same time line. */
export type Signal =
  | (SignalBase & {
      readonly kind: "keep-alive";
      readonly form: KeepAliveForm;
    })
  | (SignalBase & {
      /** ICMP or ICMPv6 destination unreachable; source and destination are those of the quoted packet. */
      readonly kind: "unreachable";
      readonly reason: string;
      /** The host that sent the ICMP message. */
      readonly reporter: string;
      /** The quoted octets after the transport header, often cut after 8. */
      readonly quoted: Uint8Array;
    })
  | (SignalBase & { readonly kind: "stun-mapping"; readonly mapped: Endpoint })
  | (SignalBase & {
      /**
       * Of `open`, `refused` and `unanswered` the source is the side that asked for the connection; of `closed` and
       * `reset` the one that ended it. `unanswered` stands at the first SYN.
       */
      readonly kind: "tcp";
      readonly event: "open" | "refused" | "reset" | "closed" | "unanswered";
      /** Of an end: octets sent before it, or all of one direction, are not in the capture. Then no answer means nothing. */
      readonly isIncomplete?: true;
    })
  | (SignalBase & { readonly kind: "tls"; readonly step: TlsStep; readonly details: TlsDetails })
  | (SignalBase & {
      /** A query goes from the client to the server, an answer back. */
      readonly kind: "dns";
      readonly dns: DnsMessage;
    })
  | (SignalBase & {
      /** Answer of a time server, which is the source. */
      readonly kind: "ntp";
      /** By how much its clock was ahead of the capture's when the answer passed; negative when behind. */
      readonly offsetMicros: number;
    })
  | (SignalBase & {
      /** Settings for a phone; the destination is the phone, also where the packet was sent to all. */
      readonly kind: "dhcp";
      readonly dhcp: DhcpSettings;
    });

/** A packet comment of a pcapng file. */
export interface FrameComment {
  readonly place: Place;
  readonly text: string;
}

/** The receiver of what the readers find, in the order of the file. */
export interface TraceSink {
  transmission(transmission: Transmission): void;
  signal(signal: Signal): void;
  comment(comment: FrameComment): void;
  problem(problem: Problem): void;
}
