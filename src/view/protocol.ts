/** The messages between the editor's host and the web app: views go in, intents come out. */
import type { CardView } from "./card.js";
import type { GuessMove, GuessView } from "./guess.js";
import type { LadderHead, LadderWindow, LaneChoice, MessageView, TimeColumn } from "./ladder.js";
import type { NoteView } from "./note.js";
import type { OverviewHead, OverviewRow } from "./overview.js";
import type { Found, MessageQuery } from "./search.js";
import type { StepView } from "./step.js";

export type ToWebview =
  /** `capture`: overview and ladder; `ladder`: the ladder beside a text log, without overview. */
  | {
      readonly type: "mode";
      readonly mode: "capture" | "ladder";
      readonly title: string;
      /** Of the text that a ladder stands beside: with it the ladder is found again after a reload of the window. */
      readonly document?: string | undefined;
    }
  | ({ readonly type: "progress" } & ReadingView)
  | { readonly type: "overview"; readonly view: OverviewHead }
  /** The next rows of the overview, until all are there. */
  | { readonly type: "overviewRows"; readonly rows: readonly OverviewRow[] }
  /** More of what the search of that number found. */
  | { readonly type: "found"; readonly search: number; readonly found: Found }
  /** `rows` are the first ones; the page asks for others when they come into view. */
  | { readonly type: "ladder"; readonly view: LadderHead; readonly rows: LadderWindow }
  | { readonly type: "rows"; readonly rows: LadderWindow }
  /** The card of the registration whose ladder was sent last. */
  | { readonly type: "card"; readonly view: CardView }
  | { readonly type: "message"; readonly view: MessageView }
  /** Somebody guesses what is wrong in this trace, or no longer does: no page tells findings meanwhile. */
  | { readonly type: "guessing"; readonly isOn: boolean }
  /** What the moves of a round came to. */
  | { readonly type: "guess"; readonly view: GuessView }
  /** What the step bar asked for. */
  | { readonly type: "explained"; readonly view: StepView }
  /** All notes of the trace, whenever one of them is new or changed. */
  | { readonly type: "notes"; readonly notes: readonly NoteView[] }
  /** The text's cursor, or a lesson, moved to this message: show it in the ladder, and the header that is meant where one is. */
  | { readonly type: "reveal"; readonly message: number; readonly header: string | null }
  /** Step through the ladder, from this message on; null ends that. */
  | { readonly type: "step"; readonly message: number | null }
  /** The time zone that was chosen for the clock: `local`, or a name of the time zone database. */
  | { readonly type: "zone"; readonly zone: string }
  /** A command of the editor was run: the page does what its button would. */
  | { readonly type: "press"; readonly button: LadderButton }
  /** Make a PNG of this drawing, and answer with `picture`. */
  | { readonly type: "paint"; readonly svg: string }
  /** The input cannot be used at all. */
  | { readonly type: "failure"; readonly message: string }
  /** Nothing more will come: what was found until then stays on the page. */
  | { readonly type: "cancelled" };

/** What is shown while a file is being read. */
export interface ReadingView {
  readonly readOctets: number;
  readonly totalOctets: number;
  readonly messages: number;
  /** `stopping`: what was read until the person stopped it is being judged; `judging`: all was read. */
  readonly phase: "reading" | "stopping" | "judging";
  /** Rows as their latest message leaves them, new or changed since the message before. Not those of the overview to come. */
  readonly changed: readonly OverviewRow[];
}

export type LadderButton = "lanes" | "together" | "export" | "step" | "guess";

export type FromWebview =
  | { readonly type: "ready" }
  | { readonly type: "selectRow"; readonly key: string }
  /** Look for messages, and no longer for those of the search before; null looks for none. */
  | { readonly type: "search"; readonly search: number; readonly query: MessageQuery | null }
  /** Rows of the ladder that came into view; half-open, as the columns count them. */
  | { readonly type: "rows"; readonly edition: number; readonly first: number; readonly end: number }
  /** The arrow is selected: show the message in the pane. */
  | { readonly type: "selectMessage"; readonly message: number }
  /** Begin to guess what is wrong, or end it. */
  | { readonly type: "guessing"; readonly isOn: boolean }
  /** All moves of the round on the ladder that is shown. */
  | { readonly type: "guess"; readonly moves: readonly GuessMove[] }
  /** Another row to guess. */
  | { readonly type: "guessNext" }
  /** Explain the message or signal as a step; what changed since the other one is marked. */
  | { readonly type: "explainStep"; readonly place: number; readonly since: number | null }
  /** Show the message, or by `-1 - signal` the signal, in the text; `focus` moves the keyboard there. */
  | { readonly type: "openText"; readonly message: number; readonly focus: boolean }
  /** Show where the finding (or its related place) stands in the text. */
  | { readonly type: "openFinding"; readonly finding: number; readonly related: number | null }
  /** Compare two messages in the editor's own diff. */
  | { readonly type: "compare"; readonly first: number; readonly second: number }
  /** Take the digest of the message apart, step by step. */
  | { readonly type: "digestWalk"; readonly message: number }
  /** Play with the timers of the registration that is shown. */
  | { readonly type: "whatIf" }
  | { readonly type: "copy"; readonly text: string }
  /** The lanes of the ladder in the order and with the names that a person gave them; remembered with the file. */
  | { readonly type: "arrangeLanes"; readonly lanes: readonly LaneChoice[] }
  | { readonly type: "chooseZone"; readonly zone: string }
  /** Choose what else stands on this ladder. */
  | { readonly type: "chooseTogether" }
  | { readonly type: "export"; readonly time: TimeColumn }
  /** Save the ladder as it stands at this step, or at each of them. */
  | { readonly type: "slides"; readonly time: TimeColumn; readonly step: number; readonly steps: number }
  /** The PNG that was asked for; null when this browser cannot make it. */
  | { readonly type: "picture"; readonly png: Uint8Array | null }
  | { readonly type: "openDocs"; readonly rule: string }
  | { readonly type: "silence"; readonly rule: string }
  /** Reading stops, and what was read is shown; the second time it is given up. */
  | { readonly type: "cancel" }
  | { readonly type: "retry" };
