/** What `scan` found in a message, where the host reads it. The host's names of the fields are made from this list. */
import { MESSAGE } from "./message";

/**
 * One number of 32 bits each: offsets in the message, half-open and equal for what is not there; 1 and 0 for yes and no; -1
 * for a number that is absent.
 */
@unmanaged
export class Record {
  /** 0 for a request. */
  status: i32;
  methodStart: i32;
  methodEnd: i32;
  /** Of a response. */
  reasonStart: i32;
  reasonEnd: i32;
  cseqNumber: i32;
  cseqMethodStart: i32;
  cseqMethodEnd: i32;
  callIdStart: i32;
  callIdEnd: i32;
  /** Vias in all; what follows is the top one's. */
  hops: i32;
  transportStart: i32;
  transportEnd: i32;
  viaHostStart: i32;
  viaHostEnd: i32;
  /** 0 when absent; so is `rport` when it has no value. */
  viaPort: i32;
  rport: i32;
  branchStart: i32;
  branchEnd: i32;
  receivedStart: i32;
  receivedEnd: i32;
  /** The URI of From in its plain form, without its brackets. */
  fromUriStart: i32;
  fromUriEnd: i32;
  /** The URI of To, without its brackets. */
  toUriStart: i32;
  toUriEnd: i32;
  toTagStart: i32;
  toTagEnd: i32;
  /** Contacts in plain form; -1 when one is not. */
  contacts: i32;
  /** Of the first Contact: its whole value with parameters, its URI. */
  contactStart: i32;
  contactEnd: i32;
  contactUriStart: i32;
  contactUriEnd: i32;
  /** A Contact has a parameter `received`. */
  isContactReceived: i32;
  /** Seconds that the first Contact says, else those of Expires; -1 for neither. */
  expiresSeconds: i32;
  userAgentStart: i32;
  userAgentEnd: i32;
  hasCredentials: i32;
  hasChallenge: i32;
  /** The message has one challenge or credentials and no more, in plain form, with realm and nonce; what follows is theirs, without quotes. */
  hasDigest: i32;
  /** It stands in a Proxy-Authenticate or Proxy-Authorization. */
  isProxyDigest: i32;
  usernameStart: i32;
  usernameEnd: i32;
  realmStart: i32;
  realmEnd: i32;
  nonceStart: i32;
  nonceEnd: i32;
  /** Of `nc`, without a sign; -1 when absent or unreadable. */
  nonceCount: i32;
  isStale: i32;
  hasCnonce: i32;
  /** The user name of the credentials is the user of To, octet for octet. */
  isUserOfTo: i32;
  /** The `uri` of the credentials is the Request-URI, octet for octet. */
  isUriOfRequest: i32;
  /** The length of the body agrees with Content-Length, or none is declared. */
  isWhole: i32;
  /** Every header that has a grammar is plain, what must be there is there once, the body whole: no fault to refuse for. */
  isSound: i32;
}

export const RECORD: usize = memory.data(offsetof<Record>(), 16);
export const record = changetype<Record>(RECORD);

export function clearRecord(): void {
  memory.fill(RECORD, 0, offsetof<Record>());
  record.expiresSeconds = record.nonceCount = -1;
}

export function offsetOf(place: usize): i32 {
  return <i32>(place - MESSAGE);
}
