/** Who is who around a message: the phone, its registrar, others by their address. */
import { keysOf } from "../ladder/ladder-keys.js";
import { type Endpoint, formatEndpoint } from "../model/endpoint.js";
import { canonicalAor } from "../sip/uri.js";
import type { Registration } from "../trace/registration.js";
import type { Trace } from "../trace/trace.js";
import type { Around } from "./around.js";
import { bindingBehind } from "./explain-binding.js";
import { say, type Sentence } from "./explanation.js";

/** Devices of one AoR looked at. */
const MOST_DEVICES = 64;

/** Those of the AoR that the message has to do with: its own, that of the Contact it is sent to, that of the ladder, a party's. */
export function registrationsAround(around: Around, key: string): readonly Registration[] {
  const { trace, registration, transaction, message } = around;
  if (registration) return ofAor(trace, registration.aor);
  const request = transaction?.request;
  const uri = request?.sip.requestUri;
  const binding = uri && bindingBehind(uri, message.atMicros, trace);
  const called = binding && trace.registrations.find(({ bindings }) => bindings.includes(binding));
  if (called) return ofAor(trace, called.aor);
  const ofLadder = registrationsOf(trace, key);
  if (ofLadder.length > 0) return ofLadder;
  for (const party of [request?.sip.to, request?.sip.from]) {
    const own = party ? ofAor(trace, canonicalAor(party.uri)) : [];
    if (own.length > 0) return own;
  }
  return [];
}

/** Those of a ladder: of its first registration and of the other devices of that AoR. */
export function registrationsOf(trace: Trace, key: string): readonly Registration[] {
  for (const each of keysOf(key)) {
    const registration = /^r\d+$/.test(each) ? trace.registrations[Number(each.slice(1))] : undefined;
    if (registration) return ofAor(trace, registration.aor);
  }
  return [];
}

function ofAor({ registrations }: Trace, aor: string): readonly Registration[] {
  return registrations.filter((registration) => registration.aor === aor).slice(0, MOST_DEVICES);
}

/** `the phone Yealink T46U at 192.0.2.10:5060` */
export function partyWords(endpoint: Endpoint, registrations: readonly Registration[]): Sentence {
  if (endpoint.address === "") return ["a side that the log does not name"];
  const where = formatEndpoint(endpoint);
  const own = registrations.find(({ device }) => device.address === endpoint.address);
  if (own) {
    const { title, address } = own.device;
    return title === address ? say`the phone at ${where}` : say`the phone ${title} at ${where}`;
  }
  const isRegistrar = registrations.some(({ transactions: [first] }) => first?.server.address === endpoint.address);
  return isRegistrar ? say`the registrar at ${where}` : say`${where}`;
}
