/** A device: what one User-Agent at one address is. */
import type { Endpoint } from "../model/endpoint.js";

export interface Device {
  readonly index: number;
  /** As the trace sees it, behind a NAT the NAT's. "" when the log does not tell. */
  readonly address: string;
  readonly endpoints: readonly Endpoint[];
  /** The User-Agent or Server value; undefined when it names none. */
  readonly userAgent: string | undefined;
  /** Known product id, or null. */
  readonly product: string | null;
  /** For a person: `Yealink T46U`, else the address. */
  readonly title: string;
  readonly isServer: boolean;
}
