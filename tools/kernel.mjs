/**
 * Compiles src/kernel/ (AssemblyScript) to WebAssembly and writes it as a module of text, so that whatever runs core, bundled or
 * not, has it without loading a file.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import asc from "assemblyscript/asc";
import { ROOT } from "./build.mjs";

export const KERNEL_CODE = "src/core/model/kernel-code.ts";

const SOURCES = join(ROOT, "src/kernel");
const OUTPUT = "kernel.wasm";
/** No collector: nothing is freed. No assertions: what is loaded lies in the memory of the kernel, or WebAssembly stops it. */
const OPTIONS = ["--optimizeLevel", "3", "--runtime", "stub", "--enable", "simd", "--use", "abort=", "--noAssert"];

/**
 * @returns {Promise<string>} the text of `KERNEL_CODE`, not formatted
 * @throws {Error} with the compiler's words when it does not compile
 */
export async function kernelCode() {
  /** @type {Uint8Array | undefined} */
  let code;
  const { error, stderr } = await asc.main([join(SOURCES, "index.ts"), "--outFile", OUTPUT, ...OPTIONS], {
    writeFile: (name, contents) => {
      if (name === OUTPUT && typeof contents !== "string") code = contents;
    },
  });
  if (error || !code) throw new Error(`src/kernel/ does not compile:\n${stderr.toString()}`);
  return [
    "/** The WebAssembly of `src/kernel/` in base64, and what its numbers are called. Written by `npm run generate`. */",
    `export const KERNEL_CODE = "${Buffer.from(code).toString("base64")}";`,
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
