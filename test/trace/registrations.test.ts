/** REGISTER transactions become registrations: attempts, states and bindings with their life lines. */
import { describe, expect, it } from "vitest";
import { CHALLENGE, CONTACT, CREDENTIALS, healthyRegistration, REGISTER, sent, traceOf } from "./trace-of.js";

const second = 1_000_000;
const later = (at: number) => sent({ at, line: "OPTIONS sip:example.com SIP/2.0", callId: "other", cseq: "9 OPTIONS" });

/** As phones send it: each REGISTER with a branch and a CSeq of its own. */
const FIRST = [
  sent({ at: 0, line: REGISTER, branch: "1" }),
  sent({ at: 0.1, line: "SIP/2.0 401 Unauthorized", branch: "1", headers: [CHALLENGE] }),
  sent({ at: 0.2, line: REGISTER, cseq: "2 REGISTER", branch: "2", headers: [CONTACT, CREDENTIALS] }),
  sent({ at: 0.3, line: "SIP/2.0 200 OK", cseq: "2 REGISTER", branch: "2", headers: [`${CONTACT};expires=60`] }),
];

describe("registrations", () => {
  it("are one attempt from the first REGISTER to the 200", () => {
    const [registration] = traceOf(healthyRegistration()).registrations;
    expect(registration).toMatchObject({ aor: "sip:2001@example.com", state: "registered" });
    expect(registration?.attempts.map(({ outcome, transactions }) => [outcome, transactions.length])).toEqual([
      ["accepted", 2],
    ]);
  });

  it("bind the Contact for the expiry that the registrar granted", () => {
    const [registration] = traceOf(healthyRegistration()).registrations;
    const [binding] = registration?.bindings ?? [];
    expect(binding).toMatchObject({ grantedSeconds: 60 });
    expect(binding!.expiresAtMicros - binding!.atMicros).toBe(60 * second);
  });

  it("end a binding at its refresh, at its removal, and at the end of the trace", () => {
    const refresh = [
      sent({ at: 40, line: REGISTER, cseq: "3 REGISTER", headers: [CONTACT, CREDENTIALS] }),
      sent({ at: 40.1, line: "SIP/2.0 200 OK", cseq: "3 REGISTER", headers: [`${CONTACT};expires=60`] }),
      sent({ at: 50, line: REGISTER, cseq: "4 REGISTER", headers: [`${CONTACT};expires=0`, CREDENTIALS] }),
      sent({ at: 50.1, line: "SIP/2.0 200 OK", cseq: "4 REGISTER" }),
    ];
    const [registration] = traceOf([healthyRegistration(), ...refresh].join("\n")).registrations;
    expect(registration?.bindings.map(({ endedBy }) => endedBy)).toEqual(["refresh", "removal"]);
    expect(registration?.state).toBe("removed");
    const [open] = traceOf(healthyRegistration()).registrations;
    expect(open?.bindings.map(({ endedBy }) => endedBy)).toEqual(["trace-end"]);
    const [lapsed] = traceOf([healthyRegistration(), later(100)].join("\n")).registrations;
    expect(lapsed?.bindings.map(({ endedBy }) => endedBy)).toEqual(["expiry"]);
  });

  it("know what plain Contacts were granted without their bindings", () => {
    const registered = (...more: string[]) => traceOf([...FIRST, ...more].join("\n")).registrations[0]!;
    const accepted = (at: number, contact: string, listed: string) => {
      const both = { cseq: "3 REGISTER", branch: "3" };
      return [
        sent({ ...both, at, line: REGISTER, headers: [contact, CREDENTIALS] }),
        sent({ ...both, at: at + 0.1, line: "SIP/2.0 200 OK", headers: [listed] }),
      ];
    };
    const { bindings, plainGrants } = registered();
    expect(plainGrants).toMatchObject({ leastSeconds: 60, latestShare: 0, hasRemoval: false });
    expect(plainGrants!.openUntilMicros).toBe(bindings[0]!.expiresAtMicros);
    const refreshed = registered(...accepted(30.3, `${CONTACT};expires=90`, `${CONTACT};expires=30`)).plainGrants;
    expect(refreshed).toMatchObject({ leastSeconds: 30, mostChangedSeconds: 60, latestShare: 0.5 });
    const lapsed = registered(...accepted(120.3, CONTACT, CONTACT)).plainGrants;
    expect(lapsed).toMatchObject({ latestShare: 2 });
    const removed = registered(...accepted(50, `${CONTACT};expires=0`, CONTACT)).plainGrants;
    expect(removed).toMatchObject({ hasRemoval: true, openUntilMicros: Infinity });
    expect(registered(...accepted(30, CONTACT, "Contact: <sip:2001@192.0.2.11:5060>")).plainGrants).toBeUndefined();
  });

  it("know whether their REGISTERs are alike", () => {
    const habits = (...more: string[]) => {
      const { isSteady, hasPlainContacts } = traceOf([...FIRST, ...more].join("\n")).registrations[0]!;
      return { isSteady, hasPlainContacts };
    };
    const refresh = { at: 40, line: REGISTER, cseq: "3 REGISTER", branch: "3", headers: [CONTACT, CREDENTIALS] };
    const granted = { ...refresh, at: 40.1, line: "SIP/2.0 200 OK", headers: [CONTACT] };
    const two = [CONTACT, "Contact: <sip:2001@192.0.2.11:5060>"];
    const both = { isSteady: true, hasPlainContacts: true };
    expect(habits()).toEqual(both);
    expect(habits(sent(refresh), sent(granted))).toEqual(both);
    expect(habits(sent({ ...refresh, from: "192.0.2.10:5062" }))).toEqual({ ...both, isSteady: false });
    expect(habits(sent({ ...refresh, to: "198.51.100.2:5060" }))).toEqual({ ...both, isSteady: false });
    expect(habits(sent({ ...refresh, cseq: "2 REGISTER" }))).toEqual({ ...both, isSteady: false });
    expect(habits(sent(granted))).toEqual({ isSteady: false, hasPlainContacts: false });
    expect(habits(sent({ ...refresh, headers: two }))).toEqual({ ...both, hasPlainContacts: false });
    expect(habits(sent(refresh), sent({ ...granted, headers: two }))).toEqual({ ...both, hasPlainContacts: false });
  });

  it("begin a new attempt when credentials were refused, not when they were stale", () => {
    const exchange = (stale: string) =>
      [
        sent({ at: 0, line: REGISTER }),
        sent({ at: 0.1, line: "SIP/2.0 401 Unauthorized", headers: [CHALLENGE] }),
        sent({ at: 0.2, line: REGISTER, cseq: "2 REGISTER", headers: [CREDENTIALS] }),
        sent({ at: 0.3, line: "SIP/2.0 401 Unauthorized", cseq: "2 REGISTER", headers: [CHALLENGE + stale] }),
        sent({ at: 0.4, line: REGISTER, cseq: "3 REGISTER", headers: [CREDENTIALS] }),
        sent({ at: 0.5, line: "SIP/2.0 200 OK", cseq: "3 REGISTER", headers: [CONTACT] }),
      ].join("\n");
    const outcomes = (text: string) => traceOf(text).registrations[0]?.attempts.map(({ outcome }) => outcome);
    expect(outcomes(exchange(""))).toEqual(["refused", "accepted"]);
    expect(outcomes(exchange(", stale=true"))).toEqual(["accepted"]);
  });

  it("take silence for a result only when the trace would show an answer", () => {
    const register = sent({ at: 0, line: REGISTER });
    const outcome = (text: string) => traceOf(text).registrations[0]?.attempts[0]?.outcome;
    expect(outcome(register)).toBe("open");
    expect(outcome([register, later(20)].join("\n"))).toBe("open");
    expect(outcome([register, later(33)].join("\n"))).toBe("unanswered");
  });

  it("take a challenge that nobody answers for a result only after Timer F", () => {
    const challenged = [
      sent({ at: 0, line: REGISTER }),
      sent({ at: 0.1, line: "SIP/2.0 401 Unauthorized", headers: [CHALLENGE] }),
    ].join("\n");
    const outcome = (text: string) => traceOf(text).registrations[0]?.attempts[0]?.outcome;
    expect(outcome(challenged)).toBe("open");
    expect(outcome([challenged, later(40)].join("\n"))).toBe("challenged");
  });

  it("join what one device does over several Call-IDs, and keep two devices apart", () => {
    const again = healthyRegistration(100).replaceAll("call-1", "call-2").replaceAll("z9hG4bK", "z9hG4bKx");
    expect(traceOf([healthyRegistration(), again].join("\n")).registrations).toHaveLength(1);
    const other = again.replaceAll("192.0.2.10", "192.0.2.11");
    const two = traceOf([healthyRegistration(), other].join("\n")).registrations;
    expect(two.map(({ device }) => device.address)).toEqual(["192.0.2.10", "192.0.2.11"]);
  });

  it("are judged at the phone's own hop when a proxy forwards them", () => {
    const forwarded = sent({
      at: 0.001,
      line: REGISTER,
      branch: "proxy",
      from: "198.51.100.1:5060",
      to: "198.51.100.2:5060",
    }).replace("From:", "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1 REGISTER\nFrom:");
    const [registration, ...others] = traceOf([sent({ at: 0, line: REGISTER }), forwarded].join("\n")).registrations;
    expect(others).toEqual([]);
    expect(registration?.transactions).toHaveLength(1);
    expect(registration?.device.address).toBe("192.0.2.10");
  });

  it("prove no interval in a log without times", () => {
    const untimed = healthyRegistration()
      .split("\n")
      .filter((line) => !line.startsWith("2026"))
      .join("\n");
    const trace = traceOf(untimed);
    expect(trace.isTimed).toBe(false);
    expect(trace.registrations[0]?.state).toBe("registered");
    expect(trace.registrations[0]?.bindings[0]?.endedBy).toBe("trace-end");
    expect(trace.covers(0, 1)).toBe(false);
    expect(trace.hasInferredSides).toBe(true);
  });
});
