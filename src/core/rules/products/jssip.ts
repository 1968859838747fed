/** Settings of JsSIP: the configuration object of its user agent. */
import { defineProduct } from "./setting.js";

const CONFIG = {
  label: "JsSIP, src/Config.js",
  url: "https://github.com/versatica/JsSIP/blob/master/src/Config.js",
};

export default defineProduct({
  id: "jssip",
  name: "JsSIP",
  device: {
    authId: {
      name: "authorization_user",
      detail: "`authorization_user` is the login name, `uri` has the extension.",
      source: CONFIG,
    },
    password: { name: "password", detail: "`password`, or `ha1` with `realm`.", source: CONFIG },
    realm: {
      name: "realm",
      detail: "`realm` is needed with `ha1` only and must then equal the challenge's.",
      source: CONFIG,
    },
    registrar: {
      name: "registrar_server",
      detail: "`registrar_server` is where REGISTER is addressed, `sockets` which WebSocket it goes over.",
      source: CONFIG,
    },
    expiry: { name: "register_expires", detail: "`register_expires`, in seconds (600).", source: CONFIG },
    retry: {
      name: "connection_recovery_min_interval",
      detail: "`connection_recovery_min_interval` and `connection_recovery_max_interval`, in seconds.",
      source: CONFIG,
    },
    instanceId: {
      name: "instance_id",
      detail: "`instance_id` must differ on each device and stay the same on one; left out, it is random.",
      source: CONFIG,
    },
  },
});
