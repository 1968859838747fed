/** What the thread that analyses reads. */

/** A file to read: by its path where the thread can reach the disk, else by its octets. */
export type Input =
  | { readonly kind: "path"; readonly name: string; readonly path: string }
  | {
      readonly kind: "octets";
      readonly name: string;
      readonly octets: Uint8Array<ArrayBuffer>;
      /** When the file was last written; dates logs that print the time of day only. */
      readonly modifiedMicros: number | undefined;
    };
