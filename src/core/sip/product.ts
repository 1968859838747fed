/** What a User-Agent or Server header names: the product whose settings a fix can speak of (RFC 3261 §20.41, §20.35). */

export interface Product {
  /** Known id such as `asterisk-pjsip` or `yealink`; null for a product we have no settings of. */
  readonly product: string | null;
  /** Short name to show: `Yealink T46U`, `Kamailio 5.6.3`. "" when the header says nothing. */
  readonly title: string;
  /** Of the firmware or program, as far as it is digits: `108.86.0.20`; null when the header has none. */
  readonly version: string | null;
}

interface Pattern {
  readonly product: string;
  /** Name to show; the model follows it, or the version of a program that has no models. */
  readonly name: string;
  /** Tried in the order of the list, the first that matches wins. */
  readonly match: RegExp;
  /** Its first group is the model. */
  readonly model?: RegExp;
}

/** Longest header that is looked at; real ones are under 200 characters. */
const MAX_LENGTH = 256;
const MAX_TITLE_LENGTH = 40;

/** Special before general: FreePBX is an Asterisk, and many softphones build on PJSIP. */
const PATTERNS: readonly Pattern[] = [
  {
    product: "scanner",
    name: "Scanner",
    match: /friendly-scanner|sipvicious|sundayddr|pplsip|sip-scan|sipcli|vaxsipuseragent/i,
    model: /^([\w-]+)/,
  },
  { product: "sipsak", name: "sipsak", match: /^sipsak/i },
  { product: "sipp", name: "SIPp", match: /^sipp\b/i },
  { product: "freepbx", name: "FreePBX", match: /^FPBX|FreePBX/i },
  { product: "3cx", name: "3CX", match: /3CX/i },
  { product: "freeswitch", name: "FreeSWITCH", match: /FreeSWITCH|mod_sofia/i },
  { product: "kamailio", name: "Kamailio", match: /kamailio/i },
  { product: "opensips", name: "OpenSIPS", match: /opensips/i },
  { product: "openser", name: "SIP Express Router", match: /openser|sip express router/i },
  { product: "drachtio", name: "drachtio", match: /drachtio/i },
  { product: "twilio", name: "Twilio", match: /^twilio/i },
  {
    product: "fritzbox",
    name: "FRITZ!Box",
    match: /FRITZ!?OS|FRITZ!?Box|AVM/i,
    model: /(?:FRITZ!?Box\s+(?:Fon\s+)?(?:WLAN\s+)?)(\d{4}\w*)/i,
  },
  { product: "yealink", name: "Yealink", match: /yealink/i, model: /yealink[ _-]*(?:SIP[- ])?([\w-]+)/i },
  // Adapters and phones of the former Obihai, which are set up in another way than other phones of Poly.
  {
    product: "obihai",
    name: "Poly",
    match: /OBIHAI|PolyEdge-Edge_B|VVX[_ -]?D\d|Rove[_ -]?\w/i,
    model: /(OBi\d\w*|Edge[ _]B\w+|VVX[_ -]?D\w+|Rove[_ -]?\w+)/i,
  },
  {
    product: "poly",
    name: "Poly",
    match: /^poly(?:com|edge|trio|ccx|vvx)?\b|polycom/i,
    model: /((?:VVX|SPIP|SSIP|SoundPoint|SoundStation|Edge|Trio|CCX)[_ ]\w+)/i,
  },
  // Base stations, whose settings have other names.
  { product: "snom-dect", name: "Snom", match: /^snom[ -]?M\d/i, model: /^snom[ -]?(\w+)/i },
  { product: "snom", name: "Snom", match: /^snom/i, model: /^snom\s*-?(\w+)/i },
  { product: "grandstream", name: "Grandstream", match: /grandstream/i, model: /grandstream\s+([\w-]+)/i },
  { product: "cucm", name: "CUCM", match: /Cisco-CUCM/i },
  {
    product: "cisco",
    name: "Cisco",
    match: /linksys|sipura|cisco\b.*(?:SPA\d|PAP\d|3PCC|MPP)/i,
    model: /(SPA\w+|PAP\w+|CP-?\d+|ATA\d+|DBS\d+)/i,
  },
  // Phones that CUCM provisions, gateways and TelePresence: none of them has the pages of a Multiplatform phone.
  {
    product: "cisco-enterprise",
    name: "Cisco",
    match: /cisco|tandberg/i,
    model: /(CP-?\w+|Expressway|IOS|SIPGateway|Webex\w*|TANDBERG)/i,
  },
  {
    product: "avaya",
    name: "Avaya",
    match: /avaya|IP Office/i,
    model: /(J\d{3}|96\d\d\w*|IP Office|one-X \w+|Equinox|Workplace|Communicator|SM)/i,
  },
  { product: "mitel", name: "Mitel", match: /mitel|aastra/i, model: /(?:mitel|aastra)[ _-]*(\w+)/i },
  { product: "mitel", name: "Mitel MiVoice", match: /mivoice/i, model: /mivoice ([\w ]+)/i },
  {
    product: "gigaset",
    name: "Gigaset",
    match: /gigaset|^(?:[ACENS]|SL)\d{3}\w* (?:IP|GO|HX)\b|^DX\d{3}/i,
    model: /((?:N|C|S|A|E|SL|DX|DL)\d{3}\w*)/,
  },
  { product: "fanvil", name: "Fanvil", match: /fanvil/i, model: /fanvil[ _-]*(\w+)/i },
  { product: "htek", name: "Htek", match: /^htek/i, model: /^htek[ _-]*(\w+)/i },
  { product: "akuvox", name: "Akuvox", match: /akuvox/i, model: /akuvox[ _-]*(\w+)/i },
  { product: "ooma", name: "Ooma", match: /\booma/i, model: /ooma[ _-]*([a-z]\w*)/i },
  { product: "panasonic", name: "Panasonic", match: /panasonic/i, model: /(KX-\w+)/i },
  { product: "alcatel", name: "Alcatel-Lucent", match: /alcatel|omnipcx|ALE\b/i },
  {
    product: "audiocodes",
    name: "AudioCodes",
    match: /audiocodes|^AUDC|^Mediant/i,
    model: /((?:Mediant|MediaPack|MP-?|4\d\dHD|C4\d\d)[ \w-]*?)(?=[/ ]|$)/i,
  },
  { product: "oracle-sbc", name: "Oracle SBC", match: /acme ?packet|oracle.*(?:sbc|esbc)/i },
  { product: "ribbon", name: "Ribbon", match: /sonus|ribbon|genband/i },
  { product: "teams", name: "Microsoft Teams", match: /Microsoft\.PSTNHub|SIPProxy/i, model: /(?!)/ },
  { product: "linphone", name: "Linphone", match: /linphone|belle-sip/i },
  { product: "baresip", name: "baresip", match: /baresip/i },
  { product: "microsip", name: "MicroSIP", match: /microsip/i },
  { product: "zoiper", name: "Zoiper", match: /zoiper|^Z \d/i },
  { product: "bria", name: "Bria", match: /bria|counterpath/i },
  { product: "bria", name: "X-Lite", match: /x-lite/i, model: /release (\w+)/i },
  { product: "jitsi", name: "Jitsi", match: /jitsi/i },
  { product: "blink", name: "Blink", match: /^blink/i },
  { product: "telephone", name: "Telephone", match: /^telephone /i },
  { product: "groundwire", name: "Acrobits", match: /acrobits|groundwire|softphone\b.*iOS/i },
  { product: "sipjs", name: "SIP.js", match: /^SIP\.?js/i },
  { product: "jssip", name: "JsSIP", match: /^JsSIP/i },
  { product: "resiprocate", name: "reSIProcate", match: /resiprocate|repro\b/i },
  { product: "sofia-sip", name: "Sofia-SIP", match: /sofia-sip/i },
  { product: "yate", name: "Yate", match: /^YATE/i },
  { product: "asterisk", name: "Asterisk", match: /asterisk/i },
  { product: "pjsip", name: "PJSIP", match: /pjsua|pjsip/i },
];

/** Digits with dots between them; the first such run that a header has is the firmware's or the program's. */
const VERSION = /\d+(?:\.\d+)+/;

/** The first release with chan_pjsip, and the first without chan_sip. Between them a header does not tell which one speaks. */
const FIRST_PJSIP = 12;
const FIRST_WITHOUT_CHAN_SIP = 21;

/** Reads a User-Agent or Server value; the answer for the many repetitions in a trace is the caller's to keep. */
export function parseProduct(header: string | undefined): Product {
  const text = (header ?? "").slice(0, MAX_LENGTH).trim();
  const version = VERSION.exec(text)?.[0] ?? null;
  const pattern = PATTERNS.find(({ match }) => match.test(text));
  if (!pattern) return { product: null, title: shorten(text), version };
  const { name, model, product } = pattern;
  const detail = (model ? model.exec(text)?.[1] : version)?.replace(/[_\s]+/g, " ").trim();
  const title = detail ? shorten(`${name} ${detail}`) : name;
  return { product: product === "asterisk" ? asteriskDriver(version) : product, title, version };
}

function asteriskDriver(version: string | null): string {
  const major = Number.parseInt(version ?? "", 10);
  if (major < FIRST_PJSIP) return "asterisk-chan-sip";
  return major >= FIRST_WITHOUT_CHAN_SIP ? "asterisk-pjsip" : "asterisk";
}

/** The first product token with its version, without comments: `SIPimp.org/0.2.5 (curses)` gives `SIPimp.org/0.2.5`. */
function shorten(text: string): string {
  const withoutComment = text.replace(/\s*\([^()]*\)?.*$/, "") || text;
  return withoutComment.length <= MAX_TITLE_LENGTH
    ? withoutComment
    : `${withoutComment.slice(0, MAX_TITLE_LENGTH - 1)}…`;
}
