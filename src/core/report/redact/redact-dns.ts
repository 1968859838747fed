/** DNS messages (RFC 1035 §4): names label by label, so that pointers still fit, and the addresses that they lead to. */
import { octetsOf, viewOf } from "../../model/octets.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { textOf } from "./redact-message.js";
import { keepsNothing, keepsVocabulary, scrub } from "./scrub.js";

const HEADER_OCTETS = 12;
const POINTER = 0xc0;
/** Real messages hold a tenth of it. */
const MAX_NAMES = 1024;
/** Type, class, time to live and length stand between a record's name and its data. */
const TYPE_BEFORE_DATA = 10;
const TYPE = { a: 1, ns: 2, cname: 5, soa: 6, ptr: 12, mx: 15, aaaa: 28, srv: 33, naptr: 35, opt: 41 } as const;

/** @returns the message up to where it could be read. */
export function redactDns(message: Uint8Array, pseudonyms: Pseudonyms): Uint8Array {
  const redaction = new DnsRedaction(message, pseudonyms);
  redaction.run();
  return redaction.shown;
}

class DnsRedaction {
  readonly shown: Uint8Array;
  readonly #octets: Uint8Array;
  readonly #view: DataView;
  readonly #pseudonyms: Pseudonyms;
  #at = HEADER_OCTETS;
  #names = 0;

  constructor(octets: Uint8Array, pseudonyms: Pseudonyms) {
    this.#octets = octets;
    this.#view = viewOf(octets);
    this.#pseudonyms = pseudonyms;
    this.shown = new Uint8Array(octets.length);
    this.shown.set(octets.subarray(0, HEADER_OCTETS));
  }

  run(): void {
    const count = (at: number) => this.#view.getUint16(at);
    if (this.#octets.length < HEADER_OCTETS) return;
    for (let question = 0; question < count(4); question++) {
      if (!this.#name() || !this.#copy(4)) return;
    }
    const records = count(6) + count(8) + count(10);
    for (let record = 0; record < records; record++) if (!this.#record()) return;
  }

  #record(): boolean {
    if (!this.#name() || this.#at + 10 > this.#octets.length) return false;
    const type = this.#view.getUint16(this.#at);
    const end = this.#at + 10 + this.#view.getUint16(this.#at + 8);
    if (end > this.#octets.length) return false;
    this.#copy(10);
    this.#data(type, end);
    this.#at = end;
    return true;
  }

  #data(type: number, end: number): void {
    const start = this.#at;
    switch (type) {
      case TYPE.a:
      case TYPE.aaaa:
        if (end - start !== (type === TYPE.a ? 4 : 16)) return;
        this.#copy(end - start);
        return this.#pseudonyms.address(this.shown, start, type === TYPE.a ? 4 : 16);
      case TYPE.cname:
      case TYPE.ns:
      case TYPE.ptr:
        return void this.#name();
      case TYPE.mx:
        return void (this.#copy(2) && this.#name());
      case TYPE.srv:
        return void (this.#copy(6) && this.#name());
      case TYPE.naptr:
        return void (this.#copy(4) && this.#text(true) && this.#text(true) && this.#text(false) && this.#name());
      case TYPE.soa:
        return void (this.#name() && this.#name() && this.#copy(end - this.#at));
      case TYPE.opt:
        return;
      default:
        if (end === start) return;
        // Its data is not shown, so it must not be read as what it was: a type for private use.
        this.shown.set([0xff, 0x00], start - TYPE_BEFORE_DATA);
        this.#pseudonyms.tally.drop("data of other DNS records");
    }
  }

  #copy(count: number): boolean {
    if (this.#at + count > this.#octets.length) return false;
    this.shown.set(this.#octets.subarray(this.#at, this.#at + count), this.#at);
    this.#at += count;
    return true;
  }

  /** A length and so many characters. @param isPlain flags and services are words of the grammar */
  #text(isPlain: boolean): boolean {
    const length = this.#octets[this.#at] ?? 0;
    const start = this.#at + 1;
    if (!this.#copy(1 + length)) return false;
    if (isPlain) return true;
    const text = textOf(this.#octets.subarray(start, start + length));
    this.shown.set(octetsOf(scrub(text, this.#pseudonyms, keepsVocabulary)), start);
    return true;
  }

  /** Labels up to the root or a pointer, whose target is redacted where it stands. */
  #name(): boolean {
    if (++this.#names > MAX_NAMES) return false;
    const places: number[] = [];
    let at = this.#at;
    while (at < this.#octets.length) {
      const length = this.#octets[at]!;
      const size = length >= POINTER ? 2 : 1;
      if (at + size > this.#octets.length) return false;
      this.shown.set(this.#octets.subarray(at, at + size), at);
      if (length === 0 || length >= POINTER) {
        this.#labels(places, length >= POINTER);
        this.#at = at + size;
        return true;
      }
      if (length > 63 || at + 1 + length > this.#octets.length) return false;
      places.push(at);
      at += 1 + length;
    }
    return false;
  }

  /** @param goesOn a pointer follows, so that the last label here is not the last one of the name */
  #labels(places: readonly number[], goesOn: boolean): void {
    const label = (at: number) => textOf(this.#octets.subarray(at + 1, at + 1 + this.#octets[at]!));
    const name = places.map(label).join(".");
    const isReverse = /^(?:\d{1,3}\.){4}in-addr$/i.test(name.split(".").slice(0, 5).join("."));
    const redacted = isReverse
      ? this.#reverse(name)
      : scrub(goesOn ? `${name}.x` : name, this.#pseudonyms, keepsService).slice(0, name.length);
    // Dots within a label are none of ours.
    let from = 0;
    for (const at of places) {
      const length = this.#octets[at]!;
      this.shown.set(octetsOf(redacted.slice(from, from + length)), at + 1);
      from += length + 1;
    }
  }

  /** An address written backwards. */
  #reverse(name: string): string {
    const labels = name.split(".");
    const address = this.#pseudonyms.ipv4Text(labels.slice(0, 4).reverse().join("."));
    return [...address.split(".").reverse(), ...labels.slice(4)].join(".");
  }
}

/** `_sip._udp` and the last label stay. */
const keepsService: typeof keepsNothing = (lower, place) =>
  place.text[place.start - 1] === "_" || keepsNothing(lower, place);
