/** The project's own text of a trace, `.siptrace`: one line for each transmission or signal, then the message's lines. */

export const SIP_TRACE = {
  id: "siptrace",
  title: "SIP Trace (.siptrace)",
  printedBy: "people, as [siptrace-format.md](siptrace-format.md) says",
} as const;

/**
 * `2026-11-20T10:00:00.123456Z udp 192.0.2.10:5060 > 192.0.2.1:5060 frame 7, 512 octets`. The time may lack its date,
 * its fraction, or be left out; `-` and `?` stand for what is not known.
 */
export const RECORD =
  /^(?:(?<time>-|\d[\d:T.,+-]{4,34}Z?|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,\d]{0,10}Z?) +)?(?<transport>udp|tcp|tls|sctp|wss?|\?) +(?<source>\S{1,400}) > (?<destination>\S{1,400})(?<details> .*)?$/i;
/** What every record line holds. */
export const RECORD_HINT = " > ";

const QUOTED = String.raw`"((?:[^"\\]|\\.)*)"`;
const WORDS = String.raw`(?: (?:[\w-]{1,30}|"(?:[^"\\]|\\.)*"))*`;
/** The parts after the endpoints, separated by commas. */
export const DETAIL = new RegExp(
  String.raw`[ ,]+(?:frame (?<frame>\d{1,15})|(?<octets>\d{1,9}) octets|point (?<point>\d{1,6})|(?<missing>\d{1,9}) missing|garbage ${QUOTED.replace("(", "(?<garbage>")}|keep-alive (?<form>crlf|double-crlf|stun|stun-response|ping|pong|other)|unreachable ${QUOTED.replace("(", "(?<reason>")} reported by (?<reporter>\S{1,400})(?: quoted ${QUOTED.replace("(", "(?<quoted>")})?|stun-mapping (?<mapped>\S{1,400})|tcp (?<event>open|refused|reset|closed|unanswered)(?<incomplete> incomplete)?|tls (?<tls>[a-z-]{1,30}(?: (?:[a-z-]{1,30}|"(?:[^"\\]|\\.)*"))*)|dns (?<dns>(?:query|answer)${WORDS})|dhcp (?<dhcp>(?:offer|ack)${WORDS})|ntp offset (?<ntp>-?\d{1,12}(?:\.\d{1,9})?))(?=[ ,]|$)`,
  "y",
);
