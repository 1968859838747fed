/** The SIP messages of a record that was put together. */
import { memorySource } from "../model/byte-source.js";
import type { SourceMap } from "../model/source-map.js";
import { Anchor } from "./anchor.js";
import { LogLines } from "./lines.js";
import { readMessageLines } from "./message-line-reader.js";
import type { MessageLines } from "./message-lines.js";
import { buildMessage } from "./message-octets.js";
import type { OctetSlab } from "./octet-slab.js";
import type { RecordText } from "./record-text.js";
import { startLineAt } from "./start-line.js";

export interface RecordMessage {
  readonly found: MessageLines;
  readonly octets: Uint8Array;
  /** To the log's file. */
  readonly sourceMap: SourceMap;
  /** 1-based line of the log that holds the start line. */
  readonly line: number;
}

/** What stands between and around the messages, such as the headers of a packet printed as hex, is passed over. */
export function messagesOf(record: RecordText, slab: OctetSlab): RecordMessage[] {
  const lines = new LogLines(memorySource("", record.octets));
  const version = new Anchor("SIP/2.0");
  const messages: RecordMessage[] = [];
  while (lines.advance()) {
    const seen = version.inLine(lines);
    const { text, base, start, end } = lines;
    const at = seen < 0 ? -1 : startLineAt(text, start - base, end - base, seen - base);
    if (at < 0) continue;
    lines.hold(start);
    const found = readMessageLines(lines, text.slice(start - base, at), base + at, end, ALONE);
    if (found.sipHeaders > 0) {
      const { octets, sourceMap } = buildMessage(found, lines, undefined, slab);
      if (record.cut) found.cut = true;
      messages.push({ found, octets, sourceMap: sourceMap.through(record.sourceMap), line: record.lineAt(base + at) });
    }
    lines.release();
  }
  return messages;
}

const ALONE = { format: undefined, octets: undefined, announces: () => false, continues: () => false };
