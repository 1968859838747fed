/** What a User-Agent or Server header names: the product whose settings a fix can speak of (RFC 3261 §20.41, §20.35). */

export interface Product {
  /** Known id such as `asterisk-pjsip` or `yealink`; null for a product we have no settings of. */
  readonly product: string | null;
  /** Short name to show: `Yealink SIP-T46U`. "" when the header says nothing. */
  readonly title: string;
}

interface Pattern {
  readonly product: string;
  /** Name to show; the words of the match follow it when `model` is given. */
  readonly name: string;
  /** Tried in the order of the list, the first that matches wins. */
  readonly match: RegExp;
  /** Its first group is the model or version worth showing. */
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
  { product: "freepbx", name: "FreePBX", match: /^FPBX|FreePBX/i, model: /FPBX-([\d.]+)/i },
  { product: "3cx", name: "3CX", match: /3CX/i, model: /3CX\w*[ /]([\d.]+)/i },
  {
    product: "freeswitch",
    name: "FreeSWITCH",
    match: /FreeSWITCH|mod_sofia/i,
    model: /(?:FreeSWITCH-mod_sofia|mod_sofia)\/([\d.]+)/i,
  },
  { product: "kamailio", name: "Kamailio", match: /kamailio/i, model: /kamailio \(?([\d.]+)/i },
  { product: "opensips", name: "OpenSIPS", match: /opensips/i, model: /opensips \(?([\d.]+)/i },
  { product: "openser", name: "SIP Express Router", match: /openser|sip express router/i, model: /\(([\d.]+)/ },
  {
    product: "fritzbox",
    name: "FRITZ!Box",
    match: /FRITZ!?OS|FRITZ!?Box|AVM/i,
    model: /(?:FRITZ!?Box\s+(?:Fon\s+)?(?:WLAN\s+)?)(\d{4}\w*)/i,
  },
  { product: "yealink", name: "Yealink", match: /yealink/i, model: /yealink[ _-]*(?:SIP[- ])?([\w-]+)/i },
  {
    product: "poly",
    name: "Poly",
    match: /poly(?:com)?\b|PolycomVVX|PolycomSoundPoint|PolyEdge/i,
    model: /(?:VVX-)?((?:VVX|SoundPoint|SoundStation|Edge|Trio|CCX|OBi)[-_ ]?[\w]+)/i,
  },
  { product: "poly", name: "Poly", match: /OBIHAI/i, model: /OBIHAI\/(\w+)/i },
  { product: "snom", name: "Snom", match: /^snom/i, model: /^snom\s*-?(\w+)/i },
  { product: "grandstream", name: "Grandstream", match: /grandstream/i, model: /grandstream\s+([\w-]+)/i },
  {
    product: "cisco",
    name: "Cisco",
    match: /cisco|linksys|sipura/i,
    model: /(CP-?\w+|CUCM[\d.]*|SPA\w+|Expressway|CP\d+|IOS|SIPGateway|Webex\w*)/i,
  },
  {
    product: "avaya",
    name: "Avaya",
    match: /avaya|AVAYA|IP Office/i,
    model: /(J\d{3}|96\d\d\w*|IP Office|one-X \w+|Equinox|Workplace|Communicator)/i,
  },
  { product: "mitel", name: "Mitel", match: /mitel|aastra/i, model: /(?:mitel|aastra)[ _-]*(\w+)/i },
  { product: "mitel", name: "Mitel MiVoice", match: /mivoice/i, model: /mivoice ([\w ]+)/i },
  { product: "gigaset", name: "Gigaset", match: /gigaset|^N\d{3} IP/i, model: /((?:N|C|S|A|E|SL|DX|DL)\d{3}\w*)/ },
  { product: "fanvil", name: "Fanvil", match: /fanvil/i, model: /fanvil[ _-]*(\w+)/i },
  { product: "htek", name: "Htek", match: /^htek/i, model: /^htek[ _-]*(\w+)/i },
  { product: "panasonic", name: "Panasonic", match: /panasonic/i, model: /(KX-\w+)/i },
  { product: "alcatel", name: "Alcatel-Lucent", match: /alcatel|omnipcx|ALE\b/i },
  {
    product: "audiocodes",
    name: "AudioCodes",
    match: /audiocodes/i,
    model: /((?:Mediant|MediaPack|MP-?|4\d\dHD|C4\d\d)[ \w-]*?)(?=[/ ]|$)/i,
  },
  { product: "oracle-sbc", name: "Oracle SBC", match: /acme ?packet|oracle.*(?:sbc|esbc)/i },
  { product: "ribbon", name: "Ribbon", match: /sonus|ribbon|genband/i },
  { product: "teams", name: "Microsoft Teams", match: /Microsoft\.PSTNHub|SIPProxy/i },
  { product: "linphone", name: "Linphone", match: /linphone|belle-sip/i, model: /linphone\w*\/([\d.]+)/i },
  { product: "baresip", name: "baresip", match: /baresip/i, model: /baresip v?([\d.]+)/i },
  { product: "microsip", name: "MicroSIP", match: /microsip/i, model: /microsip\/([\d.]+)/i },
  { product: "zoiper", name: "Zoiper", match: /zoiper|^Z \d/i, model: /((?:v|rv)?[\d.]{3,})/ },
  { product: "bria", name: "Bria", match: /bria|counterpath/i, model: /release ([\d.]+)/i },
  { product: "bria", name: "X-Lite", match: /x-lite/i, model: /release (\w+)/i },
  { product: "jitsi", name: "Jitsi", match: /jitsi/i, model: /jitsi([\d.]+)/i },
  { product: "blink", name: "Blink", match: /^blink/i },
  { product: "telephone", name: "Telephone", match: /^telephone /i },
  { product: "groundwire", name: "Acrobits", match: /acrobits|groundwire|softphone\b.*iOS/i },
  { product: "sipjs", name: "SIP.js", match: /^SIP\.?js/i, model: /\/([\d.]+)/ },
  { product: "jssip", name: "JsSIP", match: /^JsSIP/i, model: /JsSIP ([\d.]+)/i },
  { product: "resiprocate", name: "reSIProcate", match: /resiprocate|repro\b/i },
  { product: "sofia-sip", name: "Sofia-SIP", match: /sofia-sip/i, model: /sofia-sip\/([\d.]+)/i },
  { product: "yate", name: "Yate", match: /^YATE/i, model: /\/([\d.]+)/ },
  // Asterisk 21 dropped chan_sip; older ones do not tell which of the two drivers speaks.
  {
    product: "asterisk-pjsip",
    name: "Asterisk",
    match: /asterisk(?: pbx)?[ /]?(?:certified\/)?2[1-9]\b/i,
    model: /(2[1-9][\d.]*)/,
  },
  {
    product: "asterisk",
    name: "Asterisk",
    match: /asterisk/i,
    model: /asterisk(?: pbx)?[ /]?(?:certified\/)?([\d.]+)/i,
  },
  { product: "pjsip", name: "PJSIP", match: /pjsua|pjsip/i, model: /(?:pjsua|pjsip)\D{0,3}([\d.]+)/i },
];

/** Reads a User-Agent or Server value; the answer for the many repetitions in a trace is the caller's to keep. */
export function parseProduct(header: string | undefined): Product {
  const text = (header ?? "").slice(0, MAX_LENGTH).trim();
  const pattern = PATTERNS.find(({ match }) => match.test(text));
  if (!pattern) return { product: null, title: shorten(text) };
  const model = pattern.model
    ?.exec(text)?.[1]
    ?.replace(/[_\s]+/g, " ")
    .trim();
  return { product: pattern.product, title: model ? shorten(`${pattern.name} ${model}`) : pattern.name };
}

/** The first product token with its version, without comments: `SIPimp.org/0.2.5 (curses)` gives `SIPimp.org/0.2.5`. */
function shorten(text: string): string {
  const withoutComment = text.replace(/\s*\([^()]*\)?.*$/, "") || text;
  return withoutComment.length <= MAX_TITLE_LENGTH
    ? withoutComment
    : `${withoutComment.slice(0, MAX_TITLE_LENGTH - 1)}…`;
}
