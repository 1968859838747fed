/** Gathers transactions to calls: everything of a Call-ID that has an INVITE. */
import { canonicalAor, parseUri, type Uri } from "../sip/uri.js";
import type { Call } from "./call.js";
import { uint32 } from "./column.js";
import { GroupedRows } from "./grouped-rows.js";
import { isUnanswered } from "./registrations.js";
import type { MessageKeys } from "./message-keys.js";
import type { Transaction } from "./transaction.js";

export function buildCalls(transactions: readonly Transaction[], endMicros: number): Call[] {
  /** By number of the Call-ID: the index of its call + 1; 0 for none. */
  const callOf = uint32();
  let count = 0;
  for (const { callIdNumber, method } of transactions) {
    if (method === "INVITE" && callIdNumber !== 0 && callOf.get(callIdNumber) === 0) callOf.set(callIdNumber, ++count);
  }
  const rows = new GroupedRows(transactions.length);
  for (const { callIdNumber, index } of transactions) {
    const call = callOf.get(callIdNumber) - 1;
    if (call >= 0) rows.add(call, index);
  }
  rows.group(count);
  const around = { transactions, rows, endMicros, names: new Map<number, string>() };
  return Array.from({ length: count }, (_, index) => new BuiltCall(index, around));
}

/** What all calls of a trace share. */
interface Surroundings {
  readonly transactions: readonly Transaction[];
  /** By call: its transactions. */
  readonly rows: GroupedRows;
  readonly endMicros: number;
  /** Canonical URIs by the number of their text: a few thousand people make all the calls. */
  readonly names: Map<number, string>;
}

/** What is told of a call beyond its transactions is looked up when asked for: a trace may hold a hundred thousand. */
class BuiltCall implements Call {
  #deciding: Transaction | null | undefined;

  #transactions: readonly Transaction[] | undefined;

  constructor(
    readonly index: number,
    private readonly around: Surroundings,
  ) {}

  get transactions(): readonly Transaction[] {
    return (this.#transactions ??= this.#gather());
  }

  #gather(): Transaction[] {
    const { rows, transactions } = this.around;
    const own = new Array<Transaction>(rows.count(this.index));
    for (let at = 0; at < own.length; at++) own[at] = transactions[rows.row(this.index, at)]!;
    return own;
  }

  get callId(): string {
    return this.transactions[0]?.callId ?? "";
  }
  get caller(): string {
    return this.#name((keys, row) => keys.fromUriNumber(row)) ?? canonical(this.#opening?.first.sip.from?.uri);
  }
  get callee(): string {
    return this.#name((keys, row) => keys.toUriNumber(row)) ?? canonical(this.#opening?.first.sip.to?.uri);
  }
  get status(): number {
    return this.#decidingInvite?.status ?? 0;
  }
  get state(): Call["state"] {
    return stateOf(this.status, this.#decidingInvite, this.around.endMicros);
  }

  get #decidingInvite(): Transaction | undefined {
    if (this.#deciding === undefined) this.#deciding = decidingInvite(this.transactions) ?? null;
    return this.#deciding ?? undefined;
  }

  get #opening(): Transaction | undefined {
    return this.transactions.find(isInvite);
  }

  /** The name behind a URI that was noted while reading; undefined where it was not. */
  #name(numberOf: (keys: MessageKeys, row: number) => number): string | undefined {
    const opening = this.#opening;
    if (!opening) return undefined;
    const { keys, first } = opening;
    const number = keys.isRequest(first.index) ? numberOf(keys, first.index) : 0;
    if (number === 0) return undefined;
    let name = this.around.names.get(number);
    if (name === undefined) {
      const text = keys.text(number);
      this.around.names.set(number, (name = canonical(parseUri(text, 0, text.length))));
    }
    return name;
  }
}

function canonical(uri: Uri | undefined): string {
  return uri ? canonicalAor(uri) : "";
}

function isInvite({ method }: Transaction): boolean {
  return method === "INVITE";
}

/** The INVITE whose answer ended the call: any that was accepted, else the last one that is no re-tried challenge. */
function decidingInvite(transactions: readonly Transaction[]): Transaction | undefined {
  const invites = transactions.filter(isInvite);
  const opening = invites.filter((invite) => !invite.isInDialog);
  const initial = opening.length > 0 ? opening : invites;
  return initial.find(({ status }) => status >= 200 && status < 300) ?? initial.at(-1);
}

function stateOf(status: number, invite: Transaction | undefined, endMicros: number): Call["state"] {
  if (status >= 200 && status < 300) return "answered";
  if (status === 487) return "cancelled";
  if (status > 0) return "refused";
  return invite && isUnanswered(invite, undefined, endMicros) ? "unanswered" : "open";
}
