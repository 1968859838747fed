/** The response in the trace beside those that were computed, character by character. */
import { html, nothing, type TemplateResult } from "lit";
import { compareResponses, typedOf, type Walk } from "../../src/core/teach/live/digest-walk.js";
import type { WalkValue } from "../../src/view/digest-walk.js";

export interface Responses {
  readonly shown: Walk;
  readonly expected: Walk;
  /** As the trace has it. */
  readonly traced: WalkValue | null;
  /** A value was changed. */
  readonly isChanged: boolean;
}

export function comparisonTable({ shown, expected, traced, isChanged }: Responses): TemplateResult {
  const reference = traced === null ? undefined : typedOf(traced.octets);
  const row = (title: string, response: string | undefined) =>
    html`<tr>
      <th scope="row">${title}</th>
      ${
        response === undefined
          ? html`<td colspan="2"><small>not known without the values that are missing above</small></td>`
          : html`<td><code>${marked(response, reference)}</code></td>
              <td>${reference === undefined ? nothing : wordsOn(response, reference)}</td>`
      }
    </tr>`;
  return html`<table class="responses">
    <thead>
      <tr>
        <th scope="col">Response</th>
        <th scope="col">Value</th>
        <th scope="col">Beside the trace</th>
      </tr>
    </thead>
    <tbody>
      <tr>
        <th scope="row">What the phone sent</th>
        ${
          reference === undefined
            ? html`<td colspan="2"><small>the credentials have none</small></td>`
            : html`<td>
                  <code><bdi>${reference.slice(0, LONGEST_SHOWN)}</bdi></code>
                </td>
                <td>the trace</td>`
        }
      </tr>
      ${row(isChanged ? "Computed, with your changes" : "Computed from the phone's values", shown.response)}
      ${row("Computed as the registrar does", expected.response)}
    </tbody>
  </table>`;
}

/** Of a response in a trace; a hostile one may be as long as the message. */
const LONGEST_SHOWN = 128;

function wordsOn(response: string, reference: string): TemplateResult {
  const { isSame, words } = compareResponses(response, reference);
  return html`<span class=${isSame ? "same" : "other"}>${isSame ? "✓" : "✗"} ${words}</span>`;
}

/** Characters that differ from the reference, in runs: a screen reader hears the words beside. */
function marked(response: string, reference: string | undefined): (string | TemplateResult)[] {
  if (reference === undefined) return [response];
  const { differs } = compareResponses(response, reference);
  const runs: (string | TemplateResult)[] = [];
  for (let at = 0; at < response.length;) {
    let end = at + 1;
    while (end < response.length && differs[end] === differs[at]) end++;
    const text = response.slice(at, end);
    runs.push(differs[at] ? html`<mark>${text}</mark>` : text);
    at = end;
  }
  return runs;
}
