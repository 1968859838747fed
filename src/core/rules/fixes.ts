/** The fixes of a finding: the settings of the products that took part, each on its side, then what to do whatever the product. */
import type { Fix } from "../model/finding.js";
import { parseProduct } from "../sip/product.js";
import type { Device } from "../trace/device.js";
import type { Message } from "../trace/message.js";
import type { Trace } from "../trace/trace.js";
import { hasSide, settingsOf, type Side } from "./products/index.js";
import { ROUTER_SWITCHES } from "./products/routers.js";
import type { AnyMark, Rule } from "./rule.js";

export function fixesFor(trace: Trace, rule: Rule, marks: readonly AnyMark[]): Fix[] {
  const fixes = new Map<string, Fix>();
  for (const { id, title, side } of partiesOf(trace, marks)) {
    for (const [{ variant }, { name: setting, detail }] of settingsOf(id, side, rule.fixes[side] ?? [])) {
      const product = variant === undefined ? title : `${title} (${variant})`;
      const fix: Fix = { title: setting === null ? product : `${product}: ${setting}`, product, setting, detail };
      if (!fixes.has(fix.title)) fixes.set(fix.title, fix);
    }
  }
  const general: Fix = { title: firstSentence(rule.remedy), product: null, setting: null, detail: rule.remedy };
  return [...fixes.values(), general, ...(rule.fixes.router ? [ROUTERS] : [])];
}

/** One fix for all makers: which router it was, no message tells. */
const ROUTERS: Fix = {
  title: "SIP ALG switches of routers",
  product: null,
  setting: null,
  detail: `${ROUTER_SWITCHES.map(({ router, off }) => `${router}: ${off}`).join("; ")}.`,
};

interface Party {
  /** Known id of the product. */
  readonly id: string;
  readonly title: string;
  readonly side: Side;
}

/** Products by id and side: as the flagged messages and their transactions name them, else as other messages of these hosts do. */
function partiesOf(trace: Trace, marks: readonly AnyMark[]): Iterable<Party> {
  const parties = new Map<string, Party>();
  const add = (id: string | null, title: string, side: Side): void => {
    const key = `${side} ${id}`;
    if (id !== null && !parties.has(key)) parties.set(key, { id, title, side });
  };
  for (const mark of marks) {
    const sighting = "signal" in mark ? trace.signals[mark.signal] : mark.message;
    if ("message" in mark) {
      const { message } = mark;
      const transaction = trace.transactionOf(message.index);
      for (const each of [message, transaction?.request ?? message, transaction?.final ?? message]) {
        const { product, title } = parseProduct(each.sip.userAgent ?? each.sip.server);
        if (product !== null) add(product, title, sideOf(product, each, transaction?.isRegister ?? false));
      }
    }
    for (const endpoint of sighting ? [sighting.source, sighting.destination] : []) {
      const device = knownDevices(trace).get(endpoint.address);
      if (device) add(device.product, device.title, device.isServer ? "registrar" : "device");
    }
  }
  return parties.values();
}

const KNOWN = new WeakMap<Trace, Map<string, Device | null>>();

/** The device at each address that only one product speaks from: behind a NAT's address there may be many. */
function knownDevices(trace: Trace): ReadonlyMap<string, Device | null> {
  const cached = KNOWN.get(trace);
  if (cached) return cached;
  const known = new Map<string, Device | null>();
  for (const device of trace.devices) {
    if (device.product === null || device.address === "") continue;
    const other = known.get(device.address);
    known.set(device.address, other === undefined || other?.product === device.product ? device : null);
  }
  KNOWN.set(trace, known);
  return known;
}

/** Who sends REGISTER is the device, who answers the registrar. In calls, a product that can be both is taken for the registrar. */
function sideOf(id: string, { sip }: Message, isRegister: boolean): Side {
  if (isRegister) return sip.isRequest ? "device" : "registrar";
  return hasSide(id, "registrar") ? "registrar" : "device";
}

function firstSentence(text: string): string {
  const end = /[.;:](?= |$)/.exec(text);
  return end ? text.slice(0, end.index) : text;
}
