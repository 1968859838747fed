/** Sentences of rules with their `names of settings` set as code. */
import { type TemplateResult, html } from "lit";

/** What stands between two backticks becomes code; a single backtick stays as it is. */
export function withCode(text: string): (string | TemplateResult)[] {
  const parts = text.split("`");
  const isPaired = parts.length % 2 === 1;
  return parts.map((part, index) => {
    if (!isPaired && index === parts.length - 1) return `\`${part}`;
    return index % 2 === 1 ? html`<code>${part}</code>` : part;
  });
}
