/** Settings of MicroSIP, by the keys of an `[Account1]` section in microsip.ini. */
import { defineProduct } from "./setting.js";

const HELP = { label: "MicroSIP, online help, configuration file", url: "https://www.microsip.org/help" };

export default defineProduct({
  id: "microsip",
  name: "MicroSIP",
  device: {
    authId: { name: "authID", detail: "`authID` (Login) is the login name, `username` the extension.", source: HELP },
    password: { name: "password", detail: "`password` of the account, with `authID`.", source: HELP },
    registrar: {
      name: "server",
      detail: "`server` and `domain` of the account; `proxy` is the host to send to.",
      source: HELP,
    },
    transport: { name: "transport", detail: "`transport` of the account: udp, tcp or tls.", source: HELP },
    expiry: { name: "registerRefresh", detail: "`registerRefresh` of the account, in seconds.", source: HELP },
    keepAlive: { name: "keepAlive", detail: "`keepAlive` of the account: 15 to 30 seconds.", source: HELP },
    srtp: { name: "SRTP", detail: "`SRTP` of the account, the same on all devices.", source: HELP },
  },
});
