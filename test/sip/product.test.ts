/** Products by their User-Agent or Server, and what response codes mean. */
import { expect, it } from "vitest";
import { parseProduct } from "../../src/core/sip/product.js";
import { statusClassOf, statusCodeOf } from "../../src/core/sip/status-codes.js";

it.each([
  ["Yealink SIP-T46U 108.86.0.20", "yealink", "Yealink T46U"],
  ["PolycomVVX-VVX_450-UA/6.4.3.5156", "poly", "Poly VVX 450"],
  ["OBIHAI/OBi202-3.2.2.5921", "poly", "Poly OBi202"],
  ["snomD785/10.1.141.13", "snom", "Snom D785"],
  ["Grandstream GXP2170 1.0.11.84", "grandstream", "Grandstream GXP2170"],
  ["Cisco-CP8841-3PCC/11.3.7", "cisco", "Cisco CP8841"],
  ["Fanvil X5U 2.12.1.3", "fanvil", "Fanvil X5U"],
  ["Aastra 6867i/4.3.0.4038", "mitel", "Mitel 6867i"],
  ["MiVoice Office 400/7.1", "mitel", "Mitel MiVoice Office 400"],
  ["N510 IP PRO/42.261.00.000.000", "gigaset", "Gigaset N510"],
  ["AVM FRITZ!Box 7590 154.07.57 (Jun 13 2023)", "fritzbox", "FRITZ!Box 7590"],
  ["Asterisk PBX 20.7.0", "asterisk", "Asterisk 20.7.0"],
  ["Asterisk PBX 22.1.0", "asterisk-pjsip", "Asterisk 22.1.0"],
  ["FPBX-16.0.40(18.9.0)", "freepbx", "FreePBX 16.0.40"],
  ["FreeSWITCH-mod_sofia/1.10.11-release+git~20231222T180831Z~f24064f7c9~64bit", "freeswitch", "FreeSWITCH 1.10.11"],
  ["kamailio (5.6.3 (x86_64/linux))", "kamailio", "Kamailio 5.6.3"],
  ["OpenSIPS (3.4.5 (x86_64/linux))", "opensips", "OpenSIPS 3.4.5"],
  ["3CXPhoneSystem 20.0.3.884 (884)", "3cx", "3CX 20.0.3.884"],
  ["Zoiper rv2.10.19.9", "zoiper", "Zoiper rv2.10.19.9"],
  ["MicroSIP/3.21.3", "microsip", "MicroSIP 3.21.3"],
  ["baresip v1.0.0 (x86_64/linux)", "baresip", "baresip 1.0.0"],
  ["JsSIP 3.10.1", "jssip", "JsSIP 3.10.1"],
  ["SIP.js/0.21.2", "sipjs", "SIP.js 0.21.2"],
  ["friendly-scanner", "scanner", "Scanner friendly-scanner"],
  ["SIPimp.org/0.2.5 (curses)", null, "SIPimp.org/0.2.5"],
  ["", null, ""],
  [undefined, null, ""],
])("%s", (header, product, title) => {
  expect(parseProduct(header)).toEqual({ product, title });
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
