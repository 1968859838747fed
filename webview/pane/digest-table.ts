/** The challenge beside its answer: each value with whether it fits, and the characters that do not. */
import { type TemplateResult, html, nothing } from "lit";
import type { DigestPlace, DigestValueView, DigestVerdict, DigestView } from "../../src/view/digest.js";
import type { Health } from "../../src/view/overview.js";
import { healthSign } from "../shapes.js";
import { differingPart } from "./difference.js";
import type { CardEvents } from "./finding-card.js";

/** The same shapes as of health: who has learned them reads both. */
const SIGNS: Readonly<Record<DigestVerdict, Health>> = { good: "healthy", bad: "failed", neutral: "unknown" };
const WORDS: Readonly<Record<DigestVerdict, string>> = { good: "fits", bad: "does not fit", neutral: "not compared" };

export function digestTable(digest: DigestView, { send, reveal }: CardEvents): TemplateResult {
  const { challenge, answer, outcome, isReturned, values } = digest;
  const place = (title: string, at: DigestPlace | null) =>
    at === null
      ? html`<th scope="col">${title}<small>not in the trace</small></th>`
      : html`<th scope="col">
          ${title}<button class="place" title="Show in the ladder" @click=${() => reveal(at.message)}>
            ${at.where}
          </button>
        </th>`;
  const faults = values.filter(({ verdict }) => verdict === "bad").length;
  return html`<section class="digest">
    <h3>Challenge and answer</h3>
    <p>
      ${faults === 0 ? "Every value fits that can be compared." : `${faults} ${faults === 1 ? "value does" : "values do"} not fit.`}
      ${isReturned ? "The challenge that was answered is not in the trace; this one came back." : nothing}
      ${
        outcome === null
          ? "No answer came."
          : html`It was answered by
              <button class="place" title="Show in the ladder" @click=${() => reveal(outcome.message)}>
                ${outcome.where}</button
              >.`
      }
    </p>
    <table>
      <thead>
        <tr>
          <th scope="col">Value</th>
          ${place("Challenge", challenge)} ${place("Answer", answer)}
        </tr>
      </thead>
      <tbody>
        ${values.map(valueRow)}
      </tbody>
    </table>
    <div class="actions">
      <vscode-button secondary @click=${() => send({ type: "digestWalk", message: answer.message })}
        >Digest step by step</vscode-button
      >
      ${
        challenge === null
          ? nothing
          : html`<vscode-button
              secondary
              @click=${() => send({ type: "compare", first: challenge.message, second: answer.message })}
              >Compare the messages</vscode-button
            >`
      }
    </div>
  </section>`;
}

function valueRow({ name, offered, answered, verdict, note }: DigestValueView): TemplateResult {
  const isCompared = verdict === "bad" && offered !== null && answered !== null && name !== "qop";
  const cell = (value: string | null, other: string | null, side: "good" | "bad") => {
    if (value === null) return html`<td class="absent">–</td>`;
    const { start, end } = isCompared && other !== null ? differingPart(value, other) : { start: 0, end: 0 };
    return html`<td>
      <code
        ><bdi
          >${value.slice(0, start)}${
            start === end ? nothing : html`<mark class=${side}>${value.slice(start, end)}</mark>`
          }${value.slice(end)}</bdi
        ></code
      >
    </td>`;
  };
  return html`<tr class="digest-${verdict}">
      <th scope="row">
        <span class="name">${healthSign(SIGNS[verdict])}${name}<span class="unseen">, ${WORDS[verdict]}</span></span>
      </th>
      ${cell(offered, answered, "good")} ${cell(answered, offered, "bad")}
    </tr>
    ${
      note === ""
        ? nothing
        : html`<tr class="digest-note">
            <td></td>
            <td colspan="2">${note}</td>
          </tr>`
    }`;
}
