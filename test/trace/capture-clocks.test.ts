/** Several capture points, each with a clock of its own: the offset is found, and the order of what they saw. */
import { describe, expect, it } from "vitest";
import { CONTACT, PHONE, REGISTER, REGISTRAR, sent, traceOf } from "./trace-of.js";

const NAT = "203.0.113.7:40000";
const ANSWER = "SIP/2.0 200 OK";

interface View {
  readonly request: number;
  readonly response: number;
  readonly phone?: string;
}

/** One REGISTER and its answer a cycle, at the instants at which a capture point saw them by its own clock. */
function view(cycles: readonly View[]): string {
  return cycles
    .flatMap(({ request, response, phone = PHONE }, index) => {
      const shared = { cseq: `${index + 1} REGISTER`, headers: [CONTACT] };
      return [
        sent({ at: request, line: REGISTER, from: phone, ...shared }),
        sent({ at: response, line: ANSWER, to: phone, ...shared }),
      ];
    })
    .join("\n");
}

/** 20 ms before the NAT and the registrar's side, 10 ms until the answer, and another 20 ms back. */
const AT_PHONE = view([
  { request: 0, response: 0.05 },
  { request: 10, response: 10.09 },
]);
const atRegistrar = (ahead: number) =>
  view([
    { request: 0.02 + ahead, response: 0.03 + ahead, phone: NAT },
    { request: 10.06 + ahead, response: 10.07 + ahead, phone: NAT },
  ]);

describe("the clocks of two capture points", () => {
  it.each([3600, -7.5, 0.4])("differ by %d s, as messages seen at both tell", (ahead) => {
    const trace = traceOf(AT_PHONE, atRegistrar(ahead));
    const clock = trace.files[1]!.clock!;
    expect(clock.matches).toBe(4);
    expect(Math.abs(clock.offsetMicros / 1e6 - ahead)).toBeLessThanOrEqual(clock.uncertaintyMicros / 1e6);
    expect(clock.uncertaintyMicros).toBeCloseTo(20_000, -1);
    expect(trace.endMicros - trace.startMicros).toBeCloseTo(10.09e6, -1);
    const { messages, transactions } = trace;
    const order = Array.from(
      { length: messages.length },
      (_, row) => `${messages.fileOf(row)}${messages.source(row).port}`,
    );
    expect(order.slice(0, 4)).toEqual([
      `0${PHONE.slice(-4)}`,
      "140000",
      `1${REGISTRAR.slice(-4)}`,
      `0${REGISTRAR.slice(-4)}`,
    ]);
    expect(transactions.map(({ sightings }) => sightings.length)).toEqual([2, 2]);
  });

  it("is the same the other way around", () => {
    const trace = traceOf(atRegistrar(60), AT_PHONE);
    expect(trace.files[1]!.clock!.offsetMicros).toBeCloseTo(-60e6, -6);
  });

  it("are left alone where they may agree, and where one way or nothing was seen at both", () => {
    expect(traceOf(AT_PHONE, atRegistrar(0)).files[1]!.clock).toBeUndefined();
    const requests = [sent({ at: 90, from: NAT, line: REGISTER, cseq: "1 REGISTER", headers: [CONTACT] })];
    expect(traceOf(AT_PHONE, requests.join("\n")).files[1]!.clock).toBeUndefined();
    expect(traceOf(AT_PHONE, sent({ at: 90, line: REGISTER, callId: "other" })).files[1]!.clock).toBeUndefined();
  });

  it("are told through a third point between", () => {
    const middle = atRegistrar(100);
    const other = view([{ request: 0.02 + 150, response: 0.03 + 150, phone: NAT }]);
    const trace = traceOf(AT_PHONE, other, middle);
    expect(trace.files.map(({ clock }) => Math.round((clock?.offsetMicros ?? 0) / 1e6))).toEqual([0, 150, 100]);
  });
});
