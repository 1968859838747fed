/** What the headers of a message tell about its extent, learnt line by line while its end is still unknown. */
import { octetsOf } from "../model/octets.js";
import { stands } from "./line-content.js";

const SIP_HEADER = /(?:via|v|from|f|to|t|call-id|i|cseq|max-forwards)[ \t]*:/iy;
const CONTENT_LENGTH = /(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})(?!\d)/iy;
const CONTENT_TYPE = /(?:content-type|c)[ \t]*:[ \t]*([\w.!%*+`'~-]+\/[\w.!%*+`'~-]+)/iy;

const TYPE_SDP = octetsOf("Content-Type: application/sdp");
const LENGTH_NAME = octetsOf("Content-Length: ");
const MAX_LENGTH_DIGITS = 9;

/** `sip`: another SIP message or a part of one, whose start line begins no new message. */
export type BodyKind = "sdp" | "text" | "sip";

export class HeaderFacts {
  /** As printed; the first counts. */
  contentLength: number | undefined;
  bodyKind: BodyKind | undefined;
  /** Headers that only SIP has; counted up to two. */
  sipHeaders = 0;

  /** Whether a header may be Content-Length, Content-Type, or their compact forms `l` and `c`, by three characters of its line. */
  static tellsExtent(first: number, second: number, eighth: number): boolean {
    const letter = first | 32;
    if (letter !== 99 && letter !== 108) return false;
    const isCompact = second === 58 /* : */ || second === 32 || second === 9;
    return isCompact || (letter === 99 && eighth === 45); /* - */
  }

  /** Takes such a header if it is printed as nearly all are: its octets from `at` to `until`. False for any other. */
  readUsual(octets: Uint8Array, at: number, until: number): boolean {
    if (stands(TYPE_SDP, octets, at) && until === at + TYPE_SDP.length) {
      this.bodyKind = "sdp";
      return true;
    }
    const from = at + LENGTH_NAME.length;
    if (!stands(LENGTH_NAME, octets, at) || until <= from || until > from + MAX_LENGTH_DIGITS) return false;
    let length = 0;
    for (let i = from; i < until; i++) {
      const digit = octets[i]! - 48;
      if (digit < 0 || digit > 9) return false;
      length = 10 * length + digit;
    }
    this.contentLength ??= length;
    return true;
  }

  /** Takes a header line: `text` from `at` to `until`. */
  read(text: string, at: number, until: number): void {
    if (this.sipHeaders < 2) {
      SIP_HEADER.lastIndex = at;
      if (SIP_HEADER.test(text)) this.sipHeaders++;
    }
    if (!HeaderFacts.tellsExtent(text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 7))) return;
    CONTENT_LENGTH.lastIndex = at;
    const length = CONTENT_LENGTH.exec(text);
    if (length && CONTENT_LENGTH.lastIndex <= until) this.contentLength ??= Number(length[1]);
    CONTENT_TYPE.lastIndex = at;
    const type = CONTENT_TYPE.exec(text);
    if (!type || CONTENT_TYPE.lastIndex > until) return;
    const name = type[1]!.toLowerCase();
    this.bodyKind = name === "application/sdp" ? "sdp" : name.startsWith("message/sip") ? "sip" : "text";
  }
}
