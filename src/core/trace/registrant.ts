/** Who registers: the AoR and the device of a REGISTER, from what was taken while reading where that tells, else from the message. */
import { isIpAddress } from "../model/address.js";
import { canonicalAor, parseUri } from "../sip/uri.js";
import type { Transaction } from "./transaction.js";

export interface Registrant {
  /** Canonical; of To, else of From (a request without To is still about somebody). */
  readonly aor: string;
  readonly userAgent: string | undefined;
  /**
   * What stays the same when the device reboots: instance or Contact address. Two phones behind one NAT have Contact
   * addresses of their own; ports change with every start. A name (`.invalid`, RFC 7118) is new at every start and is none.
   */
  readonly ownAddress: string;
}

export function registrantOf(transaction: Transaction): Registrant {
  return ofKeys(transaction) ?? ofMessage(transaction);
}

/** Reading a message again costs more than all else that is done for a registration. */
function ofKeys({ keys, requestRow, request, toUriNumber }: Transaction): Registrant | undefined {
  if (!request || toUriNumber === 0) return undefined;
  const userAgent = keys.userAgent(requestRow);
  const contact = keys.contactText(requestRow);
  if (userAgent === undefined || contact === undefined || /sip\.instance/i.test(contact)) return undefined;
  return {
    aor: canonicalAor(uriOf(keys.text(toUriNumber))),
    userAgent,
    ownAddress: addressIn(uriOf(keys.text(keys.contactUriNumber(requestRow))).host?.value),
  };
}

function ofMessage({ request, first }: Transaction): Registrant {
  const { sip } = request ?? first;
  const uri = sip.to?.uri ?? sip.from?.uri;
  const contact = sip.contacts[0];
  const host = contact && !contact.isStar ? contact.uri.host?.value : undefined;
  return {
    aor: uri ? canonicalAor(uri) : "",
    userAgent: sip.isRequest ? sip.userAgent : undefined,
    ownAddress: contact?.instanceId?.value ?? addressIn(host),
  };
}

function uriOf(text: string) {
  return parseUri(text, 0, text.length);
}

function addressIn(host: string | undefined): string {
  return host !== undefined && isIpAddress(host) ? host : "";
}
