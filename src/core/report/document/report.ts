/** Reports of traces as Markdown or as one HTML file. */
import type { Analysis } from "../../analysis.js";
import { composeReport, type ReportOptions, reportTitle } from "./compose-report.js";
import { writeHtml } from "./html.js";
import { writeMarkdown } from "./markdown.js";

export type ReportFormat = "markdown" | "html";

export function writeReport(analyses: readonly Analysis[], format: ReportFormat, options: ReportOptions): string {
  const blocks = composeReport(analyses, options);
  return format === "html" ? writeHtml(reportTitle(analyses), blocks) : writeMarkdown(blocks);
}
