/** Settings of Poly (Polycom) phones with UC Software, by the names of their configuration files; the number is that of the line. */
import { defineProduct } from "./setting.js";

const CONFIG = {
  label: "Poly UC Software configuration file of a phone (6.x)",
  url: "https://github.com/fusionpbx/fusionpbx/tree/master/resources/templates/provision/polycom/6.x",
};

export default defineProduct({
  id: "poly",
  name: "Poly",
  device: {
    authId: {
      name: "reg.1.auth.userId",
      detail: "`reg.1.auth.userId` is the login name, `reg.1.address` the extension.",
      source: CONFIG,
    },
    password: {
      name: "reg.1.auth.password",
      detail: "`reg.1.auth.password`, with `reg.1.auth.userId`.",
      source: CONFIG,
    },
    realm: {
      name: "reg.1.auth.domain",
      detail: "Empty `reg.1.auth.domain`, or set it to the realm of the challenge.",
      source: CONFIG,
    },
    registrar: {
      name: "reg.1.server.1.address",
      detail:
        "`reg.1.server.1.address` and `.port` are the domain; `reg.1.outboundProxy.address` is the host to send to.",
      source: CONFIG,
    },
    transport: {
      name: "reg.1.server.1.transport",
      detail: "`reg.1.server.1.transport`: UDPOnly, TCPOnly or TLS.",
      source: CONFIG,
    },
    srv: {
      name: "reg.1.server.1.transport",
      detail: "`reg.1.server.1.transport` DNSnaptr, and `reg.1.server.1.port` empty or 0.",
      source: CONFIG,
    },
    tls: {
      name: "sec.TLS.SIP.strictCertCommonNameValidation",
      detail:
        "`sec.TLS.SIP.strictCertCommonNameValidation` checks the certificate's name; `sec.TLS.customCaCert.1` is a CA of one's own.",
      source: CONFIG,
    },
    expiry: { name: "reg.1.server.1.expires", detail: "`reg.1.server.1.expires`, in seconds.", source: CONFIG },
    refresh: {
      name: "reg.1.server.1.expires.overlap",
      detail: "`reg.1.server.1.expires.overlap`: so many seconds before the expiry the phone registers again.",
      source: CONFIG,
    },
    keepAlive: {
      name: "nat.keepalive.interval",
      detail: "`nat.keepalive.interval` 30: the phone sends an empty packet so often.",
      source: CONFIG,
    },
    srtp: {
      name: "sec.srtp.require",
      detail: "`sec.srtp.enable`, `sec.srtp.offer` and `sec.srtp.require`.",
      source: CONFIG,
    },
  },
});
