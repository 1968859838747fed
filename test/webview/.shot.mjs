// test/webview/harness.ts
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

// test/webview/themes.ts
var COMMON = {
  "font-family": "Inter, system-ui, 'DejaVu Sans', sans-serif",
  "font-size": "13px",
  "editor-font-family": "'DejaVu Sans Mono', monospace"
};
var THEMES = {
  "vscode-dark": {
    ...COMMON,
    foreground: "#cccccc",
    descriptionForeground: "#9d9d9d",
    "editor-background": "#1f1f1f",
    "sideBar-background": "#181818",
    "panel-border": "#2b2b2b",
    focusBorder: "#0078d4",
    "list-hoverBackground": "#2a2d2e",
    "list-inactiveSelectionBackground": "#37373d",
    "list-activeSelectionBackground": "#04395e",
    "list-activeSelectionForeground": "#ffffff",
    "charts-blue": "#3794ff",
    "charts-green": "#89d185",
    "charts-yellow": "#cca700",
    "charts-red": "#f14c4c",
    "charts-purple": "#b180d7",
    "problemsErrorIcon-foreground": "#f14c4c",
    "problemsWarningIcon-foreground": "#cca700",
    "problemsInfoIcon-foreground": "#3794ff",
    "editorWidget-background": "#202020",
    "editorWidget-border": "#454545",
    "textLink-foreground": "#4daafc",
    "textCodeBlock-background": "#2b2b2b",
    "button-background": "#0078d4",
    "button-foreground": "#ffffff",
    "button-secondaryBackground": "#313131",
    "button-secondaryForeground": "#cccccc",
    "settings-textInputBackground": "#313131",
    "settings-textInputForeground": "#cccccc",
    "input-placeholderForeground": "#989898",
    "debugTokenExpression-string": "#ce9178",
    "progressBar-background": "#0078d4"
  },
  "vscode-light": {
    ...COMMON,
    foreground: "#3b3b3b",
    descriptionForeground: "#6b6b6b",
    "editor-background": "#ffffff",
    "sideBar-background": "#f8f8f8",
    "panel-border": "#e5e5e5",
    focusBorder: "#005fb8",
    "list-hoverBackground": "#f2f2f2",
    "list-inactiveSelectionBackground": "#e4e6f1",
    "list-activeSelectionBackground": "#e8e8e8",
    "list-activeSelectionForeground": "#000000",
    "charts-blue": "#1a85ff",
    "charts-green": "#388a34",
    "charts-yellow": "#bf8803",
    "charts-red": "#e51400",
    "charts-purple": "#652d90",
    "problemsErrorIcon-foreground": "#e51400",
    "problemsWarningIcon-foreground": "#bf8803",
    "problemsInfoIcon-foreground": "#1a85ff",
    "editorWidget-background": "#f8f8f8",
    "editorWidget-border": "#c8c8c8",
    "textLink-foreground": "#005fb8",
    "textCodeBlock-background": "#f8f8f8",
    "button-background": "#005fb8",
    "button-foreground": "#ffffff",
    "button-secondaryBackground": "#e5e5e5",
    "button-secondaryForeground": "#3b3b3b",
    "settings-textInputBackground": "#ffffff",
    "settings-textInputBorder": "#cecece",
    "settings-textInputForeground": "#3b3b3b",
    "input-placeholderForeground": "#767676",
    "debugTokenExpression-string": "#a31515",
    "progressBar-background": "#005fb8"
  },
  "vscode-high-contrast": {
    ...COMMON,
    foreground: "#ffffff",
    descriptionForeground: "#ffffff",
    "editor-background": "#000000",
    contrastBorder: "#6fc3df",
    contrastActiveBorder: "#f38518",
    focusBorder: "#f38518",
    "charts-blue": "#3794ff",
    "charts-green": "#89d185",
    "charts-yellow": "#cca700",
    "charts-red": "#f14c4c",
    "charts-purple": "#b180d7",
    "problemsErrorIcon-foreground": "#f48771",
    "problemsWarningIcon-foreground": "#ffd370",
    "problemsInfoIcon-foreground": "#3794ff",
    "textLink-foreground": "#21a6ff",
    "button-foreground": "#ffffff",
    "button-border": "#6fc3df",
    "button-secondaryForeground": "#ffffff",
    "settings-textInputBackground": "#000000",
    "settings-textInputBorder": "#6fc3df",
    "settings-textInputForeground": "#ffffff"
  }
};

// test/webview/harness.ts
var ADDRESS = "http://page.example.com/";
var POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:";
async function openBrowser() {
  return chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
}
var bundle;
async function bundlePage() {
  const result = await build({
    entryPoints: [fileURLToPath(new URL("../../webview/main.ts", import.meta.url))],
    bundle: true,
    write: false,
    outdir: "out",
    format: "iife",
    target: "es2022"
  });
  const text = (suffix) => result.outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? "";
  return { script: text(".js"), style: text(".css") };
}
var HOST_SCRIPT = `
  window.sent = [];
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.sent.push(message),
    getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null") ?? undefined,
    setState: (state) => sessionStorage.setItem("state", JSON.stringify(state)),
  });
  document.addEventListener("securitypolicyviolation", (event) =>
    console.error("policy refused " + event.violatedDirective + " " + event.sourceFile));
`;
async function openPage(browser, { width = 1400, height = 900, theme = "vscode-dark" } = {}) {
  bundle ??= bundlePage();
  const { script, style } = await bundle;
  const page = await browser.newPage({ viewport: { width, height }, timezoneId: "UTC" });
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (entry) => {
    if (entry.type() === "error") complaints.push(entry.text());
  });
  const variables = Object.entries(THEMES[theme] ?? {}).map(([name, value]) => `--vscode-${name}: ${value};`);
  const files = {
    "/": ["text/html", pageHtml(theme)],
    "/host.js": ["text/javascript", HOST_SCRIPT],
    "/main.js": ["text/javascript", script],
    "/main.css": ["text/css", style],
    "/theme.css": ["text/css", `:root { ${variables.join(" ")} }`]
  };
  await page.route("**/*", (route) => {
    const file = files[new URL(route.request().url()).pathname];
    return file ? route.fulfill({ contentType: file[0], body: file[1], headers: { "Content-Security-Policy": POLICY } }) : route.fulfill({ status: 204 });
  });
  await page.goto(ADDRESS);
  return {
    page,
    complaints,
    sent: () => page.evaluate(() => window.sent),
    tell: (message2) => page.evaluate((data) => window.postMessage(data, "*"), message2).then(() => nextFrame(page))
  };
}
async function nextFrame(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
}
function pageHtml(theme) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>SIP Trace</title>
    <link rel="stylesheet" href="theme.css"><link rel="stylesheet" href="main.css"></head>
    <body class="${theme}"><div id="app"></div><script src="host.js"></script><script src="main.js"></script></body></html>`;
}

// test/webview/views.ts
var START = Date.UTC(2026, 10, 20, 9, 58, 2, 113) * 1e3;
function finding(over = {}) {
  return {
    index: 0,
    rule: "realm-mismatch",
    title: "Realm mismatch",
    severity: "error",
    kind: "cause",
    strength: "proven",
    message: `Realm "asterisk" does not answer the challenge's realm "pbx.example.com".`,
    why: "The response hash covers user:realm:password. The phone hashed another realm than the registrar expects, so no password can match.",
    remedy: "Let the phone take the realm from the challenge.",
    sources: [{ label: "RFC 7616 \xA73.4.2", url: "https://www.rfc-editor.org/rfc/rfc7616#section-3.4.2" }],
    docsUrl: "docs/rules/realm-mismatch.md",
    count: 5,
    firstMicros: START,
    lastMicros: START + 125e6,
    at: 2,
    header: "Authorization",
    where: "REGISTER \xB7 frame 7",
    quote: 'realm="asterisk"',
    related: [
      { message: 1, label: "the challenge it answers", where: "401 \xB7 frame 5", quote: 'realm="pbx.example.com"' }
    ],
    evidence: ["The nonce is the same in both.", "The 401 of frame 8 brings a new nonce without stale=true."],
    fixes: [
      {
        title: "Clear the realm",
        product: "Yealink",
        setting: "account.1.auth_realm",
        detail: "empty it, or set it to the server's."
      },
      {
        title: "Check the stored realm",
        product: "Kamailio",
        setting: null,
        detail: "the realm in www_challenge must be the one HA1 was stored for."
      }
    ],
    ...over
  };
}
function message(index, over = {}) {
  const row = {
    kind: "message",
    message: index,
    frame: index + 4,
    line: null,
    from: 0,
    to: 2,
    label: "REGISTER",
    detail: "CSeq 1 \xB7 expires 3600",
    tone: "request",
    mark: "none",
    sightings: 0,
    sightingMessages: [],
    transaction: Math.floor(index / 2),
    findings: [],
    atMicros: START + index * 21e3,
    sentence: "",
    ...over
  };
  return { ...row, sentence: row.sentence || `frame ${row.frame ?? 0}, ${row.label} ${row.detail}` };
}
var keepAlive = (at) => ({
  kind: "signal",
  frame: null,
  line: null,
  from: 0,
  to: 2,
  label: "keep-alive",
  detail: "CRLF",
  atMicros: START + at,
  sentence: "keep-alive"
});
var silence = (at, lengthMicros, label) => ({
  kind: "gap",
  cause: "silence",
  label,
  lengthMicros,
  atMicros: START + at,
  sentence: label
});
function cycle(first) {
  return [
    message(first, { atMicros: START + first * 7e6 }),
    message(first + 1, {
      from: 2,
      to: 0,
      label: "401 Unauthorized",
      detail: 'realm "pbx.example.com"',
      tone: "challenge"
    }),
    message(first + 2, { detail: 'CSeq 2 \xB7 realm "asterisk"' }),
    message(first + 3, { from: 2, to: 0, label: "401 Unauthorized", detail: "new nonce", tone: "failure" })
  ];
}
var foldOf = (label, detail, rows) => ({
  kind: "fold",
  label,
  detail,
  rows,
  findings: [],
  atMicros: rows[0]?.atMicros ?? null,
  sentence: `${label}: ${detail}`
});
var back = { from: 2, to: 0 };
var LADDER = {
  key: "r0",
  title: "2001@pbx.example.com",
  subtitle: "Yealink T46U \xB7 192.0.2.20 \xB7 UDP",
  lanes: [
    { name: "Yealink T46U", detail: "192.0.2.20:5060", kind: "device" },
    { name: "NAT router", detail: "203.0.113.7", kind: "unknown" },
    { name: "Kamailio 5.8", detail: "198.51.100.10:5060", kind: "server" }
  ],
  rows: [
    message(0, { detail: "CSeq 1 \xB7 expires 3600" }),
    message(1, { ...back, label: "401 Unauthorized", detail: 'realm "pbx.example.com"', tone: "challenge" }),
    message(2, { detail: 'CSeq 2 \xB7 realm "asterisk"', findings: [0], sightings: 1, sightingMessages: [90] }),
    message(3, { ...back, label: "401 Unauthorized", detail: "new nonce, no stale", tone: "failure" }),
    foldOf("4 \xD7 the same, every 30 s, same cause", "REGISTER \u2192 401 \u2192 REGISTER \u2192 401, frames 31\u2013214", [
      ...cycle(10),
      ...cycle(14),
      ...cycle(18),
      ...cycle(22)
    ]),
    message(26, {
      from: 2,
      to: 1,
      label: "OPTIONS",
      detail: "no answer",
      tone: "neutral",
      mark: "lost",
      atMicros: START + 31e6
    }),
    message(27, {
      from: 2,
      to: 1,
      label: "OPTIONS",
      detail: "",
      tone: "neutral",
      mark: "retransmission",
      atMicros: START + 315e5
    }),
    keepAlive(32e6),
    silence(33e6, 432e6, "7 min 12 s of silence"),
    message(30, { detail: "CSeq 14 \xB7 credentials accepted", atMicros: START + 459e6, transaction: 20 }),
    message(31, {
      ...back,
      label: "200 OK",
      detail: "granted 600 s \xB7 rport 40112",
      tone: "success",
      atMicros: START + 45902e4,
      transaction: 20
    }),
    silence(4591e5, 112e6, "1 min 52 s of silence"),
    message(32, {
      from: 2,
      to: 1,
      label: "INVITE",
      detail: "to 203.0.113.7:40112",
      tone: "call",
      mark: "lost",
      findings: [1],
      atMicros: START + 5714e5,
      transaction: 21
    }),
    message(33, {
      from: 2,
      to: 1,
      label: "INVITE",
      detail: "",
      tone: "call",
      mark: "retransmission",
      atMicros: START + 5719e5,
      transaction: 21
    }),
    message(34, { from: 2, to: 2, label: "NOTIFY", detail: "to itself", tone: "neutral", atMicros: START + 58e7 })
  ],
  lifeLines: [
    { lane: 2, firstRow: 10, lastRow: 14, kind: "alive", label: "binding valid, 600 s" },
    { lane: 1, firstRow: 10, lastRow: 12, kind: "lapsed", label: "NAT mapping idle" }
  ],
  findings: [
    finding(),
    finding({
      index: 3,
      rule: "nat-binding-lost",
      title: "NAT mapping lost",
      severity: "warning",
      kind: "symptom",
      strength: "likely",
      message: "The INVITE to port 40112 was never answered, 112 s after the last packet of the flow.",
      at: 32,
      header: null,
      where: "INVITE \xB7 frame 36",
      quote: "",
      related: [],
      count: 1
    })
  ],
  omitted: 0
};
var MESSAGE = {
  message: 2,
  title: "REGISTER \xB7 frame 7",
  text: [
    "REGISTER sip:pbx.example.com SIP/2.0",
    "Via: SIP/2.0/UDP 192.0.2.20:5060;branch=z9hG4bK77",
    "From: <sip:2001@pbx.example.com>;tag=81f3",
    "To: <sip:2001@pbx.example.com>",
    "CSeq: 2 REGISTER",
    'Authorization: Digest username="2001", realm="asterisk", nonce="ZT1aQ", uri="sip:pbx.example.com"',
    "Content-Length: 0",
    "",
    ""
  ].join("\n"),
  marks: [{ start: 244, end: 252, severity: "error" }]
};
function overviewRow(key, over = {}) {
  return {
    key,
    kind: "registration",
    health: "healthy",
    title: `20${key.slice(1).padStart(2, "0")}@pbx.example.com`,
    cause: "600 s granted \xB7 refreshed at 80 % \xB7 OPTIONS every 30 s",
    device: "Yealink T46U \xB7 192.0.2.21 \xB7 UDP",
    startMicros: START,
    endMicros: START + 6e8,
    result: "granted 600 s",
    messages: 40,
    findings: [],
    ...over
  };
}
var OVERVIEW = {
  fileNames: ["branch-office.pcapng"],
  format: "pcapng",
  frames: 12480,
  messages: 1204,
  devices: 18,
  duplicates: 41,
  errors: 3,
  warnings: 4,
  rows: [
    overviewRow("r0", {
      health: "failed",
      title: "2001@pbx.example.com",
      cause: "Realm mismatch \xB7 5 attempts",
      device: "Yealink T46U \xB7 192.0.2.20 \xB7 UDP"
    }),
    overviewRow("r1", {
      health: "failed",
      title: "2014@pbx.example.com",
      cause: "Nonce is stale by 10 min \xB7 12 attempts",
      device: "Poly VVX 450 \xB7 192.0.2.34 \xB7 UDP"
    }),
    overviewRow("r2", {
      health: "failed",
      title: "door@pbx.example.com",
      cause: "No answer \xB7 7 attempts",
      device: "Intercom \xB7 192.0.2.60 \xB7 TLS"
    }),
    overviewRow("r3", {
      health: "at-risk",
      title: "2007@pbx.example.com",
      cause: "NAT mapping lost after 112 s",
      device: "Snom D785 \xB7 192.0.2.27 \xB7 UDP"
    }),
    overviewRow("r4", {
      health: "at-risk",
      title: "2009@pbx.example.com",
      cause: "SIP ALG rewrites Contact",
      device: "Grandstream GXP2170 \xB7 192.0.2.29 \xB7 UDP"
    }),
    overviewRow("c9", {
      health: "unknown",
      kind: "call",
      title: "2007 \u2192 2001",
      cause: "The trace ends before the answer",
      device: "Snom D785 \xB7 192.0.2.27 \xB7 UDP"
    }),
    ...[2, 3, 4, 5].map((each) => overviewRow(`r${each + 10}`, { title: `200${each}@pbx.example.com` })),
    ...Array.from(
      { length: 11 },
      (_, each) => overviewRow(`c${each + 20}`, {
        kind: "call",
        title: `200${each % 7} \u2192 2003`,
        cause: "answered, 42 s",
        device: "Yealink T46U \xB7 192.0.2.21 \xB7 UDP"
      })
    )
  ],
  findings: [finding()],
  problems: ["branch-office.pcapng: 14 octets from offset 81,220 are no packet."],
  startMicros: START,
  endMicros: START + 6e8
};
function wideLadder(lanes) {
  const rows = Array.from(
    { length: 60 },
    (_, index) => message(index, { from: index % (lanes - 1), to: lanes - 1, detail: "CSeq 1 \xB7 expires 600" })
  );
  const names = Array.from({ length: lanes }, (_, lane) => ({
    name: lane === lanes - 1 ? "Kamailio" : `Phone ${lane + 1}`,
    detail: `192.0.2.${lane + 10}:5060`,
    kind: lane === lanes - 1 ? "server" : "device"
  }));
  return {
    ...LADDER,
    key: "all",
    title: "All messages",
    subtitle: "",
    lanes: names,
    rows,
    lifeLines: [],
    findings: []
  };
}

// ../../tmp/wv/shot.ts
var b = await openBrowser();
async function shot(name, o, act, ladder = LADDER, mode = "capture") {
  const p = await openPage(b, o);
  await p.tell({ type: "mode", mode, title: "branch-office.pcapng" });
  if (mode === "capture") await p.tell({ type: "overview", view: OVERVIEW });
  await p.tell({ type: "ladder", view: ladder });
  await p.tell({ type: "message", view: MESSAGE });
  if (act) await act(p);
  await p.page.screenshot({ path: `/tmp/wv/${name}.png` });
  console.log(name, p.complaints, JSON.stringify((await p.sent()).slice(0, 6)));
  await p.page.close();
}
var only = process.argv[2];
var all = {
  dark: () => shot("dark", {}),
  light: () => shot("light", { theme: "vscode-light" }, async (p) => {
    await p.page.click("#row-4");
  }),
  hc: () => shot("hc", { theme: "vscode-high-contrast" }, async (p) => {
    await p.page.click("#row-1");
  }),
  narrow: () => shot("narrow", { width: 600, height: 800 }),
  middle: () => shot("middle", { width: 1e3, height: 800 }),
  ladder: () => shot("ladder", { width: 900, height: 800 }, void 0, LADDER, "ladder"),
  wide: () => shot("wide", {}, void 0, wideLadder(12))
};
for (const [name, f] of Object.entries(all)) if (!only || only.split(",").includes(name)) await f();
if (!only || only.includes("progress")) {
  const p = await openPage(b);
  await p.tell({ type: "mode", mode: "capture", title: "branch-office.pcapng" });
  await p.tell({ type: "progress", readOctets: 8e8, totalOctets: 2e9, messages: 120034 });
  await p.page.screenshot({ path: `/tmp/wv/progress.png` });
}
await b.close();
