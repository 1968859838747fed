/** Settings of Grandstream phones and adapters, as their web page names them, with the P value of the first account. */
import { defineProduct } from "./setting.js";

const TEMPLATE = { label: "Grandstream, configuration template of the GXP1760, GXP1780 and GXP1782", url: null };

export default defineProduct({
  id: "grandstream",
  name: "Grandstream",
  device: {
    authId: {
      name: "Authenticate ID",
      detail: "Account settings: `Authenticate ID` (P36) is the login name, `SIP User ID` (P35) the extension.",
      source: TEMPLATE,
    },
    password: {
      name: "Authenticate Password",
      detail: "Account settings: `Authenticate Password` (P34).",
      source: TEMPLATE,
    },
    registrar: {
      name: "SIP Server",
      detail: "Account settings: `SIP Server` (P47) is the domain, `Outbound Proxy` (P48) the host to send to.",
      source: TEMPLATE,
    },
    transport: {
      name: "SIP Transport",
      detail: "Account, SIP settings: `SIP Transport` (P130): UDP, TCP or TLS/TCP.",
      source: TEMPLATE,
    },
    srv: {
      name: "DNS Mode",
      detail: "Account, network settings: `DNS Mode` (P103) SRV or NAPTR/SRV.",
      source: TEMPLATE,
    },
    tls: {
      name: "Check Domain Certificates",
      detail:
        "Account, SIP security settings: `Check Domain Certificates` (P2311) and `Validate Certification Chain` (P2367).",
      source: TEMPLATE,
    },
    expiry: {
      name: "Register Expiration",
      detail: "Account, SIP settings: `Register Expiration` (P32), in minutes.",
      source: TEMPLATE,
    },
    refresh: {
      name: "Register Before Expiration",
      detail: "Account, SIP settings: `Register Before Expiration` (P2330), in seconds.",
      source: TEMPLATE,
    },
    retry: {
      name: "SIP Registration Failure Retry Wait Time",
      detail: "Account, SIP settings: `SIP Registration Failure Retry Wait Time` (P138), in seconds (20).",
      source: TEMPLATE,
    },
    keepAlive: {
      name: "Enable OPTIONS Keep Alive",
      detail:
        "Account, SIP settings: `Enable OPTIONS Keep Alive` (P2397) with `OPTIONS Keep Alive Interval` (P2398) 30; or `NAT Traversal` (P52) Keep-Alive.",
      source: TEMPLATE,
    },
    rport: { name: "Support Rport", detail: "Account, network settings: `Support Rport` (P131).", source: TEMPLATE },
    stun: {
      name: "NAT Traversal",
      detail: "Account, network settings: `NAT Traversal` (P52): STUN, or Keep-Alive instead of it.",
      source: TEMPLATE,
    },
    instanceId: {
      name: "Support SIP Instance ID",
      detail: "`Support SIP Instance ID` (P288): it is made of the phone's MAC address.",
      source: TEMPLATE,
    },
    srtp: { name: "SRTP Mode", detail: "Account, audio settings: `SRTP Mode` (P183).", source: TEMPLATE },
  },
});
