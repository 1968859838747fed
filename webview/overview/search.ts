/** The search over the messages: asks the host while a person types, and gathers what it finds row by row. */
import type { OverviewRow } from "../../src/view/overview.js";
import type { Found, MessageQuery } from "../../src/view/search.js";
import type { Hits } from "./listing.js";

/** Letters typed faster than this make one search. */
const PAUSE_MILLIS = 120;

export interface SearchState {
  readonly examined: number;
  readonly total: number;
  readonly hits: number;
  readonly isComplete: boolean;
}

export class MessageSearch {
  /** Names the search that is on; what comes of another one is late. */
  #number = 0;
  /** What is asked, as text: equal for equal queries. */
  #asked = "null";
  #pause: ReturnType<typeof setTimeout> | undefined;
  #hits: Map<OverviewRow, { readonly count: number; readonly first: number }> | undefined;
  /** Its search was replaced: the hits stand until the first of the new one come, so that the list does not flicker. */
  #isStale = false;
  #state: SearchState | null = null;

  constructor(private readonly send: (search: number, query: MessageQuery | null) => void) {}

  get hits(): Hits {
    return this.#hits;
  }

  /** Null while nothing is searched. */
  get state(): SearchState | null {
    return this.#state;
  }

  /** Nothing happens for the query that is asked already. */
  ask(query: MessageQuery | null): void {
    const asked = JSON.stringify(query);
    if (asked === this.#asked) return;
    this.#asked = asked;
    clearTimeout(this.#pause);
    const search = ++this.#number;
    if (query === null) {
      this.#hits = undefined;
      this.#state = null;
      this.send(search, null);
      return;
    }
    this.#isStale = true;
    this.#state = { ...(this.#state ?? { examined: 0, total: 0, hits: 0 }), isComplete: false };
    this.#pause = setTimeout(() => this.send(search, query), PAUSE_MILLIS);
  }

  /** Rows are others now: what is asked is asked again. */
  forget(): void {
    this.#asked = "null";
    this.#hits = undefined;
    this.#state = null;
  }

  take(search: number, found: Found, rows: readonly OverviewRow[]): void {
    if (search !== this.#number) return;
    // A new map tells the list that it is another one.
    const hits = new Map(this.#isStale ? undefined : this.#hits);
    this.#isStale = false;
    for (const [at, index] of found.rows.entries()) {
      const row = rows[index];
      if (row) hits.set(row, { count: found.counts[at]!, first: found.firsts[at]! });
    }
    this.#hits = hits;
    const { examined, total } = found;
    this.#state = { examined, total, hits: found.hits, isComplete: examined >= total };
  }
}
