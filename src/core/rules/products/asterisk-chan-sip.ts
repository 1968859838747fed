/** Settings of Asterisk with chan_sip, which version 21 dropped: sip.conf. */
import { defineProduct } from "./setting.js";

const SIP_CONF = {
  label: "Asterisk, sip.conf.sample",
  url: "https://github.com/asterisk/asterisk/blob/18/configs/samples/sip.conf.sample",
};
const LOGGER = {
  label: "Asterisk, logger.conf.sample",
  url: "https://github.com/asterisk/asterisk/blob/18/configs/samples/logger.conf.sample",
};

export default defineProduct({
  id: "asterisk-chan-sip",
  name: "Asterisk",
  variant: "chan_sip",
  device: {
    authId: {
      name: "register",
      detail: "`register => user:secret:login@host`: the third part is the login name where it is not the user.",
      source: SIP_CONF,
    },
    password: { name: "register", detail: "`register => user:secret@host` in `[general]`.", source: SIP_CONF },
    registrar: {
      name: "register",
      detail:
        "`register => user@domain:secret@host`: the domain after the user, the host to send to at the end; or `outboundproxy`.",
      source: SIP_CONF,
    },
    transport: {
      name: "register",
      detail: "`register => tls://user:secret@host`, with `tlsenable=yes`; `tcp://` with `tcpenable=yes`.",
      source: SIP_CONF,
    },
    srv: { name: "srvlookup", detail: "`srvlookup=yes` in `[general]`.", source: SIP_CONF },
    tls: {
      name: "tlscafile",
      detail: "`tlscafile` or `tlscadir`, and `tlsdontverifyserver`, in `[general]`.",
      source: SIP_CONF,
    },
    expiry: {
      name: "defaultexpiry",
      detail: "`defaultexpiry` in `[general]`, or `/extension~seconds` at the end of the `register` line.",
      source: SIP_CONF,
    },
    retry: {
      name: "registertimeout",
      detail: "`registertimeout` in `[general]`, in seconds (20); `registerattempts` is how often.",
      source: SIP_CONF,
    },
    keepAlive: {
      name: "qualify",
      detail: "`qualify=yes` of the provider's peer with `qualifyfreq=30` sends OPTIONS on the flow.",
      source: SIP_CONF,
    },
  },
  registrar: {
    password: { name: "secret", detail: "`secret` or `md5secret` of the peer in sip.conf.", source: SIP_CONF },
    realm: {
      name: "realm",
      detail: "`realm` in `[general]` of sip.conf (or `domainsasrealm`); an `md5secret` must be made with it.",
      source: SIP_CONF,
    },
    permission: {
      name: "deny",
      detail:
        "403 also means a wrong `secret`; `deny` and `permit`, `contactdeny` and `contactpermit` of the peer forbid addresses.",
      source: SIP_CONF,
    },
    guessing: {
      name: "alwaysauthreject",
      detail:
        "`alwaysauthreject=yes` does not tell which names exist; let logger.conf write the level `security` to a file for fail2ban.",
      source: LOGGER,
    },
    contacts: {
      name: null,
      detail: "A peer of chan_sip keeps one contact: make one peer a device, and ring them together by `Dial(a&b)`.",
      source: SIP_CONF,
    },
    expiry: {
      name: "maxexpiry",
      detail: "`minexpiry`, `defaultexpiry` and `maxexpiry` in `[general]` of sip.conf.",
      source: SIP_CONF,
    },
    keepAlive: {
      name: "qualify",
      detail: "`qualify=yes` of the peer and `qualifyfreq=30` send OPTIONS on the flow.",
      source: SIP_CONF,
    },
    contactRewriting: { name: "nat", detail: "`nat=force_rport,comedia` of the peer.", source: SIP_CONF },
    rport: { name: "nat", detail: "`nat=force_rport,comedia` of the peer.", source: SIP_CONF },
    outbound: { name: "supportpath", detail: "`supportpath=yes` lets a proxy add Path.", source: SIP_CONF },
    listen: {
      name: "udpbindaddr",
      detail: "`udpbindaddr`, `tcpenable` with `tcpbindaddr`, and `tlsenable` with `tlsbindaddr` in `[general]`.",
      source: SIP_CONF,
    },
    tls: {
      name: "tlscertfile",
      detail: "`tlscertfile`, `tlsprivatekey`, `tlscafile` and `tlsclientmethod` in `[general]`.",
      source: SIP_CONF,
    },
    srtp: {
      name: "encryption",
      detail: "`encryption=yes` of the peer demands SRTP, `no` goes without.",
      source: SIP_CONF,
    },
    messageLog: { name: null, detail: "`sip set debug on` shows the messages on the console.", source: SIP_CONF },
  },
});
