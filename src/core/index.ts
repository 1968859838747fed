/** The façade of the engine: what the command line, the worker and the editor may use. */
export { analyse, DEFAULT_NAT_TIMEOUT_SECONDS } from "./analysis.js";
export type { Analysis, AnalysisOptions, AnalysisProgress } from "./analysis.js";
export { memorySource } from "./model/byte-source.js";
export type { ByteSource } from "./model/byte-source.js";
export type { Finding, Severity } from "./model/finding.js";
export { traceToJson } from "./report/json.js";
export { printable } from "./report/printable.js";
export { traceToText } from "./report/text.js";
