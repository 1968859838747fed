/** What all REGISTERs of a registration have in common, told while they are gathered: later they lie far apart in memory. */
import { isListedAsSent } from "./bindings.js";
import { PlainGrants } from "./plain-grants.js";
import { Quiet } from "./quiet.js";
import type { Transaction } from "./transaction.js";

/** Filled in time order. */
export class Habits {
  /** As `Registration.isSteady`. */
  isSteady = true;
  /** As `Registration.hasPlainContacts`. */
  hasPlainContacts = true;
  readonly #grants = new PlainGrants();
  readonly #quiet = new Quiet(true);
  #callId = -1;
  #client = -1;
  #server = -1;
  #transport = "";
  #cseq = 0;

  add(transaction: Transaction): void {
    if (this.isSteady) this.isSteady = this.#goesOn(transaction);
    if (this.hasPlainContacts) this.hasPlainContacts = hasPlainContact(transaction);
    if (this.hasPlainContacts) this.#grants.add(transaction);
    this.#quiet.add(transaction);
  }

  /** As `Registration.isQuiet`. */
  get isQuiet(): boolean {
    return this.#quiet.isQuiet;
  }
  /** As `Registration.plainGrants`. */
  get plainGrants(): PlainGrants | undefined {
    return this.hasPlainContacts ? this.#grants : undefined;
  }

  #goesOn(transaction: Transaction): boolean {
    const { callIdNumber, clientNumber, serverNumber, transport, cseqNumber } = transaction;
    if (transaction.hops !== 1 || !transaction.beginsWithRequest || cseqNumber <= this.#cseq) return false;
    this.#cseq = cseqNumber;
    if (this.#callId < 0) {
      this.#callId = callIdNumber;
      this.#client = clientNumber;
      this.#server = serverNumber;
      this.#transport = transport;
      return true;
    }
    const isSamePath = clientNumber === this.#client && serverNumber === this.#server && transport === this.#transport;
    return isSamePath && callIdNumber === this.#callId;
  }
}

function hasPlainContact({ keys, status, hasCredentials, requestRow, finalRow }: Transaction): boolean {
  if (requestRow < 0) return false;
  if ((status === 401 || status === 407) && !hasCredentials) return true;
  const isAccepted = status >= 200 && status < 300;
  return isAccepted ? isListedAsSent(keys, requestRow, finalRow) : keys.hasOneContact(requestRow);
}
