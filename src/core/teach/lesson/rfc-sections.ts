/** The sections of the RFCs that lessons cite, as their tables of contents have them, so that a citation that leads nowhere is told. */

/** Numbers below a section follow it with a dash: `10.2.1-8` stands for 10.2.1 to 10.2.8. Numbers of one section stand for themselves. */
const TABLES: Readonly<Record<number, string>> = {
  // Digest
  2617: "1-7 1.1-3 3.1-3 3.2.1-3 4.1-13",
  7616: "1-8 3.1-9 3.4.1-6 3.9.1-2 5.1-13 6.1-2 8.1-2",
  8760: "1-5 2.1-7",
  // DNS; the first has no numbered sections
  2782: "",
  3263: "1-9 4.1-3",
  3403: "1-10 4.1",
  // SIP
  3261:
    "1-28 7.1-5 7.3.1-3 7.4.1-2 8.1-3 8.1.1-3 8.1.1.1-10 8.1.3.1-5 8.2.1-7 8.2.2.1-3 8.2.6.1-2 9.1-2 10.1-3 10.2.1-8 10.2.1.1-2 11.1-2 " +
    "12.1-3 12.1.1-2 12.2.1-2 12.2.1.1-2 13.1-3 13.2.1-2 13.2.2.1-4 13.3.1 13.3.1.1-4 14.1-2 15.1 15.1.1-2 16.1-12 16.12.1-2 " +
    "17.1-2 17.1.1-4 17.1.1.1-3 17.1.2.1-3 17.2.1-4 18.1-4 18.1.1-2 18.2.1-2 19.1-3 19.1.1-6 20.1-44 21.1-6 21.1.1-5 21.2.1 21.3.1-5 " +
    "21.4.1-28 21.5.1-7 21.6.1-4 22.1-4 23.1-4 24.1-2 25.1 26.1-5 26.1.1-5 26.2.1-4 26.3.1-2 26.3.2.1-4 26.4.1-4 28.1-2",
  // rport, Path, Outbound, GRUU
  3327: "1-9 5.1-5 5.5.1-2",
  3581: "1-10",
  5626: "1-15 3.1-5 3.5.1-2 4.1-5 4.2.1-3 4.4.1-2 5.1-4 9.1-4 11.1-7 12.1-2",
  5627: "1-12 3.1-4 4.1-5 5.1-4",
  // NAT
  4787: "1-16 4.1-5",
  // Certificates and TLS
  5280: "1-11 4.1-2 4.1.1-2 4.1.2.1-9 4.2.1-2 6.1-3",
  5922: "1-11 7.1-8",
  8446: "1-11 4.1-6 6.1-2",
};

function expand(table: string): ReadonlySet<string> {
  const sections = new Set<string>();
  for (const entry of table.split(" ").filter(Boolean)) {
    const [first = "", last] = entry.split("-");
    const dot = first.lastIndexOf(".");
    const stem = first.slice(0, dot + 1);
    const from = Number(first.slice(dot + 1));
    for (let number = from; number <= Number(last ?? from); number++) sections.add(`${stem}${number}`);
  }
  return sections;
}

export const RFC_SECTIONS: Readonly<Record<number, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries(TABLES).map(([number, table]) => [number, expand(table)]),
);
