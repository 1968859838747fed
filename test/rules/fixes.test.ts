/** Fixes: every setting has a source, every topic an answer, and a finding names first the settings of the products that took part. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Fix } from "../../src/core/model/finding.js";
import { RULES } from "../../src/core/rules/index.js";
import { PRODUCTS, settingsOf, type Side } from "../../src/core/rules/products/index.js";
import { ROUTER_SWITCHES } from "../../src/core/rules/products/routers.js";
import type { Rule } from "../../src/core/rules/rule.js";
import { parseProduct } from "../../src/core/sip/product.js";
import { diagnoseText, withoutCarets } from "./annotate.js";

const SIDES: readonly Side[] = ["device", "registrar"];

const SETTINGS = PRODUCTS.flatMap((product) =>
  SIDES.flatMap((side) =>
    Object.entries(product[side] ?? {}).map(([topic, setting]) => ({ id: product.id, side, topic, ...setting })),
  ),
);

/** The topics that rules ask for, each as `side topic`. */
const ASKED = new Set(
  RULES.flatMap(({ fixes }) => SIDES.flatMap((side) => (fixes[side] ?? []).map((topic) => `${side} ${topic}`))),
);

describe("settings", () => {
  test("each says where it was read", () => {
    const sources = [...SETTINGS, ...ROUTER_SWITCHES].map(({ source }) => source);
    // Whose document, and which: "Kamailio, registrar module".
    expect(sources.filter(({ label }) => !/^[\w .-]+,? \S/.test(label))).toEqual([]);
    expect(sources.filter(({ url }) => url !== null && !(url.startsWith("https://") && URL.canParse(url)))).toEqual([]);
  });

  test("each stands in the words of its own advice", () => {
    const unexplained = SETTINGS.filter(({ name, detail }) => name !== null && !detail.includes(name));
    expect(unexplained).toEqual([]);
  });

  test("each is asked for by a rule", () => {
    expect(SETTINGS.filter(({ side, topic }) => !ASKED.has(`${side} ${topic}`))).toEqual([]);
  });

  test("each topic of a rule is answered by a product", () => {
    const answered = new Set(SETTINGS.map(({ side, topic }) => `${side} ${topic}`));
    expect([...ASKED].filter((topic) => !answered.has(topic))).toEqual([]);
  });
});

/** How a product names itself, and how the fixes name it then. */
const DEVICE = { id: "yealink", header: "Yealink SIP-T46U 108.86.0.20", title: "Yealink T46U" };
const REGISTRAR = { id: "kamailio", header: "kamailio (5.6.3 (x86_64/linux))", title: "Kamailio 5.6.3" };

/** In these traces nobody answers, or what is broken keeps the answer from being tied to it. */
const UNTOLD = new Set(["connection-timeout registrar", "malformed-message registrar", "register-timeout registrar"]);

describe("fixes of a finding", () => {
  const traces = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).sort();

  test.each(RULES.filter(({ fixes }) => fixes.device ?? fixes.registrar).map((rule) => [rule.id, rule] as const))(
    "%s",
    (id, rule) => {
      const path = traces.find((name) => new RegExp(`[/\\\\]${id}\\.bad(-\\d+)?\\.siptrace$`).test(name));
      const text = withoutCarets(readFileSync(join(import.meta.dirname, path!), "utf8"));
      const told = withProducts(text, DEVICE.header, REGISTRAR.header);
      const { findings } = diagnoseText(told);
      const finding = findings.find((each) => each.rule === id);
      expect(finding, "the rule must still report").toBeDefined();
      const named = finding!.fixes.filter(({ product }) => product !== null);
      expect(finding!.fixes.slice(0, named.length)).toEqual(named);
      expect(finding!.fixes[named.length]).toMatchObject({ product: null, detail: rule.remedy });
      const sides: [Side, typeof DEVICE][] = [
        ["device", DEVICE],
        ["registrar", REGISTRAR],
      ];
      for (const [side, { id: product, header, title }] of sides) {
        const isTold = told.includes(header) && !UNTOLD.has(`${id} ${side}`);
        const expected = isTold ? expectedFixes(rule, side, product) : [];
        expect(ofProduct(named, title)).toEqual(expected);
      }
    },
  );

  test("of products that nothing is known of are the general advice", () => {
    const text = withoutCarets(
      readFileSync(join(import.meta.dirname, "authentication/realm-mismatch.bad.siptrace"), "utf8"),
    );
    const { findings } = diagnoseText(withProducts(text, "Unheard-of/1.0", "Nameless/2.0"));
    expect(findings[0]?.fixes.map(({ product }) => product)).toEqual([null]);
  });
});

function ofProduct(fixes: readonly Fix[], title: string): (string | null)[] {
  return fixes.filter(({ product }) => product === title).map(({ setting }) => setting);
}

function expectedFixes({ fixes }: Rule, side: Side, product: string): (string | null)[] {
  return [...new Set(settingsOf(product, side, fixes[side] ?? []).map(([, { name }]) => name))];
}

/** The same trace, with the devices and the registrar telling what they are; whoever sends REGISTER is the device. */
function withProducts(text: string, device: string, registrar: string): string {
  return text.replace(
    /^(?:([A-Z]+) \S+ SIP\/2\.0|SIP\/2\.0 \d{3}.*)\n(?:.+\n)*/gm,
    (message: string, method?: string) => {
      const bare = message.replace(/^(?:User-Agent|Server):.*\n/gim, "");
      const isRegister = /^CSeq:.*\bREGISTER/im.test(bare);
      const header = (method !== undefined) === isRegister ? device : registrar;
      const name = method === undefined ? "Server" : "User-Agent";
      return bare.replace("\n", `\n${name}: ${header}\n`);
    },
  );
}

test("the products of these tests are recognised", () => {
  expect(parseProduct(DEVICE.header)).toMatchObject({ product: DEVICE.id, title: DEVICE.title });
  expect(parseProduct(REGISTRAR.header)).toMatchObject({ product: REGISTRAR.id, title: REGISTRAR.title });
});
