/** The outcome of a simulated pinhole in sentences. */
import type { WhatIfScene } from "../../../view/what-if.js";
import { formatDuration, seconds } from "../../model/instant.js";
import type { SimulatedCall, Simulation } from "./pinhole.js";

/** `90 s`, `1 h 5 min` */
export function durationWords(lengthSeconds: number): string {
  return formatDuration(seconds(Math.round(lengthSeconds * 10) / 10));
}

/** Why a call gets through or does not, in one sentence. */
export function callWords({ loss, lateSeconds }: SimulatedCall): string {
  const late = durationWords(lateSeconds);
  switch (loss) {
    case undefined:
      return "Gets through: the pinhole is open.";
    case "pinhole-closed":
      return lateSeconds === 0
        ? "Lost: the pinhole closes at this instant."
        : `Lost: the pinhole closed ${late} before, and nothing from the phone has opened it since.`;
    case "new-port":
      return `Lost: since ${late} the NAT has had another port for the phone than the registrar knows.`;
    case "binding-expired":
      return lateSeconds === 0
        ? "Lost: the binding ends at this instant."
        : `Lost: the binding ran out ${late} before, so the registrar knows no phone to call.`;
  }
}

/** Three sentences at most: what becomes of the calls, why, and what it costs. */
export function outcomeWords(scene: WhatIfScene, { calls, packetsADay }: Simulation): string {
  const lost = calls.filter(({ loss }) => loss !== undefined);
  return [
    callCount(calls.length, lost.length),
    remedyWords(scene, lost),
    `The phone costs ${packetsADay.toLocaleString("en")} packets a day.`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function callCount(all: number, lost: number): string {
  if (all === 0) return "No call comes in.";
  if (lost === 0) return all === 1 ? "The call gets through." : `All ${all} calls get through.`;
  return lost === all
    ? all === 1
      ? "The call is lost."
      : `All ${all} calls are lost.`
    : `${lost} of ${all} calls ${lost === 1 ? "is" : "are"} lost.`;
}

function remedyWords({ natTimeoutSeconds, keepAlive }: WhatIfScene, lost: readonly SimulatedCall[]): string {
  const reasons = new Set(lost.map(({ loss }) => loss));
  if (reasons.has("binding-expired"))
    return "The phone refreshes too late: below 100 % of the expiry the binding never ends.";
  if (reasons.size === 0) return "";
  if (keepAlive.kind === "ping" && keepAlive.everySeconds < natTimeoutSeconds) {
    return "Packets that nobody answers keep no pinhole open here: this NAT counts packets from inside alone.";
  }
  return `A phone that is never silent for ${durationWords(natTimeoutSeconds)} keeps its pinhole open.`;
}
