/** What the rewriting of a message by a middlebox looks like, wherever it was found. */
import type { ByteRange } from "../../model/span.js";
import type { Strength } from "../../model/finding.js";
import type { Contact } from "../../sip/contact.js";
import type { Message } from "../../trace/message.js";
import type { Transaction } from "../../trace/transaction.js";
import type { Mark } from "../rule.js";

export interface Rewriting {
  /** Key into the rule's messages. */
  readonly sign: "both-sides" | "half" | "length" | "in-response";
  readonly transaction: Transaction;
  /** The message as the middlebox left it, and the characters that show it. */
  readonly message: Message;
  readonly header: string | null;
  readonly range: ByteRange;
  readonly values: Readonly<Record<string, string | number>>;
  readonly strength: Strength;
  readonly evidence: readonly string[];
  readonly related: readonly (Mark & { readonly label: string })[];
}

/** An address in a message: what it is called, what it says, where it stands. */
export interface Spot {
  readonly name: string;
  /** Wire name of the header; null for the body. */
  readonly header: string | null;
  readonly host: string;
  /** Host with its port, if it has one. */
  readonly text: string;
  readonly range: ByteRange;
}

export function contactSpot(contact: Contact): Spot | undefined {
  const { host, port } = contact.uri;
  if (contact.isStar || !host) return undefined;
  const text = port ? `${host.value}:${port.value}` : host.value;
  const range = { start: host.range.start, end: (port ?? host).range.end };
  return { name: "Contact", header: contact.header.name, host: host.value, text, range };
}

export function viaSpot({ sip }: Message): Spot | undefined {
  const via = sip.vias[0];
  if (!via?.host) return undefined;
  const text = sip.text.slice(via.sentBy.start, via.sentBy.end);
  return { name: "Via", header: via.header.name, host: via.host.value, text, range: via.sentBy };
}

/** The addresses of a session description: `o=`, the session's `c=`, then those of each medium. */
export function sdpSpots({ sip }: Message): Spot[] {
  const { sdp } = sip;
  if (!sdp) return [];
  const spots: Spot[] = [];
  const add = (name: string, value: { readonly value: string; readonly range: ByteRange } | undefined) => {
    if (value) spots.push({ name, header: null, host: value.value, text: value.value, range: value.range });
  };
  add("o=", sdp.origin?.address);
  add("c=", sdp.connection);
  for (const { connection } of sdp.media) add("c=", connection);
  return spots;
}
