/** Settings of SIP.js: options of its UserAgent and its Registerer. */
import { defineProduct } from "./setting.js";

const API = "https://github.com/onsip/SIP.js/blob/main/src/api/";
const USER_AGENT = { label: "SIP.js, UserAgentOptions", url: `${API}user-agent-options.ts` };
const REGISTERER = { label: "SIP.js, RegistererOptions", url: `${API}registerer-options.ts` };

export default defineProduct({
  id: "sipjs",
  name: "SIP.js",
  device: {
    authId: {
      name: "authorizationUsername",
      detail: "`authorizationUsername` of the UserAgent is the login name, `uri` has the extension.",
      source: USER_AGENT,
    },
    password: {
      name: "authorizationPassword",
      detail: "`authorizationPassword` of the UserAgent, with `authorizationUsername`.",
      source: USER_AGENT,
    },
    registrar: {
      name: "registrar",
      detail:
        "`registrar` of the Registerer is where REGISTER is addressed; `transportOptions.server` is the WebSocket.",
      source: REGISTERER,
    },
    expiry: { name: "expires", detail: "`expires` of the Registerer, in seconds.", source: REGISTERER },
    outbound: { name: "regId", detail: "`regId` and `instanceId` of the Registerer.", source: REGISTERER },
    instanceId: {
      name: "instanceId",
      detail: "`instanceId` of the Registerer must differ on each device and stay the same on one.",
      source: REGISTERER,
    },
  },
});
