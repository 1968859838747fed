/**
 * Compiles src/kernel/ (AssemblyScript) to WebAssembly and writes it as a module of text, so that whatever runs core, bundled or
 * not, has it without loading a file.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./build.mjs";

export const KERNEL_CODE = "src/core/model/kernel-code.ts";

const SOURCES = join(ROOT, "src/kernel");
// By its program: the types of its module would become those of whatever imports this one.
const COMPILER = join(ROOT, "node_modules/assemblyscript/bin/asc.js");
/** No collector: nothing is freed. No assertions: what is loaded lies in the memory of the kernel, or WebAssembly stops it. */
const OPTIONS = ["--optimizeLevel", "3", "--runtime", "stub", "--enable", "simd", "--use", "abort=", "--noAssert"];

/**
 * @returns {string} the text of `KERNEL_CODE`, not formatted
 * @throws {Error} with the compiler's words when it does not compile
 */
export function kernelCode() {
  const folder = mkdtempSync(join(tmpdir(), "kernel-"));
  try {
    const output = join(folder, "kernel.wasm");
    execFileSync(process.execPath, [COMPILER, join(SOURCES, "index.ts"), "--outFile", output, ...OPTIONS]);
    return moduleOf(readFileSync(output));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {Buffer} code */
function moduleOf(code) {
  return [
    "/** The WebAssembly of `src/kernel/` in base64, and what its numbers are called. Written by `npm run generate`. */",
    `export const KERNEL_CODE = "${code.toString("base64")}";`,
    "",
    "/** Where a field lies in `Kernel.record`: see `src/kernel/record.ts`. */",
    `export const FIELD = ${JSON.stringify(fields())} as const;`,
    "",
  ].join("\n");
}

/** The fields of `Record`, in their order: all have 32 bits. */
function fields() {
  const text = readFileSync(join(SOURCES, "record.ts"), "utf8");
  const names = [...text.matchAll(/^ {2}(\w+): i32;$/gm)].map(([, name]) => name);
  return Object.fromEntries(names.map((name, index) => [name, index]));
}
