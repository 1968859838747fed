/** Blotted-out values are known as such, and real ones are not taken for them. */
import { expect, it } from "vitest";
import { isMasked } from "../../src/core/model/masked.js";

it.each([
  ...["xxxx", "XX.XX.XX.XX", "***", "...", "<removed>", "[redacted]", "XXX-XXX", "(Hidden)", "REMOVED", "example"],
  ...["xxx.xxx.xxx.xxx", "192.0.2.x", "192.0.x.x", "a.b.c.d", "aaa.bbb.ccc.ddd", "x.x.x.x:5060", "sip:xx.xx.xx.xx"],
  ...["PUBLIC_IP", "public_ip:5060", "$IP", "${HOST}", "%domain%", "<IP>", "[my ip]", "{hidden}", "<redacted"],
  ...["+49***123", "20xxx", "abcdef...", "xxx-12345"],
])("%s is", (value) => {
  expect(isMasked(value)).toBe(true);
});

it.each([
  ...["", "x", "xbox", "pbx.example.com", "192.0.2.1", "removed by", "max", "10.x.1", "asterisk", "2001", "sip:2001@x"],
  ...["[2001:db8::1]", "<sip:2001@192.0.2.1>", "192.0.2.1:5060", "exxon.example.com", "user_1", "*97"],
])("%s is not", (value) => {
  expect(isMasked(value)).toBe(false);
});
