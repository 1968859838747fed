/** Settings of Yealink phones, by the names of their configuration files; the number is that of the account. */
import { defineProduct } from "./setting.js";

/** The settings of an account in Yealink's own order, as one open provisioning system ships them. */
const ACCOUNT = {
  label: "Yealink configuration file of an account (T46U)",
  url: "https://github.com/fusionpbx/fusionpbx/tree/master/resources/templates/provision/yealink/t46u",
};

export default defineProduct({
  id: "yealink",
  name: "Yealink",
  device: {
    authId: {
      name: "account.1.auth_name",
      detail: "`account.1.auth_name` is the login name (Register Name), `account.1.user_name` the extension.",
      source: ACCOUNT,
    },
    password: {
      name: "account.1.password",
      detail: "`account.1.password`, with `account.1.auth_name`.",
      source: ACCOUNT,
    },
    registrar: {
      name: "account.1.sip_server.1.address",
      detail:
        "`account.1.sip_server.1.address` and `.port` are the domain; `account.1.outbound_proxy.1.address` with `account.1.outbound_proxy_enable = 1` is the host to send to.",
      source: ACCOUNT,
    },
    transport: {
      name: "account.1.sip_server.1.transport_type",
      detail: "`account.1.sip_server.1.transport_type`: 0 is UDP, 1 TCP, 2 TLS.",
      source: ACCOUNT,
    },
    srv: {
      name: "account.1.sip_server.1.transport_type",
      detail: "`account.1.sip_server.1.transport_type = 3` (DNS-NAPTR) and `account.1.sip_server.1.port = 0`.",
      source: ACCOUNT,
    },
    expiry: {
      name: "account.1.sip_server.1.expires",
      detail: "`account.1.sip_server.1.expires`, in seconds.",
      source: ACCOUNT,
    },
    refresh: {
      name: "account.1.register_expires_overlap",
      detail: "`account.1.register_expires_overlap`: so many seconds before the expiry the phone registers again.",
      source: ACCOUNT,
    },
    retry: {
      name: "account.1.reg_fail_retry_interval",
      detail: "`account.1.reg_fail_retry_interval`, in seconds (30).",
      source: ACCOUNT,
    },
    keepAlive: {
      name: "account.1.nat.udp_update_time",
      detail: "`account.1.nat.udp_update_enable = 1` and `account.1.nat.udp_update_time = 30`.",
      source: ACCOUNT,
    },
    rport: { name: "account.1.nat.rport", detail: "`account.1.nat.rport = 1`", source: ACCOUNT },
    stun: {
      name: "account.1.nat.nat_traversal",
      detail: "`account.1.nat.nat_traversal`: 1 uses STUN, 0 does not.",
      source: ACCOUNT,
    },
    outbound: {
      name: "account.1.path.enable",
      detail: "`account.1.path.enable` and `account.1.gruu.enable`.",
      source: ACCOUNT,
    },
    srtp: {
      name: "account.1.srtp_encryption",
      detail: "`account.1.srtp_encryption`: 0 off, 1 optional, 2 compulsory.",
      source: ACCOUNT,
    },
  },
});
