/** The ladder beside a text comes back after a reload of the window, also where its text is known for a log only later. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ToWebview } from "../../src/view/protocol.js";
import { COMMANDS, LADDER_PANEL } from "../../src/vscode/contributions.js";
import { registerLadderPanel } from "../../src/vscode/ladder-panel.js";
import { LaneMemory } from "../../src/vscode/lane-memory.js";
import type { OpenTraces } from "../../src/vscode/open-traces.js";
import { TracePages } from "../../src/vscode/trace-pages.js";
import { FakePanel, type PanelSerializer } from "./fake-panel.js";
import { FakeUri } from "./fake-uri.js";
import { editor } from "./fake-vscode.js";
import { LOG, openLog, startTraces } from "./open-log.js";

let traces: OpenTraces;
let registered: { dispose(): unknown };
const lanes = new LaneMemory({
  get: (_key: string, otherwise: unknown) => otherwise,
  update: () => Promise.resolve(),
} as never);

beforeEach(() => {
  editor.reset();
  traces = startTraces();
  registered = registerLadderPanel(traces, FakeUri.parse("file:///extension") as never, lanes, new TracePages());
});
afterEach(() => {
  registered.dispose();
  traces.dispose();
});

/** As the window does after a reload. */
async function bringBack(state: unknown): Promise<FakePanel> {
  const panel = new FakePanel("Ladder");
  await editor.provider<PanelSerializer>(LADDER_PANEL).deserializeWebviewPanel(panel, state);
  panel.say({ type: "ready" });
  return panel;
}

const told = <T extends ToWebview["type"]>(panel: FakePanel, type: T) =>
  (panel.told as ToWebview[]).findLast((each): each is Extract<ToWebview, { type: T }> => each.type === type);

test("the page is told of which text it is, and with that comes back on its ladder", async () => {
  await openLog(traces);
  await editor.run(COMMANDS.openLadder, FakeUri.parse(LOG));
  const before = editor.panels.at(-1)!;
  before.say({ type: "ready" });
  expect(told(before, "mode")!.document).toBe(LOG);
  before.dispose();
  const panel = await bringBack({ document: LOG, key: "r0" });
  await expect.poll(() => told(panel, "ladder")?.view.key).toBe("r0");
});

test("a text that is taken for a log only later has its ladder then", async () => {
  const panel = await bringBack({ document: LOG, key: null });
  expect(panel.told).toEqual([]);
  await openLog(traces);
  panel.say({ type: "ready" });
  await expect.poll(() => told(panel, "ladder")?.view.key).toBe("all");
});

test.each([undefined, {}, { document: "nowhere" }])("a state of %j brings nothing back", async (state) => {
  expect((await bringBack(state)).isOpen).toBe(false);
});
