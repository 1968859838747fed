/** Time and sides of a message that no format announces, as far as the text before its start line tells them plainly. */
import { findTime, type PrintedTime } from "./printed-time.js";
import { type EndpointTable, type Sides, transportOf } from "./sides.js";

export interface Context extends Sides {
  readonly time: PrintedTime | undefined;
}

/** Times stand at the beginning of lines. */
const TIME_WITHIN_CHARACTERS = 160;
/** Longer lines are searched at their end only, which is nearest to the start line. */
const MAX_CHARACTERS = 512;

/** Sonus writes `192.0.2.1/5060`; of a network's address fewer digits follow. */
const ADDRESS = String.raw`(?:\[[0-9a-f:.]{2,45}\]|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5}|/\d{3,5}(?![\d/.]))`;
const ARROW = new RegExp(String.raw`(${ADDRESS})\s{0,3}(?:-{1,3}>|=>|>)\s{0,3}(${ADDRESS})`, "i");
const ARROW_BACK = new RegExp(String.raw`(${ADDRESS})\s{0,3}<-{1,3}\s{0,3}(${ADDRESS})`, "i");
const TCPDUMP = /\bIP6? (\S{2,64})\.(\d{1,5}) > (\S{2,64})\.(\d{1,5}): /;
const FROM = new RegExp(String.raw`\b(?:from|src|source)\b[^\d\n]{1,16}(${ADDRESS})`, "i");
const TO = new RegExp(String.raw`\b(?:to|dst|destination)\b[^\d\n]{1,16}(${ADDRESS})`, "i");
const ON = new RegExp(String.raw`\b(?:on|local)\b[^\d\n]{1,16}(${ADDRESS})`, "i");
/** A side as fields: `SrcIP:192.0.2.1,SrcPort:5060`, `"dst_ip": "192.0.2.1"`. */
const fieldOf = (name: string, what: string, value: string) =>
  new RegExp(String.raw`(?<![a-z\d])(?:${name})[ _-]?(?:${what})["']?\s{0,2}[:=]\s{0,2}["']?(${value})(?![\w.])`, "i");
const HOST = String.raw`[0-9a-f]{0,4}:[0-9a-f:.]{2,45}|[\w.-]{1,255}`;
const FIELDS = ["src|source|from", "dst|dest|destination|to"].map((name) => ({
  host: fieldOf(name, "ip|addr|address|host", HOST),
  port: fieldOf(name, "port", String.raw`\d{1,5}`),
}));
const TRANSPORT = /(?<![\w-])(udp|tcp|tls|sctp|wss?)(?![\w-])/i;

/** The first time that the texts begin with. */
export function timeNear(texts: readonly string[]): PrintedTime | undefined {
  for (const text of texts) {
    const time = text === "" ? undefined : findTime(text.slice(0, TIME_WITHIN_CHARACTERS));
    if (time) return time;
  }
  return undefined;
}

/**
 * @param before what stands before the start line on its own line.
 * @param previous the lines before it, nearest first; blank ones are skipped.
 */
export function contextOf(before: string, previous: readonly string[], endpoints: EndpointTable): Context {
  const texts = [before, ...previous].filter((text) => /\S/.test(text));
  let time: PrintedTime | undefined;
  let sides: Sides | undefined;
  let transport: string | undefined;
  for (const [index, text] of texts.entries()) {
    time ??= findTime(text.slice(0, TIME_WITHIN_CHARACTERS));
    const near = text.length > MAX_CHARACTERS ? text.slice(-MAX_CHARACTERS) : text;
    // `from` and `to` are words of every log; only right before the message do they speak of it.
    sides ??= arrowSides(near, endpoints) ?? (index < 2 ? wordSides(near, endpoints) : undefined);
    if (index < 2) transport ??= TRANSPORT.exec(near)?.[1];
    if (time !== undefined && sides !== undefined) break;
  }
  sides ??= fieldSides(texts.slice(0, 2), endpoints);
  return {
    time,
    transport: sides?.transport ?? transportOf(transport),
    source: sides?.source,
    destination: sides?.destination,
  };
}

function arrowSides(text: string, endpoints: EndpointTable): Sides | undefined {
  if (!text.includes(">") && !text.includes("<")) return undefined;
  const transport = transportOf(TRANSPORT.exec(text)?.[1]);
  const dump = TCPDUMP.exec(text);
  if (dump)
    return { transport, source: endpoints.read(dump[1], dump[2]), destination: endpoints.read(dump[3], dump[4]) };
  const arrow = ARROW.exec(text);
  if (arrow) return { transport, source: endpoints.read(arrow[1]), destination: endpoints.read(arrow[2]) };
  const back = ARROW_BACK.exec(text);
  if (back) return { transport, source: endpoints.read(back[2]), destination: endpoints.read(back[1]) };
  return undefined;
}

/** Of a record of fields, some of which may stand behind the message. */
function fieldSides(texts: readonly string[], endpoints: EndpointTable): Sides | undefined {
  const near = texts.map((text) => text.slice(-MAX_CHARACTERS)).join(" ");
  const [source, destination] = FIELDS.map(({ host, port }) =>
    endpoints.read(host.exec(near)?.[1], port.exec(near)?.[1]),
  );
  return source && destination && { transport: transportOf(TRANSPORT.exec(near)?.[1]), source, destination };
}

function wordSides(text: string, endpoints: EndpointTable): Sides | undefined {
  const source = FROM.exec(text)?.[1];
  const destination = TO.exec(text)?.[1];
  if (source === undefined && destination === undefined) return undefined;
  const own = source === undefined || destination === undefined ? ON.exec(text)?.[1] : undefined;
  const [from, to] = [source ?? own, destination ?? own].map((side) => endpoints.read(side?.replace("/", ":")));
  return { transport: transportOf(TRANSPORT.exec(text)?.[1]), source: from, destination: to };
}
