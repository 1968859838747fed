/** What the trace shows of each host besides SIP: time servers that it asked, settings that it was given. */
import type { Signal } from "../../model/transmission.js";
import type { Trace } from "../../trace/trace.js";

export type NtpSignal = Extract<Signal, { kind: "ntp" }>;
export type DhcpSignal = Extract<Signal, { kind: "dhcp" }>;

/** A signal and its index in the trace. */
interface At<S> {
  readonly index: number;
  readonly signal: S;
}

/** The latest of each kind: what holds now. */
export interface ClientSignals {
  readonly ntp?: At<NtpSignal>;
  /** The latest that names time servers. */
  readonly dhcp?: At<DhcpSignal>;
}

const KNOWN = new WeakMap<Trace, ReadonlyMap<string, ClientSignals>>();

/** Of the host at an address. */
export function signalsOf(trace: Trace, address: string): ClientSignals {
  let known = KNOWN.get(trace);
  if (!known) KNOWN.set(trace, (known = collect(trace)));
  return known.get(address) ?? {};
}

function collect({ signals }: Trace): ReadonlyMap<string, ClientSignals> {
  const byAddress = new Map<string, ClientSignals>();
  const note = (address: string, found: ClientSignals) =>
    byAddress.set(address, { ...byAddress.get(address), ...found });
  for (const [index, signal] of signals.entries()) {
    if (signal.kind === "ntp") note(signal.destination.address, { ntp: { index, signal } });
    if (signal.kind === "dhcp" && signal.dhcp.ntpServers.length > 0)
      note(signal.dhcp.client, { dhcp: { index, signal } });
  }
  return byAddress;
}
