/** What a row of the overview shows: as an entry of the list, or in the cells of the table. */
import { type TemplateResult, html, nothing } from "lit";
import type { OverviewRow } from "../../src/view/overview.js";
import { formatClock } from "../ladder/clock.js";
import { counted } from "../numbers.js";
import { healthSign, noteSign, severitySign, suppressedSign } from "../shapes.js";
import type { ColumnContext, PlacedColumn } from "./columns.js";

export function tableCells(
  columns: readonly PlacedColumn[],
  row: OverviewRow,
  context: ColumnContext,
): readonly TemplateResult[] {
  return columns.map(({ column }) => {
    const text = column.text(row, context);
    const classes = `cell-${column.id} ${column.isNumber ? "number" : ""}`;
    if (column.id === "health")
      return html`<span class=${classes} role="gridcell">${signOf(row, context)}<span>${text}</span></span>`;
    const asides = column.id === "title" ? signsBeside(row, context) : nothing;
    return html`<span class=${classes} role="gridcell"><bdi>${text}</bdi>${asides}</span>`;
  });
}

export function listCell(row: OverviewRow, context: ColumnContext): TemplateResult {
  const clock = row.startMicros === null ? "" : formatClock(row.startMicros, context.zone).slice(0, 5);
  const hits = context.hits(row);
  const aside = hits === undefined ? clock : counted(hits, "hit");
  const isShort = row.health === "healthy" && row.kind !== "finding";
  const lines = isShort
    ? html`<span class="device"
        ><bdi>${[row.cause, row.device.split(" · ")[0]].filter(Boolean).join(" · ")}</bdi></span
      >`
    : html`<span class="cause"><bdi>${row.cause}</bdi></span
        ><span class="device"><bdi>${row.device}</bdi></span>`;
  return html`<span class="list-cell" role="gridcell"
    >${signOf(row, context)}
    <span class="title"><bdi>${row.title}</bdi></span>
    <span class="time">${signsBeside(row, context)}${aside}</span>
    ${lines}</span
  >`;
}

/** Notes and suppressed findings, each with its number where there are several. */
function signsBeside(row: OverviewRow, { notes: notesOf }: ColumnContext): TemplateResult | typeof nothing {
  const notes = notesOf(row);
  const { suppressed = 0 } = row;
  if (notes === 0 && suppressed === 0) return nothing;
  const sign = (count: number, shape: () => TemplateResult) =>
    count === 0 ? nothing : html`${shape()}${count > 1 ? count : nothing}`;
  return html`<small class="beside">${sign(notes, noteSign)}${sign(suppressed, suppressedSign)}</small>`;
}

function signOf(row: OverviewRow, { rules }: ColumnContext): TemplateResult {
  const severity = row.kind === "finding" ? rules[row.rules[0] ?? -1]?.severity : undefined;
  return severity === undefined ? healthSign(row.health) : severitySign(severity);
}
