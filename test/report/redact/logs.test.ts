/** A redacted log of every format is read as before: the same messages at the same lines, times and sides of the same kind. */
import { describe, expect, it } from "vitest";
import { ANNOUNCED_FORMATS } from "../../../src/core/log/formats/index.js";
import { LOG_FORMATS } from "../../../src/core/log/read-log.js";
import { octetsOf } from "../../../src/core/model/octets.js";
import { printedBy, printerOf } from "../../log/printers.js";
import { analyseOctets, findingsOf, redactOctets } from "./redacting.js";
import { valuesFoundIn } from "./original-values.js";

const IDS = LOG_FORMATS.map(({ id }) => id);

/** Octets in digits that are no dump with offsets. */
function isLost(id: string): boolean {
  return printerOf(id).isHex === true && ANNOUNCED_FORMATS.every((format) => format.id !== id || !format.dump);
}

describe.each(IDS.filter((id) => !isLost(id)))("a redacted log of %s", (id) => {
  const original = octetsOf(printedBy(id));
  const redacted = redactOctets(original);
  const [before, after] = [analyseOctets(original), analyseOctets(redacted)];

  it("has the same messages, times and findings", () => {
    expect(after.trace.files[0]!.format).toBe(before.trace.files[0]!.format);
    expect(after.trace.messages.length).toBe(before.trace.messages.length);
    expect(findingsOf(after)).toEqual(findingsOf(before));
    for (let index = 0; index < before.trace.messages.length; index++) {
      const [a, b] = [before.trace.messages.at(index), after.trace.messages.at(index)];
      expect(b.place).toEqual(a.place);
      expect(b.atMicros).toBe(a.atMicros);
      expect([b.source.port, b.destination.port]).toEqual([a.source.port, a.destination.port]);
      expect(b.sip.text).toHaveLength(a.sip.text.length);
    }
  });

  it("holds nothing of what it told", () => {
    expect(valuesFoundIn(redacted, before)).toEqual([]);
  });
});

describe.each(IDS.filter(isLost))("a redacted log of %s", (id) => {
  it("shows no octets of what it dumps", () => {
    const original = octetsOf(printedBy(id));
    const redacted = redactOctets(original);
    expect(redacted).toHaveLength(original.length);
    const shown = Buffer.from(redacted).toString("latin1");
    expect(shown).not.toMatch(/52 ?45 ?47 ?49|alice/i);
    expect(valuesFoundIn(redacted, analyseOctets(original))).toEqual([]);
  });
});
