/** The arrow of a message or signal between two lanes, drawn as SVG in the row's own box. */
import { type TemplateResult, html, nothing, svg } from "lit";

export interface ArrowShape {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly height: number;
  readonly isLost: boolean;
}

/** Pixels that a lost message stops before the lane it was meant for. */
const LOST_SHORT = 26;
/** Pixels between the end of an arrow and the middle of its lane. */
const REST = 5;
/** Pixels that a message of a lane to itself reaches out. */
const LOOP = 34;

export function arrow({ from, to, width, height, isLost }: ArrowShape): TemplateResult {
  const y = height - 10.5;
  if (from === to) {
    return html`<svg class="arrow" width=${width} height=${height} aria-hidden="true">
      <path class="line" d="M${from + REST} ${y - 9}H${from + LOOP}V${y}H${from + REST + 7}"></path>
      <path class="head" d="M${from + REST} ${y}l9 -4.5v9z"></path>
    </svg>`;
  }
  const way = to > from ? 1 : -1;
  const start = from + way * REST;
  const end = to - way * (isLost ? LOST_SHORT : REST);
  const cross = isLost
    ? svg`<path class="cross" d="M${end + way * 8 - 4.5} ${y - 4.5}l9 9m0 -9l-9 9"></path>`
    : nothing;
  return html`<svg class="arrow" width=${width} height=${height} aria-hidden="true">
    <path class="line" d="M${start} ${y}H${end - way * 7}"></path>
    <path class="head" d="M${end} ${y}l${-way * 9} -4.5v9z"></path>
    ${cross}
  </svg>`;
}
