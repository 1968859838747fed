/** Who registers one AoR: a device told by its address, product and Contact host, whatever it calls itself. */
import { formatEndpoint } from "../../model/endpoint.js";
import { parseProduct } from "../../sip/product.js";
import type { Contact } from "../../sip/contact.js";
import type { Message } from "../../trace/message.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";

/** One Call-ID of REGISTERs, as its first request describes it; refreshes need not be read again. */
export interface Series {
  readonly registration: Registration;
  readonly transactions: readonly Transaction[];
  readonly request: Message;
  readonly contact: Contact;
  readonly address: string;
  readonly contactHost: string;
  readonly product: string;
  readonly title: string;
}

/** Series of one AoR that are compared with each other; people have fewer devices, floods have thousands of Call-IDs. */
const MAX_SERIES = 64;

const seriesOf = new WeakMap<Trace, ReadonlyMap<string, readonly Series[]>>();

/** The series of every AoR that more than one of them registers, by AoR. */
export function sharedAors(trace: Trace): ReadonlyMap<string, readonly Series[]> {
  const known = seriesOf.get(trace);
  if (known) return known;
  const byAor = new Map<string, Registration[]>();
  for (const registration of trace.registrations) {
    const own = byAor.get(registration.aor);
    if (own) own.push(registration);
    else byAor.set(registration.aor, [registration]);
  }
  const shared = new Map<string, Series[]>();
  for (const [aor, registrations] of byAor) {
    const calls = registrations.flatMap(callsOf);
    if (calls.length < 2) continue;
    const series = calls
      .slice(0, MAX_SERIES)
      .flatMap(([registration, transactions]) => describe(registration, transactions) ?? []);
    if (series.length > 1) shared.set(aor, series);
  }
  seriesOf.set(trace, shared);
  return shared;
}

function callsOf(registration: Registration): [Registration, readonly Transaction[]][] {
  if (registration.isSteady) return [[registration, registration.transactions]];
  const calls = new Map<number, Transaction[]>();
  for (const transaction of registration.transactions) {
    const own = calls.get(transaction.callIdNumber);
    if (own) own.push(transaction);
    else calls.set(transaction.callIdNumber, [transaction]);
  }
  return [...calls.values()].map((transactions) => [registration, transactions]);
}

function describe(registration: Registration, transactions: readonly Transaction[]): Series | undefined {
  const request = transactions.find((transaction) => transaction.request)?.request;
  const contact = request?.sip.contacts[0];
  if (!request || !contact || contact.isStar) return undefined;
  const { product, title } = parseProduct(request.sip.userAgent);
  return {
    registration,
    transactions,
    request,
    contact,
    address: request.source.address,
    contactHost: contact.uri.host?.value ?? "",
    // Of an unknown product the first word without version, so that an upgrade makes no new device.
    product: product ?? /^[^\s/\d]*/.exec(title)?.[0] ?? "",
    title: [title, formatEndpoint(request.source)].filter((word) => word !== "").join(" at "),
  };
}

/** Whether two series are of different devices: the product, or both the address and the Contact's host differ. */
export function areDifferentDevices(a: Series, b: Series): boolean {
  if (a.product !== "" && b.product !== "" && a.product !== b.product) return true;
  // An address of another family may be the second one of the same host.
  return (
    a.address !== b.address && a.contactHost !== b.contactHost && a.address.includes(":") === b.address.includes(":")
  );
}

/** Whether `a` registers both before and after `b` did: a device that moved to `b` would not come back. */
export function returnsAfter(a: Series, b: Series): boolean {
  const { transactions } = b;
  const first = transactions[0]!.index;
  return a.transactions.some(({ index }) => index < first) && a.transactions.some(({ index }) => index > first);
}
