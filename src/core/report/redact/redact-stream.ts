/**
 * One direction of a TCP connection in the copy. Its octets are zero there until something shows them: what SIP it carries when
 * the messages are read, and of the protocols around SIP what their readers rest on.
 */
import { CR, LF } from "../../model/ascii.js";
import { beginsDns } from "../../packet/dns-stream.js";
import type { StreamEnd, StreamOrigin, StreamReader } from "../../packet/stream-reader.js";
import { beginsSipFrame } from "../../packet/websocket/frame.js";
import { beginsHttp } from "../../packet/websocket/http-upgrade.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { DNS_FRAMING, FramedStreamRedactor, HEP_FRAMING } from "./redact-framed-stream.js";
import { HttpRedactor } from "./redact-http.js";
import { TlsRedactor } from "./redact-tls.js";
import { WebSocketRedactor } from "./redact-websocket.js";
import { type ShowOctets, StreamPiece, type StreamRedactor } from "./stream-piece.js";

const FIRST_OCTETS = 6;
const TLS_CONTENT = { first: 20, last: 23 } as const;
const TLS_MAJOR_VERSION = 3;
/** In place of what is not shown of text: zeros are a short packet to dissectors of many protocols, and a wrong one. */
const FILLING = 0x78;

export class RedactedStream implements StreamReader {
  readonly #first = new StreamPiece();
  #redactor: StreamRedactor | undefined;

  constructor(
    private readonly reader: StreamReader,
    private readonly isFromStart: boolean,
    private readonly pseudonyms: Pseudonyms,
    private readonly show: ShowOctets,
  ) {}

  get heldOctets(): number {
    return this.reader.heldOctets + this.#first.length;
  }

  get isRecognised(): boolean {
    return this.reader.isRecognised;
  }

  get gaveUp(): boolean {
    return this.reader.gaveUp;
  }

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    this.#redact(octets, start, end, origin);
    // Behind it: what is read as a message is written over what was shown until then.
    this.reader.append(octets, start, end, origin);
  }

  gap(octets: number): void {
    this.#redactor ??= new TextRedactor(this.show);
    this.#redactor.gap(octets);
    this.reader.gap(octets);
  }

  end(how: StreamEnd, nowMicros: number): void {
    this.reader.end(how, nowMicros);
  }

  #redact(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    if (this.#redactor !== undefined) return this.#redactor.append(octets, start, end, origin);
    const first = this.#first;
    const needed = FIRST_OCTETS - first.length;
    if (first.length === 0 && end - start >= needed) {
      this.#redactor = this.#choose(octets, start, end);
      return this.#redactor.append(octets, start, end, origin);
    }
    const split = Math.min(end, start + needed);
    first.add(octets, start, split, origin);
    if (first.length < FIRST_OCTETS) return this.#showLineEnds();
    this.#redactor = this.#choose(first.octets, 0, first.length);
    this.#redactor.append(first.octets, 0, first.length, first.origin);
    if (split < end) this.#redactor.append(octets, split, end, origin);
  }

  /** A keep-alive may be all there is. */
  #showLineEnds(): void {
    const { octets } = this.#first;
    if (octets.every(isLineEnd)) this.show(octets, this.#first.mapOf(0, octets.length));
  }

  #choose(octets: Uint8Array, start: number, end: number): StreamRedactor {
    const [first = 0, second = 0] = octets.subarray(start, end);
    const { pseudonyms, show } = this;
    if (first >= TLS_CONTENT.first && first <= TLS_CONTENT.last && second === TLS_MAJOR_VERSION) {
      return new TlsRedactor(pseudonyms, show);
    }
    if (beginsHttp(octets, start, end)) return new HttpRedactor(pseudonyms, show);
    if (this.isFromStart && beginsDns(octets, start, end))
      return new FramedStreamRedactor(DNS_FRAMING, pseudonyms, show);
    if (!this.isFromStart && beginsSipFrame(octets, start, end)) return new WebSocketRedactor(pseudonyms, show);
    if (String.fromCharCode(...octets.subarray(start, start + 4)) === "HEP3")
      return new FramedStreamRedactor(HEP_FRAMING, pseudonyms, show);
    return new TextRedactor(show);
  }
}

/** Only line ends are shown: a keep-alive is made of them. */
class TextRedactor implements StreamRedactor {
  constructor(private readonly show: ShowOctets) {}

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    const piece = new StreamPiece();
    piece.add(octets, start, end, origin);
    this.show(
      piece.octets.map((octet) => (isLineEnd(octet) ? octet : FILLING)),
      piece.mapOf(0, piece.length),
    );
  }

  gap(): void {
    // What follows is text again.
  }
}

function isLineEnd(octet: number): boolean {
  return octet === CR || octet === LF;
}
