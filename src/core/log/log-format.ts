/** A text log format, stated as data: how its messages are announced, how they end, and lines that prove it. */

/** A regular expression, or what stands for one that a user declared. None is tried on more than a line. */
export interface LinePattern {
  test(line: string): boolean;
  exec(line: string): LineMatch | null;
}

export interface LineMatch {
  readonly 0: string;
  readonly index: number;
  readonly groups?: Readonly<Record<string, string | undefined>> | undefined;
}

export interface LogFormat {
  readonly id: string;
  readonly title: string;
  /** A literal that every opening line holds; it is looked for before the expression is tried. */
  readonly hint: string;
  /**
   * The line that announces a message, or the text before the start line on its own line. Named groups that the reader
   * understands: `time` (and `date`), `way` (`Received`, `sent`, `<--`, …), `transport`, `peer`, `local`, `source`,
   * `destination` (each with its port, or the port apart as `peerPort` and so on), `octets`.
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
  /** What stands behind the message in its last line, such as ` [Time:…]`: the message ends before it. */
  readonly tail?: LinePattern;
  /**
   * What stands before the content of each line but the first. Left out, it is learnt: what the start line and the line
   * after it begin with, numbers aside.
   */
  readonly prefix?: LinePattern;
  /** Lines that the log puts between those of a message without ending it. */
  readonly skip?: LinePattern;
  /** What the format prints at the end of each line, exactly once: ngrep's dot for the carriage return. */
  readonly lineEnd?: string;
  /** A message may go on under another opening with the same sides: segments of a stream, each announced. */
  readonly segments?: boolean;
  /** An announcement without text is a keep-alive (RFC 5626 §3.5.1). */
  readonly announcesKeepAlives?: boolean;
  /** Opening lines and the groups that must be read from them. */
  readonly samples: readonly LogSample[];
}

export interface LogSample {
  readonly line: string;
  readonly reads: Readonly<Record<string, string>>;
}

export function defineLogFormat(format: LogFormat): LogFormat {
  return Object.freeze(format);
}
