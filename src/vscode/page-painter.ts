/** Has a page paint drawings as PNG, one at a time: only a page has a canvas. */
export class PagePainter {
  #painted: ((png: Uint8Array | null) => void) | undefined;
  #isGone = false;

  /** @param ask the page, which answers through `take` */
  constructor(private readonly ask: (svg: string) => void) {}

  /** @returns null where the page cannot paint it, or is gone. */
  paint(svg: string): Promise<Uint8Array | null> {
    this.#painted?.(null);
    if (this.#isGone) return Promise.resolve(null);
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
    this.#painted?.(null);
  }
}
