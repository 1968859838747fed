/** The command line as a user runs it: output, exit status, and one clear sentence for what cannot be used. */
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { CLI, ROOT, runCli } from "./command-line.js";

const sample = (name: string) => join("samples", name);
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sip-trace-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], input?: Uint8Array, environment: Readonly<Record<string, string>> = {}) {
  return runCli(args, { environment, ...(input ? { input } : {}) });
}

function fileOf(name: string, octets: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, octets);
  return path;
}

describe("sip-trace", () => {
  it("says why the registration failed, at the frame, and exits with 1", () => {
    const { status, out, err } = run([sample("realm-mismatch.pcapng")]);
    expect(out).toMatch(/frame 5 Authorization: error: .*asterisk.*pbx\.example\.com/);
    expect(out).toContain("realm-mismatch");
    expect(out.trimEnd().split("\n").at(-1)).toMatch(/^1 error, 0 warnings, \d+ info in 1 registration and 0 calls\.$/);
    expect({ status, err }).toEqual({ status: 1, err: "" });
  });

  it("says the same of a capture and of a log in gzip", () => {
    for (const name of ["realm-mismatch.pcapng", "freeswitch-siptrace.log"]) {
      const plain = run([sample(name)]);
      const copy = fileOf(`${name}.gz`, gzipSync(readFileSync(join(ROOT, sample(name)))));
      // A log without a date is dated by its file.
      const { atime, mtime } = statSync(join(ROOT, sample(name)));
      utimesSync(copy, atime, mtime);
      const packed = run([copy]);
      expect(packed.out).toBe(plain.out.replaceAll(sample(name), join(folder, `${name}.gz`)));
      expect(packed.status).toBe(plain.status);
    }
  });

  it("finds nothing wrong with a healthy registration and exits with 0", () => {
    const { status, out } = run([sample("healthy-registration.pcapng")]);
    expect(status).toBe(0);
    expect(out).toMatch(/^0 errors, 0 warnings/m);
    expect(out).toContain("registered");
  });

  it("prints the JSON of the contract", () => {
    const { status, out } = run(["--format", "json", sample("realm-mismatch.pcapng")]);
    expect(status).toBe(1);
    const report = JSON.parse(out) as { version: number; traces: Record<string, unknown>[] };
    expect(report.version).toBe(1);
    expect(report.traces[0]).toMatchObject({
      files: [sample("realm-mismatch.pcapng")],
      frames: 16,
      messages: 8,
      problems: [],
      registrations: [{ aor: "sip:2061@pbx.example.com", device: "192.168.10.61:5060 Yealink T46U", state: "failed" }],
    });
    const [finding] = (report.traces[0]?.["findings"] as Record<string, unknown>[]).filter(
      ({ severity }) => severity === "error",
    );
    expect(finding).toMatchObject({
      rule: "realm-mismatch",
      docs: "docs/rules/realm-mismatch.md",
      kind: "cause",
      aor: "sip:2061@pbx.example.com",
      place: { file: sample("realm-mismatch.pcapng"), frame: 5, line: null, header: "Authorization" },
    });
    expect(String(finding?.["firstTime"])).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect((finding?.["fixes"] as unknown[]).length).toBeGreaterThan(0);
    expect((finding?.["evidence"] as unknown[]).length).toBeGreaterThan(0);
  });

  it("reads standard input", () => {
    const { status, out } = run(["-"], readFileSync(join(ROOT, sample("realm-mismatch.pcapng"))));
    expect(status).toBe(1);
    expect(out).toContain("realm-mismatch");
  });

  it("takes each file for a trace, or all for one with --together", () => {
    const files = ["client.pcapng", "server.pcapng"].map((name) => join("test/corpus/a-47-alg-kernel-two-sided", name));
    const traces = (args: string[]) =>
      (JSON.parse(run(["--format", "json", ...args, ...files]).out) as { traces: unknown[] }).traces;
    expect(traces([])).toHaveLength(2);
    expect(traces(["--together"])).toHaveLength(1);
    expect(run(["--together", ...files]).out).toContain("alg-rewritten-contact");
  });

  it("draws the ladder of all, of one registration by its AoR or key, and complains about an unknown one", () => {
    const all = run(["--ladder", sample("realm-mismatch.pcapng")]).out;
    expect(all).toContain("REGISTER");
    expect(all).toContain("401 Unauthorized");
    expect(run([sample("realm-mismatch.pcapng"), "--ladder", "sip:2061@pbx.example.com"]).out).toContain(
      "401 Unauthorized",
    );
    expect(run([sample("realm-mismatch.pcapng"), "--ladder", "r0"]).out).toContain("401 Unauthorized");
    expect(run([sample("realm-mismatch.pcapng"), "--ladder", "r9"])).toMatchObject({
      status: 2,
      err: "sip-trace: No registration or call is called r9.\n",
    });
  });

  it("draws the ladder as a diagram to paste and as a picture", () => {
    const mermaid = run(["--format", "mermaid", sample("realm-mismatch.pcapng")]).out;
    expect(mermaid).toMatch(/^sequenceDiagram\n/);
    expect(mermaid).toContain("REGISTER");
    const svg = run(["--format", "svg", "--ladder", "r0", sample("realm-mismatch.pcapng")]).out;
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg.trimEnd()).toMatch(/<\/svg>$/);
  });

  it("draws all devices of an AoR on one ladder as a picture, and a ladder each as text", () => {
    const args = ["--ladder", "bob@pbx.example.com", "test/corpus/b-11-healthy-parallel-fork/capture.pcapng"];
    const count = (text: string, part: string) => text.split(part).length - 1;
    const svg = run(["--format", "svg", ...args]).out;
    expect(count(svg, "<svg ")).toBe(1);
    const mermaid = run(["--format", "mermaid", ...args]).out;
    expect(count(mermaid, "sequenceDiagram")).toBe(1);
    for (const device of ["Poly VVX 450", "Grandstream GXP2170"]) {
      expect(svg).toContain(device);
      expect(mermaid).toContain(device);
      expect(run(args).out).toContain(device);
    }
  });

  it("paints the ladder as a PNG, to a file or a pipe", () => {
    const out = join(folder, "ladder.png");
    const args = ["--format", "png", "--ladder", "r0", sample("realm-mismatch.pcapng")];
    expect(run([...args, "--out", out])).toEqual({ status: 1, out: "", err: "" });
    const png = readFileSync(out);
    expect(png.subarray(0, 8)).toEqual(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
    expect(spawnSync(process.execPath, [CLI, ...args], { cwd: ROOT }).stdout).toEqual(png);
    expect(run(["--format", "png", "--ladder", "r9", sample("realm-mismatch.pcapng")])).toMatchObject({
      status: 2,
      err: "sip-trace: No registration or call is called r9.\n",
    });
  });

  it("says what a PNG is painted with where that is not installed", () => {
    const alone = join(folder, "cli.js");
    copyFileSync(CLI, alone);
    cpSync(join(ROOT, "dist", "cli"), join(folder, "cli"), { recursive: true });
    const args = [alone, "--format", "png", join(ROOT, sample("realm-mismatch.pcapng"))];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^sip-trace: .*npm install @napi-rs\/canvas.*\n$/);
  });

  it("runs where V8 refuses the code that was made of it", () => {
    const args = [CLI, "--format", "json", sample("realm-mismatch.pcapng")];
    const runAs = (flags: readonly string[]) => spawnSync(process.execPath, [...flags, ...args], { cwd: ROOT });
    const { status, stdout, stderr } = runAs(["--no-opt"]);
    expect({ status, err: stderr.toString() }).toEqual({ status: 1, err: "" });
    expect(stdout).toEqual(runAs([]).stdout);
  });

  it("switches rules off and changes their severity", () => {
    expect(run(["--rule", "realm-mismatch=off", sample("realm-mismatch.pcapng")]).out).not.toContain(
      "realm-mismatch (",
    );
    expect(run(["--rule", "realm-mismatch=info", sample("realm-mismatch.pcapng")]).status).toBe(0);
    expect(run(["--rule", "no-such-rule=off", sample("realm-mismatch.pcapng")])).toMatchObject({ status: 2 });
  });

  it("believes in a NAT timeout that it is told", () => {
    const capture = "test/corpus/a-55-keepalive-missing/capture.pcapng";
    expect(run([capture]).out).toContain("keepalive-missing (");
    expect(run(["--nat-timeout", "900", capture]).out).not.toContain("keepalive-missing (");
  });

  it("lists rules and formats, its version and its help", () => {
    expect(run(["--list-rules"]).out).toMatch(/^realm-mismatch +error +cause +\S/m);
    expect(run(["--list-formats"]).out).toMatch(/^pcapng +Capture/m);
    expect(run(["--list-formats"]).out).toMatch(/^asterisk-pjsip +Log: Asterisk/m);
    const own = fileOf("formats.json", JSON.stringify([{ id: "our-box", title: "Our box", header: "^@@ " }]));
    expect(run(["--log-formats", own, "--list-formats"]).out).toMatch(/^our-box +Log: Our box$/m);
    const wrong = fileOf("wrong.json", JSON.stringify([{ id: "our-box", header: "(" }]));
    const { status, err } = run(["--log-formats", wrong, "--list-formats"]);
    expect({ status, err }).toEqual({
      status: 2,
      err: expect.stringContaining('Log format "our-box": its header') as string,
    });
    const broken = fileOf("broken.json", '[\n  {"id": "our-box"\n]');
    for (const option of ["--log-formats", "--suppressions"]) {
      const { status, err } = run([option, broken, sample("realm-mismatch.pcapng")]);
      expect({ status, err }).toEqual({
        status: 2,
        err: expect.stringMatching(/broken\.json: this is no JSON \(line 3, column 1\)\.\n/) as string,
      });
    }
    expect(run(["--version"]).out).toBe(`${packageJson.version}\n`);
    expect(run(["--help"]).out).toContain("Exit status");
  });
});

describe("--format sarif", () => {
  interface Sarif {
    readonly runs: readonly {
      readonly results: readonly { readonly ruleId: string }[];
      readonly invocations: readonly { readonly executionSuccessful: boolean }[];
    }[];
  }

  it("prints one run for all files, and exits as always", () => {
    const files = [sample("realm-mismatch.pcapng"), sample("healthy-registration.pcapng")];
    const { status, out } = run(["--format", "sarif", ...files]);
    const { runs } = JSON.parse(out) as Sarif;
    expect(runs).toHaveLength(1);
    expect(runs[0]?.results.map(({ ruleId }) => ruleId)).toContain("realm-mismatch");
    expect(runs[0]?.invocations).toMatchObject([{ executionSuccessful: true }]);
    expect(status).toBe(1);
  });

  it("tells of a file that is not there inside the report too", () => {
    const { status, out, err } = run(["--format", "sarif", "not-there.pcap"]);
    expect((JSON.parse(out) as Sarif).runs[0]).toMatchObject({
      results: [],
      invocations: [{ executionSuccessful: false, toolExecutionNotifications: [{ level: "error" }] }],
    });
    expect(err).toContain("not-there.pcap");
    expect(status).toBe(2);
  });
});

describe("--credential", () => {
  const capture = join("test", "corpus", "a-24-digest-failed-baresip", "capture.pcapng");
  const password = "right-one";

  it("says whose password is wrong, and prints none", () => {
    for (const format of ["text", "json", "sarif"]) {
      const { status, out, err } = run(["--credential", `carol:${password}`, "--format", format, capture]);
      expect(out).toContain("the device has another one");
      expect(out + err).not.toContain(password);
      expect(status).toBe(1);
    }
    expect(run(["--credential", "carol:wrong-one", capture]).out).toContain("the server holds another one");
  });

  it("may come from the environment", () => {
    const environment = { SIP_TRACE_CREDENTIALS: `2001:x\ncarol@192.168.44.1:${password}\n` };
    const { out, err } = run([capture], undefined, environment);
    expect(out).toContain("the device has another one");
    expect(out + err).not.toContain(password);
  });

  it("does not quote what it cannot read", () => {
    for (const { status, out, err } of [
      run(["--credential", password, capture]),
      run([capture], undefined, { SIP_TRACE_CREDENTIALS: password }),
    ]) {
      expect(err).toContain("A credential is USER[@REALM]:PASSWORD.");
      expect(out + err).not.toContain(password);
      expect(status).toBe(2);
    }
  });
});

describe("--keylog", () => {
  const capture = join("test", "corpus", "b-60-tls-rsa-keylog-file", "capture.pcap");
  const keys = join("test", "corpus", "b-60-tls-rsa-keylog-file", "keys.log");

  it("opens what is inside TLS, and never shows a key", () => {
    expect(run([capture]).out).not.toContain("registered");
    const { status, out, err } = run(["--keylog", keys, "--ladder", capture]);
    expect(out).toContain("REGISTER");
    expect(out).toContain("TLS ServerHello");
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const secret = /^CLIENT_RANDOM \S+ (\S+)$/m.exec(readFileSync(join(ROOT, keys), "utf8"))![1]!;
    for (const format of ["text", "json", "sarif"]) {
      expect(run(["--keylog", keys, "--format", format, capture]).out).not.toContain(secret.slice(0, 16));
    }
  });

  it("may be repeated, and may be empty", () => {
    const none = fileOf("empty.keys", "");
    expect(run(["--keylog", none, "--keylog", keys, capture])).toMatchObject({ status: 0, err: "" });
  });

  it("says so when it is no key log", () => {
    const { status, out, err } = run(["--keylog", fileOf("notes.keys", "Dear diary\n"), capture]);
    expect(err).toContain("notes.keys: no line of a TLS key log");
    expect(status).toBe(2);
    expect(out).not.toBe("");
    expect(run(["--keylog", join(folder, "absent.keys"), capture]).err).toContain("there is no such file");
  });
});

describe("--card", () => {
  const capture = sample("nat-flow-expired.pcapng");

  it("prints the settings of a device beside the good defaults, with a verdict each", () => {
    const { status, out, err } = run([capture, "--card"]);
    expect(out).toMatch(/^\[r0\] 5200@sip52\.example$/m);
    expect(out).toMatch(/^ {2}\+ good +Expiry +asked 300 s, granted 300 s +600 s for a remote device$/m);
    expect(out).toMatch(/^ {2}! poor +Keep-alive /m);
    expect(out).toMatch(/^ {2}\? unknown +Time source /m);
    expect({ status, err }).toEqual({ status: 1, err: "" });
  });

  it("takes a key, and complains about an unknown one", () => {
    expect(run(["--card", "5200@sip52.example", capture]).out).toContain("[r0]");
    const { status, out, err } = run(["--card", "nobody", capture]);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain("No registration is called nobody");
  });

  it("adds cards to the JSON, which has none without it", () => {
    const traces = (args: readonly string[]) =>
      (JSON.parse(run(["--format", "json", ...args]).out) as { traces: Record<string, unknown>[] }).traces;
    const [trace] = traces(["--card", capture]);
    const [card] = trace?.["cards"] as { key: string; items: { id: string; verdict: string }[] }[];
    expect(card?.key).toBe("r0");
    expect(card?.items.find(({ id }) => id === "keep-alive")).toMatchObject({
      verdict: "poor",
      places: [{ place: { file: capture, header: null } }],
    });
    expect(traces([capture])[0]).not.toHaveProperty("cards");
  });

  it("is no drawing", () => {
    const { status, err } = run(["--card", "--format", "svg", capture]);
    expect(status).toBe(2);
    expect(err).toContain("--card prints text");
  });
});

describe("unusable input", () => {
  const sentence = (args: readonly string[]) => {
    const { status, err } = run(args);
    expect(status).toBe(2);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    return err;
  };

  it("gets one clear sentence and exit status 2", () => {
    expect(sentence([join(folder, "absent.pcap")])).toContain("there is no such file");
    expect(sentence([folder])).toContain("this is a directory");
    expect(sentence([fileOf("empty.pcap", "")])).toContain("The file is empty.");
    expect(sentence([fileOf("zero.log", "")])).toContain("The file is empty.");
    const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1]);
    expect(sentence([fileOf("photo.pcap", jpeg)])).toContain("neither a pcap or pcapng capture nor a text with SIP");
    expect(sentence([fileOf("notes.txt", "Dear diary\n")])).toContain("No SIP message was found");
    expect(sentence([])).toContain("Name a capture or log file");
    expect(sentence(["--format", "yaml", "x"])).toContain('Unknown format "yaml"');
    for (const format of ["png", "svg", "mermaid"])
      expect(sentence(["--format", format, "x", "y"])).toContain(`--format ${format} draws one ladder`);
    expect(sentence(["--frobnicate", "x"])).toContain("--frobnicate");
    expect(sentence(["--rule", "x", "y"])).toContain("--rule wants ID=");
    expect(sentence(["--nat-timeout", "soon", "y"])).toContain("--nat-timeout wants seconds");
  });

  it("does not keep the readable files of the same call from being read", () => {
    const { status, out, err } = run([join(folder, "absent.pcap"), sample("realm-mismatch.pcapng")]);
    expect(status).toBe(2);
    expect(err).toContain("there is no such file");
    expect(out).toContain("realm-mismatch");
  });

  it("is read up to its damage, which is told with the offset", () => {
    const whole = readFileSync(join(ROOT, sample("realm-mismatch.pcapng")));
    const { status, out } = run(["--format", "json", fileOf("cut.pcapng", whole.subarray(0, 4000))]);
    const [trace] = (
      JSON.parse(out) as { traces: { messages: number; problems: { offset: number; message: string }[] }[] }
    ).traces;
    expect(trace?.messages).toBeGreaterThan(2);
    expect(trace?.problems).toHaveLength(1);
    expect(trace?.problems[0]?.offset).toBeGreaterThan(3000);
    expect(status).toBe(1);
  });

  it("never reaches the terminal as control characters", () => {
    const hostile =
      "REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\n" +
      'From: "\x1b[31mred\x07" <sip:a\x1b]0;owned\x07@example.com>;tag=1\r\nTo: <sip:a\x1b]0;owned\x07@example.com>\r\n' +
      "Call-ID: 1\r\nCSeq: 1 REGISTER\r\nUser-Agent: \x1b[2Jphone\u202e\r\nContent-Length: 0\r\n\r\n";
    const path = fileOf("hostile.log", hostile);
    for (const args of [[path], ["--ladder", path], ["--format", "json", path]]) {
      const { out, err } = run(args);
      // eslint-disable-next-line no-control-regex -- that is what must not be there
      expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
    expect(run([path]).out).toContain("sip:a\\x1b]0;owned\\x07@example.com");
  });
});
