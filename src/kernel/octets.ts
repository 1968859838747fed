/** SIP's grammar on octets, sixteen at a step. Places are addresses; ranges are half-open. */
import { BACKSLASH, COLON, CR, QUOTE, SPACE, TAB, ZERO } from "../core/model/ascii";

const STEP: usize = 16;
const NOTHING = i8x16.splat(0);
const LOW_BITS = i8x16.splat(0x0f);
/** By the four high bits of an octet: the bit of `octetClass` that stands for them; none outside of ASCII. */
const HIGH = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);

export function octetAt(place: usize): i32 {
  return load<u8>(place);
}

/**
 * A set of ASCII characters: letters, digits and those given. By the four low bits of an octet, which high bits are in it.
 * @returns where its sixteen octets lie
 */
export function octetClass(others: string): usize {
  return classOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + others);
}

export function classOf(characters: string): usize {
  const table = heap.alloc(STEP);
  memory.fill(table, 0, STEP);
  for (let index = 0; index < characters.length; index++) {
    const code = characters.charCodeAt(index);
    const place = table + (code & 15);
    store<u8>(place, <u8>(octetAt(place) | (1 << (code >> 4))));
  }
  return table;
}

/** The place after the run of octets of a class. */
export function endOfRun(table: usize, start: usize, end: usize): usize {
  const low = v128.load(table);
  for (let at = start; at < end; at += STEP) {
    const octets = v128.load(at);
    const bits = i8x16.swizzle(low, v128.and(octets, LOW_BITS));
    const members = v128.and(bits, i8x16.swizzle(HIGH, i8x16.shr_u(octets, 4)));
    const others = i8x16.bitmask(i8x16.eq(members, NOTHING));
    if (others !== 0) return min(at + ctz(others), end);
  }
  return end;
}

/** @returns where the octet stands first; `end` for nowhere */
export function find(octet: i32, start: usize, end: usize): usize {
  const wanted = i8x16.splat(<i8>octet);
  for (let at = start; at < end; at += STEP) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (found !== 0) return min(at + ctz(found), end);
  }
  return end;
}

/** @returns where the quote stands that closes the one at `open`, if only plain octets are between; 0 otherwise */
export function plainQuoteEnd(open: usize, end: usize): usize {
  const quote = i8x16.splat(<i8>QUOTE);
  const backslash = i8x16.splat(<i8>BACKSLASH);
  const space = i8x16.splat(<i8>SPACE);
  for (let at = open + 1; at < end; at += STEP) {
    const octets = v128.load(at);
    const odd = v128.or(i8x16.eq(octets, backslash), i8x16.lt_u(octets, space));
    const found = i8x16.bitmask(v128.or(i8x16.eq(octets, quote), odd));
    if (found === 0) continue;
    const first = at + ctz(found);
    return first < end && octetAt(first) === QUOTE ? first : 0;
  }
  return 0;
}

/** @returns a name as `isWord` compares it: its length, and from the sixteenth octet on itself, in lower case as given */
export function word(name: string): usize {
  const place = heap.alloc(STEP * 3);
  memory.fill(place, 0, STEP * 3);
  store<i32>(place, name.length);
  for (let index = 0; index < name.length; index++) store<u8>(place + STEP + index, <u8>name.charCodeAt(index));
  return place;
}

/** Whether a name of up to 32 octets stands there, in any case. */
export function isWord(start: usize, length: i32, name: usize): bool {
  if (length !== load<i32>(name)) return false;
  const unlike = unequalLanes(start, name + STEP);
  if (length <= 16) return unlike << (32 - length) === 0 || length === 0;
  return (unlike & 0xffff) === 0 && unequalLanes(start + STEP, name + STEP * 2) << (48 - length) === 0;
}

/** A bit for each of sixteen octets that differ from the lower-case ones at `name` in more than case. */
function unequalLanes(start: usize, name: usize): i32 {
  const octets = v128.load(start);
  const isCapital = i8x16.lt_u(i8x16.sub(octets, i8x16.splat(0x41)), i8x16.splat(26));
  const lower = v128.or(octets, v128.and(isCapital, i8x16.splat(0x20)));
  return i8x16.bitmask(i8x16.ne(lower, v128.load(name)));
}

/** Whether the octets at two places are the same for a length. */
export function areEqual(a: usize, b: usize, length: i32): bool {
  for (let index: usize = 0; index < <usize>length; index += STEP) {
    const unlike = i8x16.bitmask(i8x16.ne(v128.load(a + index), v128.load(b + index)));
    const rest = length - <i32>index;
    if (unlike << (rest < 16 ? 32 - rest : 16)) return false;
  }
  return true;
}

/** `SIP/2.0` stands there. */
export function isVersion(at: usize): bool {
  return load<u32>(at) === 0x2f504953 && load<u32>(at + 3) === 0x302e322f;
}

/** -1 when anything but digits stands there; 0 for nothing. */
export function digits(start: usize, end: usize): i32 {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = octetAt(at) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** The number that stands there, of at most nine digits; -1 for anything else. */
export function plainNumber(start: usize, end: usize): i32 {
  return end > start && end - start < 10 ? digits(start, end) : -1;
}

/** `token` of RFC 3261 §25.1. */
export const TOKEN = octetClass("-.!%*_+`'~");
export const DIGITS = classOf("0123456789");

function isBlank(octet: i32): bool {
  return octet === SPACE || octet === TAB || octet === CR;
}

export function skipBlanks(start: usize, end: usize): usize {
  let at = start;
  while (at < end && isBlank(octetAt(at))) at++;
  return at;
}

/** Blanks and tabs, and no carriage returns. */
export function skipSpaces(start: usize, end: usize): usize {
  let at = start;
  while (at < end && (octetAt(at) === SPACE || octetAt(at) === TAB)) at++;
  return at;
}

export function trimBlanks(start: usize, end: usize): usize {
  let at = end;
  while (at > start && isBlank(octetAt(at - 1))) at--;
  return at;
}

/** The place after `:5060` at `at`, `at` itself where no colon stands; 0 for what is no port up to 65535. */
export function portEnd(at: usize, end: usize): usize {
  if (at >= end || octetAt(at) !== COLON) return at;
  let last = at + 1;
  while (last < end && octetAt(last) >= ZERO && octetAt(last) <= 0x39) last++;
  return last === at + 1 || last - at > 6 || digits(at + 1, last) > 65_535 ? 0 : last;
}
