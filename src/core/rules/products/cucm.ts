/** Settings of Cisco Unified Communications Manager, by the menus of its administration. */
import { defineProduct } from "./setting.js";

const SECURITY = { label: "Cisco, Security Guide for Unified Communications Manager", url: null };
const SYSTEM = { label: "Cisco, System Configuration Guide for Unified Communications Manager", url: null };

export default defineProduct({
  id: "cucm",
  name: "CUCM",
  registrar: {
    password: {
      name: "Digest Credentials",
      detail: "User Management > End User: `Digest Credentials`, and the user as Digest User of the phone.",
      source: SECURITY,
    },
    realm: {
      name: "SIP Station Realm",
      detail: "System > Service Parameters, Cisco CallManager: `SIP Station Realm` is what challenges to phones say.",
      source: SECURITY,
    },
    nonceLifetime: {
      name: "Nonce Validity Time",
      detail: "System > Security > Phone Security Profile: `Nonce Validity Time`, 600 s if not set.",
      source: SECURITY,
    },
    expiry: {
      name: "Timer Register Expires",
      detail:
        "Device > Device Settings > SIP Profile: `Timer Register Expires` and `Timer Register Delta`; for other phones the service parameter `SIP Station KeepAlive Interval`.",
      source: SYSTEM,
    },
  },
});
