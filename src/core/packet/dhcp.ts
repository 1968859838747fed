/** Dynamic Host Configuration Protocol (RFC 2131 §2): the servers that a phone is told to use. */
import type { DhcpSettings } from "../model/dhcp.js";
import { formatAddress } from "./endpoints.js";

export const DHCP_SERVER_PORT = 67;
export const DHCP_CLIENT_PORT = 68;

const BOOT_REPLY = 2;
const CLIENT_ADDRESS = 12;
const YOUR_ADDRESS = 16;
const COOKIE_AT = 236;
const COOKIE = 0x63825363;

const OPTION = {
  pad: 0,
  ntpServers: 42,
  messageType: 53,
  tftpServerName: 66,
  sipServers: 120,
  tftpServers: 150,
  provisioning: 160,
  end: 255,
} as const;
const MESSAGES: ReadonlyMap<number, DhcpSettings["message"]> = new Map([
  [2, "offer"],
  [5, "ack"],
]);

const SIP_NAMES = 0;
const SIP_ADDRESSES = 1;
/** A list in options of a datagram can be no longer than this by far. */
const MAX_SERVERS = 64;
const LONGEST_LABEL_OCTETS = 63;

/** @returns undefined unless a server offers or grants settings of interest for SIP. */
export function readDhcpSettings(octets: Uint8Array, start: number, end: number): DhcpSettings | undefined {
  if (octets[start] !== BOOT_REPLY || end - start < COOKIE_AT + 4) return undefined;
  const view = new DataView(octets.buffer, octets.byteOffset + start, end - start);
  if (view.getUint32(COOKIE_AT) !== COOKIE) return undefined;
  const options = readOptions(octets, start + COOKIE_AT + 4, end);
  const message = MESSAGES.get(options.get(OPTION.messageType)?.[0] ?? 0);
  if (message === undefined) return undefined;
  const tftpServerName = text(options.get(OPTION.tftpServerName));
  const ntpServers = addresses(options.get(OPTION.ntpServers));
  const tftpServers = [...(tftpServerName ? [tftpServerName] : []), ...addresses(options.get(OPTION.tftpServers))];
  const sipServers = readSipServers(options.get(OPTION.sipServers));
  const provisioning = text(options.get(OPTION.provisioning));
  if (ntpServers.length + tftpServers.length + sipServers.length === 0 && !provisioning) return undefined;
  const clientAt = start + (view.getUint32(YOUR_ADDRESS) === 0 ? CLIENT_ADDRESS : YOUR_ADDRESS);
  const client = formatAddress(octets.slice(clientAt, clientAt + 4));
  const settings = { message, client, ntpServers, tftpServers, sipServers };
  return provisioning ? { ...settings, provisioning } : settings;
}

/** Code, length, value; an option that stands several times is one with all their values (RFC 3396). */
function readOptions(octets: Uint8Array, start: number, end: number): Map<number, readonly number[]> {
  const options = new Map<number, number[]>();
  for (let at = start; at < end && octets[at] !== OPTION.end;) {
    const code = octets[at]!;
    if (code === OPTION.pad) {
      at++;
      continue;
    }
    const valueEnd = at + 2 + (octets[at + 1] ?? 0);
    if (at + 1 >= end || valueEnd > end) break;
    const value = octets.subarray(at + 2, valueEnd);
    const known = options.get(code);
    if (known === undefined) options.set(code, Array.from(value));
    else known.push(...value);
    at = valueEnd;
  }
  return options;
}

function addresses(value: readonly number[] = []): string[] {
  const found: string[] = [];
  for (let at = 0; at + 4 <= value.length && found.length < MAX_SERVERS; at += 4) {
    found.push(value.slice(at, at + 4).join("."));
  }
  return found;
}

/** Some servers end it with NUL. Control characters are left out. */
function text(value: readonly number[] = []): string {
  return new TextDecoder().decode(Uint8Array.from(value)).replace(/\p{C}/gu, "").trim();
}

/** The first octet says what follows: names as labels without compression, or addresses (RFC 3361 §3). */
function readSipServers(value: readonly number[] = []): string[] {
  if (value[0] === SIP_ADDRESSES) return addresses(value.slice(1));
  if (value[0] !== SIP_NAMES) return [];
  const names: string[] = [];
  let labels: string[] = [];
  for (let at = 1; at < value.length && names.length < MAX_SERVERS;) {
    const length = value[at]!;
    if (length > LONGEST_LABEL_OCTETS || at + length >= value.length) break;
    if (length > 0) labels.push(text(value.slice(at + 1, at + 1 + length)));
    if (length === 0 && labels.length > 0) names.push(labels.join("."));
    if (length === 0) labels = [];
    at += length + 1;
  }
  return names;
}
