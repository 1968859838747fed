/** What the registrar knows at each message of a registration: bindings, nonces and clocks, and what changed since the step before. */
import { describe, expect, it } from "vitest";
import { stepAt } from "../../src/core/teach/step.js";
import type { StateEntry } from "../../src/view/step.js";
import {
  CHALLENGE,
  CONTACT,
  CREDENTIALS,
  healthyRegistration,
  PHONE,
  REGISTER,
  REGISTRAR,
  sent,
} from "../trace/trace-of.js";
import { analysed } from "./words-of.js";

const SIGNS = { added: "+", changed: "~", ended: "-", none: "=" };

type Part = "bindings" | "nonces" | "timers";

/** One list a message: each entry as `+ sip:2001@192.0.2.10:5060 added`. */
function changes(part: Part, ...texts: readonly string[]): string[][] {
  return steps(texts).map((view) => (view.registrar?.[part] ?? []).map(entryWords));
}

function entryWords({ change, name, changeWords }: StateEntry): string {
  return [SIGNS[change], name, changeWords].filter(Boolean).join(" ");
}

function steps(texts: readonly string[]) {
  const analysis = analysed(texts.join("\n"));
  const { length } = analysis.trace.messages;
  return Array.from({ length }, (_, place) =>
    stepAt(analysis, { place, since: place === 0 ? null : place - 1, key: "r0" }),
  );
}

/** What is told of an entry at a message. */
function facts(part: Part, place: number, ...texts: readonly string[]): Record<string, string>[] {
  const entries = steps(texts)[place]?.registrar?.[part] ?? [];
  return entries.map((entry) => Object.fromEntries(entry.facts.map(({ label, value }) => [label, value])));
}

const URI = "sip:2001@192.0.2.10:5060";
const OTHER = "Contact: <sip:2001@192.0.2.99:5060>";
const ok = (at: number, cseq: string, ...headers: string[]) =>
  sent({ at, line: "SIP/2.0 200 OK", cseq: `${cseq} REGISTER`, headers });
const register = (at: number, cseq: string, ...headers: string[]) =>
  sent({ at, line: REGISTER, cseq: `${cseq} REGISTER`, headers });

describe("bindings", () => {
  it.each<readonly [title: string, texts: readonly string[], last: readonly string[][]]>([
    ["come with the 200, not with the request", [healthyRegistration()], [[], [], [], [`+ ${URI} added`]]],
    [
      "are refreshed",
      [healthyRegistration(), register(40, "3", CONTACT), ok(40.1, "3", `${CONTACT};expires=60`)],
      [[`= ${URI}`], [`~ ${URI} refreshed`]],
    ],
    [
      "stay as they are when the expiry asked for is too brief",
      [
        healthyRegistration(),
        register(40, "3", `${CONTACT};expires=5`),
        sent({ at: 40.1, line: "SIP/2.0 423 Interval Too Brief", cseq: "3 REGISTER", headers: ["Min-Expires: 60"] }),
      ],
      [[`= ${URI}`], [`= ${URI}`]],
    ],
    [
      "are all removed by the wildcard",
      [
        register(0, "1", CONTACT, OTHER),
        ok(0.1, "1", `${CONTACT};expires=60`, `${OTHER};expires=60`),
        register(5, "2", "Contact: *", "Expires: 0"),
        ok(5.1, "2"),
      ],
      [
        [`= ${URI}`, "= sip:2001@192.0.2.99:5060"],
        [`- ${URI} removed`, "- sip:2001@192.0.2.99:5060 removed"],
      ],
    ],
    [
      "are removed one by one",
      [
        register(0, "1", CONTACT, OTHER),
        ok(0.1, "1", `${CONTACT};expires=60`, `${OTHER};expires=60`),
        register(5, "2", `${OTHER};expires=0`),
        ok(5.1, "2", `${CONTACT};expires=55`),
        register(6, "3", CONTACT),
      ],
      [[`~ ${URI} listed again`, "- sip:2001@192.0.2.99:5060 removed"], [`= ${URI}`]],
    ],
    [
      "expire between two messages, and a later REGISTER makes a new one",
      [healthyRegistration(), register(100, "3", CONTACT), ok(100.1, "3", `${CONTACT};expires=60`)],
      [[`- ${URI} expired`], [`+ ${URI} added`]],
    ],
    [
      "of another device that the registrar lists are known by that",
      [register(0, "1", CONTACT), ok(0.1, "1", `${CONTACT};expires=60`, `${OTHER};expires=30`)],
      [[], [`+ ${URI} added`, "+ sip:2001@192.0.2.99:5060 listed: bound elsewhere, or before the trace"]],
    ],
    [
      "are gone when another device takes their place",
      [
        healthyRegistration(),
        healthyRegistration(10)
          .replaceAll("192.0.2.10", "192.0.2.99")
          .replaceAll("call-1", "call-2")
          .replaceAll("z9hG4bK", "z9hG4bKx"),
      ],
      [[`= ${URI}`], [`- ${URI} no longer listed`, "+ sip:2001@192.0.2.99:5060 added"]],
    ],
    [
      "move with the device that an instance names",
      [
        register(0, "1", `${CONTACT};+sip.instance="<urn:uuid:1>"`),
        ok(0.1, "1", `${CONTACT};+sip.instance="<urn:uuid:1>";expires=60`),
        register(9, "2", `${OTHER};+sip.instance="<urn:uuid:1>"`),
        ok(9.1, "2", `${OTHER};+sip.instance="<urn:uuid:1>";expires=60`),
      ],
      [[`= ${URI}`], ["~ sip:2001@192.0.2.99:5060 moved to another address"]],
    ],
    [
      "are told at a call in between",
      [
        healthyRegistration(),
        sent({ at: 30, from: REGISTRAR, to: PHONE, line: `INVITE ${URI} SIP/2.0`, callId: "call-9", cseq: "1 INVITE" }),
      ],
      [[`+ ${URI} added`], [`= ${URI}`]],
    ],
  ])("%s", (_, texts, last) => {
    expect(changes("bindings", ...texts).slice(-last.length)).toEqual(last);
  });

  it("count down what was granted", () => {
    const call = sent({ at: 30, line: "OPTIONS sip:example.com SIP/2.0", callId: "call-9", cseq: "1 OPTIONS" });
    expect(facts("bindings", 3, healthyRegistration(), call)[0]).toMatchObject({ expires: "in 1 min, of 60 s" });
    expect(facts("bindings", 4, healthyRegistration(), call)[0]).toMatchObject({ expires: "in 30 s, of 60 s" });
  });

  it("say preference, instance, flow and how the registrar lists them", () => {
    const contact = `${CONTACT};q=0.7;reg-id=1;+sip.instance="<urn:uuid:1>"`;
    const listed = contact.replace("192.0.2.10:5060", "203.0.113.5:40000");
    const [binding] = facts("bindings", 1, register(0, "1", contact), ok(0.1, "1", `${listed};expires=60`));
    expect(binding).toMatchObject({
      q: "0.7",
      instance: "urn:uuid:1",
      "reg-id": "1",
      flow: "UDP 192.0.2.10:5060",
      "listed as": "sip:2001@203.0.113.5:40000",
    });
  });

  it("have no clock in a log without times", () => {
    const untimed = healthyRegistration().replaceAll(/^\S+Z udp/gm, "udp");
    const [binding] = facts("bindings", 3, untimed);
    expect(binding).toMatchObject({ expires: "granted 60 s" });
  });
});

describe("nonces", () => {
  it("are issued, used, used again, and stale", () => {
    const again = CREDENTIALS.replace("nc=00000001", "nc=00000002");
    const stale = `${CHALLENGE.replace("n1", "n2")}, stale=true`;
    const told = changes(
      "nonces",
      healthyRegistration(),
      register(40, "3", CONTACT, again),
      sent({ at: 40.1, line: "SIP/2.0 401 Unauthorized", cseq: "3 REGISTER", headers: [stale] }),
    );
    expect(told).toEqual([
      [],
      ["+ n1 issued"],
      ["~ n1 used"],
      ["= n1"],
      ["~ n1 used again"],
      ["- n1 stale: too old for the registrar", "+ n2 issued"],
    ]);
  });

  it("tell their age, realm and count", () => {
    expect(facts("nonces", 2, healthyRegistration())[0]).toEqual({
      realm: "example.com",
      issued: "line 13, 10 ms ago",
      used: "once, nc 00000001",
    });
  });

  it("of before the trace are known by their use", () => {
    expect(changes("nonces", register(0, "1", CONTACT, CREDENTIALS))).toEqual([["+ n1 used: from before the trace"]]);
  });
});

describe("clocks", () => {
  it("run until the answer, or until the client gives up", () => {
    const later = sent({ at: 40, line: "OPTIONS sip:example.com SIP/2.0", callId: "call-9", cseq: "1 OPTIONS" });
    expect(changes("timers", healthyRegistration()).slice(0, 2)).toEqual([
      ["+ Timer F of the client started"],
      ["- Timer F of the client stopped by the answer"],
    ]);
    expect(changes("timers", register(0, "1", CONTACT), register(0.5, "1", CONTACT), later)).toEqual([
      ["+ Timer F of the client started"],
      ["~ Timer F of the client sent again, 2 times by now"],
      ["- Timer F of the client ran out: the client gives up"],
    ]);
  });

  it("hold the client back after Retry-After", () => {
    const refused = sent({
      at: 0.1,
      line: "SIP/2.0 503 Service Unavailable",
      cseq: "1 REGISTER",
      headers: ["Retry-After: 20"],
    });
    const told = changes("timers", register(0, "1", CONTACT), refused, register(30, "2", CONTACT));
    expect(told[1]).toEqual(["- Timer F of the client stopped by the answer", "+ Retry-After started"]);
    expect(told[2]).toEqual(["- Retry-After over: the client may try again", "+ Timer F of the client started"]);
  });

  it("close the pinhole of a NAT that stays silent, which only the device opens again", () => {
    const natted = (text: string) =>
      text
        .replaceAll("> 192.0.2.10:5060", "> 203.0.113.5:40000")
        .replaceAll(/udp 192.0.2.10:5060/g, "udp 203.0.113.5:40000");
    const behind = (text: string) => natted(text).replaceAll("UDP 192.0.2.10:5060", "UDP 10.0.0.7:5060");
    const invite = sent({
      at: 70,
      from: REGISTRAR,
      to: PHONE,
      line: `INVITE ${URI} SIP/2.0`,
      callId: "call-9",
      cseq: "1 INVITE",
    });
    const told = changes(
      "timers",
      behind(healthyRegistration()),
      behind(invite),
      behind(register(80, "3", CONTACT)),
    ).map((entries) => entries.filter((entry) => entry.includes("Pinhole")));
    expect(told.slice(-4)).toEqual([
      ["~ Pinhole of the NAT kept open"],
      ["~ Pinhole of the NAT kept open"],
      ["- Pinhole of the NAT closed: the NAT may have forgotten it"],
      ["+ Pinhole of the NAT opened"],
    ]);
  });
});

it("a message that no registration has to do with tells of none", () => {
  const options = sent({ at: 0, line: "OPTIONS sip:example.com SIP/2.0", cseq: "1 OPTIONS" });
  expect(stepAt(analysed(options), { place: 0, since: null, key: "all" }).registrar).toBeNull();
});
