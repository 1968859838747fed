/** The text log formats that announce their messages. Written by `npm run generate`. */
import type { LogFormat } from "../log-format.js";
import asteriskPjsip from "./asterisk-pjsip.js";
import ngrep from "./ngrep.js";
import sngrep from "./sngrep.js";
import sofia from "./sofia.js";
import tsharkDetails from "./tshark-details.js";

export const ANNOUNCED_FORMATS: readonly LogFormat[] = [asteriskPjsip, ngrep, sngrep, sofia, tsharkDetails];
