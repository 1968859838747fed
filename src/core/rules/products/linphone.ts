/** Settings of Linphone: the file linphonerc. */
import { defineProduct } from "./setting.js";

const RC = {
  label: "liblinphone, coreapi (reading of linphonerc)",
  url: "https://gitlab.linphone.org/BC/public/liblinphone/-/tree/master/coreapi",
};

export default defineProduct({
  id: "linphone",
  name: "Linphone",
  device: {
    authId: {
      name: "userid",
      detail: "`userid` in the `[auth_info_0]` section is the login name, `username` the extension.",
      source: RC,
    },
    password: { name: "passwd", detail: "`passwd` (or `ha1`) in the `[auth_info_0]` section.", source: RC },
    realm: {
      name: "realm",
      detail: "`realm` in the `[auth_info_0]` section must equal that of the challenge, or be left out.",
      source: RC,
    },
    registrar: {
      name: "reg_proxy",
      detail: "`reg_identity` in the `[proxy_0]` section has the domain, `reg_proxy` the host to send to.",
      source: RC,
    },
    transport: {
      name: "reg_proxy",
      detail: "`;transport=tls` in `reg_proxy` of the `[proxy_0]` section.",
      source: RC,
    },
    expiry: { name: "reg_expires", detail: "`reg_expires` in the `[proxy_0]` section, in seconds.", source: RC },
    instanceId: {
      name: "uuid",
      detail: "`uuid` in the `[misc]` section must differ on each device.",
      source: RC,
    },
    srtp: {
      name: "media_encryption",
      detail: "`media_encryption` and `media_encryption_mandatory` in the `[sip]` section.",
      source: RC,
    },
  },
});
