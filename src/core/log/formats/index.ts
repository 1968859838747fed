/** The text log formats that announce their messages. Written by `npm run generate`. */
import type { LogFormat } from "../log-format.js";
import asteriskPjsip from "./asterisk-pjsip.js";
import baresip from "./baresip.js";
import belleSip from "./belle-sip.js";
import dartSipUa from "./dart-sip-ua.js";
import jssip from "./jssip.js";
import ngrep from "./ngrep.js";
import opensipsTrace from "./opensips-trace.js";
import pjsip from "./pjsip.js";
import sipJs from "./sip-js.js";
import sipViewer from "./sip-viewer.js";
import sipml5 from "./sipml5.js";
import sipp from "./sipp.js";
import sipsorcery from "./sipsorcery.js";
import sngrep from "./sngrep.js";
import snom from "./snom.js";
import sofia from "./sofia.js";
import tsharkDetails from "./tshark-details.js";

export const ANNOUNCED_FORMATS: readonly LogFormat[] = [
  asteriskPjsip,
  baresip,
  belleSip,
  dartSipUa,
  jssip,
  ngrep,
  opensipsTrace,
  pjsip,
  sipJs,
  sipViewer,
  sipml5,
  sipp,
  sipsorcery,
  sngrep,
  snom,
  sofia,
  tsharkDetails,
];
