/** Settings of Snom phones, by the names of their configuration files, where `idx` tells the identity. */
import { defineProduct } from "./setting.js";

const CONFIG = {
  label: "Snom configuration file of a phone (D785)",
  url: "https://github.com/fusionpbx/fusionpbx/tree/master/resources/templates/provision/snom/D785",
};
/** Settings of other phones' files, with what the Service Hub says of them. */
const SERVICE_HUB = { label: "Snom Service Hub, settings of the identity", url: null };

export default defineProduct({
  id: "snom",
  name: "Snom",
  device: {
    authId: {
      name: "user_pname",
      detail: "`user_pname` is the login name (Authentication username), `user_name` the extension.",
      source: SERVICE_HUB,
    },
    password: { name: "user_pass", detail: "`user_pass` of the identity, with `user_pname`.", source: CONFIG },
    registrar: {
      name: "user_host",
      detail: "`user_host` is the domain (Registrar), `user_outbound` the host to send to (Outbound Proxy).",
      source: CONFIG,
    },
    transport: {
      name: "user_outbound",
      detail: "Append `;transport=tls` or `;transport=tcp` to `user_outbound` (Outbound Proxy).",
      source: CONFIG,
    },
    expiry: { name: "user_expiry", detail: "`user_expiry` of the identity, in seconds.", source: CONFIG },
    retry: {
      name: "retry_after_failed_register",
      detail: "`retry_after_failed_register`, in seconds (300).",
      source: SERVICE_HUB,
    },
    keepAlive: { name: "keepalive_interval", detail: "`keepalive_interval` of the identity: 20.", source: CONFIG },
    rport: { name: "enable_rport_rfc3581", detail: "`enable_rport_rfc3581` on.", source: CONFIG },
    stun: {
      name: "stun_server",
      detail: "`stun_server` of the identity (empty: no STUN) and `stun_binding_interval`.",
      source: CONFIG,
    },
    srtp: {
      name: "user_srtp",
      detail: "`user_srtp` of the identity, with `user_savp` off, optional or mandatory.",
      source: SERVICE_HUB,
    },
  },
});
