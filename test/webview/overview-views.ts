/** A hand-made overview as the engine would send it: a branch office with failing, ageing and healthy phones. */
import type { OverviewRow, OverviewView } from "../../src/view/overview.js";
import type { ToWebview } from "../../src/view/protocol.js";
import { finding, START } from "./views.js";

export function overviewRow(key: string, over: Partial<OverviewRow> = {}): OverviewRow {
  return {
    key,
    kind: "registration",
    health: "healthy",
    title: `20${key.slice(1).padStart(2, "0")}@pbx.example.com`,
    cause: "600 s granted · refreshed at 80 % · OPTIONS every 30 s",
    device: "Yealink T46U · 192.0.2.21 · UDP",
    product: "Yealink T46U",
    version: "108.86.0.20",
    address: "192.0.2.21",
    aor: `20${key.slice(1).padStart(2, "0")}@pbx.example.com`,
    attempts: 1,
    grantedSeconds: 600,
    startMicros: START,
    endMicros: START + 600e6,
    result: "granted 600 s",
    messages: 40,
    findings: [],
    rules: [],
    ...over,
  };
}

export const OVERVIEW: OverviewView = {
  fileNames: ["branch-office.pcapng"],
  format: "pcapng",
  frames: 12_480,
  messages: 1204,
  devices: 18,
  duplicates: 41,
  suppressed: 0,
  errors: 3,
  warnings: 4,
  rows: [
    overviewRow("r0", {
      health: "failed",
      title: "2001@pbx.example.com",
      cause: "Realm mismatch · 5 attempts",
      device: "Yealink T46U · 192.0.2.20 · UDP",
      address: "192.0.2.20",
      attempts: 5,
      grantedSeconds: null,
      result: "401",
      findings: [0],
      rules: [0],
    }),
    overviewRow("r1", {
      health: "failed",
      title: "2014@pbx.example.com",
      cause: "Nonce is stale by 10 min · 12 attempts",
      device: "Poly VVX 450 · 192.0.2.34 · UDP",
    }),
    overviewRow("r2", {
      health: "failed",
      title: "door@pbx.example.com",
      cause: "No answer · 7 attempts",
      device: "Intercom · 192.0.2.60 · TLS",
    }),
    overviewRow("r3", {
      health: "at-risk",
      title: "2007@pbx.example.com",
      cause: "NAT mapping lost after 112 s",
      device: "Snom D785 · 192.0.2.27 · UDP",
      rules: [1],
    }),
    overviewRow("r4", {
      health: "at-risk",
      title: "2009@pbx.example.com",
      cause: "SIP ALG rewrites Contact",
      device: "Grandstream GXP2170 · 192.0.2.29 · UDP",
    }),
    overviewRow("c9", {
      health: "unknown",
      kind: "call",
      title: "2007 → 2001",
      cause: "The trace ends before the answer",
      device: "Snom D785 · 192.0.2.27 · UDP",
    }),
    ...[2, 3, 4, 5].map((each) => overviewRow(`r${each + 10}`, { title: `200${each}@pbx.example.com` })),
    ...Array.from({ length: 11 }, (_, each) =>
      overviewRow(`c${each + 20}`, {
        kind: "call",
        title: `200${each % 7} → 2003`,
        cause: "answered, 42 s",
        device: "Yealink T46U · 192.0.2.21 · UDP",
      }),
    ),
  ],
  findings: [finding()],
  facets: {
    methods: [
      { value: "REGISTER", count: 900 },
      { value: "INVITE", count: 300 },
    ],
    statusClasses: [
      { value: 0, count: 600 },
      { value: 2, count: 400 },
      { value: 4, count: 204 },
    ],
    addresses: [{ value: "198.51.100.10", count: 1200 }],
    rules: [
      { rule: "realm-mismatch", title: "Realm mismatch", severity: "error", count: 1 },
      { rule: "nat-binding-lost", title: "NAT mapping lost", severity: "warning", count: 1 },
    ],
  },
  logFormats: [],
  inferred: [],
  problems: ["branch-office.pcapng: 14 octets from offset 81,220 are no packet."],
  startMicros: START,
  endMicros: START + 600e6,
};

/** The findings of the overview as rows of it. */
export const FINDING_ROWS: readonly OverviewRow[] = [
  overviewRow("n0", {
    kind: "finding",
    health: "failed",
    title: "Realm mismatch",
    cause: 'Realm "asterisk" does not answer the challenge\'s realm "pbx.example.com".',
    device: "2001@pbx.example.com · Yealink T46U · 192.0.2.20 · UDP",
    result: "REGISTER · frame 7",
    attempts: 5,
    findings: [0],
    rules: [0],
    shownAt: { key: "r0", message: 2 },
  }),
  overviewRow("n1", {
    kind: "finding",
    health: "at-risk",
    title: "NAT mapping lost",
    cause: "The INVITE to port 40112 was never answered.",
    device: "2007@pbx.example.com · Snom D785 · 192.0.2.27 · UDP",
    result: "INVITE · frame 36",
    rules: [1],
    shownAt: { key: "r3", message: 32 },
  }),
];

/** An overview as the host sends it. */
export function toldOverview({ rows, findings: _, ...head }: OverviewView): ToWebview[] {
  return [
    { type: "overview", view: { ...head, rowCount: rows.length } },
    { type: "overviewRows", rows: rows.slice(0, 1) },
    { type: "overviewRows", rows: rows.slice(1) },
  ];
}
