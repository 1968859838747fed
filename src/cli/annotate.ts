/** `--annotate OUT`: the capture with notes and findings as packet comments. */
import {
  type Analysis,
  annotateCapture,
  type ByteSource,
  finish,
  type NotesFile,
  packetCommentsOf,
  unpackedSource,
} from "../core/index.js";
import { openOutputFile } from "./output.js";

/**
 * @param inputs names of the files that are read.
 * @returns sentences on what could not be written.
 * @throws UsageError when the file cannot be written.
 */
export function writeAnnotated(
  name: string,
  source: ByteSource,
  analysis: Analysis,
  notes: readonly NotesFile[],
  inputs: readonly string[],
): string[] {
  const file = openOutputFile(name, inputs);
  const { problems } = finish(
    annotateCapture(unpackedSource(source), packetCommentsOf(analysis, notes), (octets) => file.write(octets)),
  );
  file.close();
  return problems.map(({ message, offset }) => `${source.name}: ${message} (offset ${offset})`);
}
