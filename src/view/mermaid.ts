/** The messages between the editor's host and the page that previews a ladder as Mermaid draws it. */

export interface ToMermaidPage {
  readonly type: "diagram";
  /** What the ladder is of: `capture.pcap-r0`. */
  readonly title: string;
  /** A sequence diagram in Mermaid's own language. */
  readonly text: string;
}

/** The page has loaded and waits for a diagram; it says so again whenever it was hidden and comes back. */
export interface FromMermaidPage {
  readonly type: "ready";
}
