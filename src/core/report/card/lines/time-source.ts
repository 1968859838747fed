/** Where the device gets its time from, and by how much the clocks that it is told of are off. */
import { formatDuration, isDate, seconds } from "../../../model/instant.js";
import { dateSkewOf, TOLERATED_SECONDS } from "../../../rules/authentication/nonce-clocks.js";
import { rfc } from "../../../rules/rule.js";
import { type CardLine, type CardMark, type Judgement, notCovered, PRACTICE } from "../card-line.js";
import { signalsOf } from "../client-signals.js";
import type { CardSubject } from "../subject.js";

/** A working time server agrees with the host that captures to less than this. */
const AGREED_MICROS = seconds(2);

const GOOD = "NTP, told by DHCP or set by hand";

export const timeLine: CardLine = {
  id: "time",
  label: "Time source",
  sources: [PRACTICE, rfc(2132, "8.3"), rfc(3261, "20.17")],
  rules: ["clock-skew-nonce"],
  judge(subject) {
    const { trace, reach } = subject;
    const { ntp, dhcp } = signalsOf(trace, reach.local.address);
    const date = dateOf(subject);
    const told = dhcp ? `option 42 names ${dhcp.signal.dhcp.ntpServers.slice(0, 3).join(", ")}` : "";
    const asked = ntp ? `NTP of ${ntp.signal.source.address}, ${offsetWords(ntp.signal.offsetMicros)}` : "";
    const seen = [asked, told, date?.words].filter(Boolean).join("; ");
    const places: CardMark[] = [
      ...(ntp ? [{ signal: ntp.index, label: "the answer of the time server" }] : []),
      ...(dhcp ? [{ signal: dhcp.index, label: "what DHCP tells" }] : []),
      ...(date ? [date.mark] : []),
    ];
    if (seen === "") return notCovered(GOOD, "No NTP, DHCP or Date of this device is in the trace.");
    return { seen, good: GOOD, ...verdictOn(ntp?.signal.offsetMicros, dhcp !== undefined, date), places };
  },
};

interface DateHeader {
  readonly words: string;
  readonly isOff: boolean;
  readonly mark: CardMark;
}

function dateOf({ accepted }: CardSubject): DateHeader | undefined {
  const final = accepted?.final;
  const field = final?.sip.header("Date");
  if (!final || !field || !isDate(final.atMicros)) return undefined;
  const skew = dateSkewOf(final);
  const words =
    skew === 0
      ? "Date of the registrar agrees"
      : `Date of the registrar is off by ${formatDuration(seconds(Math.abs(skew)))}`;
  return {
    words,
    isOff: skew !== 0,
    mark: { message: final, header: field.name, range: field.valueRange, label: "the Date" },
  };
}

function verdictOn(
  offsetMicros: number | undefined,
  isTold: boolean,
  date: DateHeader | undefined,
): Pick<Judgement, "verdict" | "reason"> {
  const offset = Math.abs(offsetMicros ?? 0);
  if (offset > seconds(TOLERATED_SECONDS))
    return { verdict: "poor", reason: "The time server itself is wrong, and with it certificates and logs." };
  if (date?.isOff)
    return {
      verdict: "poor",
      reason: "The registrar's clock disagrees with the capture's, so nonces and logs of the two do not match.",
    };
  if (offset > AGREED_MICROS)
    return { verdict: "fair", reason: "The time server is off by more than NTP allows for, or the capturing host is." };
  if (offsetMicros !== undefined) return { verdict: "good", reason: "Certificates, nonces and logs can be relied on." };
  if (isTold)
    return { verdict: "good", reason: "The device knows a time server; whether it asks is not in the trace." };
  return {
    verdict: "unknown",
    reason: "The Date tells the registrar's clock; no NTP or DHCP of the device is in the trace.",
  };
}

function offsetWords(micros: number): string {
  if (Math.abs(micros) < AGREED_MICROS) return "agrees";
  return `${formatDuration(Math.abs(micros))} ${micros > 0 ? "ahead" : "behind"}`;
}
