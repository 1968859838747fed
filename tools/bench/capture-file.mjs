/** Writes pcap files of any size with UDP datagrams and TCP segments in Ethernet frames. */
import { closeSync, openSync, writeSync } from "node:fs";

const BUFFER_OCTETS = 4 * 1024 * 1024;
const RECORD_OCTETS = 16;
const ETHERNET_OCTETS = 14;
const IP_OCTETS = 20;

/** @typedef {{ readonly address: string, readonly port: number }} Endpoint */

export class CaptureFile {
  #descriptor;
  #buffer = Buffer.alloc(BUFFER_OCTETS);
  #end = 0;
  octets = 0;

  /** @param {string} path */
  constructor(path) {
    this.#descriptor = openSync(path, "w");
    const head = Buffer.alloc(24);
    head.writeUInt32LE(0xa1b2c3d4, 0);
    head.writeUInt16LE(2, 4);
    head.writeUInt16LE(4, 6);
    head.writeUInt32LE(262_144, 16);
    head.writeUInt32LE(1, 20);
    head.copy(this.#reserve(head.length));
  }

  /** @param {number} atMicros @param {Endpoint} from @param {Endpoint} to @param {Buffer} payload */
  datagram(atMicros, from, to, payload) {
    const at = this.#packet(atMicros, from, to, 17, 8 + payload.length);
    at.writeUInt16BE(from.port, 0);
    at.writeUInt16BE(to.port, 2);
    at.writeUInt16BE(8 + payload.length, 4);
    payload.copy(at, 8);
  }

  /** @param {number} atMicros @param {Endpoint} from @param {Endpoint} to @param {number} sequence @param {number} acknowledged @param {number} flags @param {Buffer} payload */
  segment(atMicros, from, to, sequence, acknowledged, flags, payload) {
    const at = this.#packet(atMicros, from, to, 6, 20 + payload.length);
    at.writeUInt16BE(from.port, 0);
    at.writeUInt16BE(to.port, 2);
    at.writeUInt32BE(sequence >>> 0, 4);
    at.writeUInt32BE(acknowledged >>> 0, 8);
    at[12] = 0x50;
    at[13] = flags;
    at.writeUInt16BE(0xffff, 14);
    payload.copy(at, 20);
  }

  close() {
    writeSync(this.#descriptor, this.#buffer, 0, this.#end);
    closeSync(this.#descriptor);
  }

  /** @param {number} atMicros @param {Endpoint} from @param {Endpoint} to @param {number} protocol @param {number} length */
  #packet(atMicros, from, to, protocol, length) {
    const frame = ETHERNET_OCTETS + IP_OCTETS + length;
    const octets = this.#reserve(RECORD_OCTETS + frame);
    octets.writeUInt32LE(Math.floor(atMicros / 1e6), 0);
    octets.writeUInt32LE(atMicros % 1e6, 4);
    octets.writeUInt32LE(frame, 8);
    octets.writeUInt32LE(frame, 12);
    octets.fill(0, RECORD_OCTETS, RECORD_OCTETS + ETHERNET_OCTETS + IP_OCTETS + 20);
    const link = octets.subarray(RECORD_OCTETS);
    link[1] = 0x16;
    link[7] = 0x16;
    link.writeUInt16BE(0x0800, 12);
    const ip = link.subarray(ETHERNET_OCTETS);
    ip[0] = 0x45;
    ip.writeUInt16BE(IP_OCTETS + length, 2);
    ip[8] = 64;
    ip[9] = protocol;
    writeAddress(ip, 12, from.address);
    writeAddress(ip, 16, to.address);
    return ip.subarray(IP_OCTETS, IP_OCTETS + length);
  }

  /** @param {number} length */
  #reserve(length) {
    if (this.#end + length + 64 > this.#buffer.length) {
      writeSync(this.#descriptor, this.#buffer, 0, this.#end);
      this.#end = 0;
    }
    const at = this.#end;
    this.#end += length;
    this.octets += length;
    return this.#buffer.subarray(at, at + Math.max(length, 64));
  }
}

/** @param {Buffer} octets @param {number} at @param {string} address */
function writeAddress(octets, at, address) {
  for (const [index, part] of address.split(".").entries()) octets[at + index] = Number(part);
}
