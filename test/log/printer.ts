/** What a printer of a log format is, and what printers share: times, sides, line ends. */
import type { Printable } from "./registration.js";

export interface Printer {
  /** The text that the program writes for one message, with whatever it writes between messages. */
  print(item: Printable, index: number): string;
  /** It prints the octets as hexadecimal digits. */
  readonly isHex?: boolean;
  /** What the format tells besides the messages. */
  readonly tells: {
    /** `uptime`: counted from the start of the device. */
    readonly time: boolean | "uptime";
    /** Digits of a second that it prints; six when left out. */
    readonly fraction?: number;
    /** `received`: of what came from the phone only. */
    readonly transport: boolean | "received";
    /** The phone, 192.0.2.10:5060. */
    readonly peer: boolean | "received";
    /** The registrar as well, 192.0.2.1:5060. */
    readonly both: boolean;
  };
}

export function definePrinter(printer: Printer): Printer {
  return printer;
}

/** What devices that count from their start have counted when the first message comes. */
export const UPTIME_MILLIS = 12_345_678;

export const PHONE = "192.0.2.10:5060";
const REGISTRAR = "192.0.2.1:5060";

/** Source and destination. */
export const sides = (item: Printable) => (item.sent ? [REGISTRAR, PHONE] : [PHONE, REGISTRAR]);

/** `10:00:01.001234`, or as many digits of the second as asked for. */
export const clockText = (after: number, fraction = 6) =>
  (
    new Date(Date.UTC(2026, 10, 20, 10) + Math.floor(after / 1000)).toISOString().slice(11, 23) +
    String(after % 1000).padStart(3, "0")
  ).slice(0, fraction === 0 ? 8 : 9 + fraction);

/** Line ends as logs write them. */
export const unix = (octets: string) => octets.replaceAll("\r\n", "\n");

/** The lines of a message without line ends; the blank line after its headers is among them. */
export const linesOf = (octets: string) => unix(octets).replace(/\n$/, "").split("\n");
