/** Settings of FreePBX, where they have a name of their own; the rest are those of its Asterisk. */
import { defineProduct } from "./setting.js";

const PJSIP = {
  label: "FreePBX core module, extension settings (functions.inc/drivers/PJSip.class.php)",
  url: "https://github.com/FreePBX/core/blob/release/17.0/functions.inc/drivers/PJSip.class.php",
};

export default defineProduct({
  id: "freepbx",
  name: "FreePBX",
  registrar: {
    password: { name: "Secret", detail: "Applications > Extensions, `Secret` of the extension.", source: PJSIP },
    contacts: {
      name: "Max Contacts",
      detail: "Applications > Extensions, Advanced: `Max Contacts`.",
      source: PJSIP,
    },
    keepAlive: {
      name: "Qualify Frequency",
      detail: "Applications > Extensions, Advanced: `Qualify Frequency` 30 seconds.",
      source: PJSIP,
    },
    contactRewriting: {
      name: "Rewrite Contact",
      detail: "Applications > Extensions, Advanced: `Rewrite Contact`, `Force rport` and `RTP Symmetric` = Yes.",
      source: PJSIP,
    },
    rport: { name: "Force rport", detail: "Applications > Extensions, Advanced: `Force rport` = Yes.", source: PJSIP },
    expiry: {
      name: "Maximum Expiration",
      detail: "Applications > Extensions, Advanced: `Minimum Expiration` and `Maximum Expiration`.",
      source: PJSIP,
    },
    srtp: {
      name: "Media Encryption",
      detail: "Applications > Extensions, Advanced: `Media Encryption`.",
      source: PJSIP,
    },
  },
});
