/** The messages between the editor's host and the page that paints drawings as PNG: only a page has a canvas. */

export interface ToPaintingPage {
  readonly type: "paint";
  readonly svg: string;
}

export type FromPaintingPage =
  /** The page has loaded and waits. */
  | { readonly type: "ready" }
  /** The PNG that was asked for; null when this browser cannot make it. */
  | { readonly type: "picture"; readonly png: Uint8Array | null };
