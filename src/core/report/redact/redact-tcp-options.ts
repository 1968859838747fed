/** Options of a TCP header (RFC 9293 §3.2): the usual ones stay, others may hold addresses (RFC 8684) and become padding. */

const HEADER_OCTETS = 20;
const END = 0;
const NO_OPERATION = 1;
/** Segment size, window scale, selective acknowledgement and its leave, timestamps. */
const KEPT = new Set([2, 3, 4, 5, 8]);

/** @param header the header with its options, which are changed in place */
export function redactTcpOptions(header: Uint8Array): void {
  for (let at = HEADER_OCTETS; at < header.length && header[at] !== END;) {
    if (header[at] === NO_OPERATION) {
      at++;
      continue;
    }
    const length = header[at + 1] ?? 0;
    const isWhole = length >= 2 && at + length <= header.length;
    const end = isWhole ? at + length : header.length;
    if (!isWhole || !KEPT.has(header[at]!)) header.fill(NO_OPERATION, at, end);
    at = end;
  }
}
