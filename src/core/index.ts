/** The façade of the engine: what the command line, the worker and the editor may use. */
export { analyse, DEFAULT_NAT_TIMEOUT_SECONDS, unusableFiles } from "./analysis.js";
export type { Analysis, AnalysisOptions, AnalysisProgress } from "./analysis.js";
export { drawLadderMermaid } from "./ladder/draw-mermaid.js";
export { drawLadderSvg } from "./ladder/draw-svg.js";
export { drawLadderText } from "./ladder/draw-text.js";
export { findingView } from "./ladder/finding-view.js";
export { layOutLadder } from "./ladder/lay-out.js";
export { ladderKeys } from "./ladder/ladder-keys.js";
export { messageView } from "./ladder/message-view.js";
export { overviewOf, rowKeyOf } from "./ladder/overview.js";
export { LOG_FORMATS } from "./log/read-log.js";
export { memorySource } from "./model/byte-source.js";
export type { ByteSource } from "./model/byte-source.js";
export type { Finding, Severity } from "./model/finding.js";
export { traceToJson } from "./report/json.js";
export { printable, printableJson } from "./report/printable.js";
export { traceToText } from "./report/text.js";
export { RULES } from "./rules/index.js";
