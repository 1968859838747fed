/** Fixes that rules about expiry share, by the settings' real names: what devices ask for, what registrars grant. */
import type { ProductFix } from "../rule.js";

/** How long the device asks to be registered. */
export const DEVICE_EXPIRY_FIXES: Readonly<Record<string, ProductFix>> = {
  yealink: { setting: "account.1.sip_server.1.expires", detail: "`account.1.sip_server.1.expires`, in seconds." },
  poly: { setting: "reg.1.server.1.expires", detail: "`reg.1.server.1.expires`, in seconds." },
  snom: { setting: "user_expiry1", detail: "`user_expiry1`, in seconds." },
  grandstream: { setting: "Register Expiration", detail: "Account settings, `Register Expiration`, in minutes." },
  cisco: { setting: "Register Expires", detail: "Settings of the line (Ext), `Register Expires`, in seconds." },
  baresip: { setting: "regint", detail: "`;regint=` of the account, in seconds." },
  linphone: { setting: "reg_expires", detail: "`reg_expires` in the `[proxy_0]` section, in seconds." },
};

/** Between which bounds the registrar grants. */
export const REGISTRAR_EXPIRY_FIXES: Readonly<Record<string, ProductFix>> = {
  "asterisk-pjsip": {
    setting: "maximum_expiration",
    detail: "`minimum_expiration`, `default_expiration` and `maximum_expiration` of the `type=aor` section.",
  },
  asterisk: {
    setting: "maximum_expiration",
    detail:
      "chan_pjsip: `minimum_expiration` and `maximum_expiration` of the `type=aor` section. chan_sip: `minexpiry` and `maxexpiry`.",
  },
  kamailio: {
    setting: "max_expires",
    detail: 'modparam("registrar", "max_expires", …), `min_expires` and `default_expires`.',
  },
  opensips: {
    setting: "max_expires",
    detail: 'modparam("registrar", "max_expires", …), `min_expires` and `default_expires`.',
  },
};
