/** All products whose settings are known, by the id that `sip/product.ts` gives them. */
import type { ProductSettings, Setting } from "./setting.js";
import threecx from "./3cx.js";
import asteriskChanSip from "./asterisk-chan-sip.js";
import asteriskPjsip from "./asterisk-pjsip.js";
import baresip from "./baresip.js";
import cisco from "./cisco.js";
import cucm from "./cucm.js";
import fanvil from "./fanvil.js";
import freepbx from "./freepbx.js";
import freeswitch from "./freeswitch.js";
import grandstream from "./grandstream.js";
import jssip from "./jssip.js";
import kamailio from "./kamailio.js";
import linphone from "./linphone.js";
import microsip from "./microsip.js";
import opensips from "./opensips.js";
import pjsip from "./pjsip.js";
import poly from "./poly.js";
import sipjs from "./sipjs.js";
import sipp from "./sipp.js";
import snom from "./snom.js";
import yealink from "./yealink.js";
import zoiper from "./zoiper.js";

export const PRODUCTS: readonly ProductSettings[] = [
  threecx,
  asteriskChanSip,
  asteriskPjsip,
  baresip,
  cisco,
  cucm,
  fanvil,
  freepbx,
  freeswitch,
  grandstream,
  jssip,
  kamailio,
  linphone,
  microsip,
  opensips,
  pjsip,
  poly,
  sipjs,
  sipp,
  snom,
  yealink,
  zoiper,
];

export type Side = "device" | "registrar";

/** Products that one header can stand for: Asterisk does not tell which of its drivers speaks. */
const EITHER: Readonly<Record<string, readonly string[]>> = { asterisk: ["asterisk-pjsip", "asterisk-chan-sip"] };
/** What a product is built on, for settings that it has no name of its own for. */
const BASE: Readonly<Record<string, string>> = { freepbx: "asterisk-pjsip" };

const BY_ID = new Map(PRODUCTS.map((product) => [product.id, product]));

/** A product's settings for topics of one side, with the product that has them under this name. */
export function settingsOf(id: string, side: Side, topics: readonly string[]): [ProductSettings, Setting][] {
  return topics.flatMap((topic) => {
    const own = (EITHER[id] ?? [id]).flatMap((each) => answer(each, side, topic));
    return own.length > 0 ? own : answer(BASE[id] ?? "", side, topic);
  });
}

function answer(id: string, side: Side, topic: string): [ProductSettings, Setting][] {
  const product = BY_ID.get(id);
  const settings: Readonly<Record<string, Setting>> | undefined = product?.[side];
  const setting = settings?.[topic];
  return product && setting ? [[product, setting]] : [];
}

/** Whether it has settings of that side; what it is built on counts. */
export function hasSide(id: string, side: Side): boolean {
  return [...(EITHER[id] ?? [id]), BASE[id] ?? ""].some((each) => BY_ID.get(each)?.[side] !== undefined);
}
