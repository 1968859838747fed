/** Where products name the server they go to, and where servers say what they listen on. */
import type { ProductFix } from "../rule.js";

export const REACHABILITY_FIXES: Readonly<Record<string, ProductFix>> = {
  yealink: {
    setting: "account.1.sip_server.1.address",
    detail: "`account.1.sip_server.1.address` and `.port`; `account.1.sip_server.1.transport_type` is the transport.",
  },
  poly: { setting: "reg.1.server.1.address", detail: "`reg.1.server.1.address`, `.port` and `.transport`." },
  snom: { setting: "user_host1", detail: "`user_host1` is the registrar, `user_outbound1` the outbound proxy." },
  grandstream: {
    setting: "SIP Server",
    detail: "Account settings, `SIP Server` and `Outbound Proxy`, each as host:port.",
  },
  baresip: {
    setting: "outbound",
    detail: "The host of the account's address is the registrar, `;outbound=` the proxy.",
  },
  "asterisk-pjsip": {
    setting: "bind",
    detail: "`bind` of the `type=transport` section is where Asterisk listens; look with `pjsip set logger on`.",
  },
  asterisk: {
    setting: "bind",
    detail: "`bind` of the chan_pjsip transport or `udpbindaddr` of chan_sip is where Asterisk listens.",
  },
  freeswitch: {
    setting: "sip-port",
    detail:
      "`sip-ip` and `sip-port` of the Sofia profile are where FreeSWITCH listens; look with `sofia global siptrace on`.",
  },
  kamailio: {
    setting: "listen",
    detail: "`listen=udp:ADDRESS:5060` is where Kamailio listens; behind NAT add `advertise`.",
  },
  opensips: {
    setting: "socket",
    detail: "`socket=udp:ADDRESS:5060` is where OpenSIPS listens; behind NAT add `as`.",
  },
};
