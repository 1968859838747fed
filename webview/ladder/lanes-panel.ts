/** The panel of the lanes: their order, their names, and which of them are hidden; by mouse and by keyboard. */
import { type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { HiddenLane, Lane, LadderHead, LaneChoice } from "../../src/view/ladder.js";

export interface LanesEvents {
  /** An empty list is the trace's own arrangement. */
  arrange(lanes: readonly LaneChoice[]): void;
  close(): void;
}

export function lanesPanel({ lanes, hiddenLanes }: LadderHead, events: LanesEvents): TemplateResult {
  const choices = choicesOf({ lanes, hiddenLanes });
  const all = inOrder(lanes, hiddenLanes);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    events.close();
  };
  const items = repeat(
    all,
    ({ id }) => id,
    (lane, index) => laneItem(lane, index, all.length, choices, lanes.length, events),
  );
  return html`<section class="sheet" role="dialog" aria-label="Lanes" @keydown=${onKey}>
    <header>
      <h2>Lanes</h2>
      <button class="chip" @click=${() => events.arrange([])}>As in the trace</button>
      <button class="chip" @click=${() => events.close()}>Close</button>
    </header>
    <ul>
      ${items}
    </ul>
    ${lanes.length > 1 ? html`<p class="hint">Heads of lanes can be dragged, too. What is chosen is remembered with the file.</p>` : nothing}
  </section>`;
}

function laneItem(
  lane: Lane,
  index: number,
  count: number,
  choices: readonly LaneChoice[],
  shownCount: number,
  events: LanesEvents,
): TemplateResult {
  const isHidden = choices[index]?.isHidden === true;
  const change = (about: Partial<LaneChoice>) =>
    events.arrange(choices.map((choice) => (choice.id === lane.id ? { ...choice, ...about } : choice)));
  const rename = (event: Event) => {
    const name = (event.target as HTMLInputElement).value.trim();
    events.arrange(
      choices.map((choice) => {
        const { name: _, ...rest } = choice;
        return choice.id !== lane.id ? choice : name === "" ? rest : { ...rest, name };
      }),
    );
  };
  // At either end the button does nothing, but keeps the keyboard: a disabled one would lose it.
  const mover = (by: -1 | 1, way: string, sign: string) => {
    const isPossible = index + by >= 0 && index + by < count;
    const move = () => {
      if (isPossible) events.arrange(moved(choices, index, index + by));
    };
    return html`<button aria-label=${`Move ${lane.name} ${way}`} aria-disabled=${!isPossible} @click=${move}>
      ${sign}
    </button>`;
  };
  const onlyOne = !isHidden && shownCount === 1;
  return html`<li>
    <input
      type="checkbox"
      aria-label=${`Show ${lane.name}`}
      .checked=${!isHidden}
      ?disabled=${onlyOne}
      @change=${() => change({ isHidden: !isHidden })}
    />
    <input type="text" aria-label=${`Name of ${lane.name}`} maxlength="60" .value=${lane.name} @change=${rename} />
    <small><bdi>${lane.detail || lane.address}</bdi></small>
    ${mover(-1, "left", "↑")} ${mover(1, "right", "↓")}
  </li>`;
}

/** What is chosen at present, all lanes in their order. */
export function choicesOf({ lanes, hiddenLanes }: Pick<LadderHead, "lanes" | "hiddenLanes">): LaneChoice[] {
  const hidden = new Set<Lane>(hiddenLanes);
  return inOrder(lanes, hiddenLanes).map((lane) => ({
    id: lane.id,
    ...(lane.isRenamed ? { name: lane.name } : {}),
    ...(hidden.has(lane) ? { isHidden: true } : {}),
  }));
}

/** Shown and hidden lanes: a hidden one keeps its place, and its line in the panel what is focused there. */
function inOrder(lanes: readonly Lane[], hiddenLanes: readonly HiddenLane[]): Lane[] {
  const all = [...lanes];
  for (const lane of [...hiddenLanes].sort((a, b) => a.place - b.place)) all.splice(lane.place, 0, lane);
  return all;
}

/** The list with one entry at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), list[from]!, ...rest.slice(to)];
}
