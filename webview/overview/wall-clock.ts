/** Instants as the fields for date and time of a form have them, in the zone that the page shows. */
import type { Zone } from "../ladder/clock.js";

/** `2026-11-20T09:58:02`, to the second. */
export function wallClock(atMicros: number, zone: Zone): string {
  const date = new Date(Math.floor(atMicros / 1e6) * 1000);
  if (Number.isNaN(date.getTime())) return "";
  const local = zone === "utc" ? date : new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

/** Null for what is no time. */
export function microsOfWallClock(text: string, zone: Zone): number | null {
  const millis = Date.parse(zone === "utc" ? `${text}Z` : text);
  return Number.isNaN(millis) ? null : millis * 1000;
}
