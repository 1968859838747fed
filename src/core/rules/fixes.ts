/** The fixes of a finding: what to do whatever the product, then the setting's name in the products that took part. */
import type { Fix } from "../model/finding.js";
import { parseProduct } from "../sip/product.js";
import type { Trace } from "../trace/trace.js";
import type { AnyMark, Rule } from "./rule.js";

export function fixesFor(trace: Trace, rule: Rule, marks: readonly AnyMark[]): Fix[] {
  const general: Fix = { title: firstSentence(rule.remedy), product: null, setting: null, detail: rule.remedy };
  const fixes = [general];
  for (const [id, title] of productsOf(trace, marks)) {
    const fix = rule.fixes[id];
    if (!fix) continue;
    const { setting, detail } = fix;
    fixes.push({ title: setting === null ? title : `${title}: ${setting}`, product: title, setting, detail });
  }
  return fixes;
}

/** Products by id, as User-Agent and Server of the flagged messages and their transactions name them. */
function productsOf(trace: Trace, marks: readonly AnyMark[]): Map<string, string> {
  const products = new Map<string, string>();
  for (const mark of marks) {
    if ("signal" in mark) continue;
    const { message } = mark;
    const transaction = trace.transactionOf(message.index);
    for (const { sip } of [message, transaction?.request ?? message, transaction?.final ?? message]) {
      const name = sip.userAgent ?? sip.server;
      const { product, title } = parseProduct(name);
      if (product !== null && !products.has(product)) products.set(product, title);
    }
  }
  return products;
}

function firstSentence(text: string): string {
  const end = /[.;:](?= |$)/.exec(text);
  return end ? text.slice(0, end.index) : text;
}
