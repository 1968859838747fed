/** A list that keeps its first items and tells how many it left out: what a trace has one a frame of must not fill the memory. */
import type { Problem } from "../model/problem.js";

export class BoundedList<Item> {
  readonly kept: Item[] = [];
  /** The first one that was not kept. */
  leftOut: Item | undefined;
  #leftOutCount = 0;
  #file = 0;
  #offset = 0;

  /** @param what the items, as a sentence names them. */
  constructor(
    private readonly limit: number,
    private readonly what: string,
  ) {}

  /** @param offset in octets of the file, asked for once. */
  add(item: Item, file: number, offset: () => number): void {
    if (this.kept.length < this.limit) {
      this.kept.push(item);
      return;
    }
    if (this.#leftOutCount++ > 0) return;
    this.leftOut = item;
    this.#file = file;
    this.#offset = offset();
  }

  /** That items were left out; none while all are kept. */
  problems(): Problem[] {
    if (this.#leftOutCount === 0) return [];
    const [limit, count] = [this.limit, this.#leftOutCount].map((number) => number.toLocaleString("en"));
    const message = `Of more than ${limit} ${this.what} the first are kept; ${count} from here on are left out.`;
    return [{ file: this.#file, offset: this.#offset, message }];
  }
}
