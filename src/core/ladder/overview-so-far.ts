/** The overview while a file is being read: registrations and calls as their latest message leaves them, without findings. */
import type { Health, OverviewRow } from "../../view/overview.js";
import type { MessagesSoFar } from "../trace/trace.js";
import { PERSONAL_REFUSALS } from "./health.js";
import { addressWords, microsOrNull, shortened, userWords } from "./place-words.js";

/** Rows that a person still looks over while waiting; the others are listed at the end. */
const MOST_ROWS = 2000;
/** A registration may begin a Call-ID with each attempt; those beyond are read, and listed at the end. */
const MOST_CALL_IDS = 100_000;
/** Rows told at once, so that neither the editor nor the page is kept busy. */
const MOST_TOLD_ROWS = 300;

type Status = Pick<OverviewRow, "health" | "cause">;
type DraftRow = { -readonly [K in keyof OverviewRow]: OverviewRow[K] };

export class OverviewSoFar {
  readonly #rows: DraftRow[] = [];
  /** By the number of its Call-ID: the index of the row that shows it. */
  readonly #rowOfCallId = new Map<number, number>();
  /** By AoR and address of the phone. */
  readonly #rowOfPhone = new Map<string, number>();
  /** Rows that changed since they were told. */
  readonly #changed = new Set<number>();
  /** The message to look at next. */
  #next = 0;

  /** Looks at the messages that came since the last time. */
  follow(soFar: MessagesSoFar): void {
    for (; this.#next < soFar.messages.length; this.#next++) this.#look(this.#next, soFar);
  }

  /** Rows that are new or changed since the last time, as many as are told at once; the rest comes with the next ones. */
  takeChanged(): OverviewRow[] {
    const told: OverviewRow[] = [];
    for (const index of this.#changed) {
      if (told.length === MOST_TOLD_ROWS) break;
      this.#changed.delete(index);
      told.push({ ...this.#rows[index]! });
    }
    return told;
  }

  #look(message: number, soFar: MessagesSoFar): void {
    const { keys, messages } = soFar;
    const callId = keys.callIdNumber(message);
    if (callId === 0) return;
    let index = this.#rowOfCallId.get(callId);
    if (index === undefined) {
      index = this.#begin(message, soFar);
      if (index === undefined) return;
      if (this.#rowOfCallId.size < MOST_CALL_IDS) this.#rowOfCallId.set(callId, index);
    }
    const row = this.#rows[index]!;
    row.messages++;
    row.endMicros = microsOrNull(messages.atMicros(message));
    const status = row.kind === "registration" ? registrationStatus(message, soFar) : callStatus(message, soFar);
    if (status) Object.assign(row, status);
    this.#changed.add(index);
  }

  /** The row of a request that begins one, or that a phone already has; undefined for other messages. */
  #begin(message: number, soFar: MessagesSoFar): number | undefined {
    const { keys, messages } = soFar;
    const method = keys.isRequest(message) ? keys.method(message) : "";
    if (method !== "REGISTER" && (method !== "INVITE" || keys.hasToTag(message))) return undefined;
    const isRegister = method === "REGISTER";
    const { address } = messages.source(message);
    const phone = isRegister ? `${keys.toUriNumber(message)} ${address}` : "";
    const known = isRegister ? this.#rowOfPhone.get(phone) : undefined;
    if (known !== undefined || this.#rows.length >= MOST_ROWS) return known;
    const to = keys.text(keys.toUriNumber(message));
    const from = keys.text(keys.fromUriNumber(message)) || address;
    const index = this.#rows.length;
    if (isRegister) this.#rowOfPhone.set(phone, index);
    const startMicros = microsOrNull(messages.atMicros(message));
    this.#rows.push({
      key: `f${index}`,
      kind: isRegister ? "registration" : "call",
      health: "unknown",
      title: isRegister ? addressWords(to) : `${userWords(from)} → ${userWords(to)}`,
      cause: "no answer so far",
      device: [
        shortened(keys.userAgent(message) ?? ""),
        address || "this host",
        messages.transport(message).toUpperCase(),
      ]
        .filter(Boolean)
        .join(" · "),
      startMicros,
      endMicros: startMicros,
      product: "",
      version: "",
      address,
      aor: addressWords(to),
      attempts: null,
      grantedSeconds: null,
      result: "",
      messages: 0,
      findings: [],
      rules: [],
    });
    return index;
  }
}

/** Undefined for a message that changes nothing, such as a provisional response. */
function registrationStatus(message: number, { keys }: MessagesSoFar): Status | undefined {
  if (!keys.isRegister(message)) return undefined;
  const status = keys.status(message);
  if (status === 0) return undefined;
  if (status >= 200 && status < 300) {
    const seconds = keys.hasOneContact(message) ? keys.expiresSeconds(message) : undefined;
    if (seconds === 0) return so("healthy", "removed its binding");
    return so("healthy", seconds === undefined ? "registered" : `registered for ${seconds} s`);
  }
  return status < 200 ? undefined : refused(message, keys);
}

function callStatus(message: number, { keys }: MessagesSoFar): Status | undefined {
  const method = keys.method(message);
  const status = keys.status(message);
  if (status === 0) {
    if (method === "BYE") return so("healthy", "answered, ended");
    return method === "CANCEL" ? so("healthy", "cancelled") : undefined;
  }
  // What follows within the call says nothing about whether it was answered.
  if (method !== "INVITE" || status === 100) return undefined;
  if (status < 200) return so("unknown", "ringing");
  return status < 300 ? so("healthy", "answered") : refused(message, keys);
}

function refused(message: number, keys: MessagesSoFar["keys"]): Status {
  const status = keys.status(message);
  const isChallenge = status === 401 || status === 407;
  // 487 ends a call that its caller cancelled (RFC 3261 §15.1.2).
  const isPersonal = !keys.isRegister(message) && (PERSONAL_REFUSALS.has(status) || status === 487);
  const words = shortened(`${status} ${keys.reason(message)}`.trim());
  return so(isChallenge ? "unknown" : isPersonal ? "healthy" : "failed", words);
}

function so(health: Health, words: string): Status {
  return { health, cause: `${words} so far` };
}
