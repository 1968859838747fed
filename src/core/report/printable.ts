/** Makes text of a trace safe to print: no octet of it can steer a terminal or turn the reading direction. */

// C1 controls, DEL, the bidirectional controls of Unicode and the line separators; of C0 a tab is harmless but breaks columns.
const UNSAFE_BEYOND_C0 = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const UNSAFE = new RegExp(`[\\u0000-\\u001f]|${UNSAFE_BEYOND_C0.source}`, "g");

/** One line without control characters: each becomes `\xHH` or `\u{HHHH}`, as it would be written in a string. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    const hex = code.toString(16);
    return code <= 0xff ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex.padStart(4, "0")}}`;
  });
}

/** JSON on one or several lines whose strings hold no control character raw: another program reads the same, a terminal is safe. */
export function printableJson(value: unknown): string {
  const json = JSON.stringify(value, null, 1);
  // The controls of C0 it has escaped itself; what is left of them are its own line ends.
  return json.replace(UNSAFE_BEYOND_C0, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
