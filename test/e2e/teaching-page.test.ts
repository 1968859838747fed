/** A digest taken apart and the simulation of timers and NAT, in their page in Chromium under the policy of the editor. */
import { createHash } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestWalk } from "../../src/core/teach/digest-walk.js";
import { whatIf } from "../../src/core/teach/what-if.js";
import type { ToTeachingPage } from "../../src/view/teaching.js";
import { analysisOf } from "../ladder/views-of.js";
import { CONTACT, REGISTER, sent } from "../trace/trace-of.js";
import { overhang, seriousFaults } from "../webview/axe.js";
import { openBrowser, openTeachingPage } from "../webview/harness.js";
import { THEMES } from "../webview/themes.js";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const PASSWORD = "geheim";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

function responseOf(realm: string): string {
  const ha1 = md5(`2001:${realm}:${PASSWORD}`);
  return md5([ha1, "n1", "00000001", "c", "auth", md5("REGISTER:sip:example.com")].join(":"));
}

const LOG = { trace: "file:///logs/phone.siptrace", kind: "log" } as const;

/** The phone names a realm in its credentials, and computed with one; the registrar's is `PBX.example.com`. */
function digestOf(named: string, computedWith = named): ToTeachingPage {
  const credentials = `Digest username="2001", realm="${named}", nonce="n1", uri="sip:example.com", response="${responseOf(computedWith)}", qop=auth, nc=00000001, cnonce="c"`;
  const challenge = 'WWW-Authenticate: Digest realm="PBX.example.com", nonce="n1", qop="auth"';
  const analysis = analysisOf(
    [
      sent({ at: 0, line: REGISTER }),
      sent({ at: 0.1, line: "SIP/2.0 401 Unauthorized", headers: [challenge] }),
      sent({ at: 0.2, line: REGISTER, cseq: "2 REGISTER", headers: [`Authorization: ${credentials}`] }),
      sent({ at: 0.3, line: "SIP/2.0 401 Unauthorized", cseq: "2 REGISTER", headers: [challenge] }),
    ].join(""),
  );
  return { type: "digestWalk", subject: { ...LOG, message: 2 }, view: digestWalk(analysis, 2)! };
}

/** Granted 300 s behind a NAT that forgets after 60 s; no call and no keep-alive in the trace. */
const SCENE: ToTeachingPage = {
  type: "whatIf",
  subject: { ...LOG, key: "r0" },
  view: whatIf(
    analysisOf(
      sent({ at: 0, line: REGISTER, headers: [CONTACT] }) +
        sent({ at: 0, line: "SIP/2.0 200 OK", headers: [`${CONTACT};expires=300`] }),
    ),
    "r0",
  )!,
};

const verdict = (page: Page) => page.locator(".verdict").innerText();

test("without a password all is shown that needs none, and where each value stands", async () => {
  const { page, tell, sent: said, complaints } = await openTeachingPage(browser);
  await tell(digestOf("pbx.example.com"));
  const [ha1, ha2, response] = await page.locator(".lines > li").allInnerTexts();
  expect(ha1).toContain("needs the password");
  expect(ha2).toContain(md5("REGISTER:sip:example.com"));
  expect(response).toContain("needs the HA1");
  await page.getByRole("button", { name: /realm, Authorization of REGISTER/ }).click();
  await page.getByRole("button", { name: "WWW-Authenticate of 401 · line 11" }).first().click();
  const [, own, asked] = await said();
  expect(own).toMatchObject({ type: "goTo", message: 2 });
  expect(asked).toMatchObject({ type: "goTo", message: 1 });
  expect(complaints).toEqual([]);
  await page.close();
});

test("the page keeps what it is about, for a window that is reloaded, and no password", async () => {
  const { page, tell } = await openTeachingPage(browser);
  await tell({ ...digestOf("PBX.example.com"), password: PASSWORD } as ToTeachingPage);
  const kept = await page.evaluate(() => sessionStorage.getItem("state"));
  expect(JSON.parse(kept!)).toEqual({ ...LOG, message: 2 });
  await page.close();
});

test("a password proves what the phone computed with, and leaves the page for nowhere", async () => {
  const { page, tell, sent: said } = await openTeachingPage(browser);
  await tell(digestOf("pbx.example.com"));
  await page.getByLabel("password").fill(PASSWORD);
  expect(await page.locator(".lines > li").last().innerText()).toContain(responseOf("pbx.example.com"));
  expect(await verdict(page)).toContain("The registrar computes with its own realm and gets another response");
  const registrar = page.getByRole("row", { name: /as the registrar does/ });
  expect(await registrar.innerText()).toContain(responseOf("PBX.example.com"));
  expect(await registrar.locator("mark").count()).toBeGreaterThan(0);
  const everything = await page.evaluate(
    () => document.body.innerText + JSON.stringify({ ...sessionStorage, ...localStorage }),
  );
  expect(everything + JSON.stringify(await said())).not.toContain(PASSWORD);
  await page.close();
});

test("the case of one letter of the realm changes the response, and tells what the phone used", async () => {
  const { page, tell } = await openTeachingPage(browser);
  // The phone repeats the registrar's realm, but computed with that of its own settings.
  await tell(digestOf("PBX.example.com", "pbx.example.com"));
  await page.getByLabel("password").fill(PASSWORD);
  expect(await verdict(page)).toMatch(/Not the response in the trace: \d+ of 32 characters differ/);
  const realm = page.getByRole("textbox", { name: "realm" });
  await realm.fill("pbx.example.com");
  expect(await verdict(page)).toContain(
    "This is the response in the trace: the phone computed with realm as changed here",
  );
  await page.getByRole("button", { name: "Reset the realm" }).click();
  expect(await realm.inputValue()).toBe("PBX.example.com");
  await realm.fill("other");
  await page.getByRole("button", { name: "Take this realm of the registrar" }).click();
  expect(await realm.inputValue()).toBe("PBX.example.com");
  await page.getByLabel("nc", { exact: true }).fill("00000002");
  await page.getByRole("button", { name: "Reset all values" }).click();
  expect(await page.getByLabel("nc", { exact: true }).inputValue()).toBe("00000001");
  await page.close();
});

test("a hostile value stays text in its place", async () => {
  const { page, tell, complaints } = await openTeachingPage(browser);
  await tell(digestOf(`<img src=x onerror=alert(1)>\u202e${"x".repeat(60_000)}`));
  await page.getByLabel("password").fill(PASSWORD);
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.locator(".lines").innerText()).not.toContain("\u202e");
  expect((await page.locator(".lines").innerText()).length).toBeLessThan(2000);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(complaints).toEqual([]);
  await page.close();
});

test("a keep-alive below the time-out of the NAT saves the calls, by keyboard alone", async () => {
  const { page, tell, complaints } = await openTeachingPage(browser, { height: 1300 });
  await tell(SCENE);
  expect(await verdict(page)).toBe(
    "3 of 4 calls are lost. A phone that is never silent for 1 min keeps its pinhole open. The phone costs 720 packets a day.",
  );
  expect(await page.getByRole("row", { name: /^2 min 15 s/ }).innerText()).toContain(
    "Lost: the pinhole closed 45 s before",
  );
  await page.getByRole("combobox", { name: "Keep-alive" }).selectOption({ label: "CRLF from the phone" });
  expect(await verdict(page)).toBe("All 4 calls get through. The phone costs 3,600 packets a day.");
  // Five minutes are longer than the NAT remembers.
  await page.getByRole("slider", { name: "Keep-alive every" }).focus();
  await page.keyboard.press("End");
  expect(await verdict(page)).toContain("3 of 4 calls are lost.");
  await page.getByRole("textbox", { name: "Calls come at" }).fill("10, soon");
  await page.keyboard.press("Tab");
  expect(await page.locator(".what-if").innerText()).toContain('"soon" is no number of seconds below a day.');
  await page.getByRole("button", { name: "Reset to the trace" }).click();
  expect(await verdict(page)).toContain("3 of 4 calls are lost.");
  expect(complaints).toEqual([]);
  await page.close();
});

describe.each(Object.keys(THEMES))("in %s", (theme) => {
  test.each([1000, 420])("both are accessible, and nothing sticks out, at %d pixels", async (width) => {
    const { page, tell } = await openTeachingPage(browser, { theme, width, height: 1300 });
    const picture = (name: string) =>
      page.screenshot({ path: `test-results/${name}-${theme.replaceAll(" ", "-")}-${width}.png` });
    await tell(digestOf("pbx.example.com"));
    await page.getByLabel("password").fill(PASSWORD);
    await picture("digest-walk");
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overhang(page)).toBe(0);
    await tell(SCENE);
    await picture("what-if");
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overhang(page)).toBe(0);
    await page.close();
  });
});
