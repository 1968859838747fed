/** Ids of languages, commands, settings and editors: the twin of package.json's "contributes". */

export const LANGUAGE = "sip-trace";

/** Texts of captures; see capture-uri.ts. */
export const CAPTURE_TEXT_SCHEME = "sip-trace-capture";

/** The files of samples/; see samples.ts. */
export const SAMPLE_SCHEME = "sip-trace-sample";

export const CAPTURE_EDITOR = "sipTrace.capture";
/** The same editor for logs that VS Code gives to no extension, or that one wants to see so. */
export const LARGE_LOG_EDITOR = "sipTrace.largeLog";
export const LADDER_PANEL = "sipTrace.ladder";
export const MERMAID_PANEL = "sipTrace.mermaid";
/** By what they show. */
export const TEACHING_PANELS = { digestWalk: "sipTrace.digestWalk", whatIf: "sipTrace.whatIf" } as const;
export const LESSON_PANEL = "sipTrace.lesson";
export const PAINTING_PANEL = "sipTrace.painting";
export const LESSONS_VIEW = "sipTrace.lessons";
/** Whether a lesson is taught; its keys ask for it. */
export const LESSON_OPEN_CONTEXT = "sipTrace.lessonIsOpen";
/** Whether any trace is open; the palette asks for it. */
export const TRACE_OPEN_CONTEXT = "sipTrace.traceIsOpen";

export const WALKTHROUGH = "sipTrace.start";
/** What its completion events ask for, with the step behind it. */
export const WALKTHROUGH_CONTEXT = "sipTrace.walkthrough";

/** The comment controller; menus ask for it. */
export const NOTES = "sipTrace.notes";

export const COMMANDS = {
  openLadder: "sipTrace.openLadder",
  openCaptureText: "sipTrace.openCaptureText",
  exportLadder: "sipTrace.exportLadder",
  previewMermaid: "sipTrace.previewMermaid",
  showTogether: "sipTrace.showTogether",
  arrangeLanes: "sipTrace.arrangeLanes",
  stepThrough: "sipTrace.stepThrough",
  guess: "sipTrace.guess",
  treatAsLog: "sipTrace.treatAsLog",
  openLargeLog: "sipTrace.openLargeLog",
  cancelAnalysis: "sipTrace.cancelAnalysis",
  analyseAgain: "sipTrace.analyseAgain",
  chooseLogFormat: "sipTrace.chooseLogFormat",
  saveRedactedCopy: "sipTrace.saveRedactedCopy",
  showOutput: "sipTrace.showOutput",
  verifyPassword: "sipTrace.verifyPassword",
  forgetPasswords: "sipTrace.forgetPasswords",
  digestWalk: "sipTrace.digestStepByStep",
  whatIf: "sipTrace.whatIf",
  openRulePage: "sipTrace.openRulePage",
  addNote: "sipTrace.addNote",
  saveNotesAs: "sipTrace.saveNotesAs",
  createReport: "sipTrace.createReport",
  saveAnnotated: "sipTrace.saveAnnotatedCapture",
  openSample: "sipTrace.openSample",
  openWalkthrough: "sipTrace.openWalkthrough",
  startLesson: "sipTrace.startLesson",
  nextInLesson: "sipTrace.nextInLesson",
  previousInLesson: "sipTrace.previousInLesson",
  exportLesson: "sipTrace.exportLesson",
  exportLessonSlides: "sipTrace.exportLessonSlides",
  resetLesson: "sipTrace.resetLesson",
  /** Not in the palette: the menus of comment threads. */
  createNote: "sipTrace.createNote",
  editNote: "sipTrace.editNote",
  saveNote: "sipTrace.saveNote",
  cancelNote: "sipTrace.cancelNote",
  deleteNote: "sipTrace.deleteNote",
  /** Not in the palette: what code actions and the page run. */
  goToPlace: "sipTrace.goToPlace",
  copyText: "sipTrace.copyText",
  silenceRule: "sipTrace.silenceRule",
  goToMessage: "sipTrace.goToMessage",
  showInLadder: "sipTrace.showInLadder",
  compareWith: "sipTrace.compareWith",
  ignoreFinding: "sipTrace.ignoreFinding",
  ignoreByComment: "sipTrace.ignoreByComment",
} as const;

/** By what they tell of. */
export const MODEL_TOOLS = {
  findings: "sip-trace_findings",
  ladder: "sip-trace_ladder",
  message: "sip-trace_message",
  card: "sip-trace_card",
} as const;

export const SETTINGS = {
  section: "sipTrace",
  rules: "rules",
  natTimeoutSeconds: "natTimeoutSeconds",
  diagnosticsEnabled: "diagnostics.enabled",
  detectLogs: "detectLogs",
  logFormats: "logFormats",
  suppressions: "suppressions",
  redactForModels: "languageModelTools.redact",
  codeLensEnabled: "codeLens.enabled",
  deltaTimes: "inlayHints.deltaTimes",
  notesAuthor: "notes.author",
  lessonFiles: "lessons.files",
} as const;
