/** Settings of PJSUA and other programs on PJSIP: the fields of `pjsua_acc_config`. */
import { defineProduct } from "./setting.js";

const PJSUA = {
  label: "PJSIP, pjsua-lib/pjsua.h",
  url: "https://github.com/pjsip/pjproject/blob/master/pjsip/include/pjsua-lib/pjsua.h",
};

export default defineProduct({
  id: "pjsip",
  name: "PJSIP",
  device: {
    authId: {
      name: "cred_info",
      detail: "`username` in `cred_info` is the login name, `id` has the extension.",
      source: PJSUA,
    },
    password: { name: "cred_info", detail: "`data` in `cred_info` of `pjsua_acc_config`.", source: PJSUA },
    realm: {
      name: "cred_info",
      detail: "`realm` in `cred_info`: `*` answers every realm, else the exact one of the challenge.",
      source: PJSUA,
    },
    registrar: { name: "reg_uri", detail: "`reg_uri` has the domain, `proxy` the host to send to.", source: PJSUA },
    transport: { name: "reg_uri", detail: "`;transport=tls` or `tcp` in `reg_uri` or `proxy`.", source: PJSUA },
    expiry: { name: "reg_timeout", detail: "`reg_timeout` of `pjsua_acc_config`, in seconds.", source: PJSUA },
    refresh: {
      name: "reg_delay_before_refresh",
      detail: "`reg_delay_before_refresh`: so many seconds before the expiry it registers again.",
      source: PJSUA,
    },
    retry: {
      name: "reg_retry_interval",
      detail: "`reg_retry_interval`, and `reg_first_retry_interval` for the first time, in seconds.",
      source: PJSUA,
    },
    keepAlive: { name: "ka_interval", detail: "`ka_interval` of `pjsua_acc_config`, 15 s if not set.", source: PJSUA },
    outbound: { name: "use_rfc5626", detail: "`use_rfc5626`, with `rfc5626_reg_id`.", source: PJSUA },
    instanceId: {
      name: "rfc5626_instance_id",
      detail: "`rfc5626_instance_id` must differ on each device.",
      source: PJSUA,
    },
    preference: { name: "contact_params", detail: "`contact_params` of `pjsua_acc_config`: `;q=0.5`.", source: PJSUA },
    srtp: { name: "use_srtp", detail: "`use_srtp`: disabled, optional or mandatory.", source: PJSUA },
  },
});
