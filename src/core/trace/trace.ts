/** The trace: everything that was understood of one or several files, in the words of the RFCs. Rules and ladders read it. */
import type { FormatCount } from "../log/hand-over.js";
import type { FrameComment, Signal } from "../model/transmission.js";
import type { Problem } from "../model/problem.js";
import type { Call } from "./call.js";
import type { ClockOffset } from "./capture-clocks.js";
import type { ClockJump } from "./clock-jumps.js";
import type { Device } from "./device.js";
import type { Flow } from "./flow.js";
import type { LengthLimits } from "./length-limits.js";
import type { MessageKeys } from "./message-keys.js";
import type { Message, MessageTable } from "./message.js";
import type { Registration } from "./registration.js";
import type { Transaction } from "./transaction.js";

export interface TraceFile {
  readonly name: string;
  readonly kind: "capture" | "log";
  /** Id and title of the container or log format: `pcapng`, `asterisk-pjsip`. */
  readonly format: string;
  readonly formatTitle: string;
  /** Of a log all formats that were met in it, the one that most speaks for first, with the messages that each announces. */
  readonly logFormats: readonly FormatCount[];
  /** Of a packed file, what is in it. */
  readonly octets: number;
  readonly frames: number;
  /** By how much its clock differs from that of the first file; its times in the trace are corrected by it. Undefined where nothing tells. */
  readonly clock?: ClockOffset;
  /** What the trace holds of it that the file does not tell, in sentences: dates, zones, sides of a log. */
  readonly inferred: readonly string[];
}

/** What is known of a trace while its files are being read: rows are added, none changes. */
export interface MessagesSoFar {
  readonly messages: Pick<MessageTable, "length" | "atMicros" | "source" | "destination" | "transport">;
  readonly keys: MessageKeys;
}

export interface Trace {
  readonly files: readonly TraceFile[];
  /** Every SIP message in time order, retransmissions and repeated sightings included. */
  readonly messages: MessageTable;
  /** What was noted of each message while it was read, by message index: cheap where parsing a million would not be. */
  readonly keys: MessageKeys;
  /** In the order of their first message. */
  readonly transactions: readonly Transaction[];
  readonly registrations: readonly Registration[];
  readonly calls: readonly Call[];
  readonly devices: readonly Device[];
  readonly flows: readonly Flow[];
  readonly signals: readonly Signal[];
  readonly comments: readonly FrameComment[];
  readonly problems: readonly Problem[];
  /** First and last packet or message, whoever sent it; NaN when the trace has no times. */
  readonly startMicros: number;
  readonly endMicros: number;
  /** False when any message lacks a time: then no interval is proved. */
  readonly isTimed: boolean;
  /** Where clocks of logs were set meanwhile, in the order of the files: no length of time across one is proved. */
  readonly clockJumps: readonly ClockJump[];
  /** Of logs that cut their lines or messages, by the index of the file. */
  readonly lengthLimits: ReadonlyMap<number, LengthLimits>;
  /** Whether endpoints were inferred from the messages because the log prints none. */
  readonly hasInferredSides: boolean;
  /** The transaction that a message belongs to; undefined for one too broken to tell. */
  transactionOf(message: number): Transaction | undefined;
  /** The flow that a message went over. */
  flowOf(message: Message): Flow | undefined;
  /** Whether the trace holds the time from one instant to another, so that silence in it means something. */
  covers(fromMicros: number, toMicros: number): boolean;
  /** Whether a STUN message of this address is in the trace: then public addresses in SIP explain themselves. */
  usesStun(address: string): boolean;
}
