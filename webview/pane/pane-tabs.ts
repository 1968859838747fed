/** The two faces of the pane where a registration has a card: the message with its findings, and the card. */
import { type TemplateResult, html, nothing } from "lit";

export type PaneTab = "details" | "card";

const TABS: readonly (readonly [PaneTab, string])[] = [
  ["details", "Message"],
  ["card", "Registration card"],
];

/** @param note stands beside the card's name: what is not well with it */
export function paneTabs(
  shown: PaneTab,
  note: string,
  choose: (tab: PaneTab) => void,
  content: TemplateResult,
): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const other = shown === "details" ? "card" : "details";
    choose(other);
    (event.currentTarget as Element).querySelector<HTMLElement>(`#tab-${other}`)?.focus();
  };
  return html`<div class="pane-tabs" role="tablist" aria-label="What is shown of the registration" @keydown=${onKey}>
      ${TABS.map(
        ([tab, label]) =>
          html`<button
            role="tab"
            id="tab-${tab}"
            aria-selected=${tab === shown}
            aria-controls="pane-face"
            tabindex=${tab === shown ? 0 : -1}
            @click=${() => choose(tab)}
          >
            ${label} ${tab === "card" && note !== "" ? html`<small>${note}</small>` : nothing}
          </button>`,
      )}
    </div>
    <div id="pane-face" role="tabpanel" aria-labelledby="tab-${shown}">${content}</div>`;
}
