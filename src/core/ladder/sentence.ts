/** Rows as sentences, for a screen reader and for the hover. */
import { formatDuration } from "../model/instant.js";
import type { Lane, MessageRow, SignalRow } from "../../view/ladder.js";
import type { FindingView } from "../../view/overview.js";

type Spoken = Pick<MessageRow | SignalRow, "label" | "detail" | "frame" | "line"> & {
  readonly mark?: MessageRow["mark"];
  readonly sightings?: number;
};

/**
 * `frame 7, 12 ms after, 401 Unauthorized from Kamailio to Yealink T46U, finding: Realm mismatch`
 * @param jump what is said of the clock before it; keys pass over the row that shows it.
 */
export function rowSentence(
  row: Spoken,
  from: Lane | undefined,
  to: Lane | undefined,
  afterMicros: number | null,
  findings: readonly FindingView[],
  jump = "",
): string {
  const place = row.frame !== null ? `frame ${row.frame}` : row.line !== null ? `line ${row.line}` : "";
  const after = afterMicros === null ? "" : afterMicros < 0 ? "" : `${formatDuration(afterMicros)} after`;
  const way = `${row.label} from ${from?.name ?? "unknown"} to ${to?.name ?? "unknown"}`;
  const mark = row.mark === "lost" ? "never answered" : row.mark === "retransmission" ? "repeated" : "";
  const seen = (row.sightings ?? 0) > 0 ? `seen ${(row.sightings ?? 0) + 1} times` : "";
  const titles = findings.map(({ title }) => title).join("; ");
  const flagged = findings.length === 0 ? "" : `${findings.length > 1 ? "findings" : "finding"}: ${titles}`;
  return [place, jump, after, way, row.detail, mark, seen, flagged].filter((part) => part !== "").join(", ");
}
