/** Whoever wrote the log, the phone or the registrar, with addresses or without: the messages go the same way. */
import { describe, expect, it } from "vitest";
import type { Analysis } from "../../src/core/analysis.js";
import { LOG_FORMATS } from "../../src/core/log/read-log.js";
import { printedBy, printerOf } from "./printers.js";
import { analysed } from "./reading.js";
import { type Printable, REGISTRATION } from "./registration.js";

const [PHONE, REGISTRAR] = ["192.0.2.10", "192.0.2.1"];
/** As long as the phone's address, which stands in the messages themselves. */
const STAND_IN = "1PHONEPHO1";

/** The log that the phone would write in this format: its peer is the registrar, and what the registrar sent it receives. */
function byPhone(id: string, messages: readonly Printable[]): string {
  const seen = messages.map((item) => ({
    ...item,
    sent: !item.sent,
    octets: item.octets.replaceAll(PHONE, STAND_IN),
  }));
  return printedBy(id, seen)
    .replace(/(?<![\d.])192\.0\.2\.10?(?!\d)/g, (address) => (address === PHONE ? REGISTRAR : PHONE))
    .replaceAll(STAND_IN, PHONE);
}

/** Of each message its source and destination; undefined where nothing tells. */
function sidesOf({ trace }: Analysis): (readonly (string | undefined)[])[] {
  return [...trace.messages].map(({ source, destination }) =>
    [source, destination].map(({ address }) => address || undefined),
  );
}

const TEXTS = LOG_FORMATS.map(({ id }) => id).filter((id) => !printerOf(id).isHex);

describe("the same registration", () => {
  it.each(TEXTS)("%s", (id) => {
    const [server, phone] = [printedBy(id, REGISTRATION), byPhone(id, REGISTRATION)].map((log) =>
      sidesOf(analysed(log)),
    );
    expect(server).toHaveLength(4);
    for (const [index, [source, destination]] of [...server!.entries(), ...phone!.entries()]) {
      const [from, to] = index % 2 === 0 ? [PHONE, REGISTRAR] : [REGISTRAR, PHONE];
      // Without addresses the domain of the Request-URI stands for the registrar.
      for (const [side, is] of [
        [source, from],
        [destination, to],
      ] as const) {
        expect([is, undefined, ...(is === REGISTRAR ? ["example.com"] : [])]).toContain(side);
      }
    }
    for (const sides of [...server!, ...phone!]) expect(sides.some((side) => side !== undefined)).toBe(true);
  });
});

/** A minute of two phones that register, one of them twice over because it hears nothing. */
const MINUTE = [0, 4, 30, 60]
  .flatMap((second, index) =>
    REGISTRATION.map((item): Printable => {
      const branch = index === 1 ? 0 : index;
      return {
        ...item,
        after: item.after + second * 1_000_000,
        octets: item.octets
          .replace(/z9hG4bKq/, `z9hG4bKq${branch}`)
          .replace(/CSeq: (\d)/, (_, cseq) => `CSeq: ${2 * branch + Number(cseq)}`),
      };
    }),
  )
  .sort((a, b) => a.after - b.after);

describe("a log of one direction", () => {
  const RULES = new Set(analysed(printedBy("sngrep", MINUTE)).findings.map(({ rule }) => rule));

  it.each(LOG_FORMATS.map(({ id }) => id))("%s", (id) => {
    for (const sent of [false, true]) {
      const analysis = analysed(
        printedBy(
          id,
          MINUTE.filter((item) => item.sent === sent),
        ),
      );
      expect(analysis.trace.messages.length).toBe(8);
      for (const { rule } of analysis.findings) expect(RULES).toContain(rule);
      for (const side of sidesOf(analysis).flat()) expect([PHONE, REGISTRAR, "example.com", undefined]).toContain(side);
      expect(analysis.trace.registrations.map(({ state }) => state)).toEqual([sent ? "registered" : "unknown"]);
      expect(analysis.trace.files[0]!.inferred.some((sentence) => sentence.includes("one direction only"))).toBe(!sent);
    }
  });

  it("is not taken for one where nobody answers", () => {
    const alone = MINUTE.filter((item) => item.octets.includes("CSeq: 1 REGISTER") && !item.sent);
    const later = { ...alone[0]!, after: alone[0]!.after + 50_000_000 };
    const { findings, trace } = analysed(printedBy("pjsip", [...alone, later]));
    expect(trace.files[0]!.inferred.some((sentence) => sentence.includes("one direction only"))).toBe(false);
    expect(trace.registrations.map(({ state }) => state)).toEqual(["failed"]);
    expect(findings.map(({ message }) => message)).toContain(
      "REGISTER to the registrar is sent 3 times over 50 s and never answered.",
    );
  });
});
