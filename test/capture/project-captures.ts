/** Every capture and log of the repository, with the key log that decrypts it: what whole-file tests run over. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { detectContainer } from "../../src/core/capture/detect.js";

export interface ProjectFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly octets: Uint8Array;
  /** Path of its TLS key log. */
  readonly keyLogPath: string | undefined;
}

// npm and vitest start in the root of the repository; a bundle of tests lies elsewhere, so its own place would mislead.
const ROOT = process.cwd();
const FOLDERS = ["samples", "test/captures", "test/corpus", "test/log/samples", "test/packet/tls/captures"];
/** What lies beside captures and logs; and packed ones, which tests of their own read. */
const OTHERS = /\.(?:md|json|ts|pem|expected|gz)$|keys\.log$/;

/** Told by content; read anew with each call. */
export function projectCaptures(): ProjectFile[] {
  return projectFiles().filter(({ octets }) => detectContainer(octets) !== undefined);
}

export function projectLogs(): ProjectFile[] {
  return projectFiles().filter(({ octets }) => detectContainer(octets) === undefined);
}

function projectFiles(): ProjectFile[] {
  return FOLDERS.filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) => filesIn(join(ROOT, folder)))
    .filter((path) => !OTHERS.test(path))
    .sort()
    .map((path) => ({
      path: relative(ROOT, path),
      octets: new Uint8Array(readFileSync(path)),
      keyLogPath: keyLogOf(path),
    }));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** `keys.log` in its folder, or beside it under its own name. */
function keyLogOf(path: string): string | undefined {
  const names = ["keys.log", `${basename(path).replace(/\.pcap(?:ng)?$/, "")}.keys.log`];
  return names.map((name) => join(dirname(path), name)).find((candidate) => existsSync(candidate));
}
