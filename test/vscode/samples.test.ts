/** The samples open from the palette and the walkthrough, are read from the extension alone, and cannot be written to. */
import { readFileSync, readdirSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMANDS } from "../../src/vscode/contributions.js";
import { registerSamples, sampleUri } from "../../src/vscode/samples.js";
import { FakeUri } from "./fake-uri.js";
import { editor } from "./fake-vscode.js";

const EXTENSION = "file:///extensions/sip-trace";
const FOLDER = new URL("../../samples/", import.meta.url);

let opened: string[];
let registered: { dispose(): unknown };
/** The parts of a file system that are tried. */
interface Files {
  stat(uri: unknown): Promise<{ size: number }>;
  readFile(uri: unknown): Promise<Uint8Array>;
  writeFile(uri: unknown, octets: Uint8Array): void;
  delete(uri: unknown): void;
}
const files = () => editor.provider<Files>("files");
const codeOf = async (act: () => unknown) => {
  try {
    await act();
    return "none";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

beforeEach(() => {
  editor.reset();
  opened = [];
  editor.commands.set("vscode.open", (uri) => opened.push(String(uri)));
  editor.files.set(`${EXTENSION}/samples/README.md`, readFileSync(new URL("README.md", FOLDER)));
  editor.files.set(`${EXTENSION}/samples/a.pcap`, new Uint8Array([1, 2, 3]));
  editor.files.set(`${EXTENSION}/package.json`, new Uint8Array([4]));
  registered = registerSamples(FakeUri.parse(EXTENSION) as unknown as Parameters<typeof registerSamples>[0]);
});
afterEach(() => registered.dispose());

test("the palette offers every sample with what it shows", async () => {
  const offered: string[] = [];
  editor.picks = ({ label, ...rest }) => {
    expect(rest.detail).toMatch(/\w+ \w+/);
    offered.push(label);
    return false;
  };
  await editor.run(COMMANDS.openSample);
  const there = readdirSync(FOLDER, { withFileTypes: true }).filter((each) => each.isFile());
  expect(offered.sort()).toEqual(
    there
      .map(({ name }) => name)
      .filter((name) => name !== "README.md")
      .sort(),
  );
  expect(opened).toEqual([]);
});

test("a name opens its sample", async () => {
  await editor.run(COMMANDS.openSample, "a.pcap");
  expect(opened).toEqual(["sip-trace-sample:/a.pcap"]);
});

test("a sample is read from the extension, and nothing beside the samples is", async () => {
  expect(await files().readFile(sampleUri("a.pcap"))).toEqual(new Uint8Array([1, 2, 3]));
  expect(await files().stat(sampleUri("a.pcap"))).toMatchObject({ size: 3 });
  expect(await codeOf(() => files().readFile(sampleUri("../package.json")))).toBe("FileNotFound");
  expect(await codeOf(() => files().stat(sampleUri("a.pcap.notes.json")))).toBe("FileNotFound");
});

test("nothing can be written", async () => {
  expect(await codeOf(() => files().writeFile(sampleUri("a.pcap"), new Uint8Array(1)))).toBe("NoPermissions");
  expect(await codeOf(() => files().delete(sampleUri("a.pcap")))).toBe("NoPermissions");
});
