/**
 * Sets geometry on an element through its CSSOM. A `style` attribute would be refused by the page's
 * Content-Security-Policy; lit's own `styleMap` writes that attribute on its first pass.
 */
import { type ElementPart, noChange } from "lit";
import { Directive, type PartInfo, PartType, directive } from "lit/directive.js";

/** Pixels; what is left out stays as the style sheet says. */
export interface Geometry {
  readonly left?: number;
  readonly top?: number;
  readonly width?: number;
  readonly height?: number;
}

class Placed extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error("`placed` stands on an element.");
  }

  override render(_geometry: Geometry): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [geometry]: [Geometry]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const side of ["left", "top", "width", "height"] as const) {
      const pixels = geometry[side];
      const value = pixels === undefined ? "" : `${pixels}px`;
      if (style[side] !== value) style[side] = value;
    }
    return noChange;
  }
}

export const placed = directive(Placed);
