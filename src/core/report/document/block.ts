/** What a report is made of, whatever it is written as: headings, paragraphs, lists, tables, ladders and messages. */
import type { Severity } from "../../model/finding.js";
import type { LadderView } from "../../../view/ladder.js";
import type { AnnexedMessage } from "./annexed-message.js";

/** Text of a trace or of ours, of which nothing is markup; `prose` is ours alone and has code in backticks. */
export type Inline =
  | string
  | { readonly strong: string }
  | { readonly code: string }
  | { readonly prose: string }
  | { readonly severity: Severity }
  | { readonly link: string; readonly to: string };

export type Line = readonly Inline[];

export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly line: Line }
  | { readonly kind: "paragraph"; readonly line: Line }
  | { readonly kind: "list"; readonly items: readonly Line[] }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly Line[])[] }
  /** What a person typed: line ends stay. */
  | { readonly kind: "quote"; readonly text: string }
  | { readonly kind: "ladder"; readonly view: LadderView }
  | { readonly kind: "message"; readonly message: AnnexedMessage };

export function heading(level: 1 | 2 | 3, ...line: Line): Block {
  return { kind: "heading", level, line };
}

export function paragraph(...line: Line): Block {
  return { kind: "paragraph", line };
}

export function list(...items: readonly Line[]): Block {
  return { kind: "list", items };
}
