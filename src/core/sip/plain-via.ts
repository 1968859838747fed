/** The plain form of a Via with one hop, read by one pass over its octets: `SIP/2.0/UDP host:port;branch=...;rport`. */
import { COLON, EQUALS, SEMICOLON, SLASH, SPACE } from "../model/ascii.js";
import { digits, endOfRun, isVersion, isWord, octetClass, portEnd, word } from "./octets.js";

const TRANSPORT = octetClass("");
const HOST = octetClass("_.-");
const NAME = octetClass("_-");
const VALUE = octetClass("_.+*~!%'=-");
const BRANCH = word("branch");
const RPORT = word("rport");
const RECEIVED = word("received");

/** Filled again by each `read`. Ranges are empty for what is not there. */
export class PlainVia {
  transportStart = 0;
  transportEnd = 0;
  hostStart = 0;
  hostEnd = 0;
  /** 0 when absent; so is `rport` when it has no value. */
  port = 0;
  rport = 0;
  branchStart = 0;
  branchEnd = 0;
  receivedStart = 0;
  receivedEnd = 0;

  clear(): void {
    this.transportStart = this.transportEnd = this.hostStart = this.hostEnd = this.port = this.rport = 0;
    this.branchStart = this.branchEnd = this.receivedStart = this.receivedEnd = 0;
  }

  /** @returns whether that and nothing else stands between the offsets. */
  read(octets: Uint8Array, start: number, end: number): boolean {
    this.clear();
    if (!isVersion(octets, start) || octets[start + 7] !== SLASH) return false;
    let at = endOfRun(TRANSPORT, octets, start + 8, end);
    if (at === start + 8 || at >= end || octets[at] !== SPACE) return false;
    this.transportStart = start + 8;
    this.transportEnd = at;
    this.hostStart = at + 1;
    this.hostEnd = at = endOfRun(HOST, octets, at + 1, end);
    if (at === this.hostStart) return false;
    if (at < end && octets[at] === COLON) {
      const port = at + 1;
      at = portEnd(octets, at, end);
      if (at < 0) return false;
      this.port = digits(octets, port, at);
    }
    while (at < end && octets[at] === SEMICOLON) {
      const name = at + 1;
      const nameEnd = endOfRun(NAME, octets, name, end);
      if (nameEnd === name) return false;
      at = nameEnd;
      let value = nameEnd;
      if (at < end && octets[at] === EQUALS) {
        value = at + 1;
        at = endOfRun(VALUE, octets, value, end);
        if (at === value) return false;
      }
      if (!this.#note(octets, name, nameEnd - name, value, at)) return false;
    }
    return at === end;
  }

  /** Takes down the parameters that matter; false for a value that is the parser's to judge. */
  #note(octets: Uint8Array, name: number, length: number, value: number, end: number): boolean {
    switch (octets[name]! | 0x20) {
      case 0x62: // b
        if (!isWord(octets, name, length, BRANCH)) return true;
        if (value === end || this.branchEnd > 0) return false;
        this.branchStart = value;
        this.branchEnd = end;
        return true;
      case 0x72: // r
        if (isWord(octets, name, length, RPORT)) {
          if (this.rport > 0 || end - value > 5) return false;
          this.rport = digits(octets, value, end);
          return this.rport >= 0;
        }
        if (!isWord(octets, name, length, RECEIVED)) return true;
        if (value === end || this.receivedEnd > 0) return false;
        this.receivedStart = value;
        this.receivedEnd = end;
        return true;
      default:
        return true;
    }
  }
}
