/** What the trace tells of a registration's timers, its NAT and its calls: where the simulation of a pinhole starts from. */
import type { Analysis } from "../analysis.js";
import { keepAlivesOf, medianInterval, type Rhythm, roundDuration } from "../ladder/keep-alives.js";
import { addressWords, counted } from "../ladder/place-words.js";
import { type Shelf, shelvesOf } from "../ladder/shelves.js";
import type { Registration } from "../trace/registration.js";
import { changedScene, sceneLength } from "./live/pinhole.js";
import type { KeepAliveKind, WhatIfChange, WhatIfScene, WhatIfView } from "../../view/what-if.js";

/** What phones ask for and registrars grant most often, where the trace shows no grant. */
const SUPPOSED_GRANT_SECONDS = 3600;
const SUPPOSED_SHARE = 0.8;
/** Half of the usual time-out, which is what RFC 5626 §4.4 and phones choose about. */
const SUPPOSED_KEEP_ALIVE_SECONDS = 30;
/** Where the trace has no call: shares of the first two grants, one soon and the others after pauses. */
const SUPPOSED_CALLS = [0.1, 0.45, 0.75, 1.3];
/** More ticks on one line cannot be told apart. */
const MOST_CALLS = 50;
const DAY_SECONDS = 86_400;
/** From there on something else than the timer made the phone register. */
const SHARES = { least: 0.05, most: 1.5 };

/**
 * @param key of a row of the overview, or of several joined.
 * @param change values that stand in place of the trace's.
 * @returns null when no row of the key is a registration.
 */
export function whatIf(analysis: Analysis, key: string, change: WhatIfChange = {}): WhatIfView | null {
  const shelves = shelvesOf(analysis);
  const shelf = key
    .split("+")
    .map((each) => shelves.byKey.get(each))
    .find((each) => each?.registration);
  const registration = shelf?.registration ?? (key === "all" ? analysis.trace.registrations[0] : undefined);
  if (!registration) return null;
  const own = shelf ?? shelves.byKey.get(`r${registration.index}`)!;
  const seen = observed(analysis, registration, own);
  return {
    key: `r${registration.index}`,
    title: addressWords(registration.aor),
    scene: changed(sceneOf(analysis, seen), change),
    origins: originsOf(analysis, seen).map(({ label, of, words }) => ({
      label,
      words: isChanged(change, of) ? "Chosen by the lesson." : words,
    })),
  };
}

/** Undefined is what the trace does not show. */
interface Observed {
  readonly grantedSeconds: number | undefined;
  readonly refreshShare: number | undefined;
  readonly keepAlive: Rhythm | undefined;
  readonly packetsARefresh: number;
  readonly callsAtSeconds: readonly number[];
}

function observed(analysis: Analysis, registration: Registration, shelf: Shelf): Observed {
  const { bindings, attempts, transactions } = registration;
  const granted = bindings.at(-1)?.grantedSeconds;
  const every = medianInterval(bindings.map(({ atMicros }) => atMicros));
  const share = granted && every !== undefined ? every / 1e6 / granted : undefined;
  const isTimer = share !== undefined && share >= SHARES.least && share <= SHARES.most;
  const challenged = attempts.at(-1)?.transactions.length ?? transactions.length;
  return {
    grantedSeconds: granted === undefined || granted <= 0 ? undefined : Math.min(granted, DAY_SECONDS),
    refreshShare: isTimer ? Math.round(share * 100) / 100 : undefined,
    keepAlive: keepAlivesOf(shelf, analysis).sort((a, b) => a.everyMicros - b.everyMicros)[0],
    packetsARefresh: challenged > 1 ? 4 : 2,
    callsAtSeconds: callsOf(analysis, registration),
  };
}

/** When the calls for this registration came, from its first grant on. */
function callsOf({ trace }: Analysis, { aor, bindings, transactions }: Registration): number[] {
  const startMicros = bindings[0]?.atMicros ?? transactions[0]?.startMicros ?? NaN;
  const calls = trace.calls
    .filter(({ callee }) => callee === aor)
    .map((call) => ((call.transactions[0]?.startMicros ?? NaN) - startMicros) / 1e6)
    .filter((seconds) => seconds >= 0 && seconds < DAY_SECONDS);
  return calls.slice(0, MOST_CALLS).map((seconds) => Math.round(seconds * 10) / 10);
}

function sceneOf({ natTimeoutSeconds }: Analysis, seen: Observed): WhatIfScene {
  const grantedSeconds = seen.grantedSeconds ?? SUPPOSED_GRANT_SECONDS;
  const supposed = SUPPOSED_CALLS.map((share) => Math.round(share * grantedSeconds));
  const callsAtSeconds = seen.callsAtSeconds.length > 0 ? seen.callsAtSeconds : supposed;
  const { keepAlive } = seen;
  return {
    grantedSeconds,
    refreshShare: seen.refreshShare ?? SUPPOSED_SHARE,
    natTimeoutSeconds,
    inboundRefreshes: false,
    givesNewPort: false,
    keepAlive: {
      kind: keepAlive ? kindOf(keepAlive) : "none",
      everySeconds: keepAlive ? Math.max(1, Math.round(keepAlive.everyMicros / 1e6)) : SUPPOSED_KEEP_ALIVE_SECONDS,
    },
    packetsARefresh: seen.packetsARefresh,
    callsAtSeconds,
    lengthSeconds: sceneLength(grantedSeconds, callsAtSeconds),
  };
}

function isChanged({ keepAlive, ...change }: WhatIfChange, of: keyof WhatIfChange): boolean {
  return of === "keepAlive" ? keepAlive?.kind !== undefined : change[of] !== undefined;
}

function changed(scene: WhatIfScene, change: WhatIfChange): WhatIfScene {
  return changedScene(scene, {
    grantedSeconds: change.grantedSeconds ?? scene.grantedSeconds,
    refreshShare: change.refreshShare ?? scene.refreshShare,
    natTimeoutSeconds: change.natTimeoutSeconds ?? scene.natTimeoutSeconds,
    keepAlive: {
      kind: change.keepAlive?.kind ?? scene.keepAlive.kind,
      everySeconds: change.keepAlive?.everySeconds ?? scene.keepAlive.everySeconds,
    },
    callsAtSeconds: change.callsAtSeconds ?? scene.callsAtSeconds,
  });
}

/** By who sends and whether it is answered: that alone matters to the pinhole. */
function kindOf({ name, isFromClient }: Rhythm): KeepAliveKind {
  if (name === "OPTIONS") return isFromClient ? "stun" : "options";
  if (name === "STUN") return "stun";
  return isFromClient ? "crlf" : "ping";
}

type Origin = WhatIfView["origins"][number] & { readonly of: keyof WhatIfChange };

function originsOf({ natTimeoutSeconds }: Analysis, seen: Observed): readonly Origin[] {
  const { grantedSeconds, refreshShare, keepAlive, callsAtSeconds, packetsARefresh } = seen;
  return [
    {
      label: "Expiry",
      of: "grantedSeconds",
      words: grantedSeconds === undefined ? "Supposed: the trace shows no grant." : "Granted last in the trace.",
    },
    {
      label: "Refresh",
      of: "refreshShare",
      words:
        refreshShare === undefined
          ? "Supposed: the trace shows no refresh."
          : `Seen in the trace, as ${counted(packetsARefresh, "packet")} each.`,
    },
    {
      label: "NAT time-out",
      of: "natTimeoutSeconds",
      words: `The setting for NATs, ${natTimeoutSeconds} s: a trace seldom tells it.`,
    },
    {
      label: "Keep-alive",
      of: "keepAlive",
      words: keepAlive
        ? `${keepAlive.name} every ${roundDuration(keepAlive.everyMicros)} in the trace.`
        : "None in the trace.",
    },
    {
      label: "Calls",
      of: "callsAtSeconds",
      words:
        callsAtSeconds.length === 0
          ? "Supposed: the trace has none for this registration."
          : `${counted(callsAtSeconds.length, "call")} of the trace.`,
    },
  ];
}
