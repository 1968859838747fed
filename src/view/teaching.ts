/** The messages between the editor's host and the page that shows a digest step by step, or the simulation of timers and NAT. */
import type { DigestWalkView } from "./digest-walk.js";
import type { WhatIfView } from "./what-if.js";

export type ToTeachingPage =
  /** `password`: that of a lesson's laboratory, which its text tells. */
  | { readonly type: "digestWalk"; readonly view: DigestWalkView; readonly password?: string }
  | { readonly type: "whatIf"; readonly view: WhatIfView };

export type FromTeachingPage =
  /** The page has loaded and waits; it says so again whenever it was hidden and comes back. */
  | { readonly type: "ready" }
  /** Show octets of a message in the text, half-open; an empty range is the message. */
  | { readonly type: "goTo"; readonly message: number; readonly start: number; readonly end: number };
