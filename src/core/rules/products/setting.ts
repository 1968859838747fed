/** What is known of a product's settings: for each topic the real name, where it is, and the document that says so. */
import type { DeviceTopic, RegistrarTopic } from "./topics.js";

/** A document that names a setting. */
export interface Document {
  /** Whose document, and which. */
  readonly label: string;
  /** Where it can be read; null for one that is not on the web at an address of its own. */
  readonly url: string | null;
}

export interface Setting {
  /** The name under which the product's documentation has it; null for what is no setting: a command, a page to look at. */
  readonly name: string | null;
  /** Where it is and what to set. */
  readonly detail: string;
  /** Where the name was read. A setting without such a place is not named. */
  readonly source: Document;
}

export interface ProductSettings {
  /** Id of `sip/product.ts`, or of one of the drivers that its header can stand for. */
  readonly id: string;
  readonly name: string;
  /** Which driver, where a product has two. */
  readonly variant?: string;
  readonly device?: Readonly<Partial<Record<DeviceTopic, Setting>>>;
  readonly registrar?: Readonly<Partial<Record<RegistrarTopic, Setting>>>;
}

export function defineProduct(settings: ProductSettings): ProductSettings {
  return settings;
}
