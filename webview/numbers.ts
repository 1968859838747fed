/** Numbers as the page says them. */

export function number(count: number): string {
  return count.toLocaleString("en");
}

export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
}

export function size(octets: number): string {
  if (octets < 1_000_000) return `${Math.ceil(octets / 1000)} kB`;
  if (octets < 1_000_000_000) return `${(octets / 1e6).toFixed(1)} MB`;
  return `${(octets / 1e9).toFixed(2)} GB`;
}
