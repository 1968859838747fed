/** What belongs together although it is several rows of the overview: a phone's registration and its calls, and the legs of a call. */
import type { Analysis } from "../analysis.js";
import { type Call, openingInvites } from "../trace/call.js";
import type { Trace } from "../trace/trace.js";
import type { SipMessage } from "../sip/message.js";
import type { RelatedRow } from "../../view/ladder.js";
import { keysOf } from "./ladder-keys.js";
import { titleOf } from "./overview.js";
import { type Shelf, shelvesOf } from "./shelves.js";

/** Rows that are offered; of more a person would choose by hand. */
const MOST_RELATED = 50;
/** Calls whose headers are read to find their other legs: about a second. */
const MOST_CALLS_READ = 50_000;

/** A UUID that says "not known yet" (RFC 7989 §5). */
const NIL_UUID = "0".repeat(32);

/** Rows that belong to those of a ladder, the surest first; empty for the ladder of all. */
export function relatedRows(analysis: Analysis, key: string): RelatedRow[] {
  const shelves = shelvesOf(analysis);
  const own = new Set(keysOf(key));
  const related = new Map<string, RelatedRow>();
  const add = (shelf: Shelf, reason: string) => {
    if (own.has(shelf.key) || related.has(shelf.key) || related.size >= MOST_RELATED) return;
    related.set(shelf.key, { key: shelf.key, title: titleOf(shelf), reason });
  };
  for (const each of own) {
    const shelf = shelves.byKey.get(each);
    if (shelf?.call)
      addLegs(analysis.trace, shelf.call, (index, reason) => add(shelves.byKey.get(`c${index}`)!, reason));
  }
  for (const each of own) {
    const shelf = shelves.byKey.get(each);
    for (const other of shelf ? shelves.all : []) {
      const reason = reasonOf(shelf!, other);
      if (reason !== undefined) add(other, reason);
    }
  }
  return [...related.values()];
}

/** A registration and the calls of its address belong together. */
function reasonOf(shelf: Shelf, other: Shelf): string | undefined {
  const [registration, call] = shelf.registration ? [shelf.registration, other.call] : [other.registration, shelf.call];
  if (!registration) return undefined;
  if (!call) {
    const isSame = shelf.registration?.aor === other.registration?.aor;
    return isSame && other.registration ? "another device of the same address" : undefined;
  }
  const isOther = other.call !== undefined;
  if (call.callee === registration.aor) return isOther ? "call to this address" : "registration of the callee";
  if (call.caller === registration.aor) return isOther ? "call from this address" : "registration of the caller";
  return undefined;
}

/** Headers that name a call across the legs that a back-to-back user agent makes of it. */
interface Legs {
  /** By what a header says, as `reason value`: the calls that say so. */
  readonly callsOf: ReadonlyMap<string, readonly number[]>;
  readonly marksOf: ReadonlyMap<number, readonly string[]>;
}

const KNOWN = new WeakMap<Trace, Legs>();

function addLegs(trace: Trace, { index, callId }: Call, add: (call: number, reason: string) => void): void {
  const legs = legsOf(trace);
  for (const mark of [...(legs.marksOf.get(index) ?? []), `X-Call-ID ${callId}`]) {
    const reason = `same ${mark.slice(0, mark.indexOf(" "))}`;
    for (const call of legs.callsOf.get(mark) ?? []) if (call !== index) add(call, reason);
  }
}

function legsOf(trace: Trace): Legs {
  const known = KNOWN.get(trace);
  if (known) return known;
  const callsOf = new Map<string, number[]>();
  const marksOf = new Map<number, readonly string[]>();
  const enter = (mark: string, call: number) => {
    const calls = callsOf.get(mark);
    if (calls) calls.push(call);
    else callsOf.set(mark, [call]);
  };
  for (const call of trace.calls.slice(0, MOST_CALLS_READ)) {
    // What another leg names as its own origin is this leg's Call-ID.
    enter(`X-Call-ID ${call.callId}`, call.index);
    const marks = new Set(openingInvites(call).flatMap(({ first }) => marksIn(first.sip)));
    marksOf.set(call.index, [...marks]);
    for (const mark of marks) enter(mark, call.index);
  }
  const legs = { callsOf, marksOf };
  KNOWN.set(trace, legs);
  return legs;
}

function marksIn(sip: SipMessage): string[] {
  const origin = (sip.header("X-Call-ID") ?? sip.header("X-CID"))?.value;
  const charging = sip.header("P-Charging-Vector")?.value;
  const icid =
    charging === undefined ? undefined : /(?:^|[;\s])icid-value\s*=\s*"?([^";\s]{1,200})/i.exec(charging)?.[1];
  const session = sip.header("Session-ID")?.value.toLowerCase() ?? "";
  const uuids = session.match(/\b[0-9a-f]{32}\b/g) ?? [];
  return [
    ...(origin === undefined ? [] : [`X-Call-ID ${origin}`]),
    ...(icid === undefined ? [] : [`P-Charging-Vector ${icid}`]),
    ...uuids.filter((uuid) => uuid !== NIL_UUID).map((uuid) => `Session-ID ${uuid}`),
  ];
}
