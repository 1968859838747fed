/** Settings of Kamailio: parameters and functions of its modules, and core parameters. */
import { defineProduct } from "./setting.js";

/** The documentation of a module. */
function moduleDocs(name: string) {
  return {
    label: `Kamailio, ${name} module`,
    url: `https://www.kamailio.org/docs/modules/stable/modules/${name}.html`,
  };
}

const CORE = { label: "Kamailio, core cookbook", url: "https://www.kamailio.org/wikidocs/cookbooks/devel/core/" };

export default defineProduct({
  id: "kamailio",
  name: "Kamailio",
  device: {
    password: {
      name: "uacreg",
      detail: "Table `uacreg` of the uac module: `auth_username`, `auth_password` and `realm`.",
      source: moduleDocs("uac"),
    },
    retry: {
      name: "reg_retry_interval",
      detail: 'modparam("uac", "reg_retry_interval", 60), for its own registrations.',
      source: moduleDocs("uac"),
    },
  },
  registrar: {
    authId: {
      name: "auth_check",
      detail: "Flag 1 of `auth_check()` demands that the login name equals the user of To or From.",
      source: moduleDocs("auth_db"),
    },
    password: {
      name: "calculate_ha1",
      detail:
        "auth_db: with `calculate_ha1` 1 the column holds the password, with 0 the HA1 of user, realm and password.",
      source: moduleDocs("auth_db"),
    },
    realm: {
      name: "www_challenge",
      detail:
        "The first parameter of `auth_check()` or `www_authenticate()` and of `www_challenge()` is the realm; with `calculate_ha1` 0 the HA1 column must be made with it.",
      source: moduleDocs("auth"),
    },
    algorithm: {
      name: "algorithm",
      detail: 'modparam("auth", "algorithm", …): MD5 when empty, or SHA-256.',
      source: moduleDocs("auth"),
    },
    qop: {
      name: "qop",
      detail: 'modparam("auth", "qop", ""): challenges then carry no qop.',
      source: moduleDocs("auth"),
    },
    nonceLifetime: {
      name: "nonce_expire",
      detail: 'modparam("auth", "nonce_expire", 300); all nodes need the same `secret` and one time.',
      source: moduleDocs("auth"),
    },
    nonceCount: {
      name: "nonce_count",
      detail: 'modparam("auth", "nonce_count", 1) checks nc; with 0 a replay passes until the nonce expires.',
      source: moduleDocs("auth"),
    },
    users: {
      name: "use_domain",
      detail:
        "The `subscriber` table needs the user; with `use_domain` 1 of auth_db its domain must be that of the To header.",
      source: moduleDocs("auth_db"),
    },
    domain: {
      name: "use_domain",
      detail:
        "With `use_domain` 0 of auth_db and usrloc users are looked up without their domain; else list it in the domain module.",
      source: moduleDocs("auth_db"),
    },
    guessing: {
      name: "pike",
      detail:
        "The pike module counts requests per address (`pike_check_req()`); htable keeps who failed, to be refused.",
      source: moduleDocs("pike"),
    },
    contacts: {
      name: "max_contacts",
      detail:
        'modparam("registrar", "max_contacts", …); flag 0x04 of `save()` keeps a single contact an AoR, the newest.',
      source: moduleDocs("registrar"),
    },
    staleContacts: {
      name: "keepalive_timeout",
      detail:
        "nathelper's `keepalive_timeout` removes contacts that no longer answer its pings; `max_expires` of registrar bounds the rest.",
      source: moduleDocs("nathelper"),
    },
    preference: {
      name: "t_load_contacts()",
      detail: "tm: `t_load_contacts()` and `t_next_contacts()` try the contacts in the order of their q.",
      source: moduleDocs("tm"),
    },
    expiry: {
      name: "max_expires",
      detail: 'modparam("registrar", "max_expires", …), `min_expires` and `default_expires`.',
      source: moduleDocs("registrar"),
    },
    expirySpread: {
      name: "expires_range",
      detail:
        'modparam("registrar", "expires_range", 20): up to 20 % less than asked for; `default_expires_range` for those who ask for none.',
      source: moduleDocs("registrar"),
    },
    keepAlive: {
      name: "natping_interval",
      detail: "nathelper: `natping_interval` 30, with `sipping_bflag` set for contacts behind NAT: pings are OPTIONS.",
      source: moduleDocs("nathelper"),
    },
    contactRewriting: {
      name: "fix_nated_register()",
      detail:
        "nathelper: `force_rport()` and `fix_nated_register()` before `save()`, and one `received_avp` for nathelper and registrar.",
      source: moduleDocs("nathelper"),
    },
    rport: {
      name: "force_rport()",
      detail: "Call `force_rport();` before the request is answered or relayed.",
      source: CORE,
    },
    outbound: {
      name: "outbound_mode",
      detail:
        'modparam("registrar", "outbound_mode", 1) with the outbound module; for Path `use_path` 1, and `path_mode` 0 or 1 for devices that do not list it.',
      source: moduleDocs("registrar"),
    },
    gruu: {
      name: "gruu_enabled",
      detail: 'modparam("registrar", "gruu_enabled", 1)',
      source: moduleDocs("registrar"),
    },
    connectionLifetime: {
      name: "tcp_connection_lifetime",
      detail: "`tcp_connection_lifetime` must be longer than the expiry that is granted.",
      source: CORE,
    },
    listen: {
      name: "listen",
      detail: "`listen=udp:ADDRESS:5060` is where Kamailio listens; behind NAT add `advertise`.",
      source: CORE,
    },
    tls: {
      name: "tls.cfg",
      detail: "`certificate`, `private_key`, `ca_list`, `verify_certificate` and `method` of the profile in tls.cfg.",
      source: moduleDocs("tls"),
    },
    ringTime: {
      name: "fr_inv_timer",
      detail: 'modparam("tm", "fr_inv_timer", 20000), in milliseconds, or `t_set_fr()` for one call.',
      source: moduleDocs("tm"),
    },
    rate: {
      name: "pike",
      detail: "The pike and pipelimit modules limit the rate; a counter in htable does so per AoR.",
      source: moduleDocs("pike"),
    },
    overload: {
      name: "max_contacts",
      detail:
        'modparam("registrar", "max_contacts", …): beyond it REGISTER gets 503, with Retry-After when `retry_after` is set.',
      source: moduleDocs("registrar"),
    },
    sanity: {
      name: "sanity_check()",
      detail: "sanity: `sanity_check()` logs which header it refuses, and answers 400 by itself.",
      source: moduleDocs("sanity"),
    },
    body: {
      name: "msg_apply_changes()",
      detail: "textopsx: after changes of the body call `msg_apply_changes()`; the core then writes Content-Length.",
      source: moduleDocs("textopsx"),
    },
    messageLog: {
      name: null,
      detail:
        "A 400 comes from `sanity_check()` or the parser, and the log names the header; a 483 from `mf_process_maxfwd_header()`.",
      source: moduleDocs("sanity"),
    },
  },
});
