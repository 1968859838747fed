/** How wide words are drawn, in the page's own font: known before they are, and without asking for the layout of what is. */

/** Pixels of a usual character at 13 px, for a page that cannot measure. */
const CHARACTER = 7.5;

type Weight = "normal" | "bold";
const contexts = new Map<Weight, CanvasRenderingContext2D | null>();

/** @returns pixels */
export function textWidth(text: string, weight: Weight): number {
  let context = contexts.get(weight);
  if (context === undefined) {
    context = document.createElement("canvas").getContext("2d");
    const { fontSize, fontFamily } = getComputedStyle(document.body);
    if (context) context.font = `${weight === "bold" ? 600 : 400} ${fontSize} ${fontFamily}`;
    contexts.set(weight, context);
  }
  return context?.measureText(text).width ?? text.length * CHARACTER;
}
