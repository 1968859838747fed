/** What a thrown value says of itself, to be told after "because". */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
