/** Every reader that meets octets of a trace, as a target of fuzzing. Link layers and log formats come from their own lists. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import { LOG_FORMATS } from "../../../src/core/index.js";
import { LINK_LAYERS } from "../../../src/core/packet/link-layers.js";
import { CertificateReader } from "../../../src/core/packet/tls/certificate.js";
import { KeyLog } from "../../../src/core/packet/tls/key-log.js";
import { ascii, concat, read as readFrames } from "../../capture/capture-files.js";
import { projectCaptures, projectLogs } from "../../capture/project-captures.js";
import { ALICE, captureOf, PBX, readFile, register, toText, udp } from "../../packet/packets.js";
import { dhcpSeeds, dnsSeeds, hepSeeds, ntpSeeds, stunSeeds, webSocketSeeds } from "./payloads.js";
import {
  analyseAll,
  inDatagram,
  inStream,
  KEYS,
  NO_OPENING,
  readCaptureOnce,
  readCaptureTwice,
  readDigest,
  readLogTwice,
  readSip,
  redactCaptureFile,
  redactLogFile,
  WEB_SOCKET,
} from "./readers.js";
import { LINES, PCAP, PCAPNG } from "./shapes.js";
import type { FuzzTarget } from "./target.js";
import { asPcap, linkSeeds, networkSeeds, sctpSeeds, tcpSeeds, tunnelSeeds } from "./wrapped-frames.js";

/** Whole analyses take milliseconds each; larger seeds find no more. */
const MAX_SEED_OCTETS = 20_000;

function small(files: readonly { readonly octets: Uint8Array }[]): Uint8Array[] {
  return files.map(({ octets }) => octets).filter(({ length }) => length <= MAX_SEED_OCTETS);
}

/** The captures of the repository whose paths match, as classic ones of one link type. */
function recorded(paths: RegExp): Uint8Array[] {
  return projectCaptures().flatMap(({ path, octets }) => {
    if (!paths.test(path) || octets.length > MAX_SEED_OCTETS) return [];
    const { frames } = readFrames(octets);
    const linkType = frames[0]?.linkType ?? 1;
    return [
      asPcap(
        frames.map(({ hex, atMicros }) => ({ octets: Buffer.from(hex, "hex"), micros: atMicros })),
        linkType,
      ),
    ];
  });
}

function isOf(format: "pcap" | "pcapng") {
  return ({ path }: { readonly path: string }) => path.endsWith(`.${format}`);
}

/** The messages of recorded captures and logs. */
function sipSeeds(): Uint8Array[] {
  const captured = recorded(/a-(?:0[1-9]|2\d|4[4-8]|6[1-3])|b-(?:5|2)/).flatMap((file) => readFile(file).messages);
  return [...captured.map(({ octets }) => octets), ascii(register(1, "v=0\r\n"))];
}

/** The samples of a format, `ID.log` or `ID.VARIANT.log`; for one that has none of its own, all that can be read by it. */
function logSeeds(id: string): Uint8Array[] {
  const samples = projectLogs().filter(({ path }) => path.startsWith("test/log/samples/"));
  const own = samples.filter(({ path }) => basename(path).startsWith(`${id}.`));
  const readable = own.length > 0 ? own : samples.filter(({ octets }) => readLogTwice(octets, id) > 0);
  return readable.map(({ octets }) => octets);
}

function certificates(): Uint8Array[] {
  return ["pbx", "pbx-rsa"].map((name) => {
    const pem = readFileSync(`test/packet/tls/certificates/${name}.pem`, "latin1");
    return Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ""), "base64");
  });
}

const LINKS: readonly FuzzTarget[] = [...LINK_LAYERS.keys()].map((linkType) => ({
  name: `link-${linkType}`,
  seeds: () => linkSeeds(linkType),
  shape: PCAP,
  run: readCaptureOnce,
}));

const LOGS: readonly FuzzTarget[] = LOG_FORMATS.map(({ id }) => ({
  name: `log-${id}`,
  seeds: () => logSeeds(id),
  shape: LINES,
  run: (input) => readLogTwice(input, id),
}));

export const TARGETS: readonly FuzzTarget[] = [
  { name: "pcap", seeds: () => small(projectCaptures().filter(isOf("pcap"))), shape: PCAP, run: readCaptureTwice },
  {
    name: "pcapng",
    seeds: () => small(projectCaptures().filter(isOf("pcapng"))),
    shape: PCAPNG,
    run: readCaptureTwice,
  },
  {
    name: "gzip",
    seeds: () =>
      [captureOf([udp(ALICE, PBX, register(1))]), logSeeds("ngrep")[0]!].map((file) => new Uint8Array(gzipSync(file))),
    run: analyseAll,
  },
  ...LINKS,
  { name: "tunnels", seeds: tunnelSeeds, shape: PCAP, run: readCaptureOnce },
  { name: "network", seeds: networkSeeds, shape: PCAP, run: readCaptureTwice },
  { name: "tcp", seeds: () => [...tcpSeeds(), ...recorded(/tcp/)], shape: PCAP, run: readCaptureTwice },
  { name: "tls", seeds: () => recorded(/tls|wss/), shape: PCAP, run: readCaptureOnce },
  { name: "sctp", seeds: sctpSeeds, shape: PCAP, run: readCaptureTwice },
  { name: "websocket", seeds: webSocketSeeds, run: inStream(WEB_SOCKET) },
  {
    name: "websocket-upgrade",
    seeds: () =>
      [ascii(WEB_SOCKET.client), ascii(WEB_SOCKET.server)].map((head) => concat([head, webSocketSeeds()[0]!])),
    run: inStream(NO_OPENING),
  },
  {
    name: "sip-stream",
    seeds: () => [ascii(register(1) + register(2, "v=0\r\n") + register(3))],
    shape: LINES,
    run: inStream(NO_OPENING),
  },
  { name: "sip-datagram", seeds: sipSeeds, shape: LINES, run: inDatagram(5060) },
  { name: "hep", seeds: hepSeeds, run: (input) => inDatagram(9060)(input) + inStream(NO_OPENING)(input) },
  { name: "dns", seeds: dnsSeeds, run: inDatagram(53, 5060) },
  {
    name: "dns-stream",
    seeds: () => dnsSeeds().map((octets) => concat([Uint8Array.of(octets.length >> 8, octets.length), octets])),
    run: inStream(NO_OPENING),
  },
  { name: "stun", seeds: stunSeeds, run: inDatagram(3478) },
  { name: "dhcp", seeds: dhcpSeeds, run: inDatagram(67) },
  { name: "ntp", seeds: ntpSeeds, run: inDatagram(123) },
  {
    name: "certificate",
    seeds: certificates,
    run: (input) => (new CertificateReader().read(input) === undefined ? 0 : 1),
  },
  { name: "key-log", seeds: () => KEYS, shape: LINES, run: (input) => new KeyLog().add(input) },
  ...LOGS,
  { name: "logs", seeds: () => small(projectLogs()), shape: LINES, run: (input) => readLogTwice(input) },
  { name: "sip", seeds: sipSeeds, shape: LINES, run: readSip },
  {
    name: "digest",
    seeds: () => sipSeeds().filter((octets) => /Authenticate:|Authorization:/i.test(toText(octets))),
    shape: LINES,
    run: readDigest,
  },
  { name: "redact", seeds: () => recorded(/[ab]-\d[15]-|tls/), shape: PCAP, run: redactCaptureFile },
  {
    name: "redact-pcapng",
    seeds: () => small(projectCaptures().filter(({ path }) => /(?:[ab]-\d2-|tls).*pcapng$/.test(path))),
    shape: PCAPNG,
    run: redactCaptureFile,
  },
  {
    name: "redact-log",
    seeds: () => ["ngrep", "asterisk-pjsip", "kamailio", "sngrep"].flatMap(logSeeds),
    shape: LINES,
    run: redactLogFile,
  },
  { name: "analysis", seeds: () => recorded(/samples|corpus/), shape: PCAP, run: analyseAll },
  { name: "analysis-log", seeds: () => small(projectLogs()), shape: LINES, run: analyseAll },
];
