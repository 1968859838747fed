/** tshark reads redacted captures: the same messages in the same frames and times, right checksums, and nothing malformed that was not before. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, it } from "vitest";
import { projectCaptures } from "../capture/project-captures.js";
import { redactOctets } from "../report/redact/redacting.js";
import { isTsharkInstalled } from "./tshark.js";

/**
 * One of each kind: UDP, fragments, SLL, NAT seen twice, calls with media, TCP, WebSocket, TLS with keys of each suite in the
 * capture or beside it and without, resumed TLS, DNS, STUN, ICMP, snapshot length.
 */
const KINDS =
  /a-05|a-06|a-15|a-17|a-47|a-48|a-63|a-64|b-01-healthy|b-02|b-04|b-05|b-07|b-09|b-21|b-22|b-25|b-30|b-36|b-40|b-41|b-66-tls-chacha-no-keys|b-(?:03|15|16|37)-|-tls-.*embedded|b-63-tls.*keylog-file/;
/** The other one carries SIP at a port that tshark does not take for SIP. */
const DECRYPTED = /b-(?:03|15|16)-|-tls-.*(?:embedded|keylog-file)/;
const TEST_MILLIS = 120_000;
const CHECKSUM_IS_BAD = "0";
const OPTIONS = ["ip.check_checksum", "udp.check_checksum", "tcp.check_checksum"].flatMap((name) => [
  "-o",
  `${name}:TRUE`,
]);
const FIELDS = ["frame.number", "frame.time_epoch", "frame.len", "sip.Method", "sip.Status-Code", "_ws.malformed"];
const CHECKSUMS = ["ip.checksum.status", "udp.checksum.status", "tcp.checksum.status"];

const folder = mkdtempSync(join(tmpdir(), "redacted-"));
afterAll(() => rmSync(folder, { recursive: true }));
const isInstalled = await isTsharkInstalled();

async function readFields(path: string, fields: readonly string[], keyLog?: string): Promise<string[][]> {
  const named = fields.flatMap((field) => ["-e", field]);
  const options = keyLog === undefined ? OPTIONS : [...OPTIONS, "-o", `tls.keylog_file:${keyLog}`];
  const { stdout } = await promisify(execFile)("tshark", ["-r", path, ...options, "-T", "fields", ...named]);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
}

describe.skipIf(!isInstalled)("tshark reads the redacted copy", () => {
  const captures = projectCaptures().filter(({ path }) => KINDS.test(path));

  it.concurrent.for(captures)(
    "of $path",
    { timeout: TEST_MILLIS },
    async ({ path, octets, keyLogPath }, { expect }) => {
      const copy = join(folder, path.replaceAll("/", "_"));
      const keyLogs = keyLogPath === undefined ? [] : [new Uint8Array(readFileSync(keyLogPath))];
      writeFileSync(copy, redactOctets(octets, keyLogs));
      const [before, after] = [await readFields(path, FIELDS, keyLogPath), await readFields(copy, FIELDS)];
      expect(after).toEqual(before);
      if (DECRYPTED.test(path)) expect(after.flat()).toContain("REGISTER");
      const checksums = (await readFields(copy, CHECKSUMS)).flat().flatMap((field) => field.split(","));
      expect(checksums).not.toContain(CHECKSUM_IS_BAD);
    },
  );

  it("has all of these kinds", ({ expect }) => {
    expect(captures.length).toBeGreaterThan(20);
  });
});
