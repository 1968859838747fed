/** The HTTP head that opens a WebSocket: hosts, origins and cookies replaced; bodies of other HTTP are not shown. */
import { octetsOf } from "../../model/octets.js";
import type { StreamOrigin } from "../../packet/stream-reader.js";
import { findHeadEnd, MAX_HTTP_HEAD_OCTETS, readHttpHead } from "../../packet/websocket/http-upgrade.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { textOf } from "./redact-message.js";
import { WebSocketRedactor } from "./redact-websocket.js";
import { keepsNothing, keepsNumbers, keepsVocabulary, scrub } from "./scrub.js";
import { type ShowOctets, StreamPiece, type StreamRedactor } from "./stream-piece.js";

/** Headers whose values are words of the protocol. */
const PLAIN_HEADERS =
  /^(?:upgrade|connection|sec-websocket-(?:version|protocol|extensions)|content-length|content-type|date)$/i;

export class HttpRedactor implements StreamRedactor {
  readonly #piece = new StreamPiece();
  #webSocket: WebSocketRedactor | undefined;
  #isOver = false;

  constructor(
    private readonly pseudonyms: Pseudonyms,
    private readonly show: ShowOctets,
  ) {}

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    if (this.#webSocket !== undefined) return this.#webSocket.append(octets, start, end, origin);
    if (this.#isOver) return;
    const before = this.#piece.length;
    this.#piece.add(octets, start, end, origin);
    const headEnd = findHeadEnd(this.#piece.octets, Math.max(0, before - 3), this.#piece.length);
    if (headEnd < 0) {
      if (this.#piece.length > MAX_HTTP_HEAD_OCTETS) this.gap();
      return;
    }
    this.show(redactHead(this.#piece.octets.subarray(0, headEnd), this.pseudonyms), this.#piece.mapOf(0, headEnd));
    const isUpgrade = readHttpHead(this.#piece.octets, 0, headEnd).isUpgrade;
    if (isUpgrade) this.#webSocket = new WebSocketRedactor(this.pseudonyms, this.show);
    else this.pseudonyms.tally.drop("bodies of HTTP");
    this.#isOver = !isUpgrade;
    this.#piece.clear();
    this.#webSocket?.append(octets, start + headEnd - before, end, origin);
  }

  gap(): void {
    if (this.#webSocket !== undefined) return this.#webSocket.gap();
    this.#isOver = true;
    this.#piece.clear();
  }
}

function redactHead(octets: Uint8Array, pseudonyms: Pseudonyms): Uint8Array {
  const lines = textOf(octets).split(/(?<=\n)/);
  const redacted = lines.map((line, index) => {
    if (index === 0) return redactFirstLine(line, pseudonyms);
    const header = /^([^:\r\n]*)(:)([\s\S]*)$/.exec(line);
    if (!header) return scrub(line, pseudonyms, keepsNothing);
    const [, name = "", colon = "", value = ""] = header;
    const keeps = PLAIN_HEADERS.test(name) ? keepsNumbers : keepsNothing;
    return scrub(name, pseudonyms, keepsVocabulary) + colon + scrub(value, pseudonyms, keeps);
  });
  return octetsOf(redacted.join(""));
}

function redactFirstLine(line: string, pseudonyms: Pseudonyms): string {
  const request = /^([A-Z]+ )(\S*)( HTTP\/[\d.]+\s*)$/.exec(line);
  if (request) return request[1]! + scrub(request[2]!, pseudonyms, keepsNothing) + request[3]!;
  const status = /^(HTTP\/[\d.]+ \d{3})([\s\S]*)$/.exec(line);
  return status
    ? status[1]! + scrub(status[2]!, pseudonyms, keepsVocabulary)
    : scrub(line, pseudonyms, keepsVocabulary);
}
