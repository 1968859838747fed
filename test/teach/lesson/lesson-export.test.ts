/** A lesson as one page: opened in a browser that reaches no network, with its text, ladders, messages and hidden answers. */
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { exportLesson } from "../../../src/core/teach/lesson/lesson-html.js";
import { lessonSlides } from "../../../src/core/teach/lesson/lesson-slides.js";
import { analysisOf, LESSONS, lessonOf, lessonText } from "./lessons.js";

function exported(name: string, change: (text: string) => string = (text) => text): string {
  const lesson = lessonOf(change(lessonText(name)));
  return exportLesson(lesson, analysisOf(lesson));
}

const count = (page: string, part: string) => page.split(part).length - 1;

test.each(LESSONS)("%s is one page without scripts that loads nothing", (name) => {
  const page = exported(name);
  const { steps, questions } = lessonOf(lessonText(name));
  expect(count(page, "<section")).toBe(steps.length);
  expect(count(page, "<svg")).toBe(steps.length + steps.filter(({ whatIf }) => whatIf !== undefined).length);
  expect(count(page, "<summary>The answer</summary>")).toBe(questions.length);
  expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'");
  expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|\ssrc=|@import|url\(/i);
  const links = [...page.matchAll(/<a href="([^"]*)"/g)].map((match) => match[1]);
  expect(
    links.filter((link) => !/^(?:#step-\d+|https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+)/.test(link ?? "")),
  ).toEqual([]);
});

describe("a page", () => {
  it("shows the computation of a digest, and that it is the one of the message", () => {
    const page = exported("03-realm-and-ha1.md");
    expect(page).toContain(
      "<code>522:asterisk:gross-klein</code></td><td><code>e6cf7e200d64502a5bb771fac2362ca0</code>",
    );
    expect(page).toContain("<p>It is the response in the message.</p>");
  });

  it("says when the password that a lesson tells is not the one of the message", () => {
    const page = exported("03-realm-and-ha1.md", (text) => text.replace("password: gross-klein", "password: other"));
    expect(page).toContain("The response in the message is another one: 0afa71e0b760840ff9a30dabc9b37d2c.");
  });

  it("draws the simulation of a step's timers, and says in words what becomes of each call", () => {
    const page = exported("11-nat-and-idle-phones.md");
    expect(page).toContain(
      "the registrar grants 5 min, the phone refreshes after 80 % of it, the NAT forgets a flow after 30 s of silence, and nothing keeps the flow open in between.",
    );
    // The scale is 600 s on 640 pixels: open for 30 s after each of the registrations at 0, 240 and 480 s; the call at 250 s opens it for longer.
    expect([...page.matchAll(/wi-open" x="([\d.]+)" width="([\d.]+)"/g)].map(([, x, width]) => [x, width])).toEqual([
      ["80", "32"],
      ["336", "42.7"],
      ["592", "32"],
    ]);
    expect(page).toContain("1 of 2 calls is lost.");
    expect(page).toContain(
      '<th scope="row">50 s</th><td class="wi-lost">✗ Lost: the pinhole closed 20 s before, and nothing from the phone has opened it since.</td>',
    );
    expect(page).toMatch(/<th scope="row">4 min 10 s<\/th><td class="wi-through">/);
    expect(exported("12-keep-alives.md")).toContain("the phone sends CRLF every 15 s.");
  });

  it("sets the header off that a step looks at, and underlines what findings flag", () => {
    const page = exported("03-realm-and-ha1.md");
    expect(page).toContain('<span class="looked"><i>Authorization:</i>');
    expect(page).toContain('realm=&#34;<u class="is-error">asterisk</u>&#34;');
  });

  it("names in words what was to be clicked, and the capture that a message is of", () => {
    expect(exported("01-healthy-handshake.md")).toContain(
      "<strong>Contact of the first 200, or Contact of the second 200, or ",
    );
    expect(exported("13-sip-alg.md")).toMatch(
      /<p class="facts">REGISTER · frame 3 of captures.13-alg-server\.pcapng<\/p>/,
    );
  });

  it("has nothing of a lesson as markup", () => {
    const evil = '<b onclick="x">&amp;';
    const page = exported("01-healthy-handshake.md", (text) =>
      text
        .replaceAll("The healthy handshake", evil)
        .replace("  - Tell why", `  - '${evil}' \n  - Tell why`)
        .replace("Yes, the password is wrong.", evil)
        .replace("Think of a hotel.", evil)
        .replace("scripted phone;", `${evil};`),
    );
    expect(page).not.toContain("<b ");
    expect(count(page, "&#60;b onclick=")).toBeGreaterThanOrEqual(6);
  });
});

test("a ladder grows by each step, and its lanes stand where they stood", () => {
  const lesson = lessonOf(lessonText("01-healthy-handshake.md"));
  const slides = lessonSlides(lesson, analysisOf(lesson));
  const pictures = slides.filter(({ name }) => name.endsWith(".svg")).map(({ content }) => content);
  expect(pictures.map((svg) => count(svg, 'class="arrow"'))).toEqual([1, 2, 3, 4, 5, 8]);
  expect(new Set(pictures.map((svg) => /viewBox="0 0 (\d+)/.exec(svg)?.[1])).size).toBe(1);
  const diagrams = slides.filter(({ name }) => name.endsWith(".mmd")).map(({ content }) => content);
  expect(diagrams.map((text) => count(text, "REGISTER"))).toEqual([1, 1, 2, 2, 3, 4]);
});

test("a step that goes back keeps the ladder, and marks and names its own row", () => {
  const lesson = lessonOf(lessonText("17-reading-a-trace.md"));
  const analysis = analysisOf(lesson);
  const [first, second] = lessonSlides(lesson, analysis).filter(({ name }) => name.endsWith(".svg"));
  expect(count(second!.content, 'class="arrow"')).toBe(count(first!.content, 'class="arrow"'));
  const barOf = (svg: string) => Number(/<rect class="info head" x="0" y="(\d+)"/.exec(svg)?.[1]);
  expect(barOf(second!.content)).toBeLessThan(barOf(first!.content));
  expect(exportLesson(lesson, analysis)).toMatch(/<figcaption>Frame 15.*INVITE[^]*?<figcaption>Frame 3, REGISTER/);
});

test("of a trace with many devices, a step shows the ladder of its own", () => {
  const lesson = lessonOf(lessonText("16-registration-storms.md"));
  const slides = lessonSlides(lesson, analysisOf(lesson));
  expect(slides.filter(({ content }) => count(content, 'class="lane"') > 3)).toEqual([]);
});

describe("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  });
  afterAll(() => browser.close());

  it.each(["light", "dark"] as const)(
    "it opens without network, %s, and hides the answers until they are asked for",
    async (colorScheme) => {
      const page = await browser.newPage({ colorScheme });
      const complaints: string[] = [];
      const asked: string[] = [];
      page.on("console", (entry) => complaints.push(entry.text()));
      page.on("pageerror", ({ message }) => complaints.push(message));
      await page.route("**/*", (route) => {
        asked.push(route.request().url());
        return route.abort();
      });
      await page.setContent(exported("03-realm-and-ha1.md"));
      expect(await page.title()).toBe("Realm and HA1");
      expect(await page.locator("section svg").first().isVisible()).toBe(true);
      const explanation = page.getByText("The challenge names the realm, the credentials have to repeat it.");
      expect(await explanation.isVisible()).toBe(false);
      await page.locator("summary", { hasText: "The answer" }).first().press("Enter");
      await explanation.waitFor();
      const [ink, back] = await page.evaluate(() => {
        const { color, backgroundColor } = getComputedStyle(document.body);
        return [color, backgroundColor].map((text) => Number(/\d+/.exec(text)?.[0]));
      });
      expect(ink! > back!).toBe(colorScheme === "dark");
      expect({ complaints, asked }).toEqual({ complaints: [], asked: [] });
      await page.close();
    },
  );
});
