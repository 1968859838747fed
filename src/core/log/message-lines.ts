/** The lines of one message within a log, before they are put together to octets. */

/** How a line goes on from the one before it. */
export const Join = {
  /** It begins a line of the message. */
  Line: 0,
  /** The log broke a line in two: nothing stands between them. */
  Direct: 1,
  /** The log broke a line at a blank. */
  Blank: 2,
} as const;
export type Join = (typeof Join)[keyof typeof Join];

/** The lines of one message: ranges of the file, in order, without prefixes and line ends. */
export interface MessageLines {
  readonly starts: number[];
  readonly ends: number[];
  readonly joins: Join[];
  /** Index of the first line after the headers: the blank line, or where the log left it out the body. */
  bodyLine: number;
  /** The log shows the blank line after the headers, at `bodyLine`. */
  blankShown: boolean;
  /** The body's last line has no line end on the wire. */
  openEnd: boolean;
  /** Content-Length as printed. */
  contentLength: number | undefined;
  /** The lines were cut, by their number of octets or by the log, as its last line says. */
  cut: boolean;
  /** Cut because there is more of it than is kept. */
  isTooLong: boolean;
  /** The time that the log prints behind the message. */
  tailTime: string | undefined;
  /** Headers that only SIP has, by which a message in any text is told from other text. */
  sipHeaders: number;
}
