/** The columns of an overview row besides its words: who the device is, which AoR it is about, how often it tried. */
import { type Product, parseProduct } from "../sip/product.js";
import type { Trace } from "../trace/trace.js";
import type { OverviewRow } from "../../view/overview.js";
import { addressWords, shortened } from "./place-words.js";
import type { Shelf } from "./shelves.js";

export type Columns = Pick<OverviewRow, "product" | "version" | "address" | "aor" | "attempts" | "grantedSeconds">;

export class OverviewColumns {
  readonly #keys: Trace["keys"];
  readonly #registered: ReadonlySet<string>;
  /** By User-Agent: a trace of many calls repeats a few. */
  readonly #products = new Map<string, Product>();

  constructor({ keys, registrations }: Trace) {
    this.#keys = keys;
    this.#registered = new Set(registrations.map(({ aor }) => aor));
  }

  of(shelf: Shelf): Columns {
    const { registration, call, transactions } = shelf;
    const first = transactions[0];
    const isRequested = first !== undefined && first.requestRow >= 0;
    const userAgent =
      registration?.device.userAgent ?? (isRequested ? this.#keys.userAgent(first.requestRow) : undefined);
    const { title, version } = this.#productOf(userAgent ?? "");
    return {
      product: shortened(title),
      version: version ?? "",
      address: shortened(registration?.device.address ?? first?.client.address ?? ""),
      aor: this.#aorOf(shelf),
      attempts: registration ? registration.attemptStarts.length : call ? null : transactions.length,
      grantedSeconds: registration?.bindings.at(-1)?.grantedSeconds ?? null,
    };
  }

  #aorOf({ registration, call }: Shelf): string {
    if (registration) return addressWords(registration.aor);
    if (!call) return "";
    const party = [call.callee, call.caller].find((each) => this.#registered.has(each)) ?? call.callee;
    return addressWords(party);
  }

  #productOf(userAgent: string): Product {
    let product = this.#products.get(userAgent);
    if (!product) {
      product = parseProduct(userAgent);
      this.#products.set(userAgent, product);
    }
    return product;
  }
}
