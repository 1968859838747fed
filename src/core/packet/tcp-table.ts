/** The TCP connections of a capture, found by their addresses and ports without making an object; those that are unused for long go first. */
import type { Packet } from "./packet.js";

/** A connection takes one to two kilobytes while nothing waits in it. */
const MAX_CONNECTIONS = 32_768;
const FIRST_ROWS = 64;

/** What tells a connection lies side by side, a row of words each: of objects every look would wait for several. */
const ROW_WORDS = 16;
const HASH = 0;
const CAPTURE_POINT = 1;
const VERSION = 2;
/** The port of the side that was seen sending first in the upper half, and the other one. */
const PORTS = 3;
const FIRST_ADDRESS = 4;
const SECOND_ADDRESS = 8;
/** The next row of the same place by hash, or the next free one; then the neighbours in the order of use. */
const NEXT = 12;
const OLDER = 13;
const NEWER = 14;
/** The count of uses when the row came to its place in that order. */
const PLACED = 15;
const NONE = -1;
/**
 * A row goes to the end of the order again when there were as many uses since as this part of the rows: that costs a look at
 * two other rows, and the rest of them are older all the same.
 */
const FRESH_PART = 1 / 4;

export class TcpTable<Connection> {
  /** The packet that was looked for last comes from the side that was seen sending first. */
  isFromFirst = false;
  readonly #make: (packet: Packet) => Connection;
  readonly #evicted: (connection: Connection) => void;
  readonly #connections: (Connection | undefined)[] = [];
  /** A row is named by its first word's offset. */
  #rows = new Int32Array(0);
  /** The first row of each place; the places are a power of two, twice the rows. */
  #byHash = new Int32Array(1).fill(NONE);
  #free = NONE;
  #oldest = NONE;
  #newest = NONE;
  #found = NONE;
  #size = 0;
  #uses = 0;
  /** Whoever writes the capture cannot know which addresses collide. */
  readonly #seed = (Math.random() * 0x1_0000_0000) | 0;

  constructor(make: (packet: Packet) => Connection, evicted: (connection: Connection) => void) {
    this.#make = make;
    this.#evicted = evicted;
  }

  /** The connection of the packet, new if it is not known; it counts as used now. */
  find(packet: Packet): Connection {
    const hash = this.#hash(packet);
    const rows = this.#rows;
    let row = this.#byHash[hash & (this.#byHash.length - 1)]!;
    while (row !== NONE && !this.#isOf(row, hash, packet)) row = rows[row + NEXT]!;
    this.#found = row;
    if (row === NONE) return this.#add(packet, hash);
    this.#uses = (this.#uses + 1) | 0;
    if (((this.#uses - rows[row + PLACED]!) | 0) > this.#size * FRESH_PART) {
      this.#unlink(row);
      this.#link(row);
    }
    return this.#connections[row / ROW_WORDS]!;
  }

  /** Puts a new connection in the place of the one that was found last, for the same packet. */
  replaceFound(packet: Packet): Connection {
    const hash = this.#rows[this.#found + HASH]!;
    this.#remove(this.#found);
    return this.#add(packet, hash);
  }

  /** @returns false when there is none left. */
  evictOldest(): boolean {
    if (this.#oldest === NONE) return false;
    this.#remove(this.#oldest);
    return true;
  }

  /** Evicts all, the longest unused first. */
  clear(): void {
    while (this.evictOldest());
  }

  #add(packet: Packet, hash: number): Connection {
    if (this.#size >= MAX_CONNECTIONS) this.evictOldest();
    if (this.#free === NONE) this.#makeRows();
    const rows = this.#rows;
    const row = this.#free;
    this.#free = rows[row + NEXT]!;
    rows[row + HASH] = hash;
    rows[row + CAPTURE_POINT] = packet.capturePoint;
    rows[row + VERSION] = packet.version;
    rows[row + PORTS] = (packet.sourcePort << 16) | packet.destinationPort;
    for (let word = 0; word < addressWords(packet); word++) {
      rows[row + FIRST_ADDRESS + word] = packet.addressView.getInt32(packet.sourceAddressAt + word * 4);
      rows[row + SECOND_ADDRESS + word] = packet.addressView.getInt32(packet.destinationAddressAt + word * 4);
    }
    this.#found = row;
    this.#uses = (this.#uses + 1) | 0;
    this.#putByHash(row);
    this.#link(row);
    this.#size++;
    this.isFromFirst = true;
    return (this.#connections[row / ROW_WORDS] = this.#make(packet));
  }

  #remove(row: number): void {
    const rows = this.#rows;
    const place = rows[row + HASH]! & (this.#byHash.length - 1);
    if (this.#byHash[place] === row) {
      this.#byHash[place] = rows[row + NEXT]!;
    } else {
      let before = this.#byHash[place]!;
      while (rows[before + NEXT] !== row) before = rows[before + NEXT]!;
      rows[before + NEXT] = rows[row + NEXT]!;
    }
    this.#unlink(row);
    rows[row + NEXT] = this.#free;
    this.#free = row;
    this.#size--;
    const connection = this.#connections[row / ROW_WORDS]!;
    this.#connections[row / ROW_WORDS] = undefined;
    this.#evicted(connection);
  }

  /** Twice the room, when all rows are taken. */
  #makeRows(): void {
    const taken = this.#size * ROW_WORDS;
    const rows = new Int32Array(Math.max(FIRST_ROWS, this.#size * 2) * ROW_WORDS);
    rows.set(this.#rows);
    this.#rows = rows;
    this.#byHash = new Int32Array((rows.length / ROW_WORDS) * 2).fill(NONE);
    for (let row = 0; row < taken; row += ROW_WORDS) this.#putByHash(row);
    for (let row = taken; row < rows.length; row += ROW_WORDS) rows[row + NEXT] = row + ROW_WORDS;
    rows[rows.length - ROW_WORDS + NEXT] = NONE;
    this.#free = taken;
  }

  #putByHash(row: number): void {
    const place = this.#rows[row + HASH]! & (this.#byHash.length - 1);
    this.#rows[row + NEXT] = this.#byHash[place]!;
    this.#byHash[place] = row;
  }

  #link(row: number): void {
    const rows = this.#rows;
    rows[row + OLDER] = this.#newest;
    rows[row + NEWER] = NONE;
    rows[row + PLACED] = this.#uses;
    if (this.#newest === NONE) this.#oldest = row;
    else rows[this.#newest + NEWER] = row;
    this.#newest = row;
  }

  #unlink(row: number): void {
    const rows = this.#rows;
    const older = rows[row + OLDER]!;
    const newer = rows[row + NEWER]!;
    if (older === NONE) this.#oldest = newer;
    else rows[older + NEWER] = newer;
    if (newer === NONE) this.#newest = older;
    else rows[newer + OLDER] = older;
  }

  /** The packet belongs to the connection of a row; notes from which side it comes. */
  #isOf(row: number, hash: number, packet: Packet): boolean {
    const rows = this.#rows;
    if (rows[row + HASH] !== hash || rows[row + CAPTURE_POINT] !== packet.capturePoint) return false;
    if (rows[row + VERSION] !== packet.version) return false;
    const ports = rows[row + PORTS];
    const { sourcePort, destinationPort, sourceAddressAt, destinationAddressAt } = packet;
    this.isFromFirst =
      ports === ((sourcePort << 16) | destinationPort) &&
      this.#isAddress(row + FIRST_ADDRESS, packet, sourceAddressAt) &&
      this.#isAddress(row + SECOND_ADDRESS, packet, destinationAddressAt);
    if (this.isFromFirst) return true;
    return (
      ports === ((destinationPort << 16) | sourcePort) &&
      this.#isAddress(row + SECOND_ADDRESS, packet, sourceAddressAt) &&
      this.#isAddress(row + FIRST_ADDRESS, packet, destinationAddressAt)
    );
  }

  #isAddress(words: number, packet: Packet, at: number): boolean {
    for (let word = 0; word < addressWords(packet); word++) {
      if (this.#rows[words + word] !== packet.addressView.getInt32(at + word * 4)) return false;
    }
    return true;
  }

  /** Equal for both directions. */
  #hash(packet: Packet): number {
    const source = this.#hashSide(packet, packet.sourceAddressAt, packet.sourcePort);
    const destination = this.#hashSide(packet, packet.destinationAddressAt, packet.destinationPort);
    return (source + destination + packet.capturePoint) | 0;
  }

  #hashSide(packet: Packet, at: number, port: number): number {
    const octets = packet.version === 4 ? 4 : 16;
    let hash = mix(this.#seed, port);
    for (let word = 0; word < octets; word += 4) hash = mix(hash, packet.addressView.getInt32(at + word));
    return mix(hash, octets);
  }
}

/** A step of the hash MurmurHash3 for words of 32 bits. */
function mix(hash: number, word: number): number {
  let mixed = Math.imul(word, 0xcc9e_2d51);
  mixed = hash ^ Math.imul((mixed << 15) | (mixed >>> 17), 0x1b87_3593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe654_6b64) | 0;
}

function addressWords({ version }: Packet): number {
  return version === 4 ? 1 : 4;
}
