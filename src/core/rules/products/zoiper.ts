/** Settings of Zoiper, by the names of an `<account>` in its configuration file. */
import { defineProduct } from "./setting.js";

const CONFIG = { label: "Zoiper, configuration file", url: null };

export default defineProduct({
  id: "zoiper",
  name: "Zoiper",
  device: {
    authId: {
      name: "authentication_username",
      detail: "`authentication_username` of the account is the login name, `username` the extension.",
      source: CONFIG,
    },
    password: { name: "password", detail: "`password` of the account.", source: CONFIG },
    registrar: {
      name: "host",
      detail: "`host` of the account is the domain; `use_outbound_proxy` sends to another host.",
      source: CONFIG,
    },
    expiry: {
      name: "reregistration_time",
      detail: "`reregistration_time` of the account, in seconds.",
      source: CONFIG,
    },
    rport: { name: "use_rport", detail: "`use_rport` of the account: 1.", source: CONFIG },
    stun: { name: "use_stun", detail: "`use_stun` of the account: 1 uses STUN.", source: CONFIG },
  },
});
