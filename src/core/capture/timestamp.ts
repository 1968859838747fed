/** The clock of a pcapng interface: what its 64-bit timestamps count (`if_tsresol`, `if_tsoffset`; draft-ietf-opsawg-pcapng §4.2). */

const WORD = 4_294_967_296;
/** The product of a remainder below this and a 32-bit word is still exact in a double. */
const EXACT_DIVISOR = 2 ** 20;
const BINARY_FLAG = 0x80;
/** Interfaces without the option count microseconds. */
const MICROSECONDS = 6;

export class TimestampClock {
  readonly #isBinary: boolean;
  readonly #exponent: number;
  readonly #offsetMicros: number;
  readonly #multiplier: number;
  readonly #divisor: number;

  /**
   * @param resolution octet of `if_tsresol`: a negative power of ten, or of two when its top bit is set
   * @param offsetSeconds `if_tsoffset`, added to each timestamp
   */
  constructor(resolution = MICROSECONDS, offsetSeconds = 0) {
    this.#isBinary = (resolution & BINARY_FLAG) !== 0;
    this.#exponent = resolution & 0x7f;
    this.#offsetMicros = offsetSeconds * 1_000_000;
    this.#multiplier = 10 ** Math.max(0, MICROSECONDS - this.#exponent);
    this.#divisor = 10 ** Math.max(0, this.#exponent - MICROSECONDS);
  }

  /** Microseconds since the Unix epoch of a timestamp's two words; as exact as the number type allows. */
  toMicros(high: number, low: number): number {
    return (this.#isBinary ? this.#fromBinary(high, low) : this.#fromDecimal(high, low)) + this.#offsetMicros;
  }

  // 64-bit counts of nanoseconds do not fit a double. Dividing the high word first keeps every step exact.
  #fromDecimal(high: number, low: number): number {
    const divisor = this.#divisor;
    if (divisor === 1) return (high * WORD + low) * this.#multiplier;
    if (divisor > EXACT_DIVISOR) return (high * WORD + low) / divisor;
    const remainder = high % divisor;
    return ((high - remainder) / divisor) * WORD + (remainder * WORD + low) / divisor;
  }

  #fromBinary(high: number, low: number): number {
    const exponent = this.#exponent;
    if (exponent <= 32) {
      const unit = 2 ** exponent;
      const fraction = low % unit;
      return (high * (WORD / unit) + (low - fraction) / unit) * 1_000_000 + (fraction * 1_000_000) / unit;
    }
    const unit = 2 ** (exponent - 32);
    const fraction = high % unit;
    return ((high - fraction) / unit) * 1_000_000 + ((fraction + low / WORD) * 1_000_000) / unit;
  }
}
