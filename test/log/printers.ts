/** The printers of all formats, by the format's id: one file each in `printers/`, named as the format. */
import { readdirSync } from "node:fs";
import type { Printer } from "./printer.js";
import { MESSAGES, type Printable } from "./registration.js";

const FOLDER = new URL("printers/", import.meta.url);

const loaded = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".ts"))
  .map(async (file) => {
    const { default: printer } = (await import(new URL(file, FOLDER).href)) as { default: Printer };
    return [file.slice(0, -".ts".length), printer] as const;
  });

export const PRINTERS: Readonly<Record<string, Printer | undefined>> = Object.fromEntries(await Promise.all(loaded));

/** @throws when the format has no printer. */
export function printerOf(id: string): Printer {
  const printer = PRINTERS[id];
  if (!printer) throw new Error(`The format ${id} needs a printer: test/log/printers/${id}.ts.`);
  return printer;
}

export function printedBy(id: string, messages: readonly Printable[] = MESSAGES): string {
  const printer = printerOf(id);
  return messages.map((item, index) => printer.print(item, index)).join("");
}
