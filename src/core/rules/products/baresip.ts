/** Settings of baresip: parameters of an account, and the file `config`. */
import { defineProduct } from "./setting.js";

const DOCS = "https://github.com/baresip/baresip/blob/main/docs/examples/";
const ACCOUNTS = { label: "baresip, docs/examples/accounts", url: `${DOCS}accounts` };
const CONFIG = { label: "baresip, docs/examples/config", url: `${DOCS}config` };

export default defineProduct({
  id: "baresip",
  name: "baresip",
  device: {
    authId: { name: "auth_user", detail: "`;auth_user=` of the account is the login name.", source: ACCOUNTS },
    password: { name: "auth_pass", detail: "`;auth_pass=` of the account, with `;auth_user=`.", source: ACCOUNTS },
    registrar: {
      name: "outbound",
      detail: "The host of the account's address is the domain, `;outbound=` the host to send to.",
      source: ACCOUNTS,
    },
    transport: {
      name: "transport",
      detail: "`;transport=tls` or `tcp` in the address of the account.",
      source: ACCOUNTS,
    },
    tls: {
      name: "sip_cafile",
      detail: "`sip_cafile`, `sip_certificate` and `sip_verify_server` in the file `config`.",
      source: CONFIG,
    },
    expiry: { name: "regint", detail: "`;regint=` of the account, in seconds.", source: ACCOUNTS },
    refresh: {
      name: "rwait",
      detail: "`;rwait=` of the account: at how many per cent of the expiry it registers again.",
      source: ACCOUNTS,
    },
    outbound: {
      name: "sipnat",
      detail: "`;sipnat=outbound` with `;outbound=` of the account; leave both out to do without.",
      source: ACCOUNTS,
    },
    instanceId: {
      name: "uuid",
      detail: "The file `uuid` in the configuration folder must differ on each device; the uuid module makes it.",
      source: {
        label: "baresip, modules/uuid",
        url: "https://github.com/baresip/baresip/blob/main/modules/uuid/uuid.c",
      },
    },
    preference: { name: "regq", detail: "`;regq=` of the account, from 0 to 1.", source: ACCOUNTS },
    srtp: { name: "mediaenc", detail: "`;mediaenc=` of the account, the same on all devices.", source: ACCOUNTS },
  },
});
