/** Settings of Cisco SPA and Multiplatform phones and adapters, as their web page names them. */
import { defineProduct } from "./setting.js";

const EXT = { label: "Cisco, administration guide of the Multiplatform phones, parameters of the Ext tab", url: null };
const SIP = { label: "Cisco, administration guide of the Multiplatform phones, SIP timer values", url: null };

export default defineProduct({
  id: "cisco",
  name: "Cisco",
  device: {
    authId: {
      name: "Auth ID",
      detail:
        "Voice > Ext: `Auth ID` (with `Use Auth ID` yes where it is shown) is the login name, `User ID` the extension.",
      source: EXT,
    },
    password: { name: "Password", detail: "Voice > Ext, subscriber information: `Password`.", source: EXT },
    registrar: {
      name: "Proxy",
      detail: "Voice > Ext: `Proxy` is the domain; `Outbound Proxy` with `Use Outbound Proxy` is the host to send to.",
      source: EXT,
    },
    transport: { name: "SIP Transport", detail: "Voice > Ext: `SIP Transport` UDP, TCP or TLS.", source: EXT },
    srv: { name: "Use DNS SRV", detail: "Voice > Ext: `Use DNS SRV` and `DNS SRV Auto Prefix`.", source: EXT },
    expiry: { name: "Register Expires", detail: "Voice > Ext: `Register Expires`, in seconds.", source: EXT },
    retry: {
      name: "Reg Retry Intvl",
      detail:
        "Voice > SIP: `Reg Retry Intvl` (30 s), `Reg Retry Long Intvl` (1200 s) after a refusal for good, and `Reg Retry Random Delay`.",
      source: SIP,
    },
    keepAlive: {
      name: "NAT Keep Alive Enable",
      detail: "Voice > Ext: `NAT Keep Alive Enable` yes; Voice > SIP: `NAT Keep Alive Intvl` 30.",
      source: EXT,
    },
  },
});
