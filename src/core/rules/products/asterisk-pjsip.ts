/** Settings of Asterisk with chan_pjsip: sections of pjsip.conf. */
import { defineProduct } from "./setting.js";

const DOCS = "https://docs.asterisk.org/Latest_API/API_Documentation/Module_Configuration/";
const RES_PJSIP = { label: "Asterisk, res_pjsip configuration", url: `${DOCS}res_pjsip/` };
const REGISTRATION = {
  label: "Asterisk, res_pjsip_outbound_registration configuration",
  url: `${DOCS}res_pjsip_outbound_registration/`,
};
const DISTRIBUTOR = {
  label: "Asterisk, res_pjsip/pjsip_distributor.c",
  url: "https://github.com/asterisk/asterisk/blob/master/res/res_pjsip/pjsip_distributor.c",
};
const LOGGER = {
  label: "Asterisk, logger.conf.sample",
  url: "https://github.com/asterisk/asterisk/blob/master/configs/samples/logger.conf.sample",
};
const DIAL = {
  label: "Asterisk, application Dial",
  url: "https://docs.asterisk.org/Latest_API/API_Documentation/Dialplan_Applications/Dial/",
};

export default defineProduct({
  id: "asterisk-pjsip",
  name: "Asterisk",
  variant: "chan_pjsip",
  device: {
    authId: {
      name: "outbound_auth",
      detail:
        "`outbound_auth` of the `type=registration` section names a `type=auth` section; its `username` is the login name, `client_uri` has the extension.",
      source: REGISTRATION,
    },
    password: {
      name: "outbound_auth",
      detail: "`outbound_auth` of the `type=registration` section must name the `type=auth` section with `password`.",
      source: REGISTRATION,
    },
    realm: {
      name: "realm",
      detail:
        "`realm` in the `type=auth` section that `outbound_auth` names: leave it out, or set it to the challenge's.",
      source: RES_PJSIP,
    },
    registrar: {
      name: "server_uri",
      detail:
        "`server_uri` and `client_uri` of the `type=registration` section have the domain, `outbound_proxy` the host to send to.",
      source: REGISTRATION,
    },
    transport: {
      name: "transport",
      detail:
        "`transport` of the `type=registration` section names a `type=transport` with `protocol=tls` or `tcp`; `server_uri` says the same by `;transport=`.",
      source: REGISTRATION,
    },
    tls: {
      name: "verify_server",
      detail: "`verify_server`, `ca_list_file` and `method` of the `type=transport` section with `protocol=tls`.",
      source: RES_PJSIP,
    },
    expiry: {
      name: "expiration",
      detail: "`expiration` of the `type=registration` section, in seconds.",
      source: REGISTRATION,
    },
    retry: {
      name: "retry_interval",
      detail:
        "Of the `type=registration` section: `retry_interval` (60 s), and `forbidden_retry_interval` and `fatal_retry_interval` for final refusals; `max_random_initial_delay` spreads the start.",
      source: REGISTRATION,
    },
    keepAlive: {
      name: "qualify_frequency",
      detail: "`qualify_frequency = 30` in the `type=aor` section of the provider sends OPTIONS on the flow.",
      source: RES_PJSIP,
    },
    outbound: {
      name: "support_outbound",
      detail: "`support_outbound` and `support_path` of the `type=registration` section.",
      source: REGISTRATION,
    },
  },
  registrar: {
    authId: {
      name: "username",
      detail:
        "`username` in the `type=auth` section is the login name; for a name that is no endpoint's add `auth_username` to `identify_by` of the endpoint.",
      source: RES_PJSIP,
    },
    password: {
      name: "password",
      detail: "`password` (or `md5_cred`) in the `type=auth` section that the endpoint names in `auth`.",
      source: RES_PJSIP,
    },
    realm: {
      name: "realm",
      detail:
        "`realm` in the `type=auth` section of the endpoint, or `default_realm` in `[global]`, is what the challenge says; an `md5_cred` must be made with it.",
      source: RES_PJSIP,
    },
    algorithm: {
      name: "supported_algorithms_uas",
      detail:
        "`supported_algorithms_uas` of the `type=auth` section (or `default_auth_algorithms_uas` in `[global]`) lists what challenges offer: MD5, SHA-256, SHA-512-256.",
      source: RES_PJSIP,
    },
    nonceLifetime: {
      name: "nonce_lifetime",
      detail: "`nonce_lifetime` of the `type=auth` section, 32 s if not set.",
      source: RES_PJSIP,
    },
    users: {
      name: "aors",
      detail:
        "A `type=aor` section must have the name that the To header gives as user, and the endpoint must list it in `aors`.",
      source: RES_PJSIP,
    },
    permission: {
      name: "max_contacts",
      detail:
        "403 comes when `max_contacts` of the AoR is full (see `remove_existing`), or an `acl`, `deny` or `contact_deny` of the endpoint or of a `type=acl` section forbids the address.",
      source: RES_PJSIP,
    },
    guessing: {
      name: "security",
      detail: "Let a line of logger.conf write the level `security` to a file, and let fail2ban act on it.",
      source: LOGGER,
    },
    contacts: {
      name: "max_contacts",
      detail:
        "`max_contacts` of the `type=aor` section is how many devices it keeps; with `remove_existing=yes` a new one pushes out the old instead of being refused.",
      source: RES_PJSIP,
    },
    staleContacts: {
      name: "remove_existing",
      detail:
        "`remove_existing=yes` of the `type=aor` section, or `remove_unavailable=yes` with a `qualify_frequency`.",
      source: RES_PJSIP,
    },
    preference: {
      name: null,
      detail: "Asterisk rings all contacts of an AoR together (`PJSIP_DIAL_CONTACTS`) and does not go by q.",
      source: {
        label: "Asterisk, function PJSIP_DIAL_CONTACTS",
        url: "https://docs.asterisk.org/Latest_API/API_Documentation/Dialplan_Functions/PJSIP_DIAL_CONTACTS/",
      },
    },
    expiry: {
      name: "maximum_expiration",
      detail: "`minimum_expiration`, `default_expiration` and `maximum_expiration` of the `type=aor` section.",
      source: RES_PJSIP,
    },
    keepAlive: {
      name: "qualify_frequency",
      detail:
        "`qualify_frequency = 30` in the `type=aor` section sends OPTIONS on the flow; `keep_alive_interval` in `[global]` is for TCP and TLS.",
      source: RES_PJSIP,
    },
    contactRewriting: {
      name: "rewrite_contact",
      detail: "In the endpoint's section: `force_rport = yes`, `rewrite_contact = yes` and `rtp_symmetric = yes`.",
      source: RES_PJSIP,
    },
    rport: {
      name: "force_rport",
      detail: "`force_rport=yes` of the endpoint answers to the source of a request.",
      source: RES_PJSIP,
    },
    outbound: {
      name: "support_path",
      detail: "`support_path = yes` of the `type=aor` section lets a proxy add Path.",
      source: RES_PJSIP,
    },
    listen: {
      name: "bind",
      detail:
        "`bind` and `protocol` of the `type=transport` section are where Asterisk listens; `pjsip show transports` lists them.",
      source: RES_PJSIP,
    },
    tls: {
      name: "cert_file",
      detail:
        "`cert_file`, `priv_key_file`, `ca_list_file`, `verify_client` and `method` of the `type=transport` section with `protocol=tls`.",
      source: RES_PJSIP,
    },
    ringTime: {
      name: "Dial()",
      detail: "The second argument of `Dial()` is how many seconds it rings: `Dial(PJSIP/100,20)`.",
      source: DIAL,
    },
    srtp: {
      name: "media_encryption",
      detail: "`media_encryption` of the endpoint, with `media_encryption_optimistic = yes` to take both.",
      source: RES_PJSIP,
    },
    overload: {
      name: "taskprocessor_overload_trigger",
      detail:
        "Over TCP and TLS an overloaded Asterisk answers 503 (`taskprocessor_overload_trigger` in `[global]`); `core show taskprocessors` shows what waits.",
      source: DISTRIBUTOR,
    },
    messageLog: {
      name: null,
      detail: "`pjsip set logger on` shows the messages on the console; the log line before the answer tells why.",
      source: RES_PJSIP,
    },
  },
});
