/** Settings of SIPp: its command line. */
import { defineProduct } from "./setting.js";

const OPTIONS = {
  label: "SIPp, command line options",
  url: "https://github.com/SIPp/sipp/blob/master/docs/sipp.rst",
};

export default defineProduct({
  id: "sipp",
  name: "SIPp",
  device: {
    authId: { name: "-au", detail: "`-au` is the login name that `[authentication]` uses.", source: OPTIONS },
    password: { name: "-ap", detail: "`-ap` is the password that `[authentication]` uses.", source: OPTIONS },
    digestUri: {
      name: "-auth_uri",
      detail: "`-auth_uri` forces the uri that `[authentication]` puts into the digest.",
      source: OPTIONS,
    },
    transport: { name: "-t", detail: "`-t u1` is UDP, `-t t1` TCP, `-t l1` TLS.", source: OPTIONS },
  },
});
