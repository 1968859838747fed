/** The border between overview and ladder: drawn with the pointer, or moved with the arrow keys. */

const LEAST_WIDTH = 240;
/** Of the page: the ladder keeps the rest. */
const MOST_SHARE = 0.7;
const STEP = 40;

export class Sash {
  readonly element = document.createElement("div");
  #width = 0;

  /** @param choose is told the width in pixels that a person chose; null is as it was at first */
  constructor(
    private readonly page: HTMLElement,
    private readonly choose: (width: number | null) => void,
  ) {
    const { element } = this;
    element.className = "sash";
    element.tabIndex = 0;
    element.setAttribute("role", "separator");
    element.setAttribute("aria-orientation", "vertical");
    element.setAttribute("aria-label", "Width of the overview");
    element.addEventListener("pointerdown", (event) => element.setPointerCapture(event.pointerId));
    element.addEventListener("pointermove", (event) => {
      if (element.hasPointerCapture(event.pointerId)) this.show(this.#bounded(event.clientX));
    });
    element.addEventListener("lostpointercapture", () => {
      if (this.#width > 0) choose(this.#width);
    });
    element.addEventListener("dblclick", () => choose(null));
    element.addEventListener("keydown", (event) => this.#onKey(event));
  }

  show(width: number | null): void {
    const { style } = this.page;
    if (width === null) style.removeProperty("--overview-width");
    else style.setProperty("--overview-width", `${this.#bounded(width)}px`);
    this.#width = width === null ? 0 : this.#bounded(width);
    const { element } = this;
    const present = this.#width || (element.parentElement?.offsetWidth ?? 0);
    element.setAttribute("aria-valuenow", `${Math.round(present)}`);
    element.setAttribute("aria-valuemin", `${LEAST_WIDTH}`);
    element.setAttribute("aria-valuemax", `${Math.max(Math.round(innerWidth * MOST_SHARE), LEAST_WIDTH)}`);
  }

  #bounded(width: number): number {
    return Math.round(Math.max(Math.min(width, innerWidth * MOST_SHARE), LEAST_WIDTH));
  }

  #onKey(event: KeyboardEvent): void {
    const step = event.key === "ArrowLeft" ? -STEP : event.key === "ArrowRight" ? STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    const present = this.#width || (this.element.parentElement?.offsetWidth ?? LEAST_WIDTH);
    this.choose(this.#bounded(present + step));
  }
}
