/** What a row's findings say, beside its arrow: the finding, its evidence and what to do. */
import { type TemplateResult, html, nothing, render } from "lit";
import type { PageRow } from "../../src/view/ladder.js";
import type { FindingView } from "../../src/view/overview.js";
import { withCode } from "../pane/code-spans.js";
import { fixItem } from "../pane/fix-item.js";
import { worstFirst } from "../pane/pane.js";
import { ownFixes } from "../pane/fix-text.js";
import { type Geometry, placed } from "../placed.js";
import { severitySign } from "../shapes.js";
import { placeOf } from "./walk.js";

/** Of each finding; the pane has the rest. */
const MOST_EVIDENCE = 3;
const MOST_FIXES = 2;

/** The most that it takes, in pixels; what is more scrolls. */
const MOST_HEIGHT = 300;

/** Where a row stands: pixels from the upper edge of the ladder, of which the lane heads cover the first. */
interface RowInView {
  readonly top: number;
  readonly height: number;
  readonly head: number;
}

export class Explanation {
  /** Number of the row that it stands beside; -1 for none. */
  row = -1;
  /** What the text calls that row: the same when the ladder is laid out anew. */
  place: number | undefined;
  /** The keyboard goes to it as soon as it is there: the words of its row may be on the way. */
  #isAwaited = false;

  constructor(
    private readonly overlay: HTMLElement,
    private readonly scroller: HTMLElement,
    private readonly redraw: () => void,
  ) {}

  /** Opens it beside a row, whose words may still be on the way; it gets the keyboard. */
  open(row: number): void {
    this.row = row;
    this.#isAwaited = true;
  }

  draw(row: PageRow | undefined, findings: readonly FindingView[], { top, height, head }: RowInView): void {
    if (this.row < 0) this.#isAwaited = false;
    this.place = row && placeOf(row);
    const { offsetTop, clientHeight } = this.scroller;
    const beside = row && besideRow(top, height, { top: head, bottom: clientHeight });
    const hadFocus = this.overlay.contains(document.activeElement);
    const close = () => {
      this.row = -1;
      this.redraw();
    };
    render(beside === undefined ? nothing : panel(findings, { top: offsetTop + beside }, close), this.overlay);
    if (beside === undefined) {
      // Else the keys would go nowhere.
      if (hadFocus) this.scroller.focus();
      this.#isAwaited ||= hadFocus && this.row >= 0 && !row;
    } else if (this.#isAwaited) {
      this.#isAwaited = false;
      this.overlay.querySelector<HTMLElement>(".explanation")?.focus();
    }
  }
}

/**
 * Where it stands: below the row, or above it where there is more room. Undefined for a row that is out of view.
 * @param top of the row, from the upper edge of the ladder.
 */
function besideRow(
  top: number,
  height: number,
  view: { readonly top: number; readonly bottom: number },
): number | undefined {
  const bottom = top + height;
  if (bottom < view.top || top > view.bottom) return undefined;
  const isBelow = bottom + MOST_HEIGHT < view.bottom || top < MOST_HEIGHT;
  return isBelow ? bottom : Math.max(top - MOST_HEIGHT, 0);
}

function panel(findings: readonly FindingView[], place: Geometry, close: () => void): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" && event.key !== "e") return;
    event.stopPropagation();
    event.preventDefault();
    close();
  };
  return html`<section
    class="explanation"
    role="dialog"
    aria-label="Why this message is flagged"
    tabindex="-1"
    @keydown=${onKey}
    ${placed(place)}
  >
    <button class="close" aria-label="Close" @click=${close}>×</button>
    ${worstFirst(findings).map(part)}
  </section>`;
}

function part(finding: FindingView): TemplateResult {
  const evidence = finding.evidence.slice(0, MOST_EVIDENCE).map((sentence) => html`<li>${withCode(sentence)}</li>`);
  const fixes = ownFixes(finding).slice(0, MOST_FIXES).map(fixItem);
  return html`<article>
    <h3>${severitySign(finding.severity)} ${finding.title} <small>${finding.severity}</small></h3>
    <p>${withCode(finding.message)}</p>
    ${
      evidence.length > 0
        ? html`<ul class="evidence">
            ${evidence}
          </ul>`
        : nothing
    }
    ${finding.remedy === "" ? nothing : html`<p><b>Fix:</b> ${withCode(finding.remedy)}</p>`}
    ${
      fixes.length > 0
        ? html`<ul>
            ${fixes}
          </ul>`
        : nothing
    }
  </article>`;
}
