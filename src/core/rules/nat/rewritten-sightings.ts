/** The proof of a rewriting middlebox: one message seen on both of its sides, with other addresses on each. */
import { isSiteAddress } from "../../model/address.js";
import { formatEndpoint, sameEndpoint } from "../../model/endpoint.js";
import { formatDuration } from "../../model/instant.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import type { Sighting, Transaction } from "../../trace/transaction.js";
import { isExact } from "../message/message-context.js";
import { whereIs } from "../wording.js";
import { contactSpot, type Rewriting, sdpSpots, type Spot, viaSpot } from "./rewriting.js";

export interface Compared {
  /** Whether the trace shows a message of the transaction on both sides of an address translation. */
  readonly isSeenOnBothSides: boolean;
  readonly rewriting: Rewriting | undefined;
}

/** Compares the sightings of a transaction's messages; a request that differs is preferred to a response. */
export function compareSightings(trace: Trace, transaction: Transaction): Compared {
  let isSeenOnBothSides = false;
  let rewriting: Rewriting | undefined;
  // Logs are re-wrapped and masked, so that a difference in one proves nothing.
  const across = transaction.sightings.filter(
    (sighting) => isAcrossNat(sighting) && isExact(trace, sighting.of) && isExact(trace, sighting.seen),
  );
  for (const sighting of across) {
    isSeenOnBothSides = true;
    const found = rewritingOf(trace, transaction, sighting);
    if (found?.message.sip.isRequest) return { isSeenOnBothSides, rewriting: found };
    rewriting ??= found;
  }
  return { isSeenOnBothSides, rewriting };
}

/**
 * A NAT translates one of the two endpoints, from or to a private address. Between the same endpoints the other sighting
 * is another interface of one host; where both differ it is another message of a device that repeats its identifiers.
 */
function isAcrossNat({ of, seen }: Sighting): boolean {
  const isSourceKept = sameEndpoint(of.source, seen.source);
  if (isSourceKept === sameEndpoint(of.destination, seen.destination)) return false;
  const [a, b] = isSourceKept ? [of.destination, seen.destination] : [of.source, seen.source];
  return isSiteAddress(a.address) || isSiteAddress(b.address);
}

function rewritingOf(trace: Trace, transaction: Transaction, sighting: Sighting): Rewriting | undefined {
  const [before, after] = inOrder(sighting);
  const changes = changesBetween(before, after);
  const [first] = changes;
  if (!first) return undefined;
  const [was, is] = first;
  const what = [...new Set(changes.map(([{ name }]) => name))].join(", ");
  return {
    sign: "both-sides",
    transaction,
    message: after,
    header: is.header,
    range: is.range,
    values: { what, before: was.text, after: is.text },
    strength: "proven",
    evidence: [
      ...changes.slice(0, 5).map(([a, b]) => `${a.name}: ${a.text} before the middlebox, ${b.text} behind it.`),
      `Both have the same Call-ID, CSeq and branch: from ${formatEndpoint(before.source)} to ${formatEndpoint(before.destination)}, ` +
        `and from ${formatEndpoint(after.source)} to ${formatEndpoint(after.destination)}.`,
      ...delayFact(trace, before, after),
    ],
    related: [
      {
        message: before,
        header: was.header,
        range: was.range,
        label: `as it was sent (${whereIs(before)}): ${was.text}`,
      },
    ],
  };
}

/** How long the message took from one capture point to the other, where their clocks could be compared. */
function delayFact({ files }: Trace, before: Message, after: Message): string[] {
  const clock = files[after.place.file]?.clock ?? files[before.place.file]?.clock;
  const delay = after.atMicros - before.atMicros;
  if (!clock || before.place.file === after.place.file || delay < 0) return [];
  return [
    `It took ${formatDuration(delay)} from ${files[before.place.file]?.name} to ${files[after.place.file]?.name}, ` +
      `whose clocks differ by ${formatDuration(Math.abs(clock.offsetMicros))}.`,
  ];
}

/** The sighting that the sender made, then the one behind the middlebox. */
function inOrder({ of, seen }: Sighting): readonly [Message, Message] {
  if (!sameEndpoint(of.source, seen.source)) {
    // The sender is behind the NAT: its own side is the one with the private source.
    return isSiteAddress(seen.source.address) && !isSiteAddress(of.source.address) ? [seen, of] : [of, seen];
  }
  // The receiver is behind the NAT: the side with the private destination comes last.
  return isSiteAddress(of.destination.address) && !isSiteAddress(seen.destination.address) ? [seen, of] : [of, seen];
}

type Change = readonly [Spot, Spot];

/** Contact first, as the address that calls come to. What a short capture cut off compares as absent. */
function changesBetween(before: Message, after: Message): Change[] {
  const pairs: Change[] = [];
  const pairUp = (a: readonly (Spot | undefined)[], b: readonly (Spot | undefined)[]) => {
    for (const [index, spot] of a.entries()) {
      const other = b[index];
      if (spot && other && spot.text !== other.text) pairs.push([spot, other]);
    }
  };
  pairUp(before.sip.contacts.map(contactSpot), after.sip.contacts.map(contactSpot));
  pairUp([viaSpot(before)], [viaSpot(after)]);
  pairUp(sdpSpots(before), sdpSpots(after));
  pairUp(mediaPorts(before), mediaPorts(after));
  return pairs;
}

function mediaPorts({ sip }: Message): Spot[] {
  return (sip.sdp?.media ?? []).map(({ kind, port }) => ({
    name: `m=${kind}`,
    header: null,
    host: "",
    text: String(port.value),
    range: port.range,
  }));
}
