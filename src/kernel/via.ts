/** The plain form of a Via with one hop: `SIP/2.0/UDP host:port;branch=...;rport`. */
import { EQUALS, SEMICOLON, SLASH, SPACE } from "../core/model/ascii";
import { digits, endOfRun, isVersion, isWord, octetAt, octetClass, portEnd, word } from "./octets";
import { offsetOf, record } from "./record";

const TRANSPORT = octetClass("");
const HOST = octetClass("_.-");
const NAME = octetClass("_-");
const VALUE = octetClass("_.+*~!%'=-");
const BRANCH = word("branch");
const RPORT = word("rport");
const RECEIVED = word("received");

/** Of the Via under reading; 0 for what is not there. */
let branch: usize = 0;
let branchEnd: usize = 0;
let received: usize = 0;
let receivedEnd: usize = 0;
let rport = 0;

/** @returns whether that and nothing else stands there; the top one is noted in the record. */
export function readVia(start: usize, end: usize, isTop: bool): bool {
  if (!isVersion(start) || octetAt(start + 7) !== SLASH) return false;
  const transport = start + 8;
  const transportEnd = endOfRun(TRANSPORT, transport, end);
  if (transportEnd === transport || transportEnd >= end || octetAt(transportEnd) !== SPACE) return false;
  const host = transportEnd + 1;
  const hostEnd = endOfRun(HOST, host, end);
  if (hostEnd === host) return false;
  const portAfter = portEnd(hostEnd, end);
  if (portAfter === 0 || !readParams(portAfter, end)) return false;
  if (!isTop) return true;
  record.transportStart = offsetOf(transport);
  record.transportEnd = offsetOf(transportEnd);
  record.viaHostStart = offsetOf(host);
  record.viaHostEnd = offsetOf(hostEnd);
  record.viaPort = portAfter > hostEnd ? digits(hostEnd + 1, portAfter) : 0;
  record.rport = rport;
  if (branch > 0) {
    record.branchStart = offsetOf(branch);
    record.branchEnd = offsetOf(branchEnd);
  }
  if (received > 0) {
    record.receivedStart = offsetOf(received);
    record.receivedEnd = offsetOf(receivedEnd);
  }
  return true;
}

function readParams(start: usize, end: usize): bool {
  branch = received = 0;
  rport = 0;
  let at = start;
  while (at < end && octetAt(at) === SEMICOLON) {
    const name = at + 1;
    const nameEnd = endOfRun(NAME, name, end);
    if (nameEnd === name) return false;
    at = nameEnd;
    let value = nameEnd;
    if (at < end && octetAt(at) === EQUALS) {
      value = at + 1;
      at = endOfRun(VALUE, value, end);
      if (at === value) return false;
    }
    if (!note(name, <i32>(nameEnd - name), value, at)) return false;
  }
  return at === end;
}

/** Takes down the parameters that matter; false for a value that is the parser's to judge. */
function note(name: usize, length: i32, value: usize, end: usize): bool {
  if (isWord(name, length, BRANCH)) {
    if (value === end || branch > 0) return false;
    branch = value;
    branchEnd = end;
  } else if (isWord(name, length, RPORT)) {
    if (rport > 0 || end - value > 5) return false;
    rport = digits(value, end);
    return rport >= 0;
  } else if (isWord(name, length, RECEIVED)) {
    if (value === end || received > 0) return false;
    received = value;
    receivedEnd = end;
  }
  return true;
}
