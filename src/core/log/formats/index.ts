/** The text log formats that announce their messages. Written by `npm run generate`. */
import type { LogFormat } from "../log-format.js";
import asteriskChanSip from "./asterisk-chan-sip.js";
import asteriskPjsip from "./asterisk-pjsip.js";
import audiocodes from "./audiocodes.js";
import avaya1xc from "./avaya-1xc.js";
import avayaAttendant from "./avaya-attendant.js";
import avayaIpOffice from "./avaya-ip-office.js";
import avayaIxMeetings from "./avaya-ix-meetings.js";
import avayaPhone from "./avaya-phone.js";
import avayaSm from "./avaya-sm.js";
import avayaWorkplace from "./avaya-workplace.js";
import baresip from "./baresip.js";
import belleSip from "./belle-sip.js";
import ciscoCucm from "./cisco-cucm.js";
import ciscoExpressway from "./cisco-expressway.js";
import ciscoIos from "./cisco-ios.js";
import dartSipUa from "./dart-sip-ua.js";
import drachtio from "./drachtio.js";
import espSip from "./esp-sip.js";
import fortigate from "./fortigate.js";
import genesys from "./genesys.js";
import grandstream from "./grandstream.js";
import hexDump from "./hex-dump.js";
import jainSip from "./jain-sip.js";
import jsonLines from "./json-lines.js";
import jssip from "./jssip.js";
import kamailio from "./kamailio.js";
import lync from "./lync.js";
import ngrep from "./ngrep.js";
import opensipsTrace from "./opensips-trace.js";
import oracleSipmsg from "./oracle-sipmsg.js";
import pjsip from "./pjsip.js";
import pyvoip from "./pyvoip.js";
import sipJs from "./sip-js.js";
import sipViewer from "./sip-viewer.js";
import sipml5 from "./sipml5.js";
import sipp from "./sipp.js";
import sippErrors from "./sipp-errors.js";
import sippts from "./sippts.js";
import sipsak from "./sipsak.js";
import sipsorcery from "./sipsorcery.js";
import sngrep from "./sngrep.js";
import snom from "./snom.js";
import sofia from "./sofia.js";
import syslog from "./syslog.js";
import tcpdump from "./tcpdump.js";
import tcpdumpHex from "./tcpdump-hex.js";
import tsharkDetails from "./tshark-details.js";
import wiresharkFollow from "./wireshark-follow.js";
import wiresharkFollowHex from "./wireshark-follow-hex.js";
import xxd from "./xxd.js";

export const ANNOUNCED_FORMATS: readonly LogFormat[] = [
  asteriskChanSip,
  asteriskPjsip,
  audiocodes,
  avaya1xc,
  avayaAttendant,
  avayaIpOffice,
  avayaIxMeetings,
  avayaPhone,
  avayaSm,
  avayaWorkplace,
  baresip,
  belleSip,
  ciscoCucm,
  ciscoExpressway,
  ciscoIos,
  dartSipUa,
  drachtio,
  espSip,
  fortigate,
  genesys,
  grandstream,
  hexDump,
  jainSip,
  jsonLines,
  jssip,
  kamailio,
  lync,
  ngrep,
  opensipsTrace,
  oracleSipmsg,
  pjsip,
  pyvoip,
  sipJs,
  sipViewer,
  sipml5,
  sipp,
  sippErrors,
  sippts,
  sipsak,
  sipsorcery,
  sngrep,
  snom,
  sofia,
  syslog,
  tcpdump,
  tcpdumpHex,
  tsharkDetails,
  wiresharkFollow,
  wiresharkFollowHex,
  xxd,
];
