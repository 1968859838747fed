/** A step through a ladder: who speaks to whom, why now, what to look at, and what the registrar knows when it has passed. */
import type { Analysis } from "../analysis.js";
import { keysOf } from "../ladder/ladder-keys.js";
import { labelOf, placeWords, whereOf } from "../ladder/place-words.js";
import { signalWords } from "../ladder/signal-words.js";
import { type Endpoint, formatEndpoint } from "../model/endpoint.js";
import type { Signal } from "../model/transmission.js";
import { canonicalAor } from "../sip/uri.js";
import type { Registration } from "../trace/registration.js";
import type { Trace } from "../trace/trace.js";
import type { RegistrarView, StepView } from "../../view/step.js";
import { Around } from "./around.js";
import { bindingBehind } from "./explain-binding.js";
import { say, type Sentence } from "./explanation.js";
import { type Moment, registrarStateAt } from "./registrar-state/registrar-state.js";
import { registrarView } from "./registrar-state/state-view.js";
import { looksAt } from "./step-look.js";
import { whyNow } from "./step-why.js";

/** Devices of one AoR looked at. */
const MOST_DEVICES = 64;

export interface StepAsked {
  /** A message, or `-1 - signal`. */
  readonly place: number;
  /** The place of the step before: what changed after it is marked. Null for the first step. */
  readonly since: number | null;
  /** Key of the ladder that is stepped through. */
  readonly key: string;
}

/** @throws {RangeError} for a place that the trace does not have. */
export function stepAt(analysis: Analysis, { place, since, key }: StepAsked): StepView {
  const { trace } = analysis;
  const now = momentOf(trace, place);
  const before = since === null ? undefined : momentOf(trace, since);
  return place >= 0 ? messageStep(analysis, place, now, before, key) : signalStep(analysis, place, now, before, key);
}

function messageStep(
  analysis: Analysis,
  place: number,
  now: Moment,
  before: Moment | undefined,
  key: string,
): StepView {
  const around = new Around(analysis, place);
  const registrations = registrationsAround(around, key);
  return {
    place,
    title: whereOf(around.message, analysis.trace),
    who: whoSpeaks(around, registrations),
    why: whyNow(around),
    look: looksAt(analysis, place),
    registrar: registrarAt(analysis, registrations, now, before),
  };
}

function signalStep(analysis: Analysis, place: number, now: Moment, before: Moment | undefined, key: string): StepView {
  const { trace } = analysis;
  const signal = trace.signals[-1 - place]!;
  const { label, detail } = signalWords(signal);
  const who = say`From ${formatEndpoint(signal.source)} to ${formatEndpoint(signal.destination)}.`;
  const registrations = registrationsOf(trace, key);
  return {
    place,
    title: [label, placeWords(signal.place, trace)].join(" · "),
    who,
    why: [[SIGNALS[signal.kind]], ...(detail === "" ? [] : [say`Here: ${detail}.`])],
    look: [],
    registrar: registrarAt(analysis, registrations, now, before),
  };
}

const SIGNALS: Readonly<Record<Signal["kind"], string>> = {
  "keep-alive": "A packet without meaning of its own: it keeps the NAT's pinhole and the connection open.",
  unreachable: "ICMP tells the sender that its packet reached nobody.",
  "stun-mapping": "STUN tells the client under which address and port the world sees it.",
  tcp: "The connection that SIP is carried by changes its state.",
  tls: "A step of the TLS handshake, before which no SIP can be sent.",
  dns: "DNS tells which server is to be asked, over which transport.",
  ntp: "The device sets its clock: nonces and certificates depend on it.",
  dhcp: "The network tells the device its address and settings.",
};

function momentOf({ messages, signals }: Trace, place: number): Moment {
  if (place >= 0) return { message: messages.at(place).index, atMicros: messages.atMicros(place) };
  const signal = signals[-1 - place];
  if (!signal) throw new RangeError(`no signal ${-1 - place}`);
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages.atMicros(middle) <= signal.atMicros) low = middle + 1;
    else high = middle;
  }
  return { message: low - 1, atMicros: signal.atMicros };
}

function registrarAt(
  analysis: Analysis,
  registrations: readonly Registration[],
  now: Moment,
  before: Moment | undefined,
): RegistrarView | null {
  const [first] = registrations;
  if (!first) return null;
  return registrarView(first.aor, registrarStateAt(analysis, registrations, now, before), now.atMicros);
}

/** Those of the AoR that the message has to do with: its own, that of the Contact it is sent to, that of the ladder, a party's. */
function registrationsAround(around: Around, key: string): readonly Registration[] {
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

function registrationsOf(trace: Trace, key: string): readonly Registration[] {
  for (const each of keysOf(key)) {
    const registration = /^r\d+$/.test(each) ? trace.registrations[Number(each.slice(1))] : undefined;
    if (registration) return ofAor(trace, registration.aor);
  }
  return [];
}

function ofAor({ registrations }: Trace, aor: string): readonly Registration[] {
  return registrations.filter((registration) => registration.aor === aor).slice(0, MOST_DEVICES);
}

function whoSpeaks({ message, sip }: Around, registrations: readonly Registration[]): Sentence {
  const { source, destination, transport } = message;
  const [from, to] = [partyWords(source, registrations), partyWords(destination, registrations)];
  const verb = sip.isResponse ? "answers" : "sends this to";
  const label = sip.isResponse ? say` with ${labelOf(message)}` : [];
  return capitalised(say`${from} ${[verb]} ${to}${label}, over ${[transport.toUpperCase()]}.`);
}

function capitalised([first = "", ...rest]: Sentence): Sentence {
  return [first.charAt(0).toUpperCase() + first.slice(1), ...rest];
}

function partyWords(endpoint: Endpoint, registrations: readonly Registration[]): Sentence {
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
