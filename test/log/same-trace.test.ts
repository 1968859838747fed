/** The same registration, printed in every format, is the same trace with the same finding at the same characters. */
import { expect, it } from "vitest";
import { LOG_FORMATS } from "../../src/core/log/read-log.js";
import { traceToJson } from "../../src/core/report/json.js";
import { printedBy, printerOf } from "./printers.js";
import { analysed, octetsOf, textOf } from "./reading.js";
import { REGISTRATION } from "./registration.js";

it.each(LOG_FORMATS.map(({ id }) => id))("%s", (id) => {
  const log = printedBy(id, REGISTRATION);
  const analysis = analysed(log);
  const { formats, messages, registrations, findings } = traceToJson(analysis);
  expect(formats).toEqual([id]);
  expect(messages).toBe(4);
  expect(registrations).toMatchObject([{ aor: "sip:alice@example.com", state: "registered", attempts: 1 }]);
  const told = findings.filter(({ severity }) => severity !== "info");
  expect(told.map(({ rule, message, count }) => ({ rule, message, count }))).toEqual([
    {
      rule: "q-value-invalid",
      message:
        "The Contact of sip:alice@example.com has q=1.5, which is no number from 0 to 1 with up to three decimals.",
      count: 1,
    },
  ]);
  const { line, header, start } = told[0]!.place;
  expect(header).toBe("Contact");
  const message = analysis.trace.messages.sourceMap(2);
  const from = message.toFile(start);
  if (printerOf(id).isHex) {
    expect(textOf(octetsOf(log).subarray(from, from + 2))).toBe("31");
    expect(
      textOf(
        octetsOf(log)
          .subarray(message.toFile(start + 2))
          .subarray(0, 2),
      ),
    ).toBe("35");
    return;
  }
  expect(log.split("\n")[line! - 1]).toContain("REGISTER sip:example.com SIP/2.0");
  expect(textOf(octetsOf(log).subarray(from, from + 3))).toBe("1.5");
  // The second of the two REGISTERs is the one that was granted.
  expect(textOf(octetsOf(log).subarray(0, from)).split(";q=").length).toBe(3);
});

it("names both formats of a log that holds two", () => {
  const { trace } = analysed(printedBy("sngrep", REGISTRATION) + printedBy("ngrep", REGISTRATION));
  expect(trace.messages.length).toBe(8);
  expect(trace.files[0]!.formatTitle).toMatch(/^sngrep.* and ngrep|^ngrep.* and sngrep/);
});
