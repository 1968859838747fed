/** Hand-made views as the engine would send them: a branch office with failing, ageing and healthy phones. */
import type { FoldRow, LadderRow, LadderView, MessageRow, MessageView, SignalRow } from "../../src/view/ladder.js";
import type { FindingView } from "../../src/view/overview.js";
import type { ReadingView, ToWebview } from "../../src/view/protocol.js";
import { HeldLadder } from "../../src/worker/held-ladder.js";

/** A quarter of two gigabytes is read. */
export const READING: ReadingView = {
  readOctets: 500_000_000,
  totalOctets: 2_000_000_000,
  messages: 12_034,
  phase: "reading",
  changed: [],
};

export const START = Date.UTC(2026, 10, 20, 9, 58, 2, 113) * 1000;

export function finding(over: Partial<FindingView> = {}): FindingView {
  return {
    index: 0,
    rule: "realm-mismatch",
    title: "Realm mismatch",
    severity: "error",
    kind: "cause",
    strength: "proven",
    message: 'Realm "asterisk" does not answer the challenge\'s realm "pbx.example.com".',
    why: "The response hash covers user:realm:password. The phone hashed another realm than the registrar expects, so no password can match.",
    remedy: "Let the phone take the realm from the challenge.",
    sources: [{ label: "RFC 7616 §3.4.2", url: "https://www.rfc-editor.org/rfc/rfc7616#section-3.4.2" }],
    count: 5,
    firstMicros: START,
    lastMicros: START + 125_000_000,
    at: 2,
    header: "Authorization",
    where: "REGISTER · frame 7",
    quote: 'realm="asterisk"',
    related: [
      { message: 1, label: "the challenge it answers", where: "401 · frame 5", quote: 'realm="pbx.example.com"' },
    ],
    evidence: ["The nonce is the same in both.", "The 401 of frame 8 brings a new nonce without stale=true."],
    fixes: [
      {
        title: "Clear the realm",
        product: "Yealink",
        setting: "account.1.auth_realm",
        detail: "empty it, or set it to the server's.",
      },
      {
        title: "Check the stored realm",
        product: "Kamailio",
        setting: null,
        detail: "the realm in www_challenge must be the one HA1 was stored for.",
      },
    ],
    ...over,
  };
}

function message(index: number, over: Partial<MessageRow> = {}): MessageRow {
  const row: MessageRow = {
    kind: "message",
    message: index,
    frame: index + 4,
    line: null,
    from: 0,
    to: 2,
    label: "REGISTER",
    detail: "CSeq 1 · expires 3600",
    tone: "request",
    mark: "none",
    sightings: 0,
    sightingMessages: [],
    transaction: Math.floor(index / 2),
    findings: [],
    atMicros: START + index * 21_000,
    sentence: "",
    ...over,
  };
  return { ...row, sentence: row.sentence || `frame ${row.frame ?? 0}, ${row.label} ${row.detail}` };
}

const keepAlive = (at: number): SignalRow => ({
  kind: "signal",
  frame: null,
  line: null,
  from: 0,
  to: 2,
  label: "keep-alive",
  detail: "CRLF",
  signal: 0,
  findings: [],
  atMicros: START + at,
  sentence: "keep-alive",
});

const silence = (at: number, lengthMicros: number, label: string): LadderRow => ({
  kind: "gap",
  label,
  lengthMicros,
  atMicros: START + at,
  sentence: label,
});

function cycle(first: number): MessageRow[] {
  return [
    message(first, { atMicros: START + first * 7_000_000 }),
    message(first + 1, {
      from: 2,
      to: 0,
      label: "401 Unauthorized",
      detail: 'realm "pbx.example.com"',
      tone: "challenge",
    }),
    message(first + 2, { detail: 'CSeq 2 · realm "asterisk"' }),
    message(first + 3, { from: 2, to: 0, label: "401 Unauthorized", detail: "new nonce", tone: "failure" }),
  ];
}

const foldOf = (label: string, detail: string, rows: FoldRow["rows"]): FoldRow => ({
  kind: "fold",
  label,
  detail,
  rows,
  findings: [],
  atMicros: rows[0]?.atMicros ?? null,
  sentence: `${label}: ${detail}`,
});

const back = { from: 2, to: 0 };

export const LADDER: LadderView = {
  key: "r0",
  title: "2001@pbx.example.com",
  subtitle: "Yealink T46U · 192.0.2.20 · UDP",
  lanes: [
    { id: "192.0.2.20", name: "Yealink T46U", detail: "192.0.2.20:5060", kind: "device", address: "192.0.2.20" },
    { id: "203.0.113.7", name: "NAT router", detail: "203.0.113.7", kind: "unknown", address: "203.0.113.7" },
    {
      id: "198.51.100.10",
      name: "Kamailio 5.8",
      detail: "198.51.100.10:5060",
      kind: "server",
      address: "198.51.100.10",
    },
  ],
  hiddenLanes: [],
  rows: [
    message(0, { detail: "CSeq 1 · expires 3600" }),
    message(1, { ...back, label: "401 Unauthorized", detail: 'realm "pbx.example.com"', tone: "challenge" }),
    message(2, { detail: 'CSeq 2 · realm "asterisk"', findings: [0], sightings: 1, sightingMessages: [90] }),
    message(3, { ...back, label: "401 Unauthorized", detail: "new nonce, no stale", tone: "failure" }),
    foldOf("4 × the same, every 30 s, same cause", "REGISTER → 401 → REGISTER → 401, frames 31–214", [
      ...cycle(10),
      ...cycle(14),
      ...cycle(18),
      ...cycle(22),
    ]),
    message(26, {
      from: 2,
      to: 1,
      label: "OPTIONS",
      detail: "no answer",
      tone: "neutral",
      mark: "lost",
      atMicros: START + 31e6,
    }),
    message(27, {
      from: 2,
      to: 1,
      label: "OPTIONS",
      detail: "",
      tone: "neutral",
      mark: "retransmission",
      atMicros: START + 31.5e6,
    }),
    keepAlive(32e6),
    silence(33e6, 432e6, "7 min 12 s of silence"),
    message(30, { detail: "CSeq 14 · credentials accepted", atMicros: START + 459e6, transaction: 20 }),
    message(31, {
      ...back,
      label: "200 OK",
      detail: "granted 600 s · rport 40112",
      tone: "success",
      atMicros: START + 459.02e6,
      transaction: 20,
    }),
    silence(459.1e6, 112e6, "1 min 52 s of silence"),
    message(32, {
      from: 2,
      to: 1,
      label: "INVITE",
      detail: "to 203.0.113.7:40112",
      tone: "call",
      mark: "lost",
      findings: [1],
      atMicros: START + 571.4e6,
      transaction: 21,
    }),
    message(33, {
      from: 2,
      to: 1,
      label: "INVITE",
      detail: "",
      tone: "call",
      mark: "retransmission",
      atMicros: START + 571.9e6,
      transaction: 21,
    }),
    message(34, { from: 2, to: 2, label: "NOTIFY", detail: "to itself", tone: "neutral", atMicros: START + 580e6 }),
  ],
  lifeLines: [
    {
      lane: 2,
      from: { row: 26, share: 0 },
      to: { row: 30, share: 1 },
      kind: "alive",
      track: 0,
      label: "binding valid, 600 s",
      short: "binding valid",
    },
    {
      lane: 1,
      from: { row: 26, share: 0 },
      to: { row: 26, share: 0.5 },
      kind: "open",
      track: 0,
      label: "pinhole open",
      short: "pinhole open",
    },
    {
      lane: 1,
      from: { row: 26, share: 0.5 },
      to: { row: 30, share: 0 },
      kind: "shut",
      track: 0,
      label: "pinhole closed",
      short: "pinhole closed",
    },
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
      where: "INVITE · frame 36",
      quote: "",
      related: [],
      count: 1,
    }),
  ],
  omitted: 0,
};

const MESSAGE_TEXT = [
  "REGISTER sip:pbx.example.com SIP/2.0",
  "Via: SIP/2.0/UDP 192.0.2.20:5060;branch=z9hG4bK77",
  "From: <sip:2001@pbx.example.com>;tag=81f3",
  "To: <sip:2001@pbx.example.com>",
  "CSeq: 2 REGISTER",
  'Authorization: Digest username="2001", realm="asterisk", nonce="ZT1aQ", uri="sip:pbx.example.com"',
  "Content-Length: 0",
  "",
  "",
].join("\n");
const FLAGGED_AT = MESSAGE_TEXT.indexOf("asterisk");

export const MESSAGE: MessageView = {
  message: 2,
  title: "REGISTER · frame 7",
  text: MESSAGE_TEXT,
  marks: [{ start: FLAGGED_AT, end: FLAGGED_AT + "asterisk".length, severity: "error" }],
  digest: {
    challenge: { message: 1, where: "401 · frame 5" },
    answer: { message: 2, where: "REGISTER · frame 7" },
    outcome: { message: 3, where: "401 · frame 8" },
    isReturned: false,
    values: [
      { name: "username", offered: null, answered: "2001", verdict: "neutral", note: "" },
      {
        name: "realm",
        offered: "pbx.example.com",
        answered: "asterisk",
        verdict: "bad",
        note: "The hash covers the realm.",
      },
      { name: "nonce", offered: "ZT1aQ", answered: "ZT1aQ", verdict: "good", note: "" },
      { name: "qop", offered: "auth,auth-int", answered: "auth", verdict: "good", note: "" },
      {
        name: "nc",
        offered: null,
        answered: "00000001",
        verdict: "neutral",
        note: "The first request with this nonce.",
      },
    ],
  },
};

/** A ladder as the host sends it. */
export function toldLadder(view: LadderView): ToWebview {
  const held = new HeldLadder(view, 1);
  return { type: "ladder", view: held.head(), rows: held.window(0, 200) };
}

/** A ladder of many rows, to measure with. */
export function longLadder(count: number): LadderView {
  const rows = Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? message(index, { detail: `CSeq ${index} · expires 600`, atMicros: START + index * 1e5 })
      : message(index, {
          ...back,
          label: "200 OK",
          detail: "granted 600 s",
          tone: "success",
          atMicros: START + index * 1e5,
        }),
  );
  return { ...LADDER, key: "all", title: "All messages", rows, lifeLines: [], findings: [] };
}

/** A ladder between many phones and their server. */
export function wideLadder(lanes: number): LadderView {
  const rows = Array.from({ length: 60 }, (_, index) =>
    message(index, { from: index % (lanes - 1), to: lanes - 1, detail: "CSeq 1 · expires 600" }),
  );
  const names = Array.from({ length: lanes }, (_, lane) => ({
    id: `192.0.2.${lane + 10}`,
    name: lane === lanes - 1 ? "Kamailio" : `Phone ${lane + 1}`,
    detail: `192.0.2.${lane + 10}:5060`,
    address: `192.0.2.${lane + 10}`,
    kind: lane === lanes - 1 ? ("server" as const) : ("device" as const),
  }));
  return {
    ...LADDER,
    key: "all",
    title: "All messages",
    subtitle: "",
    lanes: names,
    rows,
    lifeLines: [],
    findings: [],
  };
}
