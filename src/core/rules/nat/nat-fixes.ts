/** Fixes that several rules of this family share, by the settings' real names: keep-alives, and NAT help of registrars. */
import type { ProductFix } from "../rule.js";

/** How user agents and servers keep a NAT from forgetting a flow. */
export const KEEP_ALIVE_FIXES: Readonly<Record<string, ProductFix>> = {
  "asterisk-pjsip": {
    setting: "qualify_frequency",
    detail: "Set qualify_frequency = 30 in the aor section: Asterisk then sends OPTIONS on the flow.",
  },
  asterisk: {
    setting: "qualify_frequency",
    detail: "chan_pjsip: qualify_frequency = 30 in the aor section; chan_sip: qualify = yes and qualifyfreq = 30.",
  },
  freepbx: { setting: "Qualify Frequency", detail: "Set the extension's Qualify Frequency to 30 seconds." },
  freeswitch: {
    setting: "nat-options-ping",
    detail: "Set nat-options-ping to true in the SIP profile: registered devices behind NAT then get OPTIONS.",
  },
  kamailio: {
    setting: "natping_interval",
    detail:
      "nathelper: natping_interval = 30, with sipping_bflag set for bindings behind NAT so that pings are OPTIONS.",
  },
  opensips: {
    setting: "natping_interval",
    detail:
      "nathelper: natping_interval = 30, with sipping_bflag set for bindings behind NAT so that pings are OPTIONS.",
  },
  yealink: {
    setting: "account.X.nat.udp_update_time",
    detail: "Set account.X.nat.udp_update_enable = 1 and account.X.nat.udp_update_time = 30.",
  },
  poly: {
    setting: "nat.keepalive.interval",
    detail: "Set nat.keepalive.interval to 30: the phone then sends CRLF to its server.",
  },
  snom: { setting: "keepalive_interval", detail: "Set keepalive_interval of the identity to 30 seconds or less." },
  grandstream: {
    setting: "Keep-Alive Interval",
    detail: "Set Keep-Alive Interval of the account to 30 seconds and NAT Traversal to Keep-Alive.",
  },
  fritzbox: {
    setting: null,
    detail:
      "Telephony > Own Numbers > Line Settings: keep the port forwarding of the internet router active for telephony, " +
      "every 30 seconds.",
  },
  cisco: {
    setting: "NAT Keep Alive Enable",
    detail: "SPA and MPP phones: NAT Keep Alive Enable = yes on the line, NAT Keep Alive Intvl = 30.",
  },
  fanvil: {
    setting: "Keep Alive Interval",
    detail: "Line > Advanced Settings: choose a Keep Alive Type and an interval of 30 seconds.",
  },
  gigaset: { setting: "NAT refresh time", detail: "Set the account's NAT refresh time to 20 to 30 seconds." },
  microsip: { setting: "Keep-Alive", detail: "Set Keep-Alive of the account to 30 seconds." },
  pjsip: { setting: "ka_interval", detail: "Set ka_interval of pjsua_acc_config to 30 or less." },
};

/** How registrars remember the address that a packet came from instead of the private one in its Contact. */
export const REGISTRAR_NAT_FIXES: Readonly<Record<string, ProductFix>> = {
  "asterisk-pjsip": {
    setting: "rewrite_contact",
    detail: "In the endpoint section: force_rport = yes, rewrite_contact = yes, rtp_symmetric = yes.",
  },
  asterisk: {
    setting: "rewrite_contact",
    detail:
      "chan_pjsip: force_rport = yes, rewrite_contact = yes, rtp_symmetric = yes in the endpoint section; " +
      "chan_sip: nat = force_rport,comedia.",
  },
  freepbx: {
    setting: "Rewrite Contact",
    detail: "In the extension's Advanced tab: Rewrite Contact, Force rport and RTP Symmetric = Yes.",
  },
  freeswitch: {
    setting: "NDLB-force-rport",
    detail: "In the SIP profile: NDLB-force-rport = true and apply-nat-acl = nat.auto.",
  },
  kamailio: {
    setting: "fix_nated_register()",
    detail:
      "nathelper: force_rport() and fix_nated_register() before save(), and received_avp set for the registrar module.",
  },
  opensips: {
    setting: "fix_nated_register()",
    detail:
      "nathelper: force_rport() and fix_nated_register() before save(), and received_avp set for the registrar module.",
  },
};
