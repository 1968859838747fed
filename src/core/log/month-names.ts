/** Names of months as programs print them: in English, German, French, Spanish, Portuguese and Italian, in full or cut. */

/** As a pattern takes them; what stands behind the third letter does not matter, but in French. Octets, so that é is two of them or one. */
const NAMES: readonly (readonly string[])[] = [
  ["jan", "ene", "gen"],
  ["feb", "fev", "f(?:\xe9|\xc3\xa9)v"],
  ["mar", "m(?:\xe4|\xc3\xa4)r", "mrz"],
  ["apr", "avr", "abr"],
  ["may", "mai", "mag"],
  ["jun", "juin", "giu"],
  ["jul", "juil", "lug"],
  ["aug", "ago", "ao(?:u|\xfb|\xc3\xbb)"],
  ["sep", "set"],
  ["oct", "okt", "out", "ott"],
  ["nov"],
  ["dec", "dez", "dic", "d(?:\xe9|\xc3\xa9)c"],
];

const ENDING = String.raw`[a-z\x80-\xff]{0,9}\.?`;
const PATTERNS = NAMES.map((names) => new RegExp(`^(?:${names.join("|")})`, "i"));

/** For a pattern without regard to case: the name of a month, in full or cut, with or without a point. */
export const ANY_MONTH = `(?:${NAMES.flat().join("|")})${ENDING}`;

/** English, cut: what protocols and most programs print. */
export const MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";

/** 1 to 12; 0 for what is no month's name. */
export function monthOf(name: string): number {
  const english = name.length === 3 ? MONTHS.indexOf(name) : -1;
  return english >= 0 ? english / 4 + 1 : PATTERNS.findIndex((pattern) => pattern.test(name)) + 1;
}
