/** Whole analyses, with the real rules, of samples and of texts. */
import { readFileSync } from "node:fs";
import { analyse, type Analysis } from "../../src/core/analysis.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { finish } from "../../src/core/model/steps.js";

export function analysed(name: string, content: Uint8Array | string): Analysis {
  const octets = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return finish(analyse([memorySource(name, octets)], {}));
}

function sampleOctets(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../samples/${name}`, import.meta.url)));
}

export function analysedSample(name: string): Analysis {
  return analysed(name, sampleOctets(name));
}
