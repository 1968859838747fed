/** How long the NAT before a device keeps an idle UDP flow open. */
import type { Analysis } from "../analysis.js";
import { seconds } from "../model/instant.js";
import { type LostFlow, lostFlows } from "../rules/nat/lost-flows.js";
import type { Flow } from "../trace/flow.js";
import type { Registration } from "../trace/registration.js";

export interface NatTimeout {
  readonly micros: number;
  /** What proves that it is short; undefined when nothing was lost. */
  readonly loss: LostFlow | undefined;
}

/** NATs forget after half to twice the usual time; a proved loss tells that it was at the short end. */
export function natTimeoutOf(
  flow: Flow,
  registration: Registration,
  { trace, natTimeoutSeconds }: Analysis,
): NatTimeout {
  const loss = lostFlows(trace, natTimeoutSeconds).find((lost) => lost.registration === registration);
  const isShort = loss !== undefined && loss.silenceMicros <= seconds(natTimeoutSeconds);
  const usualMicros = seconds(natTimeoutSeconds) * (isShort ? 0.5 : 1);
  return { micros: Math.max(usualMicros, flow.longestSurvivedMicros), loss };
}
