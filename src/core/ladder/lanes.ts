/** Lanes: one a host, named after the product that the trace tells. */
import { formatEndpoint, type Endpoint } from "../model/endpoint.js";
import { parseProduct } from "../sip/product.js";
import type { Device } from "../trace/device.js";
import type { Message } from "../trace/message.js";
import type { Trace } from "../trace/trace.js";
import type { HiddenLane, Lane, LaneChoice } from "../../view/ladder.js";
import { arrangement } from "./arrangement.js";
import { shortened } from "./place-words.js";

/** Messages of a host that are asked for a User-Agent or Server header before its address must do as a name. */
const MESSAGES_ASKED = 8;
/** Ports told below a name; a host with more used a new one for each connection. */
const PORTS_TOLD = 2;
/** So few lanes stand in the order in which they speak; more are sorted, phones before servers. */
const FEW_LANES = 6;

/** Nobody compares more side by side, and a text drawing grows with lanes times rows. */
const MOST_LANES = 64;

interface Draft {
  readonly id: string;
  readonly address: string;
  readonly device: Device | undefined;
  readonly ports: Set<number>;
  title: string;
  isServer: boolean;
  asked: number;
}

export interface FinishedLanes {
  readonly lanes: readonly Lane[];
  readonly hiddenLanes: readonly HiddenLane[];
  readonly placeOf: readonly number[];
}

export class Lanes {
  readonly #drafts: Draft[] = [];
  readonly #byEndpoint = new Map<string, number>();
  readonly #byKey = new Map<string, number>();
  readonly #devicesOfAddress = new Map<string, Device[]>();

  constructor(trace: Trace) {
    for (const device of trace.devices) {
      const others = this.#devicesOfAddress.get(device.address);
      if (others) others.push(device);
      else this.#devicesOfAddress.set(device.address, [device]);
    }
  }

  /** Lane of an endpoint, in the order of first use. `speaker` is a message that this endpoint sent, to learn its name from. */
  at(endpoint: Endpoint, speaker: Message | undefined): number {
    const key = formatEndpoint(endpoint);
    const known = this.#byEndpoint.get(key);
    const lane = known ?? this.#open(endpoint, key, speaker);
    if (speaker) this.#learn(this.#drafts[lane]!, speaker);
    return lane;
  }

  /** Place in the order of use of a lane that is there already. */
  find(endpoint: Endpoint): number | undefined {
    return this.#byEndpoint.get(formatEndpoint(endpoint));
  }

  /**
   * The finished lanes as a person arranged them, and for each lane in the order of use its place among them, -1 for a
   * hidden one. Hosts beyond what can be drawn side by side share the last lane of their kind: each has a ladder of its own.
   */
  finish(choices: readonly LaneChoice[] = []): FinishedLanes {
    const { ordered, shown, hidden } = arrangement(this.#order(), (index) => this.#drafts[index]!.id, choices);
    const placeOf: number[] = this.#drafts.map(() => -1);
    const names = new Map(choices.map(({ id, name }) => [id, name]));
    const lane = (index: number) => laneOf(this.#drafts[index]!, names.get(this.#drafts[index]!.id));
    const hiddenLanes = hidden.map((index) => ({ ...lane(index), place: ordered.indexOf(index) }));
    if (shown.length <= MOST_LANES) {
      for (const [place, index] of shown.entries()) placeOf[index] = place;
      return { lanes: shown.map(lane), hiddenLanes, placeOf };
    }
    const servers = shown.filter((index) => this.#drafts[index]!.isServer).slice(0, MOST_LANES / 2);
    const isKept = new Set(servers);
    const others = shown.filter((index) => !isKept.has(index));
    const own = others.slice(0, MOST_LANES - servers.length - 1);
    const shared = others.length - own.length;
    for (const index of others) placeOf[index] = own.length;
    for (const [place, index] of own.entries()) placeOf[index] = place;
    for (const [place, index] of servers.entries()) placeOf[index] = own.length + 1 + place;
    const name = `${shared} other hosts`;
    const sharedLane: Lane = { id: "others", name, detail: "", kind: "unknown", address: "" };
    return { lanes: [...own.map(lane), sharedLane, ...servers.map(lane)], hiddenLanes, placeOf };
  }

  /** Phones behind one NAT stand beside each other, where the first of them would. */
  #order(): number[] {
    const order = this.#drafts.map((_, index) => index);
    if (order.length > FEW_LANES) order.sort((a, b) => rankOf(this.#drafts[a]!) - rankOf(this.#drafts[b]!) || a - b);
    const byAddress = new Map<string, number[]>();
    for (const index of order) {
      const { address } = this.#drafts[index]!;
      const own = byAddress.get(address);
      if (own) own.push(index);
      else byAddress.set(address, [index]);
    }
    return [...byAddress.values()].flat();
  }

  #open(endpoint: Endpoint, key: string, speaker: Message | undefined): number {
    const device = this.#deviceAt(endpoint, speaker);
    const laneKey = device ? `${device.index}` : endpoint.address;
    let lane = this.#byKey.get(laneKey);
    if (lane === undefined) {
      lane = this.#drafts.length;
      this.#drafts.push({
        id: this.#idOf(endpoint.address, device),
        address: endpoint.address,
        device,
        ports: new Set(),
        title: device && device.title !== device.address ? device.title : "",
        isServer: device?.isServer ?? false,
        asked: 0,
      });
      this.#byKey.set(laneKey, lane);
    }
    if (endpoint.port !== 0) this.#drafts[lane]!.ports.add(endpoint.port);
    this.#byEndpoint.set(key, lane);
    return lane;
  }

  #idOf(address: string, device: Device | undefined): string {
    const devices = this.#devicesOfAddress.get(address) ?? [];
    return device && devices.length > 1 ? `${address} ${devices.indexOf(device)}` : address;
  }

  /**
   * Several devices at one address are phones behind one NAT, told apart by port or User-Agent, or one host that names
   * itself in some messages only: those share a port.
   */
  #deviceAt(endpoint: Endpoint, speaker: Message | undefined): Device | undefined {
    const devices = this.#devicesOfAddress.get(endpoint.address) ?? [];
    if (devices.length <= 1) return devices[0];
    const here = devices.filter(({ endpoints }) => endpoints.some(({ port }) => port === endpoint.port));
    const named = here.find(({ userAgent }) => userAgent !== undefined) ?? here[0];
    if (named) return named;
    const userAgent = speaker?.sip.userAgent ?? speaker?.sip.server;
    return devices.find((device) => device.userAgent === userAgent && userAgent !== undefined);
  }

  #learn(draft: Draft, speaker: Message): void {
    if (draft.title !== "" || draft.asked >= MESSAGES_ASKED) return;
    draft.asked++;
    const { userAgent, server } = speaker.sip;
    if (server !== undefined && userAgent === undefined) draft.isServer = true;
    draft.title = parseProduct(userAgent ?? server).title;
  }
}

function rankOf({ isServer, device }: Draft): number {
  return isServer ? 2 : device ? 0 : 1;
}

function laneOf({ id, address, device, ports, title, isServer }: Draft, chosenName: string | undefined): Lane {
  const only = ports.size === 1 ? [...ports][0]! : 0;
  const several = ports.size > 1 && ports.size <= PORTS_TOLD ? ` · ports ${[...ports].join(", ")}` : "";
  const detail = address === "" ? "" : `${formatEndpoint({ address, port: only })}${several}`;
  const told = title !== "" ? title : address === "" ? "this host" : address;
  const isNamed = chosenName !== undefined || title !== "";
  return {
    id: shortened(id),
    name: shortened(chosenName ?? told),
    detail: shortened(isNamed || only !== 0 || several !== "" ? detail : ""),
    kind: isServer ? "server" : device || title !== "" ? "device" : "unknown",
    address: shortened(address),
    ...(chosenName === undefined ? {} : { isRenamed: true }),
  };
}
