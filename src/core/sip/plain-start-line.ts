/** The first line and CSeq of a message in their usual form, at their octets. */
import { SPACE } from "../model/ascii.js";
import { digits, isVersion, skipBlanks, trimBlanks } from "./octets.js";

/** `SIP/2.0 401 …`, or a method in capitals, one blank, a URI without blanks, one blank, `SIP/2.0`; filled at each reading. */
export class PlainStartLine {
  /** 0 for a request. */
  status = 0;
  methodEnd = 0;
  uriStart = 0;
  uriEnd = 0;
  reasonStart = 0;
  reasonEnd = 0;

  /** @returns whether the line from 0 to `end` is in that form. */
  read(octets: Uint8Array, end: number): boolean {
    this.status = this.methodEnd = this.uriStart = this.uriEnd = this.reasonStart = this.reasonEnd = 0;
    if (isVersion(octets, 0)) {
      if (end < 12 || octets[7] !== SPACE || octets[11] !== SPACE) return false;
      this.status = digits(octets, 8, 11);
      this.reasonStart = 12;
      this.reasonEnd = end;
      return this.status >= 100 && this.status <= 699;
    }
    let at = 0;
    while (at < end && octets[at]! >= 0x41 && octets[at]! <= 0x5a) at++;
    this.methodEnd = at;
    if (at === 0 || octets[at] !== SPACE || end < at + 10) return false;
    const version = end - 7;
    if (octets[version - 1] !== SPACE || !isVersion(octets, version)) return false;
    for (let uri = at + 1; uri < version - 1; uri++) if (octets[uri] === SPACE) return false;
    this.uriStart = at + 1;
    this.uriEnd = version - 1;
    return this.uriEnd > this.uriStart;
  }
}

/** `17 REGISTER`: a number of at most nine digits (ten may exceed 2**31) and a method in capitals; filled at each reading. */
export class PlainCSeq {
  number = 0;
  methodStart = 0;
  methodEnd = 0;

  /** @returns whether the value is in that form. */
  read(octets: Uint8Array, start: number, end: number): boolean {
    const number = skipBlanks(octets, start, end);
    let numberEnd = number;
    while (numberEnd < end && octets[numberEnd]! >= 0x30 && octets[numberEnd]! <= 0x39) numberEnd++;
    const method = skipBlanks(octets, numberEnd, end);
    const methodEnd = trimBlanks(octets, method, end);
    if (numberEnd === number || numberEnd - number > 9 || method === numberEnd || methodEnd === method) return false;
    for (let at = method; at < methodEnd; at++) if (octets[at]! < 0x41 || octets[at]! > 0x5a) return false;
    this.number = digits(octets, number, numberEnd);
    this.methodStart = method;
    this.methodEnd = methodEnd;
    return true;
  }
}
