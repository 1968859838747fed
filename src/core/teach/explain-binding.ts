/** What the registrar knew of a Contact when a message was sent: granted when, until when, refreshed or not. */
import { formatDuration, seconds } from "../model/instant.js";
import { whereIs } from "../rules/wording.js";
import type { NameAddr } from "../sip/name-addr.js";
import { sameUri, type Uri } from "../sip/uri.js";
import { type Binding, isValid } from "../trace/binding.js";
import type { Message } from "../trace/message.js";
import type { Trace } from "../trace/trace.js";
import { type Around, clockWords } from "./around.js";
import { say, type Sentence } from "./explanation.js";

/** Registrations looked through for the one that an inbound call follows; of more, a hover would have to wait. */
const MOST_REGISTRATIONS = 20_000;

/** Of a Contact in a REGISTER or its response. */
export function bindingWords(address: NameAddr, around: Around): Sentence[] {
  const { message, sip, registration } = around;
  const ofContact = registration?.bindings.filter((binding) => isOf(binding, address.uri)) ?? [];
  if (sip.isResponse) {
    const granted = ofContact.find(({ grant }) => grant.index === message.index);
    return granted ? grantWords(granted) : [];
  }
  if (!registration || Number.isNaN(message.atMicros)) return [];
  const before = ofContact.filter(({ atMicros }) => atMicros <= message.atMicros).at(-1);
  return [before ? stateWords(before, message) : ["Not bound at that moment, as far as the trace shows."]];
}

function isOf({ contact, listed }: Binding, uri: Uri): boolean {
  return sameUri(contact.uri, uri) || (listed !== undefined && sameUri(listed.uri, uri));
}

function stateWords(binding: Binding, { atMicros }: Message): Sentence {
  const granted = say`granted ${[formatDuration(seconds(binding.grantedSeconds))]} in ${[whereIs(binding.grant)]}`;
  const left = binding.expiresAtMicros - atMicros;
  if (left < 0) return say`Not bound at that moment: ${granted}, it expired ${[formatDuration(-left)]} before.`;
  // The request that ends a binding is sent while it still holds.
  return binding.endedBy !== "removal" || atMicros <= binding.endMicros
    ? say`Bound at that moment: ${granted}, with ${[formatDuration(left)]} left.`
    : say`Not bound at that moment: ${granted}, it was removed.`;
}

/** Of a 200 OK: how much was granted, until when, and what became of it. */
function grantWords(binding: Binding): Sentence[] {
  const { grantedSeconds, askedSeconds, atMicros, expiresAtMicros, endMicros, endedBy } = binding;
  const asked =
    askedSeconds === undefined ? "" : askedSeconds === grantedSeconds ? ", as asked" : `; ${askedSeconds} s were asked`;
  if (Number.isNaN(atMicros)) return [[`Granted ${grantedSeconds} s${asked}.`]];
  const lived = formatDuration(endMicros - atMicros);
  const left = formatDuration(expiresAtMicros - endMicros);
  const ends = {
    refresh: `Refreshed after ${lived}, with ${left} left.`,
    removal: `Removed after ${lived}.`,
    expiry: "Not refreshed in time: it expired.",
    "trace-end": `The trace ends after ${lived}, while it holds.`,
  } as const;
  return [[`Granted ${grantedSeconds} s${asked}: until ${clockWords(expiresAtMicros)}.`], [ends[endedBy]]];
}

/** The binding by which an inbound request was sent to a device: its Request-URI is the Contact of a REGISTER. */
export function bindingBehind(uri: Uri, atMicros: number, trace: Trace): Binding | undefined {
  let latest: Binding | undefined;
  for (const registration of trace.registrations.slice(0, MOST_REGISTRATIONS)) {
    for (const binding of registration.bindings) {
      if (binding.atMicros > atMicros || !isOf(binding, uri)) continue;
      if (!latest || binding.atMicros >= latest.atMicros) latest = binding;
    }
  }
  return latest;
}

/** Of the Request-URI of a request that is sent to a bound Contact. */
export function inboundWords({ sip, message, trace }: Around): Sentence[] {
  const uri = sip.requestUri;
  if (!uri || sip.method === "REGISTER" || !uri.user) return [];
  const binding = bindingBehind(uri, message.atMicros, trace);
  if (!binding) return [];
  const where = whereIs(binding.request);
  return [
    holds(binding, message.atMicros)
      ? say`It is the Contact that ${[where]} bound, and the binding holds.`
      : say`It is the Contact that ${[where]} bound, but the binding no longer holds: ${[ENDED[binding.endedBy]]}.`,
  ];
}

/** At the end of the trace a binding is still what it was. */
function holds(binding: Binding, instant: number): boolean {
  return isValid(binding, instant) || (binding.endedBy === "trace-end" && instant < binding.expiresAtMicros);
}

const ENDED: Readonly<Record<Binding["endedBy"], string>> = {
  expiry: "it has expired",
  refresh: "a later REGISTER replaced it",
  removal: "it was removed",
  "trace-end": "the trace ends there",
};
