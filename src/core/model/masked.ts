/** Values that the poster of a log blotted out: nothing can be concluded from what stands in their place. */

const MAX_CHARACTERS = 300;

/** `xxxx`, `***`, `...`, `#`; also beside what was left: `+49***123`, `2xxx`, `abc...`. */
const BLOT = /\*{2,}|#{3,}|\.{3,}|…|(?<![a-z])x{2,}(?![a-z])|x{4,}/i;
/** `XX.XX.XX.XX`, `192.0.2.x`, `a.b.c.d`, `aaa.bbb.ccc.ddd`: four labels, of which one at least is no number. */
const ADDRESS = /^(?=.*[a-z*#_?-])(?:\d{1,3}|([a-z*#_?-])\1{0,3})(?:\.(?:\d{1,3}|([a-z*#_?-])\2{0,3})){3}$/i;
/** `<redacted>`, `[my ip]`, `{hidden}`, `removed`; `<` alone stands before what a parser took for a URI's end. */
const BRACKETED = /^(?:<[a-z][\w .-]*>?|\[[a-z][\w .-]*\]|\{[a-z][\w .-]*\})$/i;
const WORD =
  /^[<[({]?(?:removed|redacted|masked|hidden|censored|deleted|snip(?:ped)?|anonymi[sz]ed|obfuscated|sanitized|stripped|omitted|example|placeholder)[>\])}]?$/i;
/** The same of hosts, which parsers give in lower case. */
const NAMED =
  /^(?:public|private|local|remote|my|your|client|server|pbx|phone|wan|lan|nat|sip)_(?:ip|addr(?:ess)?|host(?:name)?|domain|number)\d*$/i;
/** `PUBLIC_IP`; `$IP`, `${HOST}`, `%DOMAIN%`. */
const CONSTANT = /^[A-Z]+\d*(?:_[A-Z\d]+)+$/;
const VARIABLE = /^(?:\$\{?[a-z]\w*\}?|%[a-z]\w*%)$/i;

/** Whether a value, or the host of `host:port` and `sip:host`, is a poster's mark in place of it. */
export function isMasked(value: string): boolean {
  if (value.length === 0 || value.length > MAX_CHARACTERS) return false;
  const bare = value
    .trim()
    .replace(/^sips?:/i, "")
    .replace(/:\d{1,5}$/, "");
  return (
    BLOT.test(bare) ||
    ADDRESS.test(bare) ||
    WORD.test(bare) ||
    BRACKETED.test(bare) ||
    NAMED.test(bare) ||
    CONSTANT.test(bare) ||
    VARIABLE.test(bare)
  );
}
