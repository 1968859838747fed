/** A text log format, stated as data: how its messages are announced, how they end, and lines that prove it. */
import type { Escape } from "./escapes.js";

/** A regular expression, or what stands for one that a user declared. None is tried on more than a line. */
export interface LinePattern {
  test(line: string): boolean;
  exec(line: string): LineMatch | null;
}

export interface LineMatch {
  readonly 0: string;
  readonly index: number;
  readonly groups?: Readonly<Record<string, string | undefined>> | undefined;
  /** Where the groups stand in the line; of a regular expression only with the flag `d`. */
  readonly indices?:
    { readonly groups?: Readonly<Record<string, readonly [number, number] | undefined>> | undefined } | undefined;
}

export interface LogFormat {
  readonly id: string;
  readonly title: string;
  /** Which product prints it and how that is switched on, in Markdown; only what a user declared may leave it out. */
  readonly printedBy?: string;
  /** A literal that every opening line holds; it is looked for before the expression is tried. */
  readonly hint: string;
  /**
   * The line that announces a message, or the text before the start line on its own line. Named groups that the reader
   * understands: `time` (and `date`, or `year`, `month` and `day` where their order is not plain; or `uptimeMillis` since the device started), `way` (`Received`, `sent`, `<--`, …), `transport`, `peer`, `local`, `source`,
   * `destination` (each with its port, or the port apart as `peerPort` and so on), `octets`; and `copy`, if what follows
   * shows a message that is not sent by it, such as one that is printed once more.
   */
  readonly opening: LinePattern;
  /** Lines beside the opening (up to two before it, and those between it and the start line) that may tell more groups. */
  readonly beside?: readonly LinePattern[];
  /**
   * `octets`: the announced length counts the message as printed; `content`: the message ends by its own
   * Content-Length or where no line of SIP follows; or the line that closes it and is not looked at again.
   */
  readonly closing: "octets" | "content" | LinePattern;
  /** A line before which the message ends: what the log prints at the beginning of each record, if a header may look so. */
  readonly until?: LinePattern;
  /** What stands behind the message in its last line, such as ` [Time:…]`: the message ends before it. Group: `time`. */
  readonly tail?: LinePattern;
  /**
   * What stands before the content of each line but the first. Left out, it is learnt: what the start line and the line
   * after it begin with, numbers aside.
   */
  readonly prefix?: LinePattern;
  /** Lines that the log puts between those of a message without ending it, and that could be none of a message. */
  readonly skip?: LinePattern;
  /** What the format prints at the end of each line, exactly once: ngrep's dot for the carriage return. */
  readonly lineEnd?: string;
  /**
   * It carries the lines of any program, as syslog does: every other format goes first, and what the opening does not tell
   * is searched in the text around it, as in any text.
   */
  readonly carrier?: boolean;
  /** Its dates of numbers begin with the day: 05/06/2026 is in June. */
  readonly dayFirst?: true;
  /** A message may go on under another opening with the same sides: segments of a stream, each announced. */
  readonly segments?: boolean;
  /** An announcement without text is a keep-alive (RFC 5626 §3.5.1). */
  readonly announcesKeepAlives?: boolean;
  /**
   * The message is not printed as lines of its own: the opening begins a record, at whatever line it stands, and its lines
   * are put together to the message before it is read.
   */
  readonly record?: RecordRules;
  /**
   * The opening is the first row of a hex dump: of a `packet` with its headers, or of a message alone; or of a `stream`,
   * where the rows of the second side stand further in and each side's offsets go on.
   */
  readonly dump?: "packet" | "stream";
  /** The octets of what the opening announces may follow as a hex dump: then they are read, and nothing else of it. */
  readonly mayShowOctets?: boolean;
  /** Opening lines and the groups that must be read from them. */
  readonly samples: readonly LogSample[];
}

/** What the lines of a record give to its message. Where a line begins or ends a record is stated by `opening`, `until` and `closing`. */
export interface RecordRules {
  /**
   * The first that matches a line counts; all have the flag `d`. Groups: `text`, a line of the message; `more`, what goes on
   * right behind the text given before; `type` and `value`, the two sides of a line of SDP; `blank`, which stands for
   * an empty line; `hex`, octets as pairs of hexadecimal digits. Also of the opening, if the message begins there. A line
   * without any of them is passed over. `key` names the record that a line belongs to where records interleave, as
   * the opening's `key` does.
   */
  readonly lines: readonly LinePattern[];
  /** Lines that complete the opening's groups. */
  readonly tells?: readonly LinePattern[];
  /** How the log writes characters that it cannot print as they are. */
  readonly escape?: Escape;
  /**
   * Lines that match nothing are passed over, so the message may lack what they stood for; else such a line ends the
   * record.
   */
  readonly loose?: boolean;
}

export interface LogSample {
  readonly line: string;
  readonly reads: Readonly<Record<string, string>>;
}

export function defineLogFormat(format: LogFormat & { readonly printedBy: string }): LogFormat {
  return Object.freeze(format);
}
