/**
 * A small simulation of a phone behind a NAT: when its pinhole is open, when its binding is valid, and which call gets through. It
 * runs in the page while somebody moves the sliders. It knows one phone on UDP, one NAT and one registrar, no loss, no delay
 * and no second flow (RFC 4787 §4.3, RFC 5626 §4.4, RFC 3261 §10.2.4).
 */
import type { WhatIfScene } from "../../../view/what-if.js";

/** Half-open. */
export interface Stretch {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** The NAT holds a mapping: packets from outside to its port get through. */
export interface Opening extends Stretch {
  /** It is the port that the registrar knows. */
  readonly isKnown: boolean;
}

/** Why a call is lost. */
export type Loss = "pinhole-closed" | "new-port" | "binding-expired";

export interface SimulatedCall {
  readonly atSeconds: number;
  /** Undefined when it gets through. */
  readonly loss: Loss | undefined;
  /** How long before it the pinhole closed, the port changed or the binding ended; 0 for a call that gets through. */
  readonly lateSeconds: number;
}

interface KeepAlive {
  readonly atSeconds: number;
  /** It came from outside and did not get through. */
  readonly isLost: boolean;
}

export interface Simulation {
  readonly pinhole: readonly Opening[];
  /** The registrar knows the phone. */
  readonly bound: readonly Stretch[];
  /** Of the phone; the first at 0. */
  readonly registersAtSeconds: readonly number[];
  readonly keepAlives: readonly KeepAlive[];
  readonly calls: readonly SimulatedCall[];
  /** Registrations and keep-alives with their answers. */
  readonly packetsADay: number;
}

/** The most events of one kind: a day of one a second. More cannot be told apart on a screen. */
const MOST_EVENTS = 86_400;
const DAY_SECONDS = 86_400;
/** Shorter would flood the registrar, and the simulation. */
const SHORTEST_SECONDS = 1;

/** In less nothing can be told apart. */
const SHORTEST_SCENE_SECONDS = 120;

/** A scene with some of its values changed, as long as they need. */
export function changedScene(scene: WhatIfScene, change: Partial<WhatIfScene>): WhatIfScene {
  const changed = { ...scene, ...change };
  return { ...changed, lengthSeconds: sceneLength(changed.grantedSeconds, changed.callsAtSeconds) };
}

/** Seconds that show two grants and all calls, up to a day. */
export function sceneLength(grantedSeconds: number, callsAtSeconds: readonly number[]): number {
  const needed = Math.max(2 * grantedSeconds, (callsAtSeconds.at(-1) ?? 0) * 1.1, SHORTEST_SCENE_SECONDS);
  return Math.ceil(Math.min(DAY_SECONDS, needed));
}

type EventKind = "register" | "from-phone" | "from-registrar" | "call";

/** Of one instant the packets from the phone come first. */
const ORDER: Readonly<Record<EventKind, number>> = { register: 0, "from-phone": 1, "from-registrar": 2, call: 3 };

interface Event {
  readonly atSeconds: number;
  readonly kind: EventKind;
}

export function simulate(scene: WhatIfScene): Simulation {
  const registers = ticks(refreshSeconds(scene), scene.lengthSeconds, 0);
  const state = new Pinhole(scene);
  const keepAlives: KeepAlive[] = [];
  const calls: SimulatedCall[] = [];
  for (const { atSeconds, kind } of eventsOf(scene, registers)) {
    const loss = state.lossAt(atSeconds);
    if (kind === "call") calls.push({ atSeconds, loss, lateSeconds: state.lateAt(atSeconds, loss) });
    else if (kind !== "register")
      keepAlives.push({ atSeconds, isLost: kind === "from-registrar" && loss !== undefined });
    state.pass(atSeconds, kind, loss);
  }
  return {
    pinhole: state.openings(),
    bound: boundStretches(registers, scene),
    registersAtSeconds: registers,
    keepAlives,
    calls,
    packetsADay: packetsADay(scene),
  };
}

/** Time between two registrations. */
function refreshSeconds({ grantedSeconds, refreshShare, keepAlive }: WhatIfScene): number {
  const planned = Math.max(SHORTEST_SECONDS, grantedSeconds * refreshShare);
  return keepAlive.kind === "early-refresh" ? Math.min(planned, everySeconds(keepAlive)) : planned;
}

function everySeconds({ everySeconds: every }: WhatIfScene["keepAlive"]): number {
  return Math.max(SHORTEST_SECONDS, every);
}

function ticks(every: number, length: number, first: number): number[] {
  const instants: number[] = [];
  for (let nth = first; nth * every < length && instants.length < MOST_EVENTS; nth++) instants.push(nth * every);
  return instants;
}

function eventsOf({ keepAlive, callsAtSeconds, lengthSeconds }: WhatIfScene, registers: readonly number[]): Event[] {
  const of = (instants: readonly number[], kind: EventKind) => instants.map((atSeconds) => ({ atSeconds, kind }));
  const { kind } = keepAlive;
  const isOwn = kind === "none" || kind === "early-refresh";
  const pings = isOwn ? [] : ticks(everySeconds(keepAlive), lengthSeconds, 1);
  const isFromPhone = kind === "crlf" || kind === "stun";
  const events = [
    ...of(registers, "register"),
    ...of(pings, isFromPhone ? "from-phone" : "from-registrar"),
    ...of(callsAtSeconds, "call"),
  ];
  return events.sort((a, b) => a.atSeconds - b.atSeconds || ORDER[a.kind] - ORDER[b.kind]);
}

/** The NAT's mapping, and whether the registrar knows the port that it has now. */
class Pinhole {
  readonly #scene: WhatIfScene;
  readonly #openings: Opening[] = [];
  #openFrom = 0;
  #openUntil = 0;
  #boundUntil = 0;
  /** Since when the mapping has another port than the registrar knows. */
  #newPortFrom: number | undefined;

  constructor(scene: WhatIfScene) {
    this.#scene = scene;
  }

  /** What keeps a packet from outside from getting through; the registrar sends none without a binding. */
  lossAt(instant: number): Loss | undefined {
    if (instant >= this.#boundUntil) return "binding-expired";
    if (instant >= this.#openUntil) return "pinhole-closed";
    return this.#newPortFrom === undefined ? undefined : "new-port";
  }

  lateAt(instant: number, loss: Loss | undefined): number {
    if (loss === undefined) return 0;
    const since = {
      "binding-expired": this.#boundUntil,
      "pinhole-closed": this.#openUntil,
      "new-port": this.#newPortFrom,
    };
    return instant - (since[loss] ?? instant);
  }

  pass(instant: number, kind: EventKind, loss: Loss | undefined): void {
    switch (kind) {
      case "register":
        this.#send(instant, true);
        this.#boundUntil = instant + this.#scene.grantedSeconds;
        break;
      case "from-phone":
        this.#send(instant, false);
        break;
      default:
        if (loss !== undefined) return;
        // OPTIONS and INVITE are answered, and the answer goes out.
        if (kind === "call" || this.#scene.keepAlive.kind === "options" || this.#scene.inboundRefreshes)
          this.#send(instant, false);
    }
  }

  openings(): readonly Opening[] {
    this.#close(this.#openUntil);
    const { lengthSeconds } = this.#scene;
    return this.#openings.map((opening) => ({ ...opening, toSeconds: Math.min(opening.toSeconds, lengthSeconds) }));
  }

  /** A packet from inside opens the pinhole, or keeps it open. */
  #send(instant: number, tellsPort: boolean): void {
    const isOpen = instant < this.#openUntil;
    const wasKnown = this.#newPortFrom === undefined;
    if (tellsPort) this.#newPortFrom = undefined;
    else if (!isOpen && this.#scene.givesNewPort) this.#newPortFrom ??= instant;
    if (!isOpen || wasKnown !== (this.#newPortFrom === undefined)) {
      this.#close(Math.min(this.#openUntil, instant), wasKnown);
      this.#openFrom = instant;
    }
    this.#openUntil = instant + this.#scene.natTimeoutSeconds;
  }

  #close(toSeconds: number, isKnown = this.#newPortFrom === undefined): void {
    if (toSeconds > this.#openFrom) this.#openings.push({ fromSeconds: this.#openFrom, toSeconds, isKnown });
  }
}

function boundStretches(registers: readonly number[], { grantedSeconds, lengthSeconds }: WhatIfScene): Stretch[] {
  const stretches: Stretch[] = [];
  for (const instant of registers) {
    const toSeconds = Math.min(instant + grantedSeconds, lengthSeconds);
    const last = stretches.at(-1);
    if (last && last.toSeconds >= instant) stretches[stretches.length - 1] = { ...last, toSeconds };
    else stretches.push({ fromSeconds: instant, toSeconds });
  }
  return stretches;
}

/** Packets of one keep-alive with its answer: over UDP nobody answers a CRLF or a ping. */
const PACKETS: Readonly<Record<WhatIfScene["keepAlive"]["kind"], number>> = {
  none: 0,
  crlf: 1,
  stun: 2,
  options: 2,
  ping: 1,
  "early-refresh": 0,
};

function packetsADay(scene: WhatIfScene): number {
  const { keepAlive, packetsARefresh } = scene;
  const refreshes = (DAY_SECONDS / refreshSeconds(scene)) * packetsARefresh;
  return Math.round(refreshes + (DAY_SECONDS / everySeconds(keepAlive)) * PACKETS[keepAlive.kind]);
}
