/**
 * Where the octets of a message lie in its file. A datagram is one run; a message over several TCP segments has a run
 * a segment; a message of a log has a run a line, since prefixes and line ends of the log are not part of it.
 */
export class SourceMap {
  /** Triples: offset in the message, offset in the file, length. Ascending in the first. */
  #runs: number[] = [];

  static of(fileOffset: number, length: number): SourceMap {
    const map = new SourceMap();
    map.add(0, fileOffset, length);
    return map;
  }

  /** States that `length` octets of the message from `offset` stand in the file from `fileOffset`. Call in ascending order. */
  add(offset: number, fileOffset: number, length: number): void {
    const runs = this.#runs;
    const last = runs.length - 3;
    if (last < 0) {
      // Most maps have one run, and pushing to an empty array makes room for sixteen numbers.
      this.#runs = [offset, fileOffset, length];
    } else if (runs[last]! + runs[last + 2]! === offset && runs[last + 1]! + runs[last + 2]! === fileOffset) {
      runs[last + 2]! += length;
    } else {
      runs.push(offset, fileOffset, length);
    }
  }

  get runs(): readonly number[] {
    return this.#runs;
  }

  /**
   * File offset of an octet of the message. An octet that the file does not hold (the CR that a log dropped) maps to
   * the end of the run before it.
   */
  toFile(offset: number): number {
    const runs = this.#runs;
    const low = this.#runOf(offset);
    if (runs.length === 0) return 0;
    const start = runs[low * 3]!;
    return runs[low * 3 + 1]! + Math.min(Math.max(offset - start, 0), runs[low * 3 + 2]!);
  }

  /** The map of a message whose file offsets count in a text that `outer` maps to the file. */
  through(outer: SourceMap): SourceMap {
    const map = new SourceMap();
    const inner = this.#runs;
    const runs = outer.#runs;
    for (let i = 0; i < inner.length; i += 3) {
      const from = inner[i + 1]!;
      const until = from + inner[i + 2]!;
      let at = 3 * outer.#runOf(from);
      for (; at < runs.length && runs[at]! < until; at += 3) {
        const start = Math.max(from, runs[at]!);
        const end = Math.min(until, runs[at]! + runs[at + 2]!);
        if (start < end) map.add(inner[i]! + start - from, runs[at + 1]! + start - runs[at]!, end - start);
      }
    }
    return map;
  }

  /** The last run that begins at or before an offset. */
  #runOf(offset: number): number {
    const runs = this.#runs;
    let low = 0;
    let high = runs.length / 3 - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (runs[middle * 3]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
