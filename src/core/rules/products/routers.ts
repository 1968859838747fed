/** Where routers and firewalls have the switch of their SIP ALG. No message tells a router's maker, so all are named together. */
import type { Document } from "./setting.js";

interface RouterSwitch {
  readonly router: string;
  /** The command, or the page and the name of the switch. */
  readonly off: string;
  readonly source: Document;
}

const FUSIONPBX = "https://github.com/fusionpbx/fusionpbx-docs/blob/master/source/firewall/firewall_devices";
const FREESWITCH = { label: "FreeSWITCH documentation, ALG", url: null };

export const ROUTER_SWITCHES: readonly RouterSwitch[] = [
  {
    router: "Linux",
    off: "`modprobe -r nf_nat_sip nf_conntrack_sip`",
    source: {
      label: "Linux, net/netfilter/nf_nat_sip.c",
      url: "https://github.com/torvalds/linux/blob/master/net/netfilter/nf_nat_sip.c",
    },
  },
  {
    router: "OpenWrt",
    off: "remove the package `kmod-nf-nathelper-extra`",
    source: {
      label: "OpenWrt, package kmod-nf-nathelper-extra",
      url: "https://openwrt.org/packages/pkgdata/kmod-nf-nathelper-extra",
    },
  },
  {
    router: "MikroTik",
    off: "`/ip firewall service-port disable sip`",
    source: { label: "MikroTik, Manual:IP/Services", url: "https://wiki.mikrotik.com/wiki/Manual:IP/Services" },
  },
  {
    router: "EdgeRouter",
    off: "`set system conntrack modules sip disable`",
    source: { label: "FusionPBX documentation, Ubiquiti EdgeRouter", url: `${FUSIONPBX}/edgerouterx.rst` },
  },
  {
    router: "Cisco IOS",
    off: "`no ip nat service sip udp port 5060` and the same for `tcp`",
    source: { label: "Cisco, NAT Configuration Guide, application-level gateways", url: null },
  },
  {
    router: "Cisco ASA",
    off: "`no inspect sip` in the policy map",
    source: { label: "Cisco, ASA Firewall Configuration Guide, inspection of voice protocols", url: null },
  },
  {
    router: "FortiGate",
    off: "`set default-voip-alg-mode kernel-helper-based` in `config system settings`, and delete the sip entry of `config system session-helper`",
    source: { label: "Fortinet, FortiOS CLI Reference, config system settings", url: null },
  },
  {
    router: "Juniper SRX",
    off: "`set security alg sip disable`",
    source: { label: "Juniper, Junos CLI Reference, security alg sip", url: null },
  },
  {
    router: "SonicWall",
    off: "VoIP: clear `Enable SIP Transformations`",
    source: { label: "FusionPBX documentation, SonicWall", url: `${FUSIONPBX}/sonicwall_tz_soho.rst` },
  },
  {
    router: "Sophos Firewall",
    off: "`system system_modules sip unload`",
    source: { label: "Sophos Firewall, command line help, system_modules", url: null },
  },
  {
    router: "Zyxel",
    off: "Network > ALG: clear `Enable SIP ALG` and `Enable SIP Transformations`",
    source: { label: "FusionPBX documentation, Zyxel", url: `${FUSIONPBX}/zyxel.rst` },
  },
  {
    router: "DrayTek",
    off: "NAT > ALG: clear SIP",
    source: { label: "DrayTek, Vigor user's guide, NAT > ALG", url: null },
  },
  {
    router: "ASUS",
    off: "WAN > NAT Passthrough: disable `SIP Passthrough`",
    source: { label: "FusionPBX documentation, ASUS RT-AC66U", url: `${FUSIONPBX}/asus_rt_ac66u.rst` },
  },
  { router: "D-Link", off: "Advanced > Firewall Settings, ALG configuration: clear `SIP`", source: FREESWITCH },
  { router: "Netgear", off: "WAN Setup: tick `Disable SIP ALG`", source: FREESWITCH },
  {
    router: "TP-Link",
    off: "NAT > ALG: clear `SIP ALG`",
    source: { label: "TP-Link, user guide, NAT, ALG", url: null },
  },
  {
    router: "Huawei",
    off: "Security > SIP ALG Settings: clear `Enable SIP ALG`",
    source: { label: "Huawei, online help of its mobile routers, SIP ALG settings", url: null },
  },
  {
    router: "pfSense",
    off: "has none; outbound NAT with `Static Port` keeps SIP's port",
    source: {
      label: "Netgate, Configuring NAT for VoIP Phones",
      url: "https://docs.netgate.com/pfsense/en/latest/recipes/nat-voip-phones.html",
    },
  },
];
