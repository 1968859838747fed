/** Tells whether a message is what a query looks for, the cheap questions before those that read its octets. */
import ipaddr from "ipaddr.js";
import { decodeOctets } from "../sip/lexical.js";
import type { Trace } from "../trace/trace.js";
import type { MessageQuery } from "../../view/search.js";

/** More words narrow a search no further, and each one costs a pass. */
const MOST_WORDS = 16;

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

export class MessageMatcher {
  readonly #trace: Trace;
  readonly #query: MessageQuery;
  readonly #methods: ReadonlySet<string>;
  readonly #statusClasses: ReadonlySet<number>;
  /** In lower case. Octets as characters where a word is ASCII, which is quicker than decoding a message. */
  readonly #asciiWords: readonly string[];
  readonly #otherWords: readonly string[];
  readonly #network: Network | undefined;
  /** By number of the endpoint, since many messages have the same. */
  readonly #isEndpointWanted = new Map<number, boolean>();

  constructor(trace: Trace, query: MessageQuery) {
    this.#trace = trace;
    this.#query = query;
    this.#methods = new Set(query.methods);
    this.#statusClasses = new Set(query.statusClasses);
    const words = query.words.slice(0, MOST_WORDS).map((word) => word.toLowerCase());
    // eslint-disable-next-line no-control-regex -- octets below 0x80
    const isAscii = (word: string) => /^[\u0000-\u007f]*$/.test(word);
    this.#asciiWords = words.filter(isAscii);
    this.#otherWords = words.filter((word) => !isAscii(word));
    this.#network = query.address.includes("/") ? networkOf(query.address) : undefined;
  }

  matches(message: number): boolean {
    return (
      this.#hasMethod(message) &&
      this.#hasStatus(message) &&
      this.#isInTime(message) &&
      this.#hasAddress(message) &&
      this.#hasText(message)
    );
  }

  #hasMethod(message: number): boolean {
    return this.#methods.size === 0 || this.#methods.has(this.#trace.keys.method(message));
  }

  #hasStatus(message: number): boolean {
    if (this.#statusClasses.size === 0) return true;
    return this.#statusClasses.has(Math.floor(this.#trace.keys.status(message) / 100));
  }

  /** What has no time is in no range of it. */
  #isInTime(message: number): boolean {
    const { fromMicros, toMicros } = this.#query;
    if (fromMicros === null && toMicros === null) return true;
    const at = this.#trace.messages.atMicros(message);
    return at >= (fromMicros ?? Number.NEGATIVE_INFINITY) && at < (toMicros ?? Number.POSITIVE_INFINITY);
  }

  #hasAddress(message: number): boolean {
    if (this.#query.address === "") return true;
    const { messages } = this.#trace;
    return this.#isWanted(messages.sourceNumber(message)) || this.#isWanted(messages.destinationNumber(message));
  }

  #isWanted(number: number): boolean {
    let isWanted = this.#isEndpointWanted.get(number);
    if (isWanted === undefined) {
      const { address, port } = this.#trace.messages.endpoint(number);
      isWanted = this.#network ? isWithin(address, this.#network) : beginsWith(address, port, this.#query.address);
      this.#isEndpointWanted.set(number, isWanted);
    }
    return isWanted;
  }

  #hasText(message: number): boolean {
    if (this.#asciiWords.length === 0 && this.#otherWords.length === 0) return true;
    const octets = this.#trace.messages.text(message);
    // No letter beyond ASCII becomes one of ASCII, so octets may be put in lower case as if they were characters.
    const lower = octets.toLowerCase();
    if (!this.#asciiWords.every((word) => lower.includes(word))) return false;
    if (this.#otherWords.length === 0) return true;
    const text = decodeOctets(octets).toLowerCase();
    return this.#otherWords.every((word) => text.includes(word));
  }
}

/** `192.0.2.1` stands for `192.0.2.10` too, while it is typed; with a port just for that endpoint. */
function beginsWith(address: string, port: number, wanted: string): boolean {
  return address.startsWith(wanted) || `${address}:${port}` === wanted || `[${address}]:${port}` === wanted;
}

function networkOf(text: string): Network | undefined {
  return ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : undefined;
}

function isWithin(address: string, [base, bits]: Network): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.kind() === base.kind() && parsed.match(base, bits);
}
