/** The messages between the editor's host and the page that shows a digest step by step, or the simulation of timers and NAT. */
import type { DigestWalkView } from "./digest-walk.js";
import type { WhatIfChange, WhatIfView } from "./what-if.js";

/** What a panel is about. The page keeps it, and by it the panel comes back after a reload of the window. */
export interface TeachingSubject {
  /** Address of the log or capture. */
  readonly trace: string;
  readonly kind: "log" | "capture";
  /** Of a digest. */
  readonly message?: number | undefined;
  /** Of the registration whose timers are played with. */
  readonly key?: string | undefined;
  /** What a lesson begins the simulation with. */
  readonly change?: WhatIfChange | undefined;
}

export type ToTeachingPage = { readonly subject: TeachingSubject } & (
  | {
      readonly type: "digestWalk";
      readonly view: DigestWalkView;
      /** That of a lesson's laboratory, which its text tells. */
      readonly password?: string | undefined;
    }
  | { readonly type: "whatIf"; readonly view: WhatIfView }
);

export type FromTeachingPage =
  /** The page has loaded and waits; it says so again whenever it was hidden and comes back. */
  | { readonly type: "ready" }
  /** Show octets of a message in the text, half-open; an empty range is the message. */
  | { readonly type: "goTo"; readonly message: number; readonly start: number; readonly end: number };
