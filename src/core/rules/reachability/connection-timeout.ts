/** A TCP connection that is asked for again and again, without an answer. */
import { formatEndpoint } from "../../model/endpoint.js";
import { seconds } from "../../model/instant.js";
import { defineRule, rfc } from "../rule.js";
import { connectionsOf } from "./connections.js";
import { takeoverWords } from "./port-unreachable.js";
import { sipPeersOf } from "./sip-peers.js";

/** SYN is repeated after 1, 2 and 4 s (RFC 6298 §2, §5.5): an answer that comes at all has come by then. */
const PATIENCE_MICROS = seconds(7);
/** A client that has given up turns to another server after Timer F, and again has Timer F for it. */
const TAKEOVER_MICROS = seconds(64);

export default defineRule({
  id: "connection-timeout",
  title: "Connection never opens",
  severity: "error",
  kind: "cause",
  summary: "A device asks for a TCP connection again and again and gets no answer.",
  why: "A firewall drops the packets, or no such host exists; SIP over TCP or TLS cannot begin.",
  looksLike: 'SYN, SYN, SYN, no answer. The phone says "server not reachable" after half a minute or more.',
  confirm: {
    wireshark: "tcp.flags.syn == 1",
    steps: ["`nc -vz HOST PORT` from the phone's network; then capture on the server: does the SYN arrive?"],
  },
  notWhen: [
    "The host answers with RST or ICMP: it is there, but nothing listens or a firewall says so (port-unreachable).",
    "The device reaches another server of the same name within 32 s: then this target is dead, but the phone registers.",
  ],
  remedy: "Check address and port of the server, then every firewall on the way, for TCP in both directions.",
  sources: [rfc(3261, "18.4"), rfc(6298, "5")],
  fixes: { device: ["registrar"], registrar: ["listen"] },
  messages: { unanswered: "{server} never answers the TCP connection that {client} asks for." },
  check(trace, report) {
    const unanswered = connectionsOf(trace).filter(({ began }) => began === "unanswered");
    if (unanswered.length === 0) return;
    const peers = sipPeersOf(trace);
    for (const { first, client, server, atMicros } of unanswered) {
      if (!peers.isSip(server)) continue;
      if (!trace.covers(atMicros, atMicros + PATIENCE_MICROS)) continue;
      const takeover = peers.takeover(client, atMicros, TAKEOVER_MICROS);
      report({
        message: "unanswered",
        values: { server: formatEndpoint(server), client: client.address },
        at: { signal: first },
        ...peers.ownerOf(client.address),
        evidence: [
          "SYN is repeated at least twice; neither SYN-ACK nor RST comes back.",
          ...takeoverWords(takeover, atMicros),
        ],
        foldBy: `${client.address} ${formatEndpoint(server)}`,
        strength: "proven",
        connection: first,
        ...(takeover ? { severity: "info" as const } : {}),
      });
    }
  },
});
