/** Settings of Fanvil phones, by the names of the `<line>` element in their configuration file. */
import { defineProduct } from "./setting.js";

const CONFIG = {
  label: "Fanvil configuration file of a phone (X6)",
  url: "https://github.com/fusionpbx/fusionpbx/tree/master/resources/templates/provision/fanvil/x6",
};

export default defineProduct({
  id: "fanvil",
  name: "Fanvil",
  device: {
    authId: {
      name: "RegisterUser",
      detail: "`RegisterUser` of the line is the login name, `PhoneNumber` the extension.",
      source: CONFIG,
    },
    password: { name: "RegisterPswd", detail: "`RegisterPswd` of the line, with `RegisterUser`.", source: CONFIG },
    registrar: {
      name: "RegisterAddr",
      detail: "`RegisterAddr` and `RegisterPort` of the line are the registrar, `ProxyAddr` the proxy to send to.",
      source: CONFIG,
    },
    transport: { name: "Transport", detail: "`Transport` of the line: UDP, TCP or TLS.", source: CONFIG },
    srv: { name: "DNSSRV", detail: "`DNSSRV` of the line, or `DNSMode`.", source: CONFIG },
    expiry: { name: "RegisterTTL", detail: "`RegisterTTL` of the line, in seconds.", source: CONFIG },
    retry: { name: "RegFailInterval", detail: "`RegFailInterval` of the `<sip>` element, in seconds.", source: CONFIG },
    keepAlive: {
      name: "UDPUpdateTTL",
      detail: "`NATUDPUpdate` of the line chooses the kind of keep-alive, `UDPUpdateTTL` the seconds between two: 30.",
      source: CONFIG,
    },
    rport: { name: "EnableRport", detail: "`EnableRport` of the line: 1.", source: CONFIG },
    stun: {
      name: "NATType",
      detail: "`NATType` of the line, with `STUNServer` of the `<sip>` element.",
      source: CONFIG,
    },
    outbound: { name: "EnableGRUU", detail: "`EnableGRUU` of the line.", source: CONFIG },
    srtp: { name: "MediaCrypto", detail: "`MediaCrypto` of the line.", source: CONFIG },
  },
});
