/** How mail programs and terminals break the lines of a message, and how these go on. */
import { Join } from "./message-lines.js";

/** Lines are broken from here on. */
export const WRAP_FROM_COLUMN = 60;
const TERMINAL_COLUMNS = 78;

/** A Via whose host is missing is broken, whatever its length: the rest of it is one long word. */
const VIA_WITHOUT_HOST = /^v(?:ia)?[ \t]*:[ \t]*SIP\/2\.0\/\w{1,16}[ \t]*$/i;

/** Whether `last` was broken before `line`: it is long, or would be with the word that `line` begins with. */
export function isWrapped(last: string, line: string): boolean {
  if (last.length >= WRAP_FROM_COLUMN || VIA_WITHOUT_HOST.test(last)) return true;
  return last.endsWith(" ") && last.length + line.search(/\s|$/) > WRAP_FROM_COLUMN;
}

/** How `line`, which has no header's name, goes on from `last`: mail programs break at blanks, terminals anywhere. */
export function joinOfWrapped(last: string, line: string): Join {
  if (!isWrapped(last, line)) return Join.Line;
  if (/[ \t]$/.test(last)) return Join.Direct;
  return last.length >= TERMINAL_COLUMNS && !/[,;]$/.test(last) ? Join.Direct : Join.Blank;
}
