/** What passes between the editor and the thread that analyses: requests in, answers and progress out. All of it can be cloned. */
import type { AnalysisOptions, AnalysisProgress } from "../core/analysis.js";
import type { Explanation } from "../core/teach/explanation.js";
import type { Lens } from "../core/teach/lens.js";
import type { AgentRequest } from "./agent-answers.js";
import type { MessageKey, NotesFile, ReportFormat } from "../core/index.js";
import type { CardView } from "../view/card.js";
import type {
  DrawingFormat,
  LadderHead,
  LadderWindow,
  LaneChoice,
  MessageView,
  RelatedRow,
  TimeColumn,
} from "../view/ladder.js";
import type { FindingView, OverviewHead, OverviewRow } from "../view/overview.js";
import type { Found, MessageQuery } from "../view/search.js";
import type { Input } from "./input.js";
import type { TeachRequests } from "./teach-requests.js";

/** As the editor counts: lines from 0, characters as UTF-16 code units from 0. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** Half-open. */
export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/** A finding with the characters of the text that prove it. */
export interface PlacedFinding {
  readonly view: FindingView;
  /** Canonical AoR; null when the finding is about none. */
  readonly aor: string | null;
  readonly range: TextRange;
  readonly related: readonly { readonly label: string; readonly range: TextRange }[];
}

/** `all` messages of the trace, or those of one row of the overview, by its key. */
export type Selection = string;

export const ALL: Selection = "all";

/** A text that shows messages: the log itself, or what a capture holds written as text. */
export interface TextModel {
  readonly selection: Selection;
  /**
   * Four numbers a message, ascending by line: its index in the trace, the line of its start line, the first line of
   * its body (the end when it has none), and the line after its last.
   */
  readonly messages: Uint32Array;
  /** Two numbers a signal that the text shows: its index in the trace, and its line. */
  readonly signals: Uint32Array;
  readonly findings: readonly PlacedFinding[];
}

export const NUMBERS_A_MESSAGE = 4;
export const NUMBERS_A_SIGNAL = 2;

/** `text`: the file is itself the text that is shown. `capture`: its messages are written as text. */
export type ShownAs = "text" | "capture";

export interface OpenedTrace {
  readonly overview: OverviewHead;
  /** How many parts its rows and findings come in: a hundred thousand at once would hold up the editor. */
  readonly overviewParts: number;
  /**
   * Of a log one model. Of a capture the model of the whole text, or, where that would be too much for an editor, one
   * for each row that has findings.
   */
  readonly models: readonly TextModel[];
  /** Findings that settings or comments silence. */
  readonly suppressed: number;
  /** False when a capture is too large to be shown as one text. */
  readonly hasWholeText: boolean;
}

export interface OutlineHeader {
  readonly name: string;
  readonly value: string;
  readonly startLine: number;
  readonly endLine: number;
}

export interface OutlineMessage {
  /** `REGISTER sip:example.com`, `401 Unauthorized` */
  readonly title: string;
  /** `2 REGISTER · 12:01:12.000` */
  readonly detail: string;
  readonly isRequest: boolean;
  readonly startLine: number;
  /** The line after the last. */
  readonly endLine: number;
  /** Empty in a text of very many messages, whose outline would drown. */
  readonly headers: readonly OutlineHeader[];
}

/** A place in a text, asked about. */
export interface AskedPlace {
  readonly trace: number;
  readonly selection: Selection;
  readonly position: TextPosition;
}

/** An explanation with the characters of the text that it is about. */
export interface PlacedExplanation extends Omit<Explanation, "range"> {
  readonly range: TextRange;
}

/** Characters of a message in a text. */
export interface PlacedPassage {
  readonly message: number;
  readonly range: TextRange;
}

/** How far an analysis is, and what the reading has found. */
export interface ReadingProgress extends AnalysisProgress {
  /** Rows of the overview that are new or changed since the message before; they have keys of their own. */
  readonly changed: readonly OverviewRow[];
  /** False once all is read, or the reading was stopped: then the messages are correlated and judged. */
  readonly isReading: boolean;
}

/** A message that somebody wrote on, and the overview row that shows it. */
export interface NotePlace {
  readonly message: number;
  readonly row: string | null;
}

/** A packet comment of the capture; it belongs to no message when its frame is none of SIP. */
export interface PacketNote {
  readonly message: number | null;
  readonly row: string | null;
  readonly text: string;
}

/** Requests by name, each with what comes back. `trace` is a number that the editor chose when it opened it. */
export interface Requests extends TeachRequests {
  open: {
    readonly asks: {
      readonly trace: number;
      readonly shownAs: ShownAs;
      readonly input: Input;
      readonly options: AnalysisOptions;
    };
    readonly answers: OpenedTrace;
  };
  overviewPart: {
    readonly asks: { readonly trace: number; readonly part: number };
    readonly answers: { readonly rows: readonly OverviewRow[]; readonly findings: readonly FindingView[] };
  };
  /** Lays a ladder out; its further rows are asked for by its edition. */
  ladder: {
    readonly asks: {
      readonly trace: number;
      readonly key: string;
      readonly lanes?: readonly LaneChoice[];
      readonly hidesFindings?: boolean;
    };
    readonly answers: { readonly view: LadderHead; readonly rows: LadderWindow };
  };
  /** A ladder, complete, in a form to keep. */
  drawing: {
    readonly asks: {
      readonly trace: number;
      readonly key: string;
      readonly lanes: readonly LaneChoice[];
      readonly hidesFindings?: boolean;
      readonly format: DrawingFormat;
      readonly time: TimeColumn;
      /** As far as this step, counted from 1; the whole when not told. */
      readonly until?: number;
    };
    readonly answers: string;
  };
  /** Rows of the overview that belong to those of a ladder. */
  related: { readonly asks: { readonly trace: number; readonly key: string }; readonly answers: readonly RelatedRow[] };
  /** Null when the ladder was laid out too long ago, or by an engine that is gone. */
  ladderRows: {
    readonly asks: {
      readonly trace: number;
      readonly edition: number;
      readonly first: number;
      readonly end: number;
    };
    readonly answers: LadderWindow | null;
  };
  message: { readonly asks: { readonly trace: number; readonly message: number }; readonly answers: MessageView };
  /** The registration card of an overview row; null for a row that has none. */
  card: { readonly asks: { readonly trace: number; readonly key: string }; readonly answers: CardView | null };
  /** Where octets of a message stand in a text; null where that does not show it. */
  passage: {
    readonly asks: {
      readonly trace: number;
      readonly selection: Selection;
      readonly message: number;
      readonly start: number;
      readonly end: number;
    };
    readonly answers: TextRange | null;
  };
  /** The overview row that shows a message; null when none does. */
  row: { readonly asks: { readonly trace: number; readonly message: number }; readonly answers: string | null };
  /** Looks through all messages; what is found is told while it looks, and the last of it is the answer. */
  search: { readonly asks: { readonly trace: number; readonly query: MessageQuery }; readonly answers: Found };
  /** Where the messages of notes are, null for one that is not there; and the packet comments of the capture. */
  notes: {
    readonly asks: { readonly trace: number; readonly keys: readonly MessageKey[] };
    readonly answers: { readonly places: readonly (NotePlace | null)[]; readonly comments: readonly PacketNote[] };
  };
  /** What names a message in a file of notes. */
  messageKey: { readonly asks: { readonly trace: number; readonly message: number }; readonly answers: MessageKey };
  report: {
    readonly asks: {
      readonly trace: number;
      readonly format: ReportFormat;
      readonly version: string;
      readonly notes: NotesFile;
    };
    readonly answers: string;
  };
  /** The same of a file that is not held. */
  fileReport: {
    readonly asks: {
      readonly input: Input;
      readonly options: AnalysisOptions;
      readonly format: ReportFormat;
      readonly version: string;
      readonly notes: NotesFile;
    };
    readonly answers: string;
  };
  /** Writes the capture with findings and notes as packet comments: to a path where the thread can, else into the answer. */
  annotate: {
    readonly asks: { readonly trace: number; readonly notes: NotesFile; readonly path: string | undefined };
    readonly answers: {
      readonly comments: number;
      /** Sentences on what could not be written. */
      readonly problems: readonly string[];
      readonly octets: Uint8Array | undefined;
    };
  };
  /** The text of a capture. */
  text: {
    readonly asks: { readonly trace: number; readonly selection: Selection };
    readonly answers: { readonly text: string; readonly model: TextModel };
  };
  outline: {
    readonly asks: { readonly trace: number; readonly selection: Selection };
    readonly answers: readonly OutlineMessage[];
  };
  /** What stands at a place; null where there is nothing to tell. */
  explain: { readonly asks: AskedPlace; readonly answers: PlacedExplanation | null };
  /** Where it comes from; null for nothing, or nothing that this text shows. */
  definition: {
    readonly asks: AskedPlace;
    readonly answers: { readonly from: TextRange; readonly to: PlacedPassage } | null;
  };
  /** What belongs with it; of highlights those nearby. */
  references: {
    readonly asks: AskedPlace & { readonly highlights: boolean };
    readonly answers: readonly PlacedPassage[];
  };
  /** Writes a copy of a file with pseudonyms for names, numbers, addresses and keys. */
  redact: {
    readonly asks: {
      readonly input: Input;
      /** Where the thread can reach the disk; else the copy comes back as octets. */
      readonly path: string | undefined;
      readonly logFormat: string | undefined;
      readonly userLogFormats: unknown;
      /** The table of values and pseudonyms is wanted. */
      readonly keepsTable: boolean;
      /** Notes on its messages. */
      readonly notes: NotesFile | undefined;
      /** The text of notes and packet comments stays, as far as it names nobody that can be told. */
      readonly keepsNoteText: boolean;
    };
    readonly answers: {
      /** The file of notes on the copy. */
      readonly notes: string | undefined;
      readonly octets: Uint8Array<ArrayBuffer> | undefined;
      /** What was replaced and dropped, for a person. */
      readonly report: string;
      readonly table: string | undefined;
    };
  };
  /** What stands above messages in a text. */
  lenses: {
    readonly asks: { readonly trace: number; readonly messages: readonly number[] };
    readonly answers: readonly Lens[];
  };
  /** What is wrong with suppressions as somebody declared them, in sentences. */
  suppressionMistakes: {
    readonly asks: { readonly declared: readonly unknown[] };
    readonly answers: readonly string[];
  };
  /** What a language model is told of a file, which is read for this alone. */
  agent: {
    readonly asks: AgentRequest & { readonly input: Input };
    readonly answers: string;
  };
  /** Time since the message before, for the messages that begin between two lines. */
  deltas: {
    readonly asks: {
      readonly trace: number;
      readonly selection: Selection;
      readonly firstLine: number;
      readonly endLine: number;
    };
    readonly answers: readonly { readonly line: number; readonly text: string }[];
  };
}

export type RequestName = keyof Requests;
export type Asks<K extends RequestName> = Requests[K]["asks"];
export type Answers<K extends RequestName> = Requests[K]["answers"];

export type EngineRequest = { [K in RequestName]: { readonly type: K; readonly asks: Asks<K> } }[RequestName];

export type ToEngine =
  | { readonly type: "request"; readonly id: number; readonly request: EngineRequest }
  | { readonly type: "cancel"; readonly id: number }
  /** Ends the reading of a file that is being opened; the answer tells of what was read. */
  | { readonly type: "stop"; readonly id: number }
  /** Frees what is held of a trace. */
  | { readonly type: "close"; readonly trace: number };

export type FromEngine =
  /** The thread runs; said once, by web workers. */
  | { readonly type: "ready" }
  | { readonly type: "progress"; readonly id: number; readonly progress: ReadingProgress }
  | { readonly type: "found"; readonly id: number; readonly found: Found }
  | { readonly type: "answer"; readonly id: number; readonly value: Answers<RequestName> }
  | { readonly type: "cancelled"; readonly id: number }
  /** `message` is a sentence for the user. */
  | { readonly type: "failed"; readonly id: number; readonly message: string };
