/** Flows: their silences, the NAT between their ends, and how long they have proved to live. */
import { describe, expect, it } from "vitest";
import { CONTACT, healthyRegistration, PHONE, REGISTER, REGISTRAR, sent, traceOf } from "./trace-of.js";

const second = 1_000_000;
const ping = (at: number, answered: boolean) =>
  [
    sent({
      at,
      from: REGISTRAR,
      to: PHONE,
      line: "OPTIONS sip:2001@192.0.2.10 SIP/2.0",
      callId: "p",
      branch: `p${at}`,
      cseq: "1 OPTIONS",
    }),
    ...(answered
      ? [
          sent({
            at: at + 0.1,
            from: PHONE,
            to: REGISTRAR,
            line: "SIP/2.0 200 OK",
            callId: "p",
            branch: `p${at}`,
            cseq: "1 OPTIONS",
          }),
        ]
      : []),
  ].join("\n");

describe("flows", () => {
  it("know who registered, and their silences in both directions", () => {
    const [flow] = traceOf([healthyRegistration(), ping(40, true)].join("\n")).flows;
    expect(flow?.client).toEqual({ address: "192.0.2.10", port: 5060 });
    const [silence, ...others] = flow?.silences(10 * second) ?? [];
    expect(others).toEqual([]);
    expect(silence?.after).toMatchObject({ fromClient: false, message: 4 });
    expect(Math.round((silence!.toMicros - silence!.fromMicros) / second)).toBe(40);
  });

  it("have survived a silence only when the client answered after it", () => {
    const survived = (answered: boolean) =>
      traceOf([healthyRegistration(), ping(40, answered)].join("\n")).flows[0]?.longestSurvivedMicros ?? 0;
    expect(survived(false)).toBe(0);
    expect(Math.round(survived(true) / second)).toBe(40);
  });

  it("count a keep-alive as activity", () => {
    const keepAlive = `2026-11-20T10:00:20.000000Z udp ${PHONE} > ${REGISTRAR} keep-alive crlf\n`;
    const [flow] = traceOf([healthyRegistration(), keepAlive, ping(40, true)].join("\n")).flows;
    expect(flow?.silences(30 * second)).toEqual([]);
  });

  it("see a NAT when a private Via comes from another source", () => {
    const behind = (via: string) =>
      traceOf(sent({ at: 0, line: REGISTER, headers: [CONTACT] }).replace("UDP 192.0.2.10:5060", `UDP ${via}`)).flows[0]
        ?.nat;
    expect(behind("192.168.1.20:5062")).toMatchObject({
      mapped: { address: "192.0.2.10", port: 5060 },
      local: { address: "192.168.1.20", port: 5062 },
    });
    expect(behind("192.0.2.10:5060")).toBeUndefined();
    expect(behind("phone.example.com")).toBeUndefined();
  });

  it("see a NAT when the answer tells a private phone another port", () => {
    const phone = "192.168.1.20:5060";
    const answer = (rport: number) =>
      traceOf(
        sent({ at: 0, from: REGISTRAR, to: phone, line: "SIP/2.0 401 Unauthorized" }).replace(
          "rport;",
          `received=203.0.113.9;rport=${rport};`,
        ),
      ).flows[0]?.nat;
    expect(answer(40_000)?.mapped).toEqual({ address: "203.0.113.9", port: 40_000 });
  });
});
