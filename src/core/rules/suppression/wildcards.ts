/** Texts with `*` for any characters and `?` for one; letters are the same in either case. */

/** The work is at most the product of the two lengths, whatever somebody wrote: no regular expression is made of it. */
export function matchesWildcards(text: string, pattern: string): boolean {
  const given = text.toLowerCase();
  const wanted = pattern.toLowerCase();
  let at = 0;
  let next = 0;
  // Where the last star stands, and how much of the text it was given.
  let star = -1;
  let givenToStar = 0;
  while (at < given.length) {
    const wild = wanted[next];
    if (wild === "*") {
      star = next++;
      givenToStar = at;
    } else if (wild !== undefined && (wild === "?" || wild === given[at])) {
      at++;
      next++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++givenToStar;
    } else {
      return false;
    }
  }
  while (wanted[next] === "*") next++;
  return next === wanted.length;
}

/** `*.pcap`, `captures/phone.log`: the whole path, or what stands behind one of its slashes. */
export function isAtEndOf(pattern: string, path: string): boolean {
  const name = path.replaceAll("\\", "/");
  for (let start = 0; ;) {
    if (matchesWildcards(name.slice(start), pattern)) return true;
    const slash = name.indexOf("/", start);
    if (slash < 0) return false;
    start = slash + 1;
  }
}
