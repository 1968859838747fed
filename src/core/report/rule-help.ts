/** What is known of a rule, as Markdown: its page, and the help of SARIF. All of it is our own text; nothing of a trace is in it. */
import { ruleById } from "../rules/catalogue.js";
import { PRODUCTS, settingsOf } from "../rules/products/index.js";
import { ROUTER_SWITCHES } from "../rules/products/routers.js";
import type { Document } from "../rules/products/setting.js";
import type { Rule } from "../rules/rule.js";

export interface HelpOptions {
  /** How another rule is named, as Markdown. */
  readonly nameRule: (id: string) => string;
  /** A section of its own, as Markdown, after what the fault looks like. */
  readonly seen?: string;
}

/** Sections under headings of the second level, without the rule's name. Ends with a line end. */
export function ruleHelp(rule: Rule, { nameRule, seen = "" }: HelpOptions): string {
  const named = (text: string) =>
    escapeMarkdown(text).replace(/\b[a-z]+(?:-[a-z]+)+\b/g, (word) =>
      word !== rule.id && ruleById(word) ? nameRule(word) : word,
    );
  const prose = (text: string) => proseToMarkdown(text, named);
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");
  const sections = [
    prose(rule.summary),
    "## What it looks like",
    prose(rule.looksLike),
    ...(seen === "" ? [] : [seen]),
    `## Why it ${rule.severity === "error" ? "fails" : "matters"}`,
    prose(rule.why),
    "## How to confirm it",
    "Wireshark's display filter for the messages to look at:",
    `\`\`\`text\n${rule.confirm.wireshark}\n\`\`\``,
    list(rule.confirm.steps.map(prose)),
    "## When it is something else",
    list(rule.notWhen.map(prose)),
    "## What to do",
    prose(rule.remedy),
    ...fixSection(rule, prose),
    ...routerSection(rule, prose),
    "## References",
    list(rule.sources.map(({ label, url }) => `[${label}](${url})`)),
  ];
  return `${sections.join("\n\n")}\n`;
}

const SIDES = [
  ["device", "On the device:"],
  ["registrar", "On the registrar or proxy:"],
] as const;

function fixSection({ fixes }: Rule, prose: (text: string) => string): string[] {
  return SIDES.flatMap(([side, heading]) => {
    const items = PRODUCTS.flatMap((product) =>
      settingsOf(product.id, side, fixes[side] ?? [])
        // What a product takes over from the one it is built on stands there.
        .filter(([owner]) => owner === product)
        .map(([{ name, variant }, { detail, source }]) => {
          const title = variant === undefined ? name : `${name} (${variant})`;
          return `- **${title}**: ${prose(detail)} (${documentLink(source)})`;
        }),
    );
    return items.length === 0 ? [] : [heading, items.join("\n")];
  });
}

function routerSection({ fixes }: Rule, prose: (text: string) => string): string[] {
  if (!fixes.router) return [];
  const items = ROUTER_SWITCHES.map(
    ({ router, off, source }) => `- **${router}**: ${prose(off)} (${documentLink(source)})`,
  );
  return ["On the router:", items.join("\n")];
}

function documentLink({ label, url }: Document): string {
  return url === null ? escapeMarkdown(label) : `[${escapeMarkdown(label)}](${url})`;
}

/** Text with code in backticks, as rules and fixes have it; nothing else in it is markup. */
export function proseToMarkdown(text: string, escape = escapeMarkdown): string {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? `\`${part}\`` : escape(part)))
    .join("");
}

/** Text whose every sign stands for itself; a sign within a word needs no escape. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*[\]<>|]|(?<!\w)_|_(?!\w)/g, "\\$&");
}
