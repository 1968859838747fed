/** One finding in a report, in the order in which a customer asks: what happened, where, why it matters, what to do. */
import { toIso } from "../../model/instant.js";
import type { FindingView } from "../../../view/overview.js";
import { type Block, heading, type Line, list, paragraph } from "./block.js";

/** Facts and places of one finding; JSON has them all. */
const MOST_FACTS = 12;

const STRENGTHS: Readonly<Record<FindingView["strength"], string>> = {
  proven: "proven by the packets",
  likely: "likely",
  possible: "possible",
};

export function findingBlocks(finding: FindingView, number: number): Block[] {
  const { title, severity, message, why, evidence, fixes, remedy, related, sources, rule } = finding;
  const places = related.map(({ label, where }): Line => [`${label}: ${where}`]);
  const facts = [...evidence.map((fact): Line => [fact]), ...places];
  const steps = fixes.map((fix): Line => {
    const who = [fix.product, fix.setting].filter(Boolean).join(" ");
    return [...(who === "" ? [] : [{ strong: `${who}:` }, " "]), { prose: fix.detail || fix.title }];
  });
  return [
    heading(3, `${number}. ${title} `, { severity }),
    paragraph({ strong: message }),
    paragraph(`${whereOf(finding)} This is ${STRENGTHS[finding.strength]}.`),
    paragraph({ prose: why }),
    ...(facts.length === 0 ? [] : [paragraph("What was seen:"), list(...facts.slice(0, MOST_FACTS), ...left(facts))]),
    paragraph("What to do:"),
    list(...(steps.length > 0 ? steps : [[{ prose: remedy }]])),
    paragraph("Rule ", { code: rule }, ...sources.flatMap(({ label, url }): Line => [", ", sourceOf(label, url)])),
  ];
}

/** `Seen at REGISTER · frame 7 (Authorization), 4 times, first at 10:00:00.123456.` */
function whereOf({ where, header, count, firstMicros, lastMicros }: FindingView): string {
  const at = header === null ? where : `${where} (${header})`;
  const first = clock(firstMicros);
  if (count === 1) return `Seen at ${at}${first === "" ? "" : `, ${first}`}.`;
  const last = clock(lastMicros);
  const times = first === "" || last === "" ? "" : `, from ${first} to ${last}`;
  return `Seen ${count} times, first at ${at}${times}.`;
}

function clock(micros: number | null): string {
  return (micros === null ? null : toIso(micros)?.slice(11, 23)) ?? "";
}

function left(facts: readonly Line[]): Line[] {
  return facts.length > MOST_FACTS ? [[`and ${facts.length - MOST_FACTS} more`]] : [];
}

function sourceOf(label: string, url: string): Line[number] {
  return url === "" ? label : { link: label, to: url };
}
