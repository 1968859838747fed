/** The panel that previews a ladder as Mermaid: what it may load, what it is told, and when it ends. */
import { beforeEach, expect, test } from "vitest";
import { MermaidPreview } from "../../src/vscode/mermaid-preview.js";
import { FakeUri } from "./fake-uri.js";
import { editor } from "./fake-vscode.js";

const DIAGRAM = "sequenceDiagram\n  L0->>L1: REGISTER\n";

let preview: MermaidPreview;
beforeEach(() => {
  editor.reset();
  preview = new MermaidPreview(FakeUri.parse("file:///extension") as never);
});

test("has its own page, whose policy lets in inline styles but neither inline scripts nor the network", () => {
  preview.show("trace.pcap-r0", DIAGRAM);
  const { html } = editor.panels[0]!.webview;
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!;
  expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-[\w-]+'; style-src \S+ 'unsafe-inline'$/);
  expect(html).toContain("dist/webview/mermaid.js");
  expect(html).not.toContain("main.js");
});

test("tells the page once it listens, and again when it comes back", () => {
  preview.show("trace.pcap-r0", DIAGRAM);
  const panel = editor.panels[0]!;
  expect(panel.told).toEqual([]);
  panel.say({ type: "ready" });
  panel.say({ type: "ready" });
  expect(panel.told).toEqual(Array(2).fill({ type: "diagram", title: "trace.pcap-r0", text: DIAGRAM }));
});

test("shows the next ladder in the panel that is open, and in a new one after that was closed", () => {
  preview.show("trace.pcap-r0", DIAGRAM);
  const [first] = editor.panels;
  first!.say({ type: "ready" });
  preview.show("trace.pcap-c1", DIAGRAM);
  expect(editor.panels).toHaveLength(1);
  expect(first!.title).toBe("Mermaid trace.pcap-c1");
  expect(first!.told.at(-1)).toMatchObject({ title: "trace.pcap-c1" });
  first!.dispose();
  preview.show("trace.pcap-r0", DIAGRAM);
  expect(editor.panels).toHaveLength(2);
  expect(editor.panels[1]!.told).toEqual([]);
});

test("closes with its ladder", () => {
  preview.show("trace.pcap-r0", DIAGRAM);
  preview.dispose();
  expect(editor.panels[0]!.isOpen).toBe(false);
});
