/** Settings of OpenSIPS: parameters and functions of its modules, and core parameters. */
import { defineProduct } from "./setting.js";

/** The documentation of a module. */
function moduleDocs(name: string) {
  return { label: `OpenSIPS, ${name} module`, url: `https://opensips.org/html/docs/modules/3.4.x/${name}.html` };
}

const CORE = {
  label: "OpenSIPS, core parameters",
  url: "https://www.opensips.org/Documentation/Script-CoreParameters-3-4",
};
const CORE_FUNCTIONS = {
  label: "OpenSIPS, core functions",
  url: "https://www.opensips.org/Documentation/Script-CoreFunctions-3-4",
};

export default defineProduct({
  id: "opensips",
  name: "OpenSIPS",
  registrar: {
    password: {
      name: "calculate_ha1",
      detail:
        "auth_db: with `calculate_ha1` 1 the column holds the password, with 0 the HA1 of user, realm and password.",
      source: moduleDocs("auth_db"),
    },
    realm: {
      name: "www_challenge",
      detail:
        "The first parameter of `www_authorize()` and `www_challenge()` is the realm; with `calculate_ha1` 0 the HA1 column must be made with it.",
      source: moduleDocs("auth"),
    },
    algorithm: {
      name: "www_challenge",
      detail: "The third parameter of `www_challenge()` lists the algorithms to offer, since version 3.2.",
      source: moduleDocs("auth"),
    },
    qop: {
      name: "www_challenge",
      detail:
        "The second parameter of `www_challenge()` is the qop of the challenge; without it the challenge has none.",
      source: moduleDocs("auth"),
    },
    nonceLifetime: {
      name: "nonce_expire",
      detail: 'modparam("auth", "nonce_expire", 300); all nodes need the same `secret` and one time.',
      source: moduleDocs("auth"),
    },
    nonceCount: {
      name: "disable_nonce_check",
      detail: 'modparam("auth", "disable_nonce_check", 1) lets a nonce be used more than once.',
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
      detail: "The pike module counts requests per address (`pike_check_req()`).",
      source: moduleDocs("pike"),
    },
    contacts: {
      name: "max_contacts",
      detail:
        'modparam("registrar", "max_contacts", …), or the flag of `save()`; its flag for forced registration pushes out the oldest contact.',
      source: moduleDocs("registrar"),
    },
    staleContacts: {
      name: "remove_on_timeout_bflag",
      detail:
        "nathelper's `remove_on_timeout_bflag` removes contacts that no longer answer its pings; `max_expires` of registrar bounds the rest.",
      source: moduleDocs("nathelper"),
    },
    preference: {
      name: "serialize_branches()",
      detail: "`serialize_branches()` and `next_branches()` try the contacts in the order of their q.",
      source: CORE_FUNCTIONS,
    },
    expiry: {
      name: "max_expires",
      detail: 'modparam("registrar", "max_expires", …), `min_expires` and `default_expires`.',
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
      source: CORE_FUNCTIONS,
    },
    outbound: {
      name: "save()",
      detail: "The path flags of `save()` (off, lazy, strict) say what becomes of Path.",
      source: moduleDocs("registrar"),
    },
    gruu: { name: "disable_gruu", detail: 'modparam("registrar", "disable_gruu", 0)', source: moduleDocs("registrar") },
    connectionLifetime: {
      name: "tcp_persistent_flag",
      detail:
        'modparam("registrar", "tcp_persistent_flag", …): with that flag set before `save()` the connection lives as long as the binding.',
      source: moduleDocs("registrar"),
    },
    listen: {
      name: "socket",
      detail: "`socket=udp:ADDRESS:5060` is where OpenSIPS listens (`listen` before version 3); behind NAT add `as`.",
      source: CORE,
    },
    tls: {
      name: "tls_mgm",
      detail: "`certificate`, `private_key`, `ca_list`, `verify_cert` and `tls_method` of the tls_mgm module's domain.",
      source: moduleDocs("tls_mgm"),
    },
    ringTime: {
      name: "fr_inv_timeout",
      detail: 'modparam("tm", "fr_inv_timeout", 20), in seconds.',
      source: moduleDocs("tm"),
    },
    rate: {
      name: "ratelimit",
      detail: "The ratelimit module (`rl_check()`) limits the rate, per AoR if that names the pipe.",
      source: moduleDocs("ratelimit"),
    },
    overload: {
      name: "max_contacts",
      detail:
        'modparam("registrar", "max_contacts", …): beyond it REGISTER gets 503, with Retry-After when `retry_after` is set.',
      source: moduleDocs("registrar"),
    },
    sanity: {
      name: "sipmsg_validate()",
      detail: "sipmsgops: `sipmsg_validate()` logs which header it refuses.",
      source: moduleDocs("sipmsgops"),
    },
  },
});
