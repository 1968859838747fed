/** Something of the input that could not be read, told with the offset where reading stopped. */
export interface Problem {
  /** Index of the file in the trace. */
  readonly file: number;
  /** Octets from the start of the file. */
  readonly offset: number;
  /** One sentence for the user. */
  readonly message: string;
}
