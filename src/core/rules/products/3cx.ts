/** Settings of 3CX, by the pages of its management console. */
import { defineProduct } from "./setting.js";

const EXTENSIONS = { label: "3CX, administration manual, extensions", url: null };
const SECURITY = { label: "3CX, administration manual, security", url: null };

export default defineProduct({
  id: "3cx",
  name: "3CX",
  registrar: {
    authId: {
      name: "Authentication ID",
      detail: "The `Authentication ID` of the extension goes into the phone's Auth ID field; it is not the extension.",
      source: EXTENSIONS,
    },
    realm: {
      name: null,
      detail: "3CX challenges with realm `3CXPhoneSystem` whatever its domain: leave the device's realm empty.",
      source: EXTENSIONS,
    },
    permission: {
      name: "Disallow use of extension outside the LAN",
      detail:
        "Extension, Options: `Disallow use of extension outside the LAN` blocks remote phones; see also the IP blacklist.",
      source: EXTENSIONS,
    },
    guessing: {
      name: "IP Blacklist",
      detail: "Dashboard, `IP Blacklist`: 3CX lists addresses there after failed attempts.",
      source: SECURITY,
    },
  },
});
