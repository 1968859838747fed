/** How a person arranged the lanes of each file, kept with the workspace. */
import type * as vscode from "vscode";
import type { LaneChoice } from "../view/ladder.js";

const KEY = "lanes";
/** Files remembered, the ones arranged last: the workspace's state is read at each start. */
const MOST_FILES = 100;
/** Lanes remembered of a file. */
const MOST_LANES = 500;

type Kept = readonly (readonly [uri: string, lanes: readonly LaneChoice[]])[];

export class LaneMemory {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  of(uri: vscode.Uri): readonly LaneChoice[] {
    return this.#files.find(([file]) => file === uri.toString())?.[1] ?? [];
  }

  /** Lanes that another ladder of the file shows keep what was chosen for them. An empty list forgets all. */
  async keep(uri: vscode.Uri, lanes: readonly LaneChoice[]): Promise<void> {
    const chosen = new Set(lanes.map(({ id }) => id));
    const others = lanes.length === 0 ? [] : this.of(uri).filter(({ id }) => !chosen.has(id));
    const files = this.#files.filter(([file]) => file !== uri.toString());
    const own = [...lanes, ...others].slice(0, MOST_LANES);
    await this.#state.update(KEY, [...(own.length > 0 ? [[uri.toString(), own]] : []), ...files].slice(0, MOST_FILES));
  }

  get #files(): Kept {
    return this.#state.get<Kept>(KEY, []);
  }
}
