/** Gathers transactions to calls: everything of a Call-ID that has an INVITE. */
import { canonicalAor, parseUri, type Uri } from "../sip/uri.js";
import type { Call } from "./call.js";
import { isUnanswered } from "./registrations.js";
import type { MessageKeys } from "./message-keys.js";
import type { Transaction } from "./transaction.js";

export function buildCalls(transactions: readonly Transaction[], endMicros: number): Call[] {
  const byCallId = new Map<number, Transaction[]>();
  for (const transaction of transactions) {
    if (transaction.method === "INVITE" && transaction.callIdNumber !== 0) byCallId.set(transaction.callIdNumber, []);
  }
  for (const transaction of transactions) byCallId.get(transaction.callIdNumber)?.push(transaction);
  const names = new Map<number, string>();
  return [...byCallId.values()].map((own, index) => new BuiltCall(index, own, endMicros, names));
}

/** What is told of a call beyond its transactions is looked up when asked for: a trace may hold a hundred thousand. */
class BuiltCall implements Call {
  #deciding: Transaction | null | undefined;

  constructor(
    readonly index: number,
    readonly transactions: readonly Transaction[],
    private readonly endMicros: number,
    /** Canonical URIs by the number of their text: a few thousand people make all the calls. */
    private readonly names: Map<number, string>,
  ) {}

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
    return stateOf(this.status, this.#decidingInvite, this.endMicros);
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
    let name = this.names.get(number);
    if (name === undefined) {
      const text = keys.text(number);
      this.names.set(number, (name = canonical(parseUri(text, 0, text.length))));
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
