/** A message as its log prints it, put together as it was sent: in one pass, if the log prints nothing but its lines. */
import { COLON, CR, EQUALS, LF, SLASH } from "../core/model/ascii";
import { Header, headerAt } from "./header";
import { MESSAGE } from "./message";
import { DIGITS, endOfRun, find, isWord, octetAt, plainNumber, skipSpaces, TOKEN, word } from "./octets";

/** Longer ones are too few to matter. */
const MOST_PRINTED: i32 = 16_384;
const MOST_LINES: i32 = 1024;
const STEP: usize = 16;

/** The octets that were sent: a CR may be lacking before the end of each line. */
export const SENT: usize = memory.data(2 * 16_384 + 16);
/**
 * Numbers of 32 bits. How many octets were sent, in how many lines; where the last of them begins, where its content ends and
 * where what follows begins; then for each run of octets that stand one behind another in both where it is sent, where it is
 * printed, and its length. Places count from the first octet.
 */
export const RUNS: usize = memory.data(4 * (5 + 3 * 1024));
const FIRST_RUN: usize = RUNS + 20;
const RUN: usize = 12;

const CONTENT_TYPE = word("content-type");
const C = word("c");
const APPLICATION = word("application");
const SDP = word("sdp");
const AMPERSAND: i32 = 0x26;

const INCOMPLETE = -1;
const CLOSER_LOOK = 0;

/** Value of Content-Length, -1 as long as there is none. */
let length = -1;
/** A Content-Type other than `application/sdp` was read last. */
let isOther: bool = false;
let isSip: bool = false;

/**
 * Each line must be a header, the blank line or SDP, and Content-Length must tell where the message ends.
 * @param octets from the start line on, and perhaps more than the message
 * @param isAnnounced else it must have a header that only SIP has
 * @returns how many runs it has; `INCOMPLETE` when its end is not there, `CLOSER_LOOK` for anything unusual
 */
export function readPrinted(octets: i32, isAnnounced: bool): i32 {
  if (octets > MOST_PRINTED) return CLOSER_LOOK;
  length = -1;
  isOther = false;
  isSip = isAnnounced;
  const last = MESSAGE + octets;
  let bodyLength = -1;
  let bodyOctets = 0;
  let run = FIRST_RUN - RUN;
  let from = MESSAGE;
  let to = SENT;
  for (let line = 0; line < MOST_LINES; line++) {
    const lineEnd = copyLine(from, last, to);
    if (lineEnd >= last) return INCOMPLETE;
    const isCrlf = lineEnd > from && octetAt(lineEnd - 1) === CR;
    const end = isCrlf ? lineEnd - 1 : lineEnd;
    const content = <i32>(end - from);
    if (content > 0 && mayBeTrimmed(end)) return CLOSER_LOOK;
    let isLast: bool = false;
    // The body's last line has no line end on the wire.
    let isOpen: bool = false;
    if (bodyLength >= 0) {
      if (!isSdpLine(from)) return CLOSER_LOOK;
      bodyOctets += content + 2;
      isOpen = bodyOctets - 2 === bodyLength;
      isLast = isOpen || bodyOctets === bodyLength;
      if (isLast ? mayEndCut(end) : bodyOctets > bodyLength) return CLOSER_LOOK;
    } else if (content === 0) {
      if (line < 2 || length < 0 || (length > 0 && isOther)) return CLOSER_LOOK;
      bodyLength = length;
      isLast = length === 0;
    } else if (line > 0 && !note(from, end)) {
      return CLOSER_LOOK;
    }
    const kept = content + (isCrlf && !isOpen ? 2 : 0);
    if (line > 0 && continues(run, to, from)) {
      store<i32>(run + 8, load<i32>(run + 8) + kept);
    } else {
      run += RUN;
      store<i32>(run, <i32>(to - SENT));
      store<i32>(run + 4, <i32>(from - MESSAGE));
      store<i32>(run + 8, kept);
    }
    to += content;
    if (!isOpen) {
      store<u8>(to, <u8>CR);
      store<u8>(to + 1, <u8>LF);
      to += 2;
    }
    if (isLast) {
      if (!isSip || holdsBracket(lineEnd)) return CLOSER_LOOK;
      store<i32>(RUNS, <i32>(to - SENT));
      store<i32>(RUNS + 4, line + 1);
      store<i32>(RUNS + 8, <i32>(from - MESSAGE));
      store<i32>(RUNS + 12, <i32>(end - MESSAGE));
      store<i32>(RUNS + 16, <i32>(lineEnd + 1 - MESSAGE));
      return <i32>((run + RUN - FIRST_RUN) / RUN);
    }
    from = lineEnd + 1;
  }
  return CLOSER_LOOK;
}

/** Copies the line, and octets behind it, which others overwrite. @returns where its LF stands; `last` or more for nowhere */
function copyLine(from: usize, last: usize, to: usize): usize {
  const lf = i8x16.splat(<i8>LF);
  for (let at = from; at < last; at += STEP) {
    const octets = v128.load(at);
    v128.store(to + (at - from), octets);
    const found = i8x16.bitmask(i8x16.eq(octets, lf));
    if (found !== 0) return at + ctz(found);
  }
  return last;
}

/** Whether octets sent and printed at these places go on with the run. */
function continues(run: usize, to: usize, from: usize): bool {
  const kept = load<i32>(run + 8);
  return load<i32>(run) + kept === <i32>(to - SENT) && load<i32>(run + 4) + kept === <i32>(from - MESSAGE);
}

/** Takes a header; false for what is none, and for a length or type that is not as usual. */
function note(from: usize, end: usize): bool {
  const letter = octetAt(from) | 0x20;
  if (letter < 0x61 || letter > 0x7a) return false;
  const nameEnd = endOfRun(TOKEN, from, end);
  const colon = skipSpaces(nameEnd, end);
  if (colon === end || octetAt(colon) !== COLON) return false;
  const name = <i32>(nameEnd - from);
  const header = headerAt(from, name);
  isSip = isSip || isOnlySips(header);
  const value = skipSpaces(colon + 1, end);
  if (header === Header.contentLength) {
    const number = plainNumber(value, endOfRun(DIGITS, value, end));
    if (length < 0) length = number;
    return number >= 0;
  }
  if (isWord(from, name, CONTENT_TYPE) || isWord(from, name, C)) {
    const slash = endOfRun(TOKEN, value, end);
    const typeEnd = slash < end && octetAt(slash) === SLASH ? endOfRun(TOKEN, slash + 1, end) : slash;
    if (slash === value || typeEnd <= slash + 1) return false;
    const isSdp = isWord(slash + 1, <i32>(typeEnd - slash - 1), SDP);
    isOther = !isSdp || !isWord(value, <i32>(slash - value), APPLICATION);
  }
  return true;
}

/** Whether only SIP has such headers, by which a message in any text is told from other text. */
function isOnlySips(header: Header): bool {
  switch (header) {
    case Header.via:
    case Header.from:
    case Header.to:
    case Header.callId:
    case Header.cseq:
    case Header.maxForwards:
      return true;
    default:
      return false;
  }
}

function isSdpLine(at: usize): bool {
  const letter = octetAt(at);
  return letter >= 0x61 && letter <= 0x7a && octetAt(at + 1) === EQUALS;
}

/** Whether the line reader may take something off a line's end as none of the message: a carriage return, also if it is printed as `\r` or `^M`, a vertical tab, or a colour's code. */
function mayBeTrimmed(end: usize): bool {
  const before = octetAt(end - 2);
  switch (octetAt(end - 1)) {
    case CR:
    case 0x0b:
      return true;
    case 0x72 /* r */:
      return before === 0x5c;
    case 0x4d /* M */:
      return before === 0x5e;
    case 0x6d /* m */:
      return before === 0x1b || before === 0x5b || before === 0x3b || (before >= 0x30 && before <= 0x39);
    default:
      return false;
  }
}

/** Whether a line may say at its end that the log cut it, with dots or the word `truncated`: not behind a digit, nor behind a letter but a D. */
function mayEndCut(end: usize): bool {
  const last = octetAt(end - 1);
  const letter = last | 0x20;
  return letter === 0x64 || !((letter >= 0x61 && letter <= 0x7a) || (last >= 0x30 && last <= 0x39));
}

/** `&lt;sip`: a web page's source writes the brackets of URIs so, and the octets are not those that were sent. */
function holdsBracket(end: usize): bool {
  for (let at = find(AMPERSAND, MESSAGE, end); at < end; at = find(AMPERSAND, at + 1, end)) {
    if (load<u32>(at) === 0x3b746c26 && load<u16>(at + 4) === 0x6973) return true;
  }
  return false;
}
