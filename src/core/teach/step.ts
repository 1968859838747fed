/** A step through a ladder: who speaks to whom, why now, what to look at, and what the registrar knows when it has passed. */
import type { Analysis } from "../analysis.js";
import { labelOf, placeWords, whereOf } from "../ladder/place-words.js";
import { signalWords } from "../ladder/signal-words.js";
import { formatEndpoint } from "../model/endpoint.js";
import type { Signal } from "../model/transmission.js";
import type { Registration } from "../trace/registration.js";
import type { Trace } from "../trace/trace.js";
import type { RegistrarView, StepView } from "../../view/step.js";
import { Around } from "./around.js";
import { say, type Sentence } from "./explanation.js";
import { partyWords, registrationsAround, registrationsOf } from "./parties.js";
import { type Moment, registrarStateAt } from "./registrar-state/registrar-state.js";
import { registrarView } from "./registrar-state/state-view.js";
import { looksAt } from "./step-look.js";
import { whyNow } from "./step-why.js";

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
  ntp: "The device sets its clock: certificates are judged by it, and a server makes its nonces with it.",
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
