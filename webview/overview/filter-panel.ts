/** What the overview can be filtered by, to choose from; and what is chosen, each to be taken away by a click. */
import { type TemplateResult, html, nothing } from "lit";
import type { Facets } from "../../src/view/overview.js";
import type { Zone } from "../ladder/clock.js";
import { formatClock } from "../ladder/clock.js";
import { number } from "../numbers.js";
import { severitySign } from "../shapes.js";
import { filtersOf, HEALTHS, KINDS, type OverviewFilter, SEVERITIES, toggled } from "./choice.js";
import { microsOfWallClock, wallClock } from "./wall-clock.js";
import { HEALTH_TITLES, KIND_TITLES, SEVERITY_TITLES, statusClassTitle } from "./words.js";

export interface FilterContext {
  readonly filter: OverviewFilter;
  readonly facets: Facets;
  readonly zone: Zone;
  /** First and last packet; null without times. */
  readonly startMicros: number | null;
  readonly endMicros: number | null;
  change(filter: Partial<OverviewFilter>): void;
}

export function filterPanel(context: FilterContext, close: () => void): TemplateResult {
  const { filter, facets, change } = context;
  const rules = facets.rules.filter(
    ({ rule }, index) => facets.rules.findIndex((each) => each.rule === rule) === index,
  );
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return html`<section id="overview-filters" class="filter-panel" aria-label="Filters" @keydown=${onKey}>
    ${choices(
      "Health",
      HEALTHS,
      filter.healths,
      (each) => HEALTH_TITLES[each],
      (healths) => change({ healths }),
    )}
    ${choices(
      "Rows",
      KINDS,
      filter.kinds,
      (each) => KIND_TITLES[each],
      (kinds) => change({ kinds }),
    )}
    ${choices(
      "Method",
      facets.methods.map(({ value }) => value),
      filter.methods,
      (each) => each,
      (methods) => change({ methods }),
      (each) => facets.methods.find(({ value }) => value === each)?.count,
    )}
    ${choices(
      "Status",
      facets.statusClasses.map(({ value }) => value),
      filter.statusClasses,
      statusClassTitle,
      (statusClasses) => change({ statusClasses }),
      (each) => facets.statusClasses.find(({ value }) => value === each)?.count,
    )}
    ${choices(
      "Severity",
      SEVERITIES.filter((each) => facets.rules.some(({ severity }) => severity === each)),
      filter.severities,
      (each) => SEVERITY_TITLES[each],
      (severities) => change({ severities }),
      undefined,
      severitySign,
    )}
    ${choices(
      "Rule",
      rules.map(({ rule }) => rule),
      filter.rules,
      (each) => rules.find(({ rule }) => rule === each)?.title ?? each,
      (chosen) => change({ rules: chosen }),
    )}
    <label
      >Address
      <input
        type="text"
        list="overview-addresses"
        placeholder="192.0.2.10 or 192.0.2.0/24"
        .value=${filter.address}
        @change=${(event: Event) => change({ address: (event.target as HTMLInputElement).value })}
    /></label>
    <datalist id="overview-addresses">
      ${facets.addresses.map(({ value, count }) => html`<option value=${value}>${number(count)} messages</option>`)}
    </datalist>
    ${context.startMicros === null ? nothing : times(context)}
  </section>`;
}

function choices<T extends string | number>(
  title: string,
  values: readonly T[],
  chosen: readonly T[],
  titleOf: (value: T) => string,
  change: (values: readonly T[]) => void,
  countOf?: (value: T) => number | undefined,
  signOf?: (value: T) => TemplateResult,
): TemplateResult | typeof nothing {
  if (values.length === 0) return nothing;
  const buttons = values.map((value) => {
    const count = countOf?.(value);
    return html`<button
      class="chip"
      aria-pressed=${chosen.includes(value)}
      @click=${() => change(toggled(chosen, value))}
    >
      ${signOf?.(value) ?? nothing}<bdi>${titleOf(value)}</bdi>${
        count === undefined ? nothing : html` <span>${number(count)}</span>`
      }
    </button>`;
  });
  return html`<div class="filter-group" role="group" aria-label=${title}>
    <h3 aria-hidden="true">${title}</h3>
    <div class="chips">${buttons}</div>
  </div>`;
}

function times({ filter, zone, startMicros, endMicros, change }: FilterContext): TemplateResult {
  const field = (title: string, value: number | null, otherwise: number | null, set: (micros: number | null) => void) =>
    html`<label
      >${title}
      <input
        type="datetime-local"
        step="1"
        .value=${value === null ? "" : wallClock(value, zone)}
        min=${startMicros === null ? nothing : wallClock(startMicros, zone)}
        title=${otherwise === null ? nothing : `The trace has ${wallClock(otherwise, zone).replace("T", " ")}`}
        @change=${(event: Event) => set(microsOfWallClock((event.target as HTMLInputElement).value, zone))}
    /></label>`;
  return html`<div class="filter-times">
    ${field("From", filter.fromMicros, startMicros, (fromMicros) => change({ fromMicros }))}
    ${field("Until", filter.toMicros, endMicros, (toMicros) => change({ toMicros }))}
  </div>`;
}

interface ActiveFilter {
  readonly title: string;
  readonly without: Partial<OverviewFilter>;
}

/** Each chosen value as a chip that takes it away. */
export function activeFilters(
  { filter, facets, zone, change }: FilterContext,
  clear: () => void,
): TemplateResult | typeof nothing {
  const active = filtersOf(filter).flatMap((name) => activeOf(filter, name, facets, zone));
  if (active.length === 0) return nothing;
  return html`<div class="chips active-filters" role="group" aria-label="Active filters">
    ${active.map(
      ({ title, without }) =>
        html`<button class="chip is-active" aria-label=${`Remove filter ${title}`} @click=${() => change(without)}>
          <bdi>${title}</bdi> <span aria-hidden="true">×</span>
        </button>`,
    )}
    <button class="link" @click=${clear}>Clear</button>
  </div>`;
}

function activeOf(
  filter: OverviewFilter,
  name: ReturnType<typeof filtersOf>[number],
  facets: Facets,
  zone: Zone,
): readonly ActiveFilter[] {
  const each = <T>(values: readonly T[], titleOf: (value: T) => string): ActiveFilter[] =>
    values.map((value) => ({ title: titleOf(value), without: { [name]: toggled(values, value) } }));
  switch (name) {
    case "healths":
      return each(filter.healths, (value) => HEALTH_TITLES[value]);
    case "kinds":
      return each(filter.kinds, (value) => KIND_TITLES[value]);
    case "severities":
      return each(filter.severities, (value) => SEVERITY_TITLES[value]);
    case "rules":
      return each(filter.rules, (value) => facets.rules.find(({ rule }) => rule === value)?.title ?? value);
    case "methods":
      return each(filter.methods, (value) => value);
    case "statusClasses":
      return each(filter.statusClasses, statusClassTitle);
    case "address":
      return [{ title: filter.address, without: { address: "" } }];
    case "fromMicros":
      return [{ title: `from ${clock(filter.fromMicros, zone)}`, without: { fromMicros: null } }];
    case "toMicros":
      return [{ title: `until ${clock(filter.toMicros, zone)}`, without: { toMicros: null } }];
  }
}

function clock(micros: number | null, zone: Zone): string {
  return micros === null ? "" : formatClock(micros, zone).slice(0, 8);
}
