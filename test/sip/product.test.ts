/** Products by their User-Agent or Server, and what response codes mean. */
import { expect, it } from "vitest";
import { parseProduct } from "../../src/core/sip/product.js";
import { statusClassOf, statusCodeOf } from "../../src/core/sip/status-codes.js";

it.each([
  ["Yealink SIP-T46U 108.86.0.20", "yealink", "Yealink T46U", "108.86.0.20"],
  ["Yealink W60B 77.85.0.25", "yealink", "Yealink W60B", "77.85.0.25"],
  ["PolycomVVX-VVX_450-UA/6.4.3.5156", "poly", "Poly VVX 450", "6.4.3.5156"],
  ["PolycomSoundPointIP-SPIP_650-UA/4.0.11.0583", "poly", "Poly SPIP 650", "4.0.11.0583"],
  ["PolycomRealPresenceTrio-Trio_8800-UA/5.9.5.3182", "poly", "Poly Trio 8800", "5.9.5.3182"],
  ["PolyCCX-CCX_500-UA/7.0.0.3966", "poly", "Poly CCX 500", "7.0.0.3966"],
  ["PolyEdge-Edge_E350-UA/8.0.0.14057", "poly", "Poly Edge E350", "8.0.0.14057"],
  ["PolyEdge-Edge_B20-UA/1.1.0.7195", "obihai", "Poly Edge B20", "1.1.0.7195"],
  ["OBIHAI/OBi202-3.2.2.5921", "obihai", "Poly OBi202", "3.2.2.5921"],
  ["snomD785/10.1.141.13", "snom", "Snom D785", "10.1.141.13"],
  ["snom870-SIP/8.7.5.35", "snom", "Snom 870", "8.7.5.35"],
  ["snom-m9/9.4.7", "snom-dect", "Snom m9", "9.4.7"],
  ["snomM700/05.20.0001", "snom-dect", "Snom M700", "05.20.0001"],
  ["Grandstream GXP2170 1.0.11.84", "grandstream", "Grandstream GXP2170", "1.0.11.84"],
  ["Grandstream HT802 1.0.17.5", "grandstream", "Grandstream HT802", "1.0.17.5"],
  ["Cisco-CP8841-3PCC/11.3.7", "cisco", "Cisco CP8841", "11.3.7"],
  ["Cisco/SPA504G-7.6.2c", "cisco", "Cisco SPA504G", "7.6.2"],
  ["Linksys/SPA942-6.1.5(a)", "cisco", "Cisco SPA942", "6.1.5"],
  ["Cisco-ATA192-MPP/11.2.1", "cisco", "Cisco ATA192", "11.2.1"],
  ["Cisco-CP7960G/8.0", "cisco-enterprise", "Cisco CP7960G", "8.0"],
  ["Cisco-CP8861/12.5.1", "cisco-enterprise", "Cisco CP8861", "12.5.1"],
  ["Cisco-SIPGateway/IOS-15.4.3.M3", "cisco-enterprise", "Cisco SIPGateway", "15.4.3"],
  ["TANDBERG/4137 (X8.11.4)", "cisco-enterprise", "Cisco TANDBERG", "8.11.4"],
  ["Cisco-CUCM12.5", "cucm", "CUCM 12.5", "12.5"],
  ["Fanvil X5U 2.12.1.3", "fanvil", "Fanvil X5U", "2.12.1.3"],
  ["Aastra 6867i/4.3.0.4038", "mitel", "Mitel 6867i", "4.3.0.4038"],
  ["Mitel-5320-SIP-Phone 08.04.03.02", "mitel", "Mitel 5320", "08.04.03.02"],
  ["MiVoice Office 400/7.1", "mitel", "Mitel MiVoice Office 400", "7.1"],
  ["Avaya J179 IP Phone 4.0.3.1.4", "avaya", "Avaya J179", "4.0.3.1.4"],
  ["Panasonic_KX-HDV130/02.100 (bcc342a1b2c3)", "panasonic", "Panasonic KX-HDV130", "02.100"],
  ["Htek UC926 V2.0.4.4.59", "htek", "Htek UC926", "2.0.4.4.59"],
  ["AKUVOX R29 29.30.10.214", "akuvox", "Akuvox R29", "29.30.10.214"],
  ["N510 IP PRO/42.261.00.000.000", "gigaset", "Gigaset N510", "42.261.00.000.000"],
  ["Gigaset N720 DM PRO/70.117.00.000.000", "gigaset", "Gigaset N720", "70.117.00.000.000"],
  ["C610A IP/42.075.00.000.000", "gigaset", "Gigaset C610A", "42.075.00.000.000"],
  ["AVM FRITZ!Box 7590 154.07.57 (Jun 13 2023)", "fritzbox", "FRITZ!Box 7590", "154.07.57"],
  ["FRITZ!OS", "fritzbox", "FRITZ!Box", null],
  ["Audiocodes-Sip-Gateway-Mediant 1000/v.6.60A.041.008", "audiocodes", "AudioCodes Mediant", "6.60"],
  ["Microsoft.PSTNHub.SIPProxy v.2023.8.7.2", "teams", "Microsoft Teams", "2023.8.7.2"],
  ["Twilio Gateway", "twilio", "Twilio", null],
  ["Asterisk PBX 1.8.32.3", "asterisk-chan-sip", "Asterisk 1.8.32.3", "1.8.32.3"],
  ["Asterisk PBX certified/13.1-cert2", "asterisk", "Asterisk 13.1", "13.1"],
  ["Asterisk PBX 20.7.0", "asterisk", "Asterisk 20.7.0", "20.7.0"],
  ["Asterisk PBX 22.1.0", "asterisk-pjsip", "Asterisk 22.1.0", "22.1.0"],
  ["Asterisk PBX GIT-master-3d0a1b2", "asterisk", "Asterisk", null],
  ["FPBX-16.0.40(18.9.0)", "freepbx", "FreePBX 16.0.40", "16.0.40"],
  [
    "FreeSWITCH-mod_sofia/1.10.11-release+git~20231222T180831Z~f24064f7c9~64bit",
    "freeswitch",
    "FreeSWITCH 1.10.11",
    "1.10.11",
  ],
  ["FreeSWITCH", "freeswitch", "FreeSWITCH", null],
  ["kamailio (5.6.3 (x86_64/linux))", "kamailio", "Kamailio 5.6.3", "5.6.3"],
  ["kamailio (dev9 5.8.0-dev0 (x86_64/linux))", "kamailio", "Kamailio 5.8.0", "5.8.0"],
  ["OpenSIPS (3.4.5 (x86_64/linux))", "opensips", "OpenSIPS 3.4.5", "3.4.5"],
  ["OpenSER (1.3.2-notls (i386/linux))", "openser", "SIP Express Router 1.3.2", "1.3.2"],
  ["Sip EXpress router (2.0.0-rc1 (i386/linux))", "openser", "SIP Express Router 2.0.0", "2.0.0"],
  ["3CXPhoneSystem 20.0.3.884 (884)", "3cx", "3CX 20.0.3.884", "20.0.3.884"],
  ["LinphoneAndroid/4.2.1 (Galaxy A50) LinphoneSDK/4.3.0", "linphone", "Linphone 4.2.1", "4.2.1"],
  ["Linphone Desktop/4.2.5 (host) ubuntu/20.04 Qt/5.12.5 LinphoneCore/4.4.21", "linphone", "Linphone 4.2.5", "4.2.5"],
  ["Zoiper rv2.10.19.9", "zoiper", "Zoiper 2.10.19.9", "2.10.19.9"],
  ["Z 5.6.4 v2.10.20.10_1", "zoiper", "Zoiper 5.6.4", "5.6.4"],
  ["MicroSIP/3.21.3", "microsip", "MicroSIP 3.21.3", "3.21.3"],
  ["Bria release 5.5.0 stamp 97576", "bria", "Bria 5.5.0", "5.5.0"],
  ["X-Lite release 1104o stamp 56125", "bria", "X-Lite 1104o", null],
  ["baresip v1.0.0 (x86_64/linux)", "baresip", "baresip 1.0.0", "1.0.0"],
  ["PJSUA v2.10 Linux-5.4.0.42/x86_64/glibc-2.31", "pjsip", "PJSIP 2.10", "2.10"],
  ["JsSIP 3.10.1", "jssip", "JsSIP 3.10.1", "3.10.1"],
  ["SIP.js/0.21.2", "sipjs", "SIP.js 0.21.2", "0.21.2"],
  ["drachtio 0.8.20", "drachtio", "drachtio 0.8.20", "0.8.20"],
  ["friendly-scanner", "scanner", "Scanner friendly-scanner", null],
  ["SIPimp.org/0.2.5 (curses)", null, "SIPimp.org/0.2.5", "0.2.5"],
  ["", null, "", null],
  [undefined, null, "", null],
])("%s", (header, product, title, version) => {
  expect(parseProduct(header)).toEqual({ product, title, version });
});

it("cuts the title of an unknown product", () => {
  expect(parseProduct("x".repeat(10_000)).title).toHaveLength(40);
});

it("explains registered codes and the class of others", () => {
  expect(statusCodeOf(423)?.reason).toBe("Interval Too Brief");
  expect(statusCodeOf(423)?.meaning).toContain("Min-Expires");
  expect(statusCodeOf(499)).toBeUndefined();
  expect(statusClassOf(499)).toMatch(/^Client error/);
  expect(statusClassOf(99)).toBe("Not a response code of SIP.");
});
