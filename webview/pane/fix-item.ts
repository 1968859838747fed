/** One fix of a finding as an item of a list: whose it is, the setting's real name, and what to set. */
import { html, nothing, type TemplateResult } from "lit";
import type { FindingView } from "../../src/view/overview.js";
import { withCode } from "./code-spans.js";

export function fixItem({ title, product, setting, detail }: FindingView["fixes"][number]): TemplateResult {
  return html`<li>
    <b>${product ?? title}:</b> ${setting === null ? nothing : html`<code>${setting}</code> `}${withCode(detail)}
  </li>`;
}
