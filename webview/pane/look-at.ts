/** The header of a message that a lesson points at: marked in the pane, and brought into view once. */

export class LookAt {
  #place: { readonly message: number; readonly header: string } | null = null;
  /** It was brought into view; a reader may scroll away. */
  #isShown = false;

  constructor(private readonly pane: HTMLElement) {}

  /** @param header null for none. */
  point(message: number, header: string | null): void {
    // The next one is to be read from its beginning.
    if (this.#place && header === null) this.pane.scrollTop = 0;
    this.#place = header === null ? null : { message, header };
    this.#isShown = false;
  }

  headerOf(message: number | undefined): string | null {
    return this.#place?.message === message ? (this.#place?.header ?? null) : null;
  }

  /** The pane was drawn. */
  drawn(): void {
    if (!this.#place || this.#isShown) return;
    const mark = this.pane.querySelector(".looked-at");
    this.#isShown = mark !== null;
    if (!mark) return;
    // `scrollIntoView` would scroll the page as well, which has nothing to scroll.
    const below = mark.getBoundingClientRect().top - this.pane.getBoundingClientRect().top;
    this.pane.scrollTop += below - this.pane.clientHeight / 3;
  }
}
