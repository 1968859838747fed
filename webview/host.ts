/** The editor's side of the page: where intents go, and the state that survives a reload of the page. */
import type { FromWebview } from "../src/view/protocol.js";
import { INITIAL_CHOICE, type OverviewChoice, restoreChoice } from "./overview/choice.js";
import type { TimeMode } from "../src/view/ladder.js";
import { isZone, type Zone } from "./ladder/clock.js";
import type { PaneTab } from "./pane/pane-tabs.js";
import { type GuessState, restoreGuess } from "./teach/guess-state.js";

interface VsCodeApi {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** What gives arrows their colours. */
export type Colours = "status" | "transaction";

/** What a person chose on the page. The views themselves come from the host again. */
export interface PageState {
  /** Of the text that the ladder stands beside, for the editor. */
  readonly document: string | null;
  readonly key: string | null;
  readonly message: number | null;
  readonly scrollTop: number;
  readonly timeMode: TimeMode;
  readonly zone: Zone;
  readonly colours: Colours;
  readonly overview: OverviewChoice;
  /** Face of the pane that was chosen; null leaves it to what the registration has to say. */
  readonly tab: PaneTab | null;
  /** The ladder is shown step by step, as far as the selected row. */
  readonly isStepping: boolean;
  /** What was pointed at in guess mode; null outside of it. */
  readonly guess: GuessState | null;
}

export const INITIAL_STATE: PageState = {
  document: null,
  key: null,
  message: null,
  scrollTop: 0,
  timeMode: "delta",
  zone: "local",
  colours: "status",
  overview: INITIAL_CHOICE,
  tab: null,
  isStepping: false,
  guess: null,
};

export interface Host {
  send(message: FromWebview): void;
  readState(): PageState;
  writeState(state: PageState): void;
}

/** May be called once a page: VS Code hands its API out a single time. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    send: (message) => api.postMessage(message),
    readState: () => restoreState(api.getState()),
    writeState: (state) => api.setState(state),
  };
}

/** Takes from stored state what has the expected shape: an older version of the page may have written it. */
export function restoreState(stored: unknown): PageState {
  if (typeof stored !== "object" || stored === null) return INITIAL_STATE;
  const from = stored as Record<string, unknown>;
  return {
    document: typeof from["document"] === "string" ? from["document"] : null,
    key: typeof from["key"] === "string" ? from["key"] : null,
    message: isCount(from["message"]) ? from["message"] : null,
    scrollTop: isCount(from["scrollTop"]) ? from["scrollTop"] : 0,
    timeMode: oneOf(from["timeMode"], ["delta", "relative", "absolute"], INITIAL_STATE.timeMode),
    zone: restoreZone(from["zone"]),
    colours: oneOf(from["colours"], ["status", "transaction"], INITIAL_STATE.colours),
    overview: restoreChoice(from["overview"]),
    tab: oneOf<PaneTab | null>(from["tab"], ["details", "card"], INITIAL_STATE.tab),
    isStepping: from["isStepping"] === true,
    guess: restoreGuess(from["guess"]),
  };
}

function restoreZone(stored: unknown): Zone {
  return typeof stored === "string" && isZone(stored) ? stored : INITIAL_STATE.zone;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function oneOf<T extends string | null>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((each) => each === value) ?? otherwise;
}
