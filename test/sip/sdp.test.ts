/** Session descriptions with their addresses, ports and profiles in place. */
import { expect, it } from "vitest";
import { at, withBody } from "./sip-text.js";

const SDP = [
  "v=0",
  "o=alice 2890844526 2890844527 IN IP4 192.0.2.10",
  "s=-",
  "c=IN IP4 198.51.100.7/127",
  "t=0 0",
  "a=sendrecv",
  "m=audio 49170/2 RTP/SAVP 0 8 101",
  "a=rtcp:49180 IN IP4 192.0.2.10",
  "m=video 0 UDP/TLS/RTP/SAVPF 96",
  "c=IN IP6 2001:DB8::0:1",
  "",
].join("\r\n");
const invite = (body: string, type: string | null) =>
  withBody(body, "INVITE sip:b@example.com SIP/2.0", ...(type === null ? [] : [`Content-Type: ${type}`]));

it("reads the lines that matter", () => {
  const sip = invite(SDP, "Application/SDP;charset=utf-8");
  const { sdp } = sip;
  expect(sdp?.origin).toMatchObject({ username: "alice", sessionId: "2890844526", sessionVersion: "2890844527" });
  expect([sdp?.origin?.address, sdp?.connection, sdp?.media[0]?.port].map((value) => at(sip, value?.range))).toEqual([
    "192.0.2.10",
    "198.51.100.7",
    "49170",
  ]);
  expect(sdp?.media.map((media) => [media.kind, media.port.value, media.profile.value, media.formats])).toEqual([
    ["audio", 49170, "RTP/SAVP", ["0", "8", "101"]],
    ["video", 0, "UDP/TLS/RTP/SAVPF", ["96"]],
  ]);
  expect(sdp?.media[1]?.connection?.value).toBe("2001:db8::1");
  expect(sdp?.attributes.map((attribute) => attribute.name)).toEqual(["sendrecv"]);
  expect(at(sip, sdp?.media[0]?.attributes[0]?.valueRange)).toBe("49180 IN IP4 192.0.2.10");
});

it("is found in a multipart body and ends at the boundary", () => {
  const body = [
    "--b",
    "Content-Type: application/sdp",
    "",
    SDP.trimEnd(),
    "--b",
    "Content-Type: text/plain",
    "",
    "m=no 1 2 3",
    "--b--",
    "",
  ];
  const sip = invite(body.join("\r\n"), "multipart/mixed;boundary=b");
  expect(sip.sdp?.media.map((media) => media.kind)).toEqual(["audio", "video"]);
});

it("is told from other bodies", () => {
  expect(invite(SDP, null).sdp?.media).toHaveLength(2);
  expect(invite("hello", null).sdp).toBeUndefined();
  expect(invite(SDP, "text/plain").sdp).toBeUndefined();
  expect(invite("", "application/sdp").sdp).toBeUndefined();
});
