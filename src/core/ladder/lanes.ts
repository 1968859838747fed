/** Lanes: one a host, named after the product that the trace tells. */
import { formatEndpoint, type Endpoint } from "../model/endpoint.js";
import { parseProduct } from "../sip/product.js";
import type { Device } from "../trace/device.js";
import type { Message } from "../trace/message.js";
import type { Trace } from "../trace/trace.js";
import type { Lane } from "../../view/ladder.js";
import { shortened } from "./place-words.js";

/** Messages of a host that are asked for a User-Agent or Server header before its address must do as a name. */
const MESSAGES_ASKED = 8;
/** Ports told below a name; a host with more used a new one for each connection. */
const PORTS_TOLD = 2;
/** So few lanes stand in the order in which they speak; more are sorted, phones before servers. */
const FEW_LANES = 3;

/** Nobody compares more side by side, and a text drawing grows with lanes times rows. */
const MOST_LANES = 64;

interface Draft {
  readonly address: string;
  readonly device: Device | undefined;
  readonly ports: Set<number>;
  title: string;
  isServer: boolean;
  asked: number;
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

  /**
   * The finished lanes, and for each lane in the order of use its place among them. Hosts beyond what can be drawn side
   * by side share the last lane of their kind: each has a ladder of its own.
   */
  finish(): { readonly lanes: readonly Lane[]; readonly placeOf: readonly number[] } {
    const order = this.#drafts.map((_, index) => index);
    if (order.length > FEW_LANES) order.sort((a, b) => rankOf(this.#drafts[a]!) - rankOf(this.#drafts[b]!) || a - b);
    const placeOf: number[] = [];
    if (order.length <= MOST_LANES) {
      for (const [place, index] of order.entries()) placeOf[index] = place;
      return { lanes: order.map((index) => laneOf(this.#drafts[index]!)), placeOf };
    }
    const servers = order.filter((index) => this.#drafts[index]!.isServer).slice(0, MOST_LANES / 2);
    const isKept = new Set(servers);
    const others = order.filter((index) => !isKept.has(index));
    const own = others.slice(0, MOST_LANES - servers.length - 1);
    const shared = others.length - own.length;
    for (const index of others) placeOf[index] = own.length;
    for (const [place, index] of own.entries()) placeOf[index] = place;
    for (const [place, index] of servers.entries()) placeOf[index] = own.length + 1 + place;
    const lanes = (some: readonly number[]) => some.map((index) => laneOf(this.#drafts[index]!));
    const sharedLane: Lane = { name: `${shared} other hosts`, detail: "", kind: "unknown" };
    return { lanes: [...lanes(own), sharedLane, ...lanes(servers)], placeOf };
  }

  #open(endpoint: Endpoint, key: string, speaker: Message | undefined): number {
    const device = this.#deviceAt(endpoint, speaker);
    const laneKey = device ? `${device.index}` : endpoint.address;
    let lane = this.#byKey.get(laneKey);
    if (lane === undefined) {
      lane = this.#drafts.length;
      this.#drafts.push({
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

function laneOf({ address, device, ports, title, isServer }: Draft): Lane {
  const only = ports.size === 1 ? [...ports][0]! : 0;
  const several = ports.size > 1 && ports.size <= PORTS_TOLD ? ` · ports ${[...ports].join(", ")}` : "";
  const detail = address === "" ? "" : `${formatEndpoint({ address, port: only })}${several}`;
  const isNamed = title !== "";
  return {
    name: shortened(isNamed ? title : address === "" ? "this host" : address),
    detail: shortened(isNamed || only !== 0 || several !== "" ? detail : ""),
    kind: isServer ? "server" : device || isNamed ? "device" : "unknown",
  };
}
