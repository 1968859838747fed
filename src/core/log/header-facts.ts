/** What the headers of a message tell about its extent, learnt line by line while its end is still unknown. */

const SIP_HEADER = /(?:via|v|from|f|to|t|call-id|i|cseq|max-forwards)[ \t]*:/iy;
const CONTENT_LENGTH = /(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})(?!\d)/iy;
const CONTENT_TYPE = /(?:content-type|c)[ \t]*:[ \t]*([\w.!%*+`'~-]+\/[\w.!%*+`'~-]+)/iy;

/** `sip`: another SIP message or a part of one, whose start line begins no new message. */
export type BodyKind = "sdp" | "text" | "sip";

export class HeaderFacts {
  /** As printed; the first counts. */
  contentLength: number | undefined;
  bodyKind: BodyKind | undefined;
  /** Headers that only SIP has; counted up to two. */
  sipHeaders = 0;

  /** Whether a header may be Content-Length, Content-Type, or their compact forms `l` and `c`. */
  static tellsExtent(text: string, at: number): boolean {
    const letter = text.charCodeAt(at) | 32;
    if (letter !== 99 && letter !== 108) return false;
    const second = text.charCodeAt(at + 1);
    const isCompact = second === 58 /* : */ || second === 32 || second === 9;
    return isCompact || (letter === 99 && text.charCodeAt(at + 7) === 45); /* - */
  }

  /** Takes a header line: `text` from `at` to `until`. */
  read(text: string, at: number, until: number): void {
    if (this.sipHeaders < 2) {
      SIP_HEADER.lastIndex = at;
      if (SIP_HEADER.test(text)) this.sipHeaders++;
    }
    if (!HeaderFacts.tellsExtent(text, at)) return;
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
