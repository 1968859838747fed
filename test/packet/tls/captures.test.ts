/** Recordings of real phones and registrars: the same SIP messages in the same frames as Wireshark finds with the keys. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FrameSink } from "../../../src/core/capture/frame.js";
import { KeyLog } from "../../../src/core/packet/tls/key-log.js";
import { SipMessage } from "../../../src/core/sip/message.js";
import { pump } from "../../capture/capture-files.js";
import { type Read, readFile } from "../packets.js";
import { detailsOf, steps, texts } from "./flights.js";

const corpus = join(import.meta.dirname, "..", "..", "corpus");
const here = join(import.meta.dirname, "captures");

/** As `tshark -Y sip -T fields -e frame.number -e sip.Method -e sip.Status-Code` prints it. */
const CAPTURES = [
  {
    what: "RSA key exchange, AES-GCM, TLS 1.2",
    capture: join(corpus, "b-60-tls-rsa-keylog-file", "capture.pcap"),
    shows: ["13 REGISTER", "14 401", "15 REGISTER", "16 200"],
  },
  {
    what: "RSA key exchange, keys in the file",
    capture: join(corpus, "b-60-tls-rsa-secrets-embedded", "capture.pcapng"),
    shows: ["13 REGISTER", "14 401", "15 REGISTER", "16 200"],
  },
  {
    what: "ECDHE, AES-GCM",
    capture: join(corpus, "b-63-tls-ecdhegcm-keylog-file", "capture.pcapng"),
    shows: ["12 REGISTER", "13 401", "14 REGISTER", "15 200"],
  },
  {
    what: "ECDHE, ChaCha20-Poly1305",
    capture: join(here, "chacha.pcap"),
    shows: ["13 REGISTER", "14 401", "15 REGISTER", "16 503"],
  },
  {
    what: "ECDHE, AES-CBC",
    capture: join(here, "cbc.pcapng"),
    shows: ["12 REGISTER", "13 420"],
  },
  {
    what: "TLS 1.3",
    capture: join(corpus, "b-72-tls-tls13-keylog-file", "capture.pcap"),
    shows: ["15 REGISTER", "16 401", "17 REGISTER", "18 200"],
  },
  {
    what: "a session that a second connection resumes",
    capture: join(corpus, "b-15-healthy-tls-session-resumption", "capture.pcapng"),
    shows: [
      ...["15 REGISTER", "16 401", "17 REGISTER", "18 200", "21 REGISTER", "22 401", "24 REGISTER", "25 200"],
      ...["38 REGISTER", "40 401", "41 REGISTER", "42 200"],
    ],
  },
  {
    what: "an orderly end",
    capture: join(corpus, "b-16-healthy-tls-close-notify", "capture.pcapng"),
    shows: [...["14 REGISTER", "15 401", "16 REGISTER", "17 200", "21 REGISTER", "22 401", "24 REGISTER", "25 200"]],
  },
];

function read(capture: string, keyLog: string): Read {
  const keys = new KeyLog();
  keys.add(keyLog);
  return readFile(readFileSync(capture), undefined, keys);
}

/** The key log that lies beside a capture. */
function keyLogOf(capture: string): string {
  const beside = [join(capture, "..", "keys.log"), capture.replace(/\.pcap(ng)?$/, ".keys.log")].find(existsSync);
  return beside === undefined ? "" : readFileSync(beside, "utf8");
}

function shown({ messages }: Read): string[] {
  return messages.map(({ place, octets }) => {
    const { startLine } = new SipMessage(octets);
    const what =
      startLine.kind === "request" ? startLine.method : startLine.kind === "response" ? startLine.statusCode : "?";
    return `${place.frame} ${what}`;
  });
}

/** The secrets that a capture itself holds. */
function embeddedKeyLog(capture: string): string {
  let text = "";
  const sink: FrameSink = {
    frame: () => undefined,
    comment: () => undefined,
    problem: () => undefined,
    secrets: (keyLog) => (text += Buffer.from(keyLog).toString("latin1")),
  };
  pump(readFileSync(capture), sink);
  return text;
}

describe("recordings", () => {
  it.each(CAPTURES)("$what", ({ capture, shows }) => {
    const found = read(capture, keyLogOf(capture));
    expect(shown(found)).toEqual(shows);
    expect(found.problems).toEqual([]);
    expect(new Set(found.messages.map(({ transport }) => transport))).toEqual(new Set(["tls"]));
  });

  it("of RSA key exchange need the premaster secret alone, with the extended master secret agreed", () => {
    const { capture, shows } = CAPTURES[0]!;
    const lines = keyLogOf(capture).split("\n");
    const premaster = lines.filter((line) => line.startsWith("RSA "));
    expect(premaster.length).toBeGreaterThan(0);
    expect(shown(read(capture, premaster.join("\n")))).toEqual(shows);
  });

  it("of a resumed session need the keys of the session before alone", () => {
    const { capture, shows } = CAPTURES.find(({ what }) => what.includes("resumes"))!;
    const [first] = embeddedKeyLog(capture).match(/^CLIENT_RANDOM .*$/m)!;
    const withoutKeys = withoutSecrets(readFileSync(capture));
    const keys = new KeyLog();
    keys.add(first);
    expect(shown(readFile(withoutKeys, undefined, keys))).toEqual(shows);
    expect(shown(readFile(withoutKeys))).toEqual([]);
  });

  it.each([
    { folder: "b-60-tls-rsa-no-keys", cipher: "TLS_RSA_WITH_AES_256_GCM_SHA384", server: "server application-data" },
    {
      folder: "b-69-tls-cbc-no-keys",
      cipher: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
      server: "server application-data",
    },
    { folder: "b-72-tls-tls13-no-keys", cipher: "TLS_AES_256_GCM_SHA384", server: undefined },
  ])("without keys show the handshake and that it worked: $folder", ({ folder, cipher, server }) => {
    const capture = ["capture.pcap", "capture.pcapng"].map((name) => join(corpus, folder, name)).find(existsSync)!;
    const found = read(capture, "");
    expect(texts(found)).toEqual([]);
    expect(found.problems).toEqual([]);
    expect(detailsOf(found, "server-hello")[0]).toMatchObject({ cipher });
    expect(steps(found)).toEqual(expect.arrayContaining(["client finished", "client application-data"]));
    if (server) expect(steps(found)).toContain(server);
    expect(steps(found)).not.toContain("client alert");
  });
});

/** The capture with its Decryption Secrets Blocks turned into blocks that nobody knows. */
function withoutSecrets(file: Uint8Array): Uint8Array {
  const copy = file.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at < copy.length; at += view.getUint32(at + 4, true)) {
    if (view.getUint32(at, true) === 10) view.setUint32(at, 0x7abc, true);
  }
  return copy;
}
