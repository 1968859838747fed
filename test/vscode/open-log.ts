/** Opens a log in the fake editor with the real engine behind it, in this thread. */
import type { KnownCredential } from "../../src/core/index.js";
import { EngineClient } from "../../src/worker/client.js";
import { startInThread } from "../../src/worker/in-thread.js";
import { OpenTraces } from "../../src/vscode/open-traces.js";
import type { Input } from "../../src/worker/input.js";
import { editor, type FakeDocument } from "./fake-vscode.js";

/** A phone that answers realm `pbx.example.com` with realm `asterisk`, three times. */
export const REALM_MISMATCH = attempts("asterisk");
/** The same phone after it was set right. */
export const REALM_RIGHT = attempts("pbx.example.com");

function attempts(realm: string): string {
  const accepted = realm === "pbx.example.com";
  return [0, 30]
    .flatMap((second) => exchange(second, realm, accepted))
    .concat("")
    .join("\n");
}

function exchange(second: number, realm: string, accepted: boolean): string[] {
  const cseq = 1 + second * 2;
  const nonce = `n${second}`;
  const sides = ["192.0.2.10:5060", "192.0.2.1:5060"] as const;
  const at = (tenth: number) => `2026-11-20 10:00:${String(second).padStart(2, "0")}.${tenth}00`;
  const common = (number: number, branch: string) => [
    `Via: SIP/2.0/UDP ${sides[0]};branch=z9hG4bK${branch}`,
    "From: <sip:2061@pbx.example.com>;tag=a",
    "To: <sip:2061@pbx.example.com>",
    "Call-ID: 1@192.0.2.10",
    `CSeq: ${number} REGISTER`,
  ];
  const asks = ["REGISTER sip:pbx.example.com SIP/2.0"];
  const contact = ["Contact: <sip:2061@192.0.2.10>;expires=60", "User-Agent: Yealink SIP-T46U 108.86.0.20"];
  const challenge = `WWW-Authenticate: Digest realm="pbx.example.com", nonce="${nonce}"`;
  const credentials = `Authorization: Digest username="2061", realm="${realm}", nonce="${nonce}", uri="sip:pbx.example.com", response="0cc175b9c0f1b6a831c399e269772661"`;
  const refused = ["SIP/2.0 401 Unauthorized"];
  const [phone, server] = sides;
  return [
    `${at(0)} udp ${phone} > ${server}`,
    ...asks,
    ...common(cseq, `${cseq}`),
    ...contact,
    "Content-Length: 0",
    "",
    `${at(1)} udp ${server} > ${phone}`,
    ...refused,
    ...common(cseq, `${cseq}`),
    challenge,
    "Content-Length: 0",
    "",
    `${at(2)} udp ${phone} > ${server}`,
    ...asks,
    ...common(cseq + 1, `${cseq + 1}`),
    ...contact,
    credentials,
    "Content-Length: 0",
    "",
    `${at(3)} udp ${server} > ${phone}`,
    ...(accepted ? ["SIP/2.0 200 OK"] : refused),
    ...common(cseq + 1, `${cseq + 1}`),
    ...(accepted ? contact : [challenge.replace(nonce, `${nonce}b`)]),
    "Content-Length: 0",
    "",
  ];
}

/** The log of most tests. */
export const LOG = "file:///logs/phone.siptrace";

/** Opens a log in the fake editor; resolves when it is analysed. */
export async function openLog(traces: OpenTraces, text = REALM_MISMATCH, uri = LOG): Promise<FakeDocument> {
  const done = analysed(traces);
  const document = editor.open(uri, text);
  await done;
  return document;
}

/** The traces of an editor, with captures read from `editor.files`. */
export function startTraces(
  passwords: () => Promise<readonly KnownCredential[]> = () => Promise.resolve([]),
): OpenTraces {
  const client = new EngineClient(
    (listener) => {
      const channel = startInThread(listener);
      const post: typeof channel.post = (message, transfer) => {
        expectPlain(message);
        channel.post(message, transfer);
      };
      return Promise.resolve({ ...channel, post });
    },
    () => undefined,
  );
  const read = (uri: { path: string; toString(): string }): Promise<Input> => {
    const octets = editor.files.get(uri.toString());
    if (!octets) return Promise.reject(new Error(`${uri.path} cannot be read: file not found.`));
    return Promise.resolve({
      kind: "octets",
      name: uri.path,
      octets: new Uint8Array(octets),
      modifiedMicros: undefined,
    });
  };
  return new OpenTraces(client, read, passwords);
}

/** Of an object of a class another thread would get the fields alone, and of VS Code's own not even those. */
function expectPlain(value: unknown): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || Array.isArray(value)) return;
  if (Object.getPrototypeOf(value) !== Object.prototype) throw new Error("this cannot be sent to another thread");
  for (const part of Object.values(value)) expectPlain(part);
}

/** Resolves when no trace is being analysed any more; at least one must have begun. */
export function analysed(traces: OpenTraces): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no analysis ended")), 10_000);
    const watching = traces.onDidChange(() => {
      if (traces.all.some(({ state }) => state.kind === "analysing")) return;
      clearTimeout(timer);
      watching.dispose();
      // Others listen too, some of them after us.
      setTimeout(resolve);
    });
  });
}

/** The characters of a range, to be compared with what a person would see underlined. */
export function textAt(document: FakeDocument, range: unknown): string {
  return document.getText(range as Parameters<FakeDocument["getText"]>[0]);
}
