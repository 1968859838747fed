/** Settings of FreeSWITCH: parameters of a Sofia profile, a gateway in it, and the directory's users. */
import { defineProduct } from "./setting.js";

const VANILLA = "https://github.com/signalwire/freeswitch/blob/master/conf/vanilla/";
const PROFILE = {
  label: "FreeSWITCH, sip_profiles/internal.xml of the vanilla configuration",
  url: `${VANILLA}sip_profiles/internal.xml`,
};
const GATEWAY = {
  label: "FreeSWITCH, sip_profiles/external/example.xml of the vanilla configuration",
  url: `${VANILLA}sip_profiles/external/example.xml`,
};
const DIRECTORY = {
  label: "FreeSWITCH, directory of the vanilla configuration",
  url: `${VANILLA}directory/default/brian.xml`,
};
const SOFIA_REG = {
  label: "FreeSWITCH, mod_sofia/sofia_reg.c",
  url: "https://github.com/signalwire/freeswitch/blob/master/src/mod/endpoints/mod_sofia/sofia_reg.c",
};
const DIALPLAN = {
  label: "FreeSWITCH, dialplan/default.xml of the vanilla configuration",
  url: `${VANILLA}dialplan/default.xml`,
};

export default defineProduct({
  id: "freeswitch",
  name: "FreeSWITCH",
  device: {
    password: { name: "password", detail: "`username` and `password` of the gateway.", source: GATEWAY },
    realm: {
      name: "realm",
      detail: "`realm` of the gateway: leave it out, or set it to the challenge's.",
      source: GATEWAY,
    },
    registrar: {
      name: "register-proxy",
      detail: "`proxy` (or `realm`) of the gateway is the domain, `register-proxy` the host to send to.",
      source: GATEWAY,
    },
    transport: { name: "register-transport", detail: "`register-transport` of the gateway.", source: GATEWAY },
    expiry: { name: "expire-seconds", detail: "`expire-seconds` of the gateway.", source: GATEWAY },
    retry: { name: "retry-seconds", detail: "`retry-seconds` of the gateway, 30 s if not set.", source: GATEWAY },
    keepAlive: { name: "ping", detail: "`ping` of the gateway: OPTIONS every so many seconds.", source: GATEWAY },
    outbound: { name: "rfc-5626", detail: "`rfc-5626` = true and `reg-id` of the gateway.", source: GATEWAY },
  },
  registrar: {
    authId: {
      name: "inbound-reg-force-matching-username",
      detail: "With `inbound-reg-force-matching-username` of the Sofia profile the Auth ID must be the extension.",
      source: PROFILE,
    },
    password: {
      name: "password",
      detail: "`password` (or `a1-hash`) of the user in the directory, then `reloadxml`.",
      source: DIRECTORY,
    },
    realm: {
      name: "challenge-realm",
      detail:
        "`challenge-realm` of the Sofia profile (`auto_from`, `auto_to` or a fixed name); an `a1-hash` in the directory must be made with it.",
      source: PROFILE,
    },
    nonceLifetime: { name: "nonce-ttl", detail: "`nonce-ttl` of the Sofia profile, in seconds.", source: PROFILE },
    users: {
      name: "force-register-domain",
      detail:
        "The directory needs the user in the domain of the To header, or `force-register-domain` set to the one that has it.",
      source: PROFILE,
    },
    domain: {
      name: "force-register-domain",
      detail:
        "`force-register-domain` (and `force-register-db-domain`) of the Sofia profile takes every domain as one.",
      source: PROFILE,
    },
    permission: {
      name: "apply-register-acl",
      detail:
        "FreeSWITCH answers 403 to a wrong password and to an unknown user too; `apply-register-acl` of the Sofia profile denies by address.",
      source: PROFILE,
    },
    guessing: {
      name: "log-auth-failures",
      detail: "`log-auth-failures` = true of the Sofia profile logs what fail2ban needs.",
      source: PROFILE,
    },
    contacts: {
      name: "multiple-registrations",
      detail:
        "`multiple-registrations` = contact of the Sofia profile keeps several; `max-registrations-per-extension` is their limit.",
      source: PROFILE,
    },
    staleContacts: {
      name: "unregister-on-options-fail",
      detail: "`unregister-on-options-fail` of the Sofia profile, with `all-reg-options-ping` or `nat-options-ping`.",
      source: PROFILE,
    },
    expiry: {
      name: "sip-force-expires",
      detail: "`sip-force-expires`, a variable of the user in the directory or a parameter of the Sofia profile.",
      source: SOFIA_REG,
    },
    expirySpread: {
      name: "sip-expires-max-deviation",
      detail: "`sip-expires-max-deviation` of the Sofia profile: so many seconds more or less are granted.",
      source: SOFIA_REG,
    },
    keepAlive: {
      name: "nat-options-ping",
      detail: "`nat-options-ping` = true of the Sofia profile: devices behind NAT get OPTIONS.",
      source: PROFILE,
    },
    contactRewriting: {
      name: "apply-nat-acl",
      detail:
        "`apply-nat-acl` = nat.auto of the Sofia profile, and `aggressive-nat-detection`; `NDLB-force-rport` for devices that do not ask for rport.",
      source: PROFILE,
    },
    rport: {
      name: "NDLB-force-rport",
      detail: "`NDLB-force-rport` of the Sofia profile answers to the source of devices that do not ask for it.",
      source: PROFILE,
    },
    listen: {
      name: "sip-port",
      detail: "`sip-ip`, `sip-port` and `tls-sip-port` of the Sofia profile; `sofia status` lists them.",
      source: PROFILE,
    },
    tls: {
      name: "tls-cert-dir",
      detail: "`tls`, `tls-cert-dir`, `tls-version` and `tls-verify-policy` of the Sofia profile.",
      source: PROFILE,
    },
    ringTime: {
      name: "call_timeout",
      detail: "`call_timeout`, a channel variable set before `bridge`, in seconds.",
      source: DIALPLAN,
    },
    rate: {
      name: "max-recv-requests-per-second",
      detail: "`max-recv-requests-per-second` of the Sofia profile limits all devices together.",
      source: PROFILE,
    },
    messageLog: {
      name: null,
      detail: "`sofia global siptrace on` shows the messages on the console.",
      source: {
        label: "FreeSWITCH, mod_sofia/mod_sofia.c",
        url: "https://github.com/signalwire/freeswitch/blob/master/src/mod/endpoints/mod_sofia/mod_sofia.c",
      },
    },
  },
});
