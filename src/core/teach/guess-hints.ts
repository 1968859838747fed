/** Hints of guess mode, each nearer to the finding: which side, which transaction, which line. */
import type { Analysis } from "../analysis.js";
import { signalWords } from "../ladder/signal-words.js";
import type { Finding } from "../model/finding.js";
import { printable, whereIs } from "../rules/wording.js";
import { Around } from "./around.js";
import { plainText } from "./explanation.js";
import { partyWords, registrationsAround } from "./parties.js";

export function hintsFor(analysis: Analysis, { location }: Finding, key: string): string[] {
  const { message, signal, header } = location;
  if (message === null) {
    const found = analysis.trace.signals[signal ?? -1];
    const label = found ? ` (${signalWords(found).label})` : "";
    return ["No SIP message shows it: look at what passes between them.", `Look at the signals of this kind${label}.`];
  }
  const around = new Around(analysis, message);
  const { source } = around.message;
  const sender = plainText(partyWords(source, registrationsAround(around, key)));
  return [
    `Look at what comes from ${printable(sender)}.`,
    transactionHint(around),
    header === null
      ? `It is in ${whereIs(around.message)}, and no header shows it: the start line, the body, or that nobody answers.`
      : `It is in ${whereIs(around.message)}, in the header ${printable(header)}.`,
  ];
}

function transactionHint({ transaction, message }: Around): string {
  if (!transaction) return `Look at ${whereIs(message)}.`;
  const { method, cseqNumber, first, last } = transaction;
  const until = last.index === first.index ? "" : ` to ${whereIs(last)}`;
  return `Look at the ${printable(method)} with CSeq ${cseqNumber}, ${whereIs(first)}${until}.`;
}
