/** What is generated is as its sources say; `npm run generate` makes it so. */
import { expect, it } from "vitest";
import { staleFiles } from "../../tools/generate.mjs";

it("no generated file is stale", async () => {
  expect(await staleFiles()).toEqual([]);
});
