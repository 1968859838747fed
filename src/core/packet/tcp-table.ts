/** The TCP connections of a capture, found by their addresses and ports without making an object; the longest unused ones go first. */
import type { Packet } from "./packet.js";

/** A connection takes one to two kilobytes while nothing waits in it. */
const MAX_CONNECTIONS = 32_768;

/** Both sides of a connection, and its links in the table. */
export abstract class TcpEntry {
  readonly hash: number;
  readonly capturePoint: number;
  /** The side that was seen sending first; its address in words of four octets. */
  readonly firstPort: number;
  readonly secondPort: number;
  readonly firstAddress: Int32Array;
  readonly secondAddress: Int32Array;
  /** Next with the same hash. */
  collision: TcpEntry | undefined;
  older: TcpEntry | undefined;
  newer: TcpEntry | undefined;

  constructor(packet: Packet, hash: number) {
    this.hash = hash;
    this.capturePoint = packet.capturePoint;
    this.firstPort = packet.sourcePort;
    this.secondPort = packet.destinationPort;
    this.firstAddress = copyAddress(packet, packet.sourceAddressAt);
    this.secondAddress = copyAddress(packet, packet.destinationAddressAt);
  }
}

export class TcpTable<Entry extends TcpEntry> {
  readonly #make: (packet: Packet, hash: number) => Entry;
  readonly #evicted: (entry: Entry) => void;
  readonly #byHash = new Map<number, Entry>();
  #oldest: Entry | undefined;
  #newest: Entry | undefined;
  #size = 0;
  /** Whoever writes the capture cannot know which addresses collide. */
  readonly #seed = (Math.random() * 0x1_0000_0000) | 0;

  constructor(make: (packet: Packet, hash: number) => Entry, evicted: (entry: Entry) => void) {
    this.#make = make;
    this.#evicted = evicted;
  }

  /** The connection of the packet, new if it is not known; it counts as used now. */
  find(packet: Packet): Entry {
    const hash = this.#hash(packet);
    let entry = this.#byHash.get(hash);
    while (entry !== undefined && !isSame(entry, packet)) entry = entry.collision as Entry | undefined;
    if (entry === undefined) return this.#add(packet, hash);
    if (entry !== this.#newest) {
      this.#unlink(entry);
      this.#link(entry);
    }
    return entry;
  }

  /** Puts a new connection in the place of one with the same addresses and ports. */
  replace(entry: Entry, packet: Packet): Entry {
    this.#remove(entry);
    return this.#add(packet, entry.hash);
  }

  /** @returns false when there is none left. */
  evictOldest(): boolean {
    if (this.#oldest === undefined) return false;
    this.#remove(this.#oldest);
    return true;
  }

  /** Evicts all, the longest unused first. */
  clear(): void {
    while (this.evictOldest());
  }

  #add(packet: Packet, hash: number): Entry {
    if (this.#size >= MAX_CONNECTIONS) this.evictOldest();
    const entry = this.#make(packet, hash);
    entry.collision = this.#byHash.get(hash);
    this.#byHash.set(hash, entry);
    this.#size++;
    this.#link(entry);
    return entry;
  }

  #remove(entry: Entry): void {
    const first = this.#byHash.get(entry.hash);
    if (first === entry) {
      if (entry.collision === undefined) this.#byHash.delete(entry.hash);
      else this.#byHash.set(entry.hash, entry.collision as Entry);
    } else {
      let before: TcpEntry | undefined = first;
      while (before !== undefined && before.collision !== entry) before = before.collision;
      if (before !== undefined) before.collision = entry.collision;
    }
    this.#unlink(entry);
    this.#size--;
    this.#evicted(entry);
  }

  #link(entry: Entry): void {
    entry.older = this.#newest;
    entry.newer = undefined;
    if (this.#newest !== undefined) this.#newest.newer = entry;
    this.#newest = entry;
    this.#oldest ??= entry;
  }

  #unlink(entry: Entry): void {
    if (entry.older !== undefined) entry.older.newer = entry.newer;
    else this.#oldest = entry.newer as Entry | undefined;
    if (entry.newer !== undefined) entry.newer.older = entry.older;
    else this.#newest = entry.older as Entry | undefined;
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

function isSame(entry: TcpEntry, packet: Packet): boolean {
  return entry.capturePoint === packet.capturePoint && (isFromFirst(entry, packet) || isFromSecond(entry, packet));
}

/** The packet was sent by the side that was seen first. */
export function isFromFirst(entry: TcpEntry, packet: Packet): boolean {
  return (
    entry.firstPort === packet.sourcePort &&
    entry.secondPort === packet.destinationPort &&
    isAddress(entry.firstAddress, packet, packet.sourceAddressAt) &&
    isAddress(entry.secondAddress, packet, packet.destinationAddressAt)
  );
}

function isFromSecond(entry: TcpEntry, packet: Packet): boolean {
  return (
    entry.secondPort === packet.sourcePort &&
    entry.firstPort === packet.destinationPort &&
    isAddress(entry.secondAddress, packet, packet.sourceAddressAt) &&
    isAddress(entry.firstAddress, packet, packet.destinationAddressAt)
  );
}

function isAddress(address: Int32Array, packet: Packet, at: number): boolean {
  if (address.length !== addressWords(packet)) return false;
  for (let word = 0; word < address.length; word++) {
    if (address[word] !== packet.addressView.getInt32(at + word * 4)) return false;
  }
  return true;
}

function copyAddress(packet: Packet, at: number): Int32Array {
  return Int32Array.from({ length: addressWords(packet) }, (_, word) => packet.addressView.getInt32(at + word * 4));
}

function addressWords({ version }: Packet): number {
  return version === 4 ? 1 : 4;
}
