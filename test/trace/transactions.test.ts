/** Messages become transactions; retransmissions and repeated sightings are told apart and never counted twice. */
import { describe, expect, it, vi } from "vitest";
import { MessageTable } from "../../src/core/trace/message.js";
import { CHALLENGE, CREDENTIALS, healthyRegistration, REGISTER, sent, traceOf } from "./trace-of.js";

describe("transactions", () => {
  it("joins a request, its provisional and its final response", () => {
    const trace = traceOf(
      [
        sent({ at: 0, line: REGISTER }),
        sent({ at: 0.1, line: "SIP/2.0 100 Trying" }),
        sent({ at: 0.2, line: "SIP/2.0 200 OK" }),
      ].join("\n"),
    );
    expect(trace.transactions).toHaveLength(1);
    const [transaction] = trace.transactions;
    expect(transaction?.responses.map(({ sip }) => sip.statusCode)).toEqual([100, 200]);
    expect(transaction?.status).toBe(200);
    expect(trace.transactionOf(2)).toBe(transaction);
  });

  it("marks a request that is sent again as retransmission", () => {
    const trace = traceOf([0, 0.5, 1.5].map((at) => sent({ at, line: REGISTER })).join("\n"));
    expect(trace.transactions[0]?.retransmissions.map(({ index }) => index)).toEqual([1, 2]);
    expect([...trace.messages].map(({ role }) => role)).toEqual(["original", "retransmission", "retransmission"]);
    expect(trace.messages.at(2).original).toBe(0);
  });

  it("takes the same packet within milliseconds for a second sighting", () => {
    const trace = traceOf([sent({ at: 0, line: REGISTER }), sent({ at: 0.001, line: REGISTER })].join("\n"));
    expect(trace.transactions[0]?.retransmissions).toEqual([]);
    expect(trace.transactions[0]?.sightings.map(({ of, seen }) => [of.index, seen.index])).toEqual([[0, 1]]);
  });

  it("takes the same request between other addresses for a sighting behind the NAT", () => {
    const outside = { from: "203.0.113.7:40000" };
    const trace = traceOf(
      [
        sent({ at: 0, line: REGISTER }),
        sent({ at: 0.002, line: REGISTER, ...outside }),
        sent({ at: 0.5, line: REGISTER }),
        sent({ at: 0.502, line: REGISTER, ...outside }),
      ].join("\n"),
    );
    const [transaction] = trace.transactions;
    expect(transaction?.retransmissions.map(({ index }) => index)).toEqual([2]);
    expect(transaction?.sightings.map(({ of, seen }) => [of.index, seen.index])).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(transaction?.client).toEqual({ address: "192.0.2.10", port: 5060 });
  });

  it("counts the first of two final answers", () => {
    const trace = traceOf(
      [
        sent({ at: 0, line: REGISTER }),
        sent({ at: 0.1, line: "SIP/2.0 200 OK" }),
        sent({ at: 0.2, line: "SIP/2.0 401 Unauthorized" }),
      ].join("\n"),
    );
    expect(trace.transactions[0]?.status).toBe(200);
  });

  it("keeps transactions of one branch but another CSeq apart", () => {
    const trace = traceOf(
      [
        sent({ at: 0, line: REGISTER, branch: "same" }),
        sent({ at: 1, line: REGISTER, branch: "same", cseq: "2 REGISTER" }),
      ].join("\n"),
    );
    expect(trace.transactions.map(({ cseqNumber }) => cseqNumber)).toEqual([1, 2]);
  });

  it("gives an ACK of a refused INVITE to the INVITE's transaction", () => {
    const invite = { cseq: "7 INVITE", branch: "i" };
    const trace = traceOf(
      [
        sent({ at: 0, line: "INVITE sip:2002@example.com SIP/2.0", ...invite }),
        sent({ at: 0.1, line: "SIP/2.0 486 Busy Here", ...invite }),
        sent({ at: 0.2, line: "ACK sip:2002@example.com SIP/2.0", branch: "i", cseq: "7 ACK" }),
      ].join("\n"),
    );
    expect(trace.transactions).toHaveLength(1);
    expect(trace.transactions[0]?.ackRows).toEqual([2]);
    expect(trace.calls[0]).toMatchObject({ state: "refused", status: 486 });
  });

  it("walks a flood of one transaction no further however often it is asked for its messages", () => {
    const sends = 1000;
    const flood = Array.from({ length: sends }, (_, index) => sent({ at: index / 2, line: REGISTER }));
    const trace = traceOf([...flood, sent({ at: 501, line: "SIP/2.0 200 OK" })].join("\n"));
    const looks = vi.spyOn(MessageTable.prototype, "role");
    for (let message = 0; message < sends; message++) {
      const transaction = trace.transactionOf(message);
      expect(transaction?.requestRows.length).toBe(sends);
      expect(transaction?.responseRows).toEqual([sends]);
      expect(transaction?.ackRows).toEqual([]);
    }
    // Each message is looked at once for the part that was asked for first, and once for all parts.
    expect(looks.mock.calls.length).toBeLessThanOrEqual(2 * (sends + 1));
    looks.mockRestore();
  });

  it("puts messages of a disordered capture in time order", () => {
    const trace = traceOf([sent({ at: 1, line: "SIP/2.0 200 OK" }), sent({ at: 0, line: REGISTER })].join("\n"));
    expect([...trace.messages].map(({ sip }) => sip.isRequest)).toEqual([true, false]);
    expect(trace.messages.at(0).sip.callId?.value).toBe("call-1");
  });
});

describe("credentials", () => {
  it("are joined with the challenge of the same nonce", () => {
    const trace = traceOf(healthyRegistration());
    const answered = trace.transactions[1]?.answered;
    expect(answered?.by).toBe("nonce");
    expect(answered?.message.index).toBe(1);
    expect(answered?.challenge.realm?.value).toBe("example.com");
    expect(trace.transactions[0]?.credentials).toBeUndefined();
  });

  it("of an unknown nonce are joined with the latest challenge of the Call-ID", () => {
    const other = healthyRegistration().replaceAll('nonce="n1", uri', 'nonce="n0", uri');
    expect(traceOf(other).transactions[1]?.answered).toMatchObject({ by: "call-id" });
  });

  it("of a capture that starts late are joined with the challenge they get back", () => {
    const trace = traceOf(
      [
        sent({ at: 0, line: REGISTER, headers: [CREDENTIALS] }),
        sent({ at: 0.1, line: "SIP/2.0 401 Unauthorized", headers: [CHALLENGE.replace("n1", "n2")] }),
      ].join("\n"),
    );
    const answered = trace.transactions[0]?.answered;
    expect(answered?.by).toBe("returned");
    expect(answered?.challenge.nonce?.value).toBe("n2");
  });
});
