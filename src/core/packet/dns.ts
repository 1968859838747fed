/** Domain Name System (RFC 1035 §4): queries and answers of the kinds by which SIP finds its servers (RFC 3263). */
import type { DnsAnswer, DnsMessage, DnsRecord, DnsType } from "../model/dns.js";
import { formatAddress } from "./endpoints.js";

export const DNS_PORT = 53;

const HEADER_OCTETS = 12;
const INTERNET_CLASS = 1;
const LONGEST_NAME_OCTETS = 255;
const LONGEST_LABEL_OCTETS = 63;
const POINTER = 0xc0;
/** Real answers for SIP hold a tenth of it. */
const MAX_RECORDS = 64;

const TYPES: ReadonlyMap<number, DnsType> = new Map([
  [1, "A"],
  [5, "CNAME"],
  [28, "AAAA"],
  [33, "SRV"],
  [35, "NAPTR"],
]);
const RCODES = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

/** The octets may be a DNS message: a look at its header alone, which asks one question and counts few records. */
export function mayBeDns(octets: Uint8Array, start: number, end: number): boolean {
  return (
    octets[start + 4] === 0 &&
    octets[start + 5] === 1 &&
    octets[start + 6] === 0 &&
    octets[start + 8] === 0 &&
    octets[start + 10] === 0 &&
    end - start > HEADER_OCTETS &&
    // Opcode 0 is a standard query; the bit that is always zero.
    (octets[start + 2]! & 0x78) === 0 &&
    (octets[start + 3]! & 0x40) === 0
  );
}

export interface DecodedDns {
  readonly message: DnsMessage;
  /** Every record was read, up to the last octet. */
  readonly isWhole: boolean;
}

/**
 * Reads a message that `mayBeDns`.
 * @returns undefined when its question cannot be read or is of another kind.
 */
export function decodeDns(octets: Uint8Array, start: number, end: number): DecodedDns | undefined {
  const reader = new DnsReader(octets, start, end);
  const id = reader.u16();
  const flags = reader.u16();
  reader.skip(2);
  const [answers, authorities, additionals] = [reader.u16(), reader.u16(), reader.u16()];
  const name = reader.name();
  const type = TYPES.get(reader.u16());
  if (reader.u16() !== INTERNET_CLASS || reader.isOver || name === undefined || type === undefined) return undefined;
  const records: DnsRecord[] = [];
  const isWhole =
    readRecords(reader, answers, records) &&
    readRecords(reader, authorities, []) &&
    readRecords(reader, additionals, records) &&
    reader.at === end;
  if ((flags & 0x8000) === 0) return { message: { id, name, type }, isWhole };
  return { message: { id, name, type, answer: answerOf(flags, records) }, isWhole };
}

function answerOf(flags: number, records: readonly DnsRecord[]): DnsAnswer {
  const code = flags & 0x0f;
  const rcode = RCODES[code] ?? `RCODE${code}`;
  return { rcode, ...(flags & 0x0200 ? { isTruncated: true } : {}), records };
}

/** @returns false when the octets end before the records do. */
function readRecords(reader: DnsReader, count: number, records: DnsRecord[]): boolean {
  for (let index = 0; index < count; index++) {
    const name = reader.name();
    const type = TYPES.get(reader.u16());
    const isInternet = reader.u16() === INTERNET_CLASS;
    reader.skip(4);
    const dataEnd = reader.u16() + reader.at;
    if (name === undefined || reader.isOver || dataEnd > reader.end) return false;
    if (type !== undefined && isInternet && records.length < MAX_RECORDS) {
      const record = readData(reader, name, type, dataEnd);
      if (record !== undefined) records.push(record);
    }
    reader.at = dataEnd;
  }
  return true;
}

function readData(reader: DnsReader, name: string, type: DnsType, dataEnd: number): DnsRecord | undefined {
  const record = { name, type, ...readFields(reader, type, dataEnd - reader.at) };
  const isMissing = record.address === undefined && record.target === undefined;
  return isMissing || reader.at > dataEnd ? undefined : record;
}

function readFields(reader: DnsReader, type: DnsType, length: number): Partial<DnsRecord> {
  switch (type) {
    case "A":
      return length === 4 ? { address: reader.address(4) } : {};
    case "AAAA":
      return length === 16 ? { address: reader.address(16) } : {};
    case "CNAME":
      return target(reader);
    case "SRV":
      return { priority: reader.u16(), weight: reader.u16(), port: reader.u16(), ...target(reader) };
    case "NAPTR":
      return {
        order: reader.u16(),
        preference: reader.u16(),
        flags: reader.characterString(),
        service: reader.characterString(),
        regexp: reader.characterString(),
        ...target(reader),
      };
  }
}

function target(reader: DnsReader): Pick<DnsRecord, "target"> {
  const name = reader.name();
  return name === undefined ? {} : { target: name };
}

/** Reads fields in turn; beyond the end it gives zeros and `isOver`. */
class DnsReader {
  at: number;
  isOver = false;
  readonly #octets: Uint8Array;
  readonly #start: number;

  constructor(
    octets: Uint8Array,
    start: number,
    readonly end: number,
  ) {
    this.#octets = octets;
    this.#start = start;
    this.at = start;
  }

  skip(count: number): void {
    this.at += count;
    if (this.at > this.end) this.isOver = true;
  }

  u16(): number {
    const at = this.at;
    this.skip(2);
    return this.isOver ? 0 : this.#octets[at]! * 256 + this.#octets[at + 1]!;
  }

  address(octets: 4 | 16): string {
    const at = this.at;
    this.skip(octets);
    return formatAddress(this.#octets.slice(at, at + octets));
  }

  /** A length and so many characters. */
  characterString(): string {
    const at = this.at;
    this.skip(1);
    const length = this.isOver ? 0 : this.#octets[at]!;
    this.skip(length);
    return this.isOver ? "" : this.#text(at + 1, at + 1 + length);
  }

  /** Labels, perhaps ended by a pointer to others before them; `.` is the root. Undefined when it is no name. */
  name(): string | undefined {
    const octets = this.#octets;
    const labels: string[] = [];
    let nameOctets = 1;
    let at = this.at;
    let behind = -1;
    // A pointer goes to an earlier name (RFC 1035 §4.1.4): ones that go ever further back cannot loop.
    let limit = at;
    while (at < this.end && octets[at] !== 0) {
      const length = octets[at]!;
      if (length >= POINTER && at + 1 < this.end) {
        if (behind < 0) behind = at + 2;
        at = this.#start + (length - POINTER) * 256 + octets[at + 1]!;
        if (at >= limit) return undefined;
        limit = at;
        continue;
      }
      nameOctets += length + 1;
      if (length > LONGEST_LABEL_OCTETS || nameOctets > LONGEST_NAME_OCTETS || at + length >= this.end)
        return undefined;
      labels.push(this.#label(at + 1, at + 1 + length));
      at += length + 1;
    }
    if (at >= this.end) return undefined;
    this.at = behind < 0 ? at + 1 : behind;
    return labels.length === 0 ? "." : labels.join(".");
  }

  /** In lower case, since names are compared without regard to it (RFC 4343), and some resolvers mix it at random. */
  #label(start: number, end: number): string {
    return this.#text(start, end).toLowerCase();
  }

  /** Other than visible ASCII, and what has a meaning in a name, is written as RFC 1035 §5.1 does. */
  #text(start: number, end: number): string {
    let text = "";
    for (let at = start; at < end; at++) {
      const octet = this.#octets[at]!;
      const isPlain = octet > 0x20 && octet < 0x7f && octet !== 0x5c;
      text += isPlain ? String.fromCharCode(octet) : `\\${String(octet).padStart(3, "0")}`;
    }
    return text;
  }
}
