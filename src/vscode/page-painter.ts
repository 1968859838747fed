/** A PNG; null where the page cannot paint it; "gone" when somebody closed the page, and so wants none any more. */
export type Painted = Uint8Array | "gone" | null;

/** Has a page paint drawings as PNG, one at a time: only a page has a canvas. */
export class PagePainter {
  #painted: ((png: Painted) => void) | undefined;
  #isGone = false;

  /** @param ask the page, which answers through `take` */
  constructor(private readonly ask: (svg: string) => void) {}

  paint(svg: string): Promise<Painted> {
    this.#painted?.(null);
    if (this.#isGone) return Promise.resolve("gone");
    return new Promise((resolve) => {
      this.#painted = resolve;
      this.ask(svg);
    });
  }

  take(png: Uint8Array | null): void {
    this.#painted?.(png);
  }

  dispose(): void {
    this.#isGone = true;
    this.#painted?.("gone");
  }
}
