/** Which TCP connections of a capture with too many of them are forgotten. */
import { expect, it } from "vitest";
import { Packet } from "../../src/core/packet/packet.js";
import { TcpTable } from "../../src/core/packet/tcp-table.js";

const MOST_CONNECTIONS = 32_768;

/** A segment from or to one of many clients of a server. */
function segment(client: number, isFromClient: boolean): Packet {
  const addressView = new DataView(new ArrayBuffer(8));
  addressView.setUint32(isFromClient ? 0 : 4, 0x0a00_0000 + client);
  addressView.setUint32(isFromClient ? 4 : 0, 0xc000_0201);
  const [sourcePort, destinationPort] = isFromClient ? [40_000, 5060] : [5060, 40_000];
  const addresses = { addressView, sourceAddressAt: 0, destinationAddressAt: 4 };
  return Object.assign(new Packet(), { version: 4, sourcePort, destinationPort, ...addresses });
}

it("keeps what is in use, and forgets what was unused for most of a table's uses", () => {
  const usedAt = new Map<string, number>();
  let uses = 0;
  const spans: number[] = [];
  const table = new TcpTable(
    (packet) => ({ client: packet.addressView.getUint32(0) - 0x0a00_0000 }),
    ({ client }) => {
      spans.push(uses - usedAt.get(String(client))!);
      usedAt.delete(String(client));
    },
  );
  const use = (client: number, isFromClient: boolean) => {
    expect(table.find(segment(client, isFromClient))).toEqual({ client });
    usedAt.set(String(client), ++uses);
  };
  const clients = MOST_CONNECTIONS * 2;
  for (let client = 1; client < clients; client++) {
    use(client, true);
    // One talks all the time, others answer a while later.
    if (client % 100 === 0) use(1, false);
    if (client > 500 && client % 3 === 0) use(client - 500, false);
  }
  expect(usedAt.has("1")).toBe(true);
  expect(usedAt.size).toBe(MOST_CONNECTIONS);
  expect(spans.length).toBe(clients - 1 - MOST_CONNECTIONS);
  expect(spans.reduce((least, span) => Math.min(least, span))).toBeGreaterThan(MOST_CONNECTIONS * 0.7);
});
