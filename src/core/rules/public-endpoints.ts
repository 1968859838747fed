/** Which endpoints of a trace are on the Internet, by their numbers: rules ask a million times for a few thousand. */
import { isPublicAddress } from "../model/address.js";
import { uint8 } from "../trace/column.js";
import type { MessageTable } from "../trace/message.js";

const IS_PUBLIC = 1;
const IS_OTHER = 2;

export class PublicEndpoints {
  readonly #known = uint8();

  constructor(private readonly messages: MessageTable) {}

  /** @param number as `MessageTable.endpoint` takes it */
  has(number: number): boolean {
    const known = this.#known.get(number) || this.#judge(number);
    return known === IS_PUBLIC;
  }

  #judge(number: number): number {
    const kind = isPublicAddress(this.messages.endpoint(number).address) ? IS_PUBLIC : IS_OTHER;
    this.#known.set(number, kind);
    return kind;
  }
}
