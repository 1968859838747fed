/** Recognises devices: what one User-Agent at one address is, and which hosts are servers. */
import type { Endpoint } from "../model/endpoint.js";
import { parseProduct } from "../sip/product.js";
import type { Device } from "./device.js";

class BuiltDevice implements Device {
  readonly endpoints: Endpoint[] = [];
  readonly #ports = new Set<number>();
  readonly product: string | null;
  readonly title: string;
  isServer = false;
  constructor(
    readonly index: number,
    readonly address: string,
    readonly userAgent: string | undefined,
  ) {
    const product = parseProduct(userAgent);
    this.product = product.product;
    this.title = product.title || address || "this host";
  }

  add(endpoint: Endpoint): void {
    if (this.#ports.has(endpoint.port)) return;
    this.#ports.add(endpoint.port);
    this.endpoints.push(endpoint);
  }
}

export class Devices {
  readonly all: BuiltDevice[] = [];
  readonly #byKey = new Map<string, BuiltDevice>();

  /** The device at an endpoint; without a User-Agent the first one known at that address. */
  at(endpoint: Endpoint, userAgent: string | undefined, isServer: boolean): Device {
    const key = `${endpoint.address} ${userAgent ?? ""}`;
    let device = this.#byKey.get(key);
    if (!device) {
      device = new BuiltDevice(this.all.length, endpoint.address, userAgent);
      this.all.push(device);
      this.#byKey.set(key, device);
    }
    if (isServer) device.isServer = true;
    device.add(endpoint);
    return device;
  }
}
