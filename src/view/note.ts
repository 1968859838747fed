/** A note as the page shows it: what somebody wrote on a message. */
export interface NoteView {
  /** Index of the message in the trace. */
  readonly message: number;
  /** Key of the overview row that shows it; null when none does. */
  readonly row: string | null;
  /** `Ann`, or `packet comment`. */
  readonly author: string;
  /** ISO 8601; null for a packet comment. */
  readonly created: string | null;
  readonly text: string;
}
