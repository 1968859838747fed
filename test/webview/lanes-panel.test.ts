/** How a person arranges the lanes of a ladder: hidden, shown again, renamed. */
import { expect, test } from "vitest";
import { choicesOf } from "../../webview/ladder/lanes-panel.js";

const lane = (id: string) => ({ id, name: id, address: id, detail: "", kind: "unknown" as const });

test("a hidden lane keeps its place, and stands there when it is shown again", () => {
  const lanes = [lane("proxy"), lane("registrar")];
  const hiddenLanes = [
    { ...lane("phone"), place: 0 },
    { ...lane("router"), place: 2 },
  ];
  expect(choicesOf({ lanes, hiddenLanes })).toEqual([
    { id: "phone", isHidden: true },
    { id: "proxy" },
    { id: "router", isHidden: true },
    { id: "registrar" },
  ]);
});
