/** The elements that the page is made of, in the order in which the keyboard comes to them. */

const NAMES = {
  top: "header",
  overview: "nav",
  bar: "div",
  steps: "div",
  ladder: "div",
  beside: "div",
  lanes: "div",
  hints: "div",
  pane: "aside",
  status: "footer",
  notice: "div",
} as const;

export type Parts = Readonly<Record<keyof typeof NAMES, HTMLElement>>;

export function makeParts(root: HTMLElement): Parts {
  const part = (tag: string, name: string) => {
    const element = document.createElement(tag);
    element.className = name;
    return element;
  };
  const parts = Object.fromEntries(Object.entries(NAMES).map(([name, tag]) => [name, part(tag, name)])) as Parts;
  parts.notice.className = "notice-area";
  parts.pane.setAttribute("aria-label", "Details");
  const center = part("main", "center");
  center.append(parts.bar, parts.lanes, parts.steps, parts.ladder, parts.beside, parts.hints);
  root.replaceChildren(parts.top, parts.overview, center, parts.pane, parts.status, parts.notice);
  return parts;
}
