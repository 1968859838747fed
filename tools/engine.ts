/** What the tools use of the engine; load-engine.mjs bundles it. */
export { analyse } from "../src/core/analysis.js";
export type { Analysis } from "../src/core/analysis.js";
export { drawLadderMermaid } from "../src/core/ladder/draw-mermaid.js";
export { findingView } from "../src/core/ladder/finding-view.js";
export { layOutLadder } from "../src/core/ladder/lay-out.js";
export { ANNOUNCED_FORMATS } from "../src/core/log/formats/index.js";
export { ANY_TEXT, PLAIN } from "../src/core/log/formats/plain.js";
export { SIP_TRACE } from "../src/core/log/formats/siptrace.js";
export { readLog } from "../src/core/log/read-log.js";
export { memorySource } from "../src/core/model/byte-source.js";
export type { Finding } from "../src/core/model/finding.js";
export { finish } from "../src/core/model/steps.js";
export { escapeMarkdown, ruleHelp } from "../src/core/report/rule-help.js";
export { SUBJECT_TITLES } from "../src/core/rules/catalogue.js";
export { parseLesson } from "../src/core/teach/lesson/parse-lesson.js";
export { RULES, RULES_BY_SUBJECT } from "../src/core/rules/index.js";
export { HeldLadder } from "../src/worker/held-ladder.js";
