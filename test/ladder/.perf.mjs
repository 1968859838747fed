// src/core/sip/host.ts
import ipaddr from "ipaddr.js";

// src/core/sip/lexical.ts
var TAB = 9;
var LF = 10;
var CR = 13;
var SPACE = 32;
var QUOTE = 34;
var COMMA = 44;
var COLON = 58;
var SEMICOLON = 59;
var LEFT_ANGLE = 60;
var EQUALS = 61;
var RIGHT_ANGLE = 62;
var AT = 64;
var LEFT_BRACKET = 91;
var BACKSLASH = 92;
var RIGHT_BRACKET = 93;
function isWhiteSpace(code) {
  return code === SPACE || code === CR || code === LF || code === TAB;
}
function skipWhiteSpace(text2, start, end) {
  let at = start;
  while (at < end && isWhiteSpace(text2.charCodeAt(at))) at++;
  return at;
}
function trimEnd(text2, start, end) {
  let at = end;
  while (at > start && isWhiteSpace(text2.charCodeAt(at - 1))) at--;
  return at;
}
var TOKEN_OCTETS = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~") {
  TOKEN_OCTETS[character.charCodeAt(0)] = 1;
}
function isTokenOctet(code) {
  return TOKEN_OCTETS[code] === 1;
}
function endOfToken(text2, start, end) {
  let at = start;
  while (at < end && TOKEN_OCTETS[text2.charCodeAt(at)] === 1) at++;
  return at;
}
function isToken(text2) {
  return text2.length > 0 && endOfToken(text2, 0, text2.length) === text2.length;
}
function closingQuote(text2, open2, end) {
  const close = strictClosingQuote(text2, open2, end);
  if (close >= 0) return close;
  for (let at = open2 + 1; at < end; at++) {
    const code = text2.charCodeAt(at);
    if (code === QUOTE) return at;
  }
  return -1;
}
function strictClosingQuote(text2, open2, end) {
  for (let at = open2 + 1; at < end; at++) {
    const code = text2.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return -1;
}
function indexOfCode(text2, code, start, end) {
  for (let at = start; at < end; at++) if (text2.charCodeAt(at) === code) return at;
  return -1;
}
function parseDigits(text2, start, end) {
  if (start >= end) return Number.NaN;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = text2.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
function unescapeQuoted(text2) {
  return text2.includes("\\") ? text2.replace(/\\([\s\S])/g, "$1") : text2;
}
function unfold(text2) {
  if (!text2.includes("\n")) return text2;
  let unfolded = "";
  let from = 0;
  for (let fold2 = text2.indexOf("\n"); fold2 >= 0; fold2 = text2.indexOf("\n", from)) {
    unfolded += text2.slice(from, trimEnd(text2, from, fold2)) + " ";
    from = skipWhiteSpace(text2, fold2, text2.length);
  }
  return unfolded + text2.slice(from);
}
var utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
function decodeOctets(text2) {
  let ascii = true;
  for (let at = 0; at < text2.length && ascii; at++) ascii = text2.charCodeAt(at) < 128;
  if (ascii) return text2;
  try {
    return utf8.decode(Uint8Array.from(text2, (character) => character.charCodeAt(0)));
  } catch {
    return text2;
  }
}
var MAX_VALUES_PER_FIELD = 1024;
function splitList(text2, start, end, separator) {
  const parts = [];
  let from = start;
  let quotes = true;
  let angles = true;
  let angle = false;
  for (let at = start; at < end; at++) {
    const code = text2.charCodeAt(at);
    if (code === separator && !angle) {
      parts.push({ start: from, end: at });
      from = at + 1;
      if (parts.length === MAX_VALUES_PER_FIELD) return parts;
    } else if (code === QUOTE && quotes && !angle) {
      const close = strictClosingQuote(text2, at, end);
      if (close < 0) quotes = false;
      at = Math.max(at, close < 0 ? closingQuote(text2, at, end) : close);
    } else if (code === LEFT_ANGLE && angles && !angle) {
      angle = angles = indexOfCode(text2, RIGHT_ANGLE, at, end) >= 0;
    } else if (code === RIGHT_ANGLE) angle = false;
  }
  parts.push({ start: from, end });
  return parts;
}

// src/core/sip/value.ts
function valueAt(value, start, end) {
  return { value, range: { start, end } };
}

// src/core/sip/host.ts
var MAX_IPV6_LENGTH = 64;
function canonicalHost(host) {
  const bare = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  if (!bare.includes(":") || bare.length > MAX_IPV6_LENGTH) return bare.toLowerCase();
  const address2 = bare.replace(":::", "::");
  return ipaddr.IPv6.isValid(address2) ? ipaddr.IPv6.parse(address2).toRFC5952String() : bare.toLowerCase();
}
function isIpv6Address(text2) {
  return text2.length <= MAX_IPV6_LENGTH && text2.includes(":") && ipaddr.IPv6.isValid(text2.replace(":::", "::"));
}
function parseHostPort(text2, start, end) {
  const from = skipWhiteSpace(text2, start, end);
  const to = trimEnd(text2, from, end);
  let hostStart = from;
  let hostEnd;
  let colon;
  const close = text2.charCodeAt(from) === LEFT_BRACKET ? indexOfCode(text2, RIGHT_BRACKET, from, to) : -1;
  if (close >= 0) {
    hostStart = from + 1;
    hostEnd = close;
    colon = indexOfCode(text2, COLON, close, to);
  } else {
    colon = indexOfCode(text2, COLON, from, to);
    if (colon >= 0 && indexOfCode(text2, COLON, colon + 1, to) >= 0) colon = -1;
    hostEnd = trimEnd(text2, from, colon < 0 ? to : colon);
  }
  const host = hostEnd > hostStart ? valueAt(canonicalHost(text2.slice(hostStart, hostEnd)), hostStart, hostEnd) : void 0;
  const portStart = colon < 0 ? to : skipWhiteSpace(text2, colon + 1, to);
  const port = parseDigits(text2, portStart, to);
  return {
    host,
    port: Number.isNaN(port) ? void 0 : valueAt(port, portStart, to),
    portText: valueAt(text2.slice(portStart, to), portStart, to)
  };
}

// src/core/sip/params.ts
var Param = class {
  /** Lower-cased: names are compared in any case (RFC 3261 §7.3.1). */
  name;
  isQuoted;
  #text;
  #start;
  #nameEnd;
  #valueStart;
  /** -1 for a flag. */
  #valueEnd;
  #end;
  /** @param equals offset of the equals sign; -1 for a flag. The white space around the parameter is already off. */
  constructor(text2, start, equals, end) {
    this.#text = text2;
    this.#start = start;
    this.#end = end;
    this.#nameEnd = equals < 0 ? end : trimEnd(text2, start, equals);
    this.name = text2.slice(start, this.#nameEnd).toLowerCase();
    const valueStart = equals < 0 ? end : skipWhiteSpace(text2, equals + 1, end);
    this.isQuoted = valueStart < end && text2.charCodeAt(valueStart) === QUOTE;
    const close = this.isQuoted ? closingQuote(text2, valueStart, end) : -1;
    this.#valueStart = this.isQuoted ? valueStart + 1 : valueStart;
    this.#valueEnd = equals < 0 ? -1 : close < 0 ? end : close;
  }
  /** Undefined for a bare flag (`;lr`); "" for `;name=`. A quoted value is unescaped and without its quotes. */
  get value() {
    if (this.#valueEnd < 0) return void 0;
    const raw = decodeOctets(this.#text.slice(this.#valueStart, this.#valueEnd));
    return this.isQuoted ? unescapeQuoted(raw) : raw;
  }
  get nameRange() {
    return { start: this.#start, end: this.#nameEnd };
  }
  /** Inside the quotes of a quoted value; empty at the end of the name for a flag. */
  get valueRange() {
    return { start: this.#valueStart, end: this.#valueEnd < 0 ? this.#valueStart : this.#valueEnd };
  }
  get range() {
    return { start: this.#start, end: this.#end };
  }
};
function parseParams(text2, start, end) {
  if (start >= end) return NO_PARAMS;
  const params = [];
  if (!hasBrackets(text2, start, end)) {
    for (let from = start; from < end && params.length < MAX_VALUES_PER_FIELD; ) {
      const semicolon = indexOfCode(text2, SEMICOLON, from, end);
      const to = semicolon < 0 ? end : semicolon;
      const param = parseParam(text2, from, to);
      if (param) params.push(param);
      from = to + 1;
    }
    return params;
  }
  for (const part of splitList(text2, start, end, SEMICOLON)) {
    const param = parseParam(text2, part.start, part.end);
    if (param) params.push(param);
  }
  return params;
}
var NO_PARAMS = [];
function hasBrackets(text2, start, end) {
  for (let at = start; at < end; at++) {
    const code = text2.charCodeAt(at);
    if (code === QUOTE || code === LEFT_ANGLE) return true;
  }
  return false;
}
function parseParam(text2, start, end) {
  const from = skipWhiteSpace(text2, start, end);
  const to = trimEnd(text2, from, end);
  if (from === to) return void 0;
  return new Param(text2, from, indexOfCode(text2, EQUALS, from, to), to);
}
function findParam(params, name) {
  for (const param of params) if (param.name === name) return param;
  return void 0;
}
function paramValue(params, name) {
  const param = findParam(params, name);
  const value = param?.value;
  return param && value !== void 0 ? { value, range: param.valueRange } : void 0;
}

// src/core/sip/uri.ts
var QUESTION = 63;
var NO_PARAMS2 = [];
function parseUri(text2, start, end) {
  const from = skipWhiteSpace(text2, start, end);
  const to = trimEnd(text2, from, end);
  const range = { start: from, end: to };
  const whole = text2.slice(from, to);
  const colon = indexOfCode(text2, COLON, from, to);
  const scheme = colon < 0 ? "" : text2.slice(from, colon).trimEnd().toLowerCase();
  if (scheme !== "sip" && scheme !== "sips") {
    const rest2 = colon < 0 ? from : colon + 1;
    const opaque = valueAt(text2.slice(rest2, to), rest2, to);
    const portText = valueAt("", to, to);
    const absent = { user: void 0, password: void 0, host: void 0, port: void 0, headers: void 0 };
    return { text: whole, range, scheme, isSip: false, ...absent, portText, params: NO_PARAMS2, opaque };
  }
  const rest = colon + 1;
  const at = lastAt(text2, rest, to);
  const hostStart = at < 0 ? rest : at + 1;
  let question = indexOfCode(text2, QUESTION, hostStart, to);
  if (question < 0) question = to;
  let semicolon = indexOfCode(text2, SEMICOLON, hostStart, question);
  if (semicolon < 0) semicolon = question;
  const passwordColon = at < 0 ? -1 : indexOfCode(text2, COLON, rest, at);
  const userEnd = passwordColon < 0 ? at : passwordColon;
  return {
    text: whole,
    range,
    scheme,
    isSip: true,
    user: at < 0 ? void 0 : valueAt(text2.slice(rest, userEnd), rest, userEnd),
    password: passwordColon < 0 ? void 0 : valueAt(text2.slice(passwordColon + 1, at), passwordColon + 1, at),
    ...parseHostPort(text2, hostStart, semicolon),
    params: semicolon < question ? parseParams(text2, semicolon + 1, question) : NO_PARAMS2,
    headers: question < to ? valueAt(text2.slice(question + 1, to), question + 1, to) : void 0,
    opaque: void 0
  };
}
function lastAt(text2, start, end) {
  let found = -1;
  let question = false;
  for (let at = start; at < end; at++) {
    const code = text2.charCodeAt(at);
    if (code === AT && !(question && found >= 0)) found = at;
    else if (code === QUESTION) question = true;
  }
  return found;
}
function portOf(uri) {
  if (uri.port) return uri.port.value;
  const transport = paramValue(uri.params, "transport")?.value.toLowerCase();
  return uri.scheme === "sips" || transport === "tls" ? 5061 : 5060;
}
function normaliseEscapes(text2) {
  if (!text2.includes("%")) return text2;
  return text2.replace(/%([0-9a-f]{2})/gi, (escape, hex) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9\-_.!~*'()]/.test(character) ? character : escape.toUpperCase();
  });
}
function canonicalAor(uri) {
  if (!uri.isSip) return uri.scheme === "" ? uri.text : `${uri.scheme}:${uri.opaque?.value ?? ""}`;
  const user = uri.user ? `${normaliseEscapes(uri.user.value)}@` : "";
  const host = uri.host?.value ?? "";
  const bracketed = host.includes(":") ? `[${host}]` : host;
  const isDefault = uri.port === void 0 || uri.port.value === (uri.scheme === "sips" ? 5061 : 5060);
  return `${uri.scheme}:${user}${bracketed}${isDefault ? "" : `:${uri.port.value}`}`;
}
var DECISIVE_PARAMS = ["user", "ttl", "method", "maddr", "transport"];
function sameUri(a2, b) {
  if (a2.text === b.text) return true;
  if (a2.scheme !== b.scheme) return false;
  if (!a2.isSip) return a2.opaque?.value.toLowerCase() === b.opaque?.value.toLowerCase();
  if (normaliseEscapes(a2.user?.value ?? "") !== normaliseEscapes(b.user?.value ?? "")) return false;
  if (normaliseEscapes(a2.password?.value ?? "") !== normaliseEscapes(b.password?.value ?? "")) return false;
  if (a2.host?.value !== b.host?.value || portOf(a2) !== portOf(b)) return false;
  return sameParams(a2.params, b.params) && sameHeaders(a2.headers?.value, b.headers?.value);
}
function sameParams(a2, b) {
  for (const name of DECISIVE_PARAMS) {
    if (findParam(a2, name) === void 0 !== (findParam(b, name) === void 0)) return false;
  }
  const ofB = new Map(b.map((param) => [normaliseEscapes(param.name), param.value]));
  return a2.every((param) => {
    const name = normaliseEscapes(param.name);
    if (!ofB.has(name)) return true;
    return normaliseEscapes(param.value ?? "").toLowerCase() === normaliseEscapes(ofB.get(name) ?? "").toLowerCase();
  });
}
function sameHeaders(a2, b) {
  const sorted = (headers) => normaliseEscapes(headers ?? "").toLowerCase().split("&").sort().join("&");
  return sorted(a2) === sorted(b);
}

// src/core/ladder/shelves.ts
var STRAYS_KEY = "o";
var KNOWN = /* @__PURE__ */ new WeakMap();
function shelvesOf({ trace }) {
  const known = KNOWN.get(trace);
  if (known) return known;
  const shelves = sortOut(trace);
  KNOWN.set(trace, shelves);
  return shelves;
}
function sortOut(trace) {
  const byKey = /* @__PURE__ */ new Map();
  const shelfOfTransaction = [];
  const open2 = (key, about) => {
    const shelf = { key, registration: void 0, call: void 0, transactions: [], ...about };
    byKey.set(key, shelf);
    return shelf;
  };
  const claims = new Claims(trace);
  for (const registration of trace.registrations) open2(`r${registration.index}`, { registration });
  for (const call of trace.calls) open2(`c${call.index}`, { call });
  const others = /* @__PURE__ */ new Map();
  for (const transaction of trace.transactions) {
    const key = claims.keyOf(transaction);
    let shelf = key === void 0 ? void 0 : byKey.get(key);
    if (!shelf) {
      const { method, client, server } = transaction;
      const pair2 = `${method} ${client.address} ${server.address}`;
      shelf = others.get(pair2) ?? open2(`o${transaction.index}`, {});
      others.set(pair2, shelf);
    }
    shelf.transactions.push(transaction);
    shelfOfTransaction[transaction.index] = shelf;
  }
  const strays = [];
  for (let message = 0; message < trace.messages.length; message++) {
    if (!trace.transactionOf(message)) strays.push(message);
  }
  if (strays.length > 0) open2(STRAYS_KEY, {});
  const keyOf3 = (message) => {
    const transaction = trace.transactionOf(message);
    if (transaction) return shelfOfTransaction[transaction.index]?.key;
    return message >= 0 && message < trace.messages.length ? STRAYS_KEY : void 0;
  };
  return { all: [...byKey.values()], byKey, keyOf: keyOf3, strays };
}
var Claims = class {
  constructor(trace) {
    this.trace = trace;
    for (const { index, transactions } of trace.calls) {
      for (const transaction of transactions) this.#keys[transaction.index] = `c${index}`;
    }
    for (const registration of trace.registrations) {
      for (const transaction of registration.transactions) {
        this.#keys[transaction.index] = `r${registration.index}`;
        if (transaction.callId !== "") this.#registrationOfCallId.set(transaction.callId, registration.index);
        this.#claimFlow(transaction, registration);
      }
    }
  }
  trace;
  /** By transaction index. */
  #keys = [];
  /** A REGISTER that a proxy sends on keeps its Call-ID (RFC 3261 §16.6). */
  #registrationOfCallId = /* @__PURE__ */ new Map();
  /** By flow index: the registrations that were made over it, by AoR. An edge proxy's flow carries thousands. */
  #registrationsOfFlow = /* @__PURE__ */ new Map();
  keyOf(transaction) {
    const key = this.#keys[transaction.index];
    if (key !== void 0) return key;
    const byCallId = this.#registrationOfCallId.get(transaction.callId);
    if (byCallId !== void 0) return `r${byCallId}`;
    const registration = this.#byFlow(transaction);
    return registration && `r${registration.index}`;
  }
  #claimFlow(transaction, registration) {
    const flow = this.trace.flowOf(transaction.first);
    if (!flow) return;
    const claimed = this.#registrationsOfFlow.get(flow.index);
    if (!claimed) this.#registrationsOfFlow.set(flow.index, /* @__PURE__ */ new Map([[registration.aor, registration]]));
    else if (!claimed.has(registration.aor)) claimed.set(registration.aor, registration);
  }
  /** What passes over the flow of one phone is the phone's; of several on one flow the one that From or To names. */
  #byFlow(transaction) {
    const flow = this.trace.flowOf(transaction.first);
    const claimed = flow && this.#registrationsOfFlow.get(flow.index);
    if (!claimed) return void 0;
    if (claimed.size === 1) return [...claimed.values()][0];
    const { from, to } = transaction.first.sip;
    const named = [from, to].flatMap((address2) => address2 ? [canonicalAor(address2.uri)] : []);
    return named.map((aor) => claimed.get(aor)).find((registration) => registration !== void 0);
  }
};

// src/core/rules/rule.ts
function rfc(number, section) {
  return { label: `RFC ${number} \xA7${section}`, url: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}` };
}
function defineRule(rule) {
  return rule;
}

// src/core/rules/wording.ts
var MAX_VALUE_LENGTH = 120;
function printable(text2) {
  const line = text2.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, "\uFFFD");
  return line.length > MAX_VALUE_LENGTH ? `${line.slice(0, MAX_VALUE_LENGTH - 1)}\u2026` : line;
}
function whereIs(message) {
  const { frame, line } = message.place;
  return frame === null ? `line ${line ?? "?"}` : `frame ${frame}`;
}
function statusOf(message) {
  return printable(`${message.sip.statusCode} ${message.sip.reason}`.trim());
}
function countOf(count, singular, plural = `${singular}s`) {
  return `${count} ${count === 1 ? singular : plural}`;
}

// src/core/rules/authentication/digest-answers.ts
var KNOWN2 = /* @__PURE__ */ new WeakMap();
function digestSeries(trace, context) {
  const known = KNOWN2.get(context);
  if (known) return known;
  const series = [...trace.registrations.map(ofRegistration), ...ofOtherRequests(trace)];
  KNOWN2.set(context, series);
  return series;
}
function ofRegistration(registration) {
  return readSeries(registration.aor, registration, registration.transactions);
}
var WITHOUT_ANSWER = /* @__PURE__ */ new Set(["REGISTER", "ACK", "CANCEL"]);
function* ofOtherRequests(trace) {
  const fewestHops = /* @__PURE__ */ new Map();
  const candidates = trace.transactions.filter(({ method }) => !WITHOUT_ANSWER.has(method));
  const callIds = new Set(candidates.filter(({ credentials }) => credentials).map(({ callId }) => callId));
  const involved = candidates.filter(({ callId }) => callIds.has(callId));
  const keyOf3 = ({ callId, cseqNumber, method }) => `${cseqNumber} ${method} ${callId}`;
  for (const transaction of involved) {
    const key = keyOf3(transaction);
    fewestHops.set(key, Math.min(fewestHops.get(key) ?? Infinity, transaction.hops));
  }
  const groups = /* @__PURE__ */ new Map();
  for (const transaction of involved) {
    if (transaction.hops !== fewestHops.get(keyOf3(transaction))) continue;
    const { sip } = transaction.first;
    const aor = sip.from ? canonicalAor(sip.from.uri) : "";
    const key = `${transaction.client.address} ${aor}`;
    const group = groups.get(key) ?? { aor, transactions: [] };
    groups.set(key, group);
    group.transactions.push(transaction);
  }
  for (const { aor, transactions } of groups.values()) yield readSeries(aor, void 0, transactions);
}
var ACCEPTED_NONCES_KEPT = 8;
function readSeries(aor, registration, transactions) {
  const memory = { latest: [], accepted: /* @__PURE__ */ new Map() };
  const steps = [];
  const answers = [];
  for (const transaction of transactions) {
    const { final } = transaction;
    const status = final?.sip.statusCode ?? 0;
    const answer = readAnswer(transaction, final, memory, steps.length, answers.length);
    steps.push({ transaction, answer, status });
    if (answer) {
      answers.push(answer);
      remember(answer, memory);
    }
    if (final && (status === 401 || status === 407)) memory.latest = noncesOf(final.sip);
  }
  return { aor, registration, steps, answers };
}
function readAnswer(transaction, final, memory, stepIndex, answerIndex) {
  const { credentials, request, answered: answered2 } = transaction;
  if (!credentials?.isDigest || !request) return void 0;
  const nonce = credentials.nonce?.value ?? "";
  const challenge = answered2?.challenge;
  const returned = final && returnedChallenge(final.sip, credentials);
  return {
    stepIndex,
    answerIndex,
    transaction,
    request,
    credentials,
    challenge,
    challengeMessage: answered2?.message,
    by: answered2?.by,
    age: memory.latest.includes(nonce) ? "fresh" : answered2?.by === "nonce" ? "reused" : "unknown",
    acceptedBefore: memory.accepted.has(nonce),
    nonceCountBefore: memory.accepted.get(nonce),
    verdict: verdictOf(transaction, final, credentials, challenge, returned),
    final,
    returned
  };
}
function remember({ verdict, credentials }, memory) {
  if (verdict !== "accepted") return;
  memory.latest = [];
  const { accepted } = memory;
  const nonce = credentials.nonce?.value ?? "";
  const count = nonceCountOf(credentials) ?? 0;
  const highest = Math.max(count, accepted.get(nonce) ?? 0);
  accepted.delete(nonce);
  accepted.set(nonce, highest);
  if (accepted.size > ACCEPTED_NONCES_KEPT) {
    const oldest = accepted.keys().next();
    if (!oldest.done) accepted.delete(oldest.value);
  }
}
function nonceCountOf(credentials) {
  const text2 = credentials.nonceCount?.value ?? "";
  return /^[0-9a-f]{1,8}$/i.test(text2) ? Number.parseInt(text2, 16) : void 0;
}
function noncesOf(sip) {
  return sip.challenges.flatMap(({ nonce }) => nonce ? [nonce.value] : []);
}
function returnedChallenge(sip, credentials) {
  const ofKind = sip.challenges.filter(({ proxy, isDigest }) => isDigest && proxy === credentials.proxy);
  const ofRealm = ofKind.filter(({ realm }) => realm?.value === credentials.realm?.value);
  const sameAlgorithm = ofRealm.find((challenge) => algorithmOf(challenge) === algorithmOf(credentials));
  return sameAlgorithm ?? ofRealm[0] ?? ofKind[0];
}
function verdictOf(transaction, final, credentials, challenge, returned) {
  if (transaction.responses.some(({ sip }) => sip.statusCode > 100 && sip.statusCode < 200)) return "accepted";
  if (!final) return "open";
  const { statusCode } = final.sip;
  if (statusCode < 300) return "accepted";
  if (statusCode === 403) return "forbidden";
  if (statusCode !== 401 && statusCode !== 407) return "other";
  if (!returned) return "other";
  const realm = returned.realm?.value;
  const isSameChallenger = realm === credentials.realm?.value || !challenge || realm === challenge.realm?.value;
  if (!isSameChallenger) return "other";
  return returned.stale === true ? "stale" : "refused";
}
function algorithmOf({ algorithm }) {
  return algorithm?.value.toUpperCase() ?? "MD5";
}

// src/core/model/address.ts
import ipaddr2 from "ipaddr.js";
function isIpAddress(text2) {
  return ipaddr2.IPv4.isValidFourPartDecimal(text2) || text2.includes(":") && ipaddr2.IPv6.isValid(text2);
}
var UNREACHABLE = /* @__PURE__ */ new Set(["private", "carrierGradeNat", "loopback", "linkLocal", "uniqueLocal", "unspecified"]);
function isPublicAddress(text2) {
  if (!isIpAddress(text2)) return false;
  const address2 = ipaddr2.process(text2);
  return !UNREACHABLE.has(address2.range());
}
var SITE = /* @__PURE__ */ new Set(["private", "carrierGradeNat", "uniqueLocal"]);
function isSiteAddress(text2) {
  return isIpAddress(text2) && SITE.has(ipaddr2.process(text2).range());
}

// src/core/rules/authentication/registered-domains.ts
var RegisteredDomains = class {
  #allSeries;
  #accepted;
  #judged = /* @__PURE__ */ new Map();
  constructor(allSeries) {
    this.#allSeries = allSeries;
  }
  /**
   * The domain of the AoR is none of the realm's: an IP address while the realm is a domain name, or an unrelated name.
   * An undotted realm (`asterisk`) tells nothing, and neither does one under which somebody of this domain is accepted.
   */
  isForeign(series) {
    let judged = this.#judged.get(series);
    if (judged === void 0) this.#judged.set(series, judged = this.#judge(series));
    return judged;
  }
  #judge(series) {
    const domain = domainOf(series);
    if (domain === void 0 || !series.registration) return false;
    const foreign = /* @__PURE__ */ new Set();
    for (const { transaction, status } of series.steps) {
      if (status !== 401 && status !== 407) continue;
      for (const { realm } of transaction.final?.sip.challenges ?? []) {
        if (realm && !isRelated(domain, realm.value)) foreign.add(realm.value);
      }
    }
    if (foreign.size === 0) return false;
    this.#accepted ??= acceptedPairs(this.#allSeries);
    return [...foreign].some((realm) => !this.#accepted?.has(pair(domain, realm)));
  }
};
function acceptedPairs(allSeries) {
  const pairs = /* @__PURE__ */ new Set();
  for (const series of allSeries) {
    const domain = domainOf(series);
    if (domain === void 0 || !series.registration) continue;
    for (const { verdict, credentials } of series.answers) {
      if (verdict === "accepted") pairs.add(pair(domain, credentials.realm?.value ?? ""));
    }
  }
  return pairs;
}
function pair(domain, realm) {
  return `${domain} ${realm}`;
}
function domainOf({ steps }) {
  return steps[0]?.transaction.first.sip.to?.uri.host?.value;
}
function isRelated(domain, realm) {
  const name = realm.trim().toLowerCase();
  if (isIpAddress(name) || !/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(name)) return true;
  return name === domain || name.endsWith(`.${domain}`) || domain.endsWith(`.${name}`);
}

// src/core/rules/authentication/aor-unknown.ts
var UNKNOWN = /* @__PURE__ */ new Set([404, 410, 604]);
var aor_unknown_default = defineRule({
  id: "aor-unknown",
  title: "Unknown user",
  severity: "error",
  kind: "cause",
  summary: "The registrar answers that it does not know the address-of-record.",
  why: "A registrar binds Contacts only to users it knows, so this device can never register as this one.",
  remedy: "Create the user on the registrar, or correct the user name on the device; check the domain part too, since a registrar knows its users by domain.",
  sources: [rfc(3261, "10.3"), rfc(3261, "21.4.5")],
  fixes: {
    "asterisk-pjsip": {
      setting: "aors",
      detail: "A `type=aor` section must have the name that the To header gives as user, and the endpoint must list it in `aors`."
    },
    asterisk: {
      setting: "aors",
      detail: "chan_pjsip: a `type=aor` section by the name of the user, listed in `aors` of the endpoint. chan_sip: a peer with that name."
    },
    freeswitch: {
      setting: "force-register-domain",
      detail: "The directory needs the user in the domain of the To header, or `force-register-domain` set to the one that has it."
    },
    kamailio: {
      setting: "use_domain",
      detail: "The `subscriber` table needs the user; with `use_domain` 1 its domain must be that of the To header."
    },
    opensips: {
      setting: "use_domain",
      detail: "The `subscriber` table needs the user; with `use_domain` 1 its domain must be that of the To header."
    }
  },
  messages: {
    unknown: "The registrar does not know {aor}: {status}."
  },
  check(trace, report, context) {
    const allSeries = digestSeries(trace, context);
    const domains = new RegisteredDomains(allSeries);
    for (const series of allSeries) {
      const { registration, steps, aor } = series;
      if (!registration || !steps.some(({ status }) => UNKNOWN.has(status)) || domains.isForeign(series)) continue;
      for (const { transaction, status } of steps) {
        const { final, request } = transaction;
        if (!final || !UNKNOWN.has(status)) continue;
        const to = request?.sip.to;
        report({
          message: "unknown",
          values: { aor, status: statusOf(final) },
          at: request && to ? { message: request, header: to.header.name, range: to.uriRange } : { message: final },
          related: [{ message: final, label: "the refusal" }],
          evidence: [`${whereIs(final)} answers ${statusOf(final)} to the REGISTER for ${aor}.`],
          aor,
          strength: "proven",
          foldBy: "unknown",
          explains: [transaction.index],
          registration: registration.index
        });
      }
    }
  }
});

// src/core/rules/authentication/digest-faults.ts
function namesAnotherRealm({ credentials, challenge }) {
  return challenge !== void 0 && credentials.realm?.value !== challenge.realm?.value;
}
function breaksQop({ credentials, challenge }) {
  const offered = tokensOf(challenge?.qop?.value);
  if (offered.length === 0) return false;
  const chosen = credentials.qop?.value.trim().toLowerCase();
  return chosen === void 0 || !offered.includes(chosen);
}
function tokensOf(list) {
  return (list ?? "").toLowerCase().split(/[\s,]+/).filter((token) => token !== "");
}
function usesAnotherAlgorithm({ credentials, challenge, challengeMessage }) {
  if (!challenge || !challengeMessage) return false;
  const offers = challengeMessage.sip.challenges.filter(
    ({ isDigest, realm }) => isDigest && realm?.value === challenge.realm?.value
  );
  return offers.length > 0 && !offers.some((offer) => algorithmOf(offer) === algorithmOf(credentials));
}
function isAka({ credentials, challenge }) {
  return [credentials, challenge].some((value) => value !== void 0 && algorithmOf(value).startsWith("AKA"));
}
function namesAnotherUri({ credentials, request, transaction }) {
  const uri = credentials.uri?.value;
  const requestUri = request.sip.requestUri;
  if (transaction.hops !== 1 || uri === void 0 || !requestUri) return false;
  return !sameUri(parseUri(uri, 0, uri.length), requestUri);
}
function replaysNonceCount({ credentials, age, nonceCountBefore }) {
  if (age === "fresh" || nonceCountBefore === void 0 || credentials.qop === void 0) return false;
  const count = nonceCountOf(credentials);
  return count === void 0 || count <= nonceCountBefore;
}
function isFormallyWrong(answer) {
  return namesAnotherRealm(answer) || breaksQop(answer) || usesAnotherAlgorithm(answer) || namesAnotherUri(answer) || replaysNonceCount(answer);
}
function userPartOf(username) {
  const bare = username.replace(/^sips?:/i, "");
  const at = bare.lastIndexOf("@");
  return at < 0 ? bare : bare.slice(0, at);
}

// src/core/model/instant.ts
var MICROS_PER_SECOND = 1e6;
function formatDuration(micros) {
  if (Number.isNaN(micros)) return "unknown time";
  if (micros < 0) return `-${formatDuration(-micros)}`;
  if (micros < 999.5) return `${Math.round(micros)} \xB5s`;
  if (micros < 999500) return `${Math.round(micros / 1e3)} ms`;
  const seconds2 = micros / MICROS_PER_SECOND;
  if (seconds2 < 59.95) return `${trimZero(seconds2.toFixed(1))} s`;
  const whole = Math.round(seconds2);
  if (whole < 3600) return joinUnits(Math.floor(whole / 60), "min", whole % 60, "s");
  if (whole < 86400) return joinUnits(Math.floor(whole / 3600), "h", Math.floor(whole % 3600 / 60), "min");
  return joinUnits(Math.floor(whole / 86400), "d", Math.floor(whole % 86400 / 3600), "h");
}
function joinUnits(large, largeUnit, small, smallUnit) {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
function trimZero(text2) {
  return text2.endsWith(".0") ? text2.slice(0, -2) : text2;
}
function seconds(count) {
  return count * MICROS_PER_SECOND;
}

// src/core/rules/authentication/recovery.ts
var SAME_BREATH_MICROS = seconds(10);
var SAME_BREATH_ANSWERS = 3;
function isHealed({ answers }, answer) {
  const next = answer.answerIndex + 1;
  const at = answer.request.atMicros;
  return answers.slice(next, next + SAME_BREATH_ANSWERS).some(
    ({ verdict, request }) => (
      // A trace without times keeps the order at least.
      verdict === "accepted" && !(request.atMicros - at > SAME_BREATH_MICROS)
    )
  );
}
function isFromAnotherServer({ transaction, challengeMessage }) {
  const asked = transaction.server.address;
  const challenger = challengeMessage?.source.address ?? "";
  return asked !== "" && challenger !== "" && asked !== challenger;
}

// src/core/rules/authentication/auth-id-mismatch.ts
var auth_id_mismatch_default = defineRule({
  id: "auth-id-mismatch",
  title: "Auth ID differs",
  severity: "error",
  kind: "cause",
  summary: "The credentials' username is the user part of neither the To nor the From address.",
  why: "The server looks the password up by this name; if it knows no such login, the right password does not help.",
  remedy: "Put the login name that the server knows into the device's Auth ID field and the extension into the user field; where the server has one name for both, leave the Auth ID empty.",
  sources: [rfc(3261, "22.4"), rfc(7616, "3.4.2")],
  fixes: {
    "asterisk-pjsip": {
      setting: "username",
      detail: "`username` in the `type=auth` section is the login name; for a name that is no endpoint's add `auth_username` to `identify_by`."
    },
    asterisk: {
      setting: "username",
      detail: "chan_pjsip: `username` in the `type=auth` section. chan_sip knows the peer's name only."
    },
    freeswitch: {
      setting: "inbound-reg-force-matching-username",
      detail: "With `inbound-reg-force-matching-username` the Auth ID must be the extension."
    },
    kamailio: {
      setting: "auth_check",
      detail: "Flag 1 of `auth_check` demands that the login name equals the user of To or From."
    },
    yealink: {
      setting: "account.1.auth_name",
      detail: "`account.1.auth_name` is the login name (Register Name), `account.1.user_name` the extension."
    },
    poly: {
      setting: "reg.1.auth.userId",
      detail: "`reg.1.auth.userId` is the login name, `reg.1.address` the extension."
    },
    snom: { setting: "user_pname1", detail: "`user_pname1` is the login name, `user_name1` the extension." },
    grandstream: {
      setting: "Authenticate ID",
      detail: "`Authenticate ID` is the login name, `SIP User ID` the extension."
    },
    cisco: {
      setting: "Auth ID",
      detail: "`Auth ID` with `Use Auth ID` yes is the login name, `User ID` the extension."
    },
    "3cx": {
      setting: "Authentication ID",
      detail: "The extension's `Authentication ID` goes into the phone's Auth ID field."
    },
    baresip: { setting: "auth_user", detail: "`;auth_user=` of the account is the login name." },
    linphone: {
      setting: "userid",
      detail: "`userid` in the `[auth_info_0]` section is the login name, `username` the extension."
    }
  },
  messages: {
    refused: 'Auth ID "{username}" is not the user "{user}" of the AoR, and the server refuses it with {status}.',
    accepted: 'Auth ID "{username}" is not the user "{user}" of the AoR; the server accepts it.'
  },
  check(trace, report, context) {
    const allSeries = digestSeries(trace, context);
    const domains = new RegisteredDomains(allSeries);
    for (const series of allSeries) {
      if (!series.registration) continue;
      const accepted = series.answers.find((answer) => answer.verdict === "accepted" && differs(answer));
      const names = new Set(series.answers.filter(({ verdict }) => verdict === "accepted").map(nameOf));
      if (accepted) report({ ...finding(series, accepted), message: "accepted", severity: "info", explains: [] });
      for (const answer of series.answers) {
        if (!differs(answer) || !isRefused(series, answer)) continue;
        if (names.has(nameOf(answer)) || domains.isForeign(series)) continue;
        report({ ...finding(series, answer), message: "refused" });
      }
    }
  }
});
function nameOf({ credentials }) {
  return credentials.username?.value ?? "";
}
function differs(answer) {
  const { from, to } = answer.request.sip;
  const name = nameOf(answer);
  const fromUser = from?.uri.user?.value;
  const toUser = to?.uri.user?.value;
  if (name === "" || fromUser === void 0 || toUser === void 0 || fromUser !== toUser || isAka(answer))
    return false;
  const user = normaliseEscapes(userPartOf(name));
  return user !== normaliseEscapes(toUser) && name !== toUser;
}
function isRefused(series, answer) {
  if (answer.verdict !== "refused" && answer.verdict !== "forbidden") return false;
  if (answer.age !== "fresh" || isFormallyWrong(answer) || isFromAnotherServer(answer)) return false;
  return !isHealed(series, answer);
}
function finding(series, answer) {
  const { credentials, request, final, transaction } = answer;
  const { to } = request.sip;
  const user = to?.uri.user?.value ?? "";
  const username = nameOf(answer);
  const related = to?.uri.user ? [{ message: request, header: to.header.name, range: to.uri.user.range, label: "the user of the AoR" }] : [];
  return {
    values: { username, user, status: final ? statusOf(final) : "" },
    at: { message: request, header: credentials.header.name, range: (credentials.username ?? credentials).range },
    related,
    evidence: [
      `The credentials in ${whereIs(request)} say username="${username}".`,
      `To and From name the user "${user}".`,
      ...final ? [`${whereIs(final)} answers ${statusOf(final)}.`] : []
    ],
    aor: series.aor,
    strength: "likely",
    foldBy: username,
    explains: [transaction.index],
    registration: series.registration?.index ?? null
  };
}

// src/core/rules/authentication/auth-loop.ts
var LOOP_LENGTH = 3;
var auth_loop_default = defineRule({
  id: "auth-loop",
  title: "Authentication loop",
  severity: "error",
  kind: "symptom",
  summary: "Credentials of one AoR are answered with a new challenge three times in a row or more.",
  why: "Client and server repeat themselves without end: the device stays unregistered and loads both.",
  remedy: "Find why the credentials are refused: password, Auth ID, realm, clocks or nonce secrets of the server's nodes.",
  sources: [rfc(3261, "22.1"), rfc(3261, "22.2")],
  fixes: {},
  messages: {
    loop: 'The credentials of "{username}" are answered with a new challenge {times} in a row.'
  },
  check(trace, report, context) {
    for (const series of digestSeries(trace, context)) {
      for (const run of loopsOf(series)) {
        const [first] = run;
        const last = run[run.length - 1];
        if (!first || !last) continue;
        report({
          message: "loop",
          values: { username: first.credentials.username?.value ?? "", times: countOf(run.length, "time") },
          at: { message: first.request, header: first.credentials.header.name, range: first.credentials.range },
          related: last.final ? [{ message: last.final, label: "the last challenge of the loop" }] : [],
          evidence: [
            `From ${whereIs(first.request)} to ${whereIs(last.final ?? last.request)} every request with credentials gets ${last.final ? statusOf(last.final) : "a challenge"}.`
          ],
          aor: series.aor,
          strength: "proven",
          foldBy: "loop",
          explains: run.map(({ transaction }) => transaction.index),
          registration: series.registration?.index ?? null
        });
      }
    }
  }
});
function loopsOf({ answers }) {
  const loops = [];
  let run = [];
  const close = () => {
    if (run.length >= LOOP_LENGTH) loops.push(run);
    run = [];
  };
  for (const answer of answers) {
    if (answer.verdict === "open") continue;
    const status = answer.final?.sip.statusCode;
    if (status === 401 || status === 407) run.push(answer);
    else close();
  }
  close();
  return loops;
}

// src/core/sip/nonce.ts
var ASTERISK_PJSIP = /^(\d{9,10})\/(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/;
var RESIPROCATE = /^(\d{9,10}):[0-9a-f]{32}$/;
var OPENSIPS = /^([0-9a-f]{8})(?:[0-9a-f]{8})?[0-9a-f]{32}$/;
var KAMAILIO_OCTETS = [24, 29, 40, 45];
var KAMAILIO_MAX_LENGTH = 60;
var MAX_NONCE_LIFE_SECONDS = 7 * 86400;
function nonceTime(nonce) {
  const asterisk = ASTERISK_PJSIP.exec(nonce);
  if (asterisk) return issued("asterisk-pjsip", "Asterisk PJSIP", Number(asterisk[1]));
  const resiprocate = RESIPROCATE.exec(nonce);
  if (resiprocate) return issued("resiprocate", "reSIProcate", Number(resiprocate[1]));
  const opensips = OPENSIPS.exec(nonce);
  if (opensips) {
    const expiresSeconds = Number.parseInt(opensips[1], 16);
    return { layout: "opensips", title: "OpenSIPS or OpenSER", issuedSeconds: void 0, expiresSeconds };
  }
  return kamailioTime(nonce);
}
function issued(layout, title, issuedSeconds) {
  return { layout, title, issuedSeconds, expiresSeconds: void 0 };
}
function kamailioTime(nonce) {
  if (nonce.length > KAMAILIO_MAX_LENGTH || !/^[A-Za-z0-9+/]+={0,2}$/.test(nonce)) return void 0;
  const digits = nonce.replace(/=+$/, "").length;
  if (!KAMAILIO_OCTETS.includes(Math.floor(digits * 6 / 8))) return void 0;
  const expiresSeconds = base64Seconds(nonce, 0);
  const issuedSeconds = base64Seconds(nonce, 4);
  const life = expiresSeconds - issuedSeconds;
  if (life < 0 || life > MAX_NONCE_LIFE_SECONDS) return void 0;
  return { layout: "kamailio", title: "Kamailio", issuedSeconds, expiresSeconds };
}
var BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
function base64Seconds(text2, offset) {
  let number = 0;
  for (let octet = offset; octet < offset + 4; octet++) {
    const bit = octet * 8;
    const digit = Math.floor(bit / 6);
    const pair2 = BASE64.indexOf(text2.charAt(digit)) << 6 | BASE64.indexOf(text2.charAt(digit + 1));
    number = number * 256 + (pair2 >> 4 - bit % 6 & 255);
  }
  return number;
}
var PLAUSIBLE_SECONDS = 2 * 366 * 86400;
var PLAUSIBLE_EXPIRY_SECONDS = 30 * 86400;
function isPlausible(time, seenMicros) {
  const seenSeconds = seenMicros / 1e6;
  const { issuedSeconds, expiresSeconds } = time;
  if (issuedSeconds !== void 0) return Math.abs(issuedSeconds - seenSeconds) <= PLAUSIBLE_SECONDS;
  return expiresSeconds !== void 0 && Math.abs(expiresSeconds - seenSeconds) <= PLAUSIBLE_EXPIRY_SECONDS;
}

// src/core/rules/authentication/nonce-clocks.ts
var TOLERATED_SECONDS = 60;
var LONGEST_LIFE_SECONDS = 86400;
var AGREEMENT_SECONDS = 5;
var LONE_EXPIRY_SECONDS = 2 * 86400;
var NONCES_KEPT = 5e5;
var ZONE_STEP_SECONDS = 900;
function clockReadings(allSeries) {
  const byServer = /* @__PURE__ */ new Map();
  const seen = /* @__PURE__ */ new Set();
  for (const { steps } of allSeries) {
    for (const { transaction, answer, status } of steps) {
      if (answer?.credentials.nonce) remember2(seen, answer.credentials.nonce.value);
      const { final } = transaction;
      if (!final || status !== 401 && status !== 407) continue;
      for (const challenge of final.sip.challenges) {
        const nonce = challenge.nonce?.value ?? "";
        if (seen.has(nonce)) continue;
        remember2(seen, nonce);
        const reading = readClock(final, challenge, nonce);
        if (!reading) continue;
        const key = `${reading.time.layout} ${reading.server}`;
        const readings = byServer.get(key);
        if (readings) readings.push(reading);
        else byServer.set(key, [reading]);
      }
    }
  }
  const believed = [...byServer.values()].filter(isOneClock).flat();
  return new Map(believed.map((reading) => [reading.nonce, reading]));
}
function remember2(seen, nonce) {
  if (seen.size < NONCES_KEPT) seen.add(nonce);
}
function readClock(message, challenge, nonce) {
  const time = nonceTime(nonce);
  if (!time || Number.isNaN(message.atMicros) || !isPlausible(time, message.atMicros)) return void 0;
  const seconds2 = time.issuedSeconds ?? time.expiresSeconds ?? 0;
  const offsetSeconds = seconds2 - message.atMicros / 1e6;
  return { message, challenge, nonce, time, server: message.source.address, offsetSeconds };
}
function isOneClock(readings) {
  const isWeak = readings[0]?.time.issuedSeconds === void 0;
  if (isWeak && readings.length === 1) return Math.abs(readings[0]?.offsetSeconds ?? Infinity) <= LONE_EXPIRY_SECONDS;
  const offsets = readings.map(({ offsetSeconds }) => offsetSeconds).sort((a2, b) => a2 - b);
  let clocks = 1;
  let start = offsets[0] ?? 0;
  for (const offset of offsets) {
    if (offset - start <= AGREEMENT_SECONDS) continue;
    clocks++;
    start = offset;
  }
  return clocks <= (isWeak ? 1 : Math.ceil(readings.length / 2));
}
function skewOf({ time, offsetSeconds }, isLog2) {
  const offset = isLog2 ? withoutZone(offsetSeconds) : offsetSeconds;
  if (time.issuedSeconds !== void 0) return Math.abs(offset) > TOLERATED_SECONDS ? offsetSeconds : 0;
  if (isLog2) return 0;
  return offset < 0 ? offset : offset > LONGEST_LIFE_SECONDS ? offset - LONGEST_LIFE_SECONDS : 0;
}
function dateSkewOf(message) {
  const text2 = message.sip.header("Date")?.value;
  const millis = text2 === void 0 || text2.length > 64 ? NaN : Date.parse(text2);
  const offset = millis / 1e3 - message.atMicros / 1e6;
  if (Number.isNaN(offset)) return 0;
  return Math.abs(withoutZone(offset)) > TOLERATED_SECONDS ? offset : 0;
}
function withoutZone(offsetSeconds) {
  return offsetSeconds - Math.round(offsetSeconds / ZONE_STEP_SECONDS) * ZONE_STEP_SECONDS;
}

// src/core/rules/authentication/clock-skew-nonce.ts
var FRESH_MICROS = seconds(10);
var clock_skew_nonce_default = defineRule({
  id: "clock-skew-nonce",
  title: "Nonce clock skew",
  severity: "error",
  kind: "cause",
  summary: "Fresh nonces are refused as stale, or the time inside a nonce is not the time of the trace.",
  why: "A server judges a nonce by the time in it: where clocks differ, a fresh nonce is already old or not yet valid.",
  remedy: "Run NTP on every node of the server and compare their clocks; give all nodes one nonce secret; if the clocks agree, make the nonce live longer than the slowest round trip.",
  sources: [rfc(7616, "3.3"), rfc(3261, "22.4")],
  fixes: {
    kamailio: {
      setting: "nonce_expire",
      detail: 'modparam("auth", "nonce_expire", 300); all nodes need the same "secret" parameter and one time.'
    },
    opensips: {
      setting: "nonce_expire",
      detail: 'modparam("auth", "nonce_expire", 300); all nodes need the same "secret" parameter and one time.'
    },
    "asterisk-pjsip": {
      setting: "nonce_lifetime",
      detail: "`nonce_lifetime` of the `type=auth` section (32 s by default); NTP on the host."
    },
    asterisk: {
      setting: "nonce_lifetime",
      detail: "chan_pjsip: `nonce_lifetime` of the `type=auth` section; NTP on the host."
    },
    freeswitch: { setting: "nonce-ttl", detail: "`nonce-ttl` of the Sofia profile; NTP on the host." }
  },
  messages: {
    stale: "The server calls nonces stale that it gave out {age} before: the clocks of its nodes differ, or its nonces live shorter than the round trip.",
    skewed: "The nonce was made by a clock that is {skew} {direction} the trace's, and its answer is refused: the clocks differ, or the nonce lives shorter than the round trip.",
    date: "The Date of the refusing server is {skew} {direction} the trace's clock, and it refuses answers to fresh nonces: its nodes' clocks differ.",
    working: "The clock that makes the nonces of {server} is {skew} {direction} the trace's; authentication works all the same."
  },
  check(trace, report, context) {
    const allSeries = digestSeries(trace, context);
    const readings = clockReadings(allSeries);
    const blamed = /* @__PURE__ */ new Set();
    for (const series of allSeries) {
      for (const answers of refusedRuns(series)) {
        const run = lookAt(answers, readings);
        for (const answer of answers) {
          const found = judge(trace, series, answer, run, readings);
          if (!found) continue;
          report(found);
          if (answer.challengeMessage) blamed.add(answer.challengeMessage.source.address);
        }
      }
    }
    for (const found of workingWithWrongClock(trace, readings, blamed)) report(found);
  }
});
function* refusedRuns(series) {
  let run = [];
  for (const answer of series.answers) {
    const isRefused2 = (answer.verdict === "stale" || answer.verdict === "refused") && answer.age === "fresh";
    if (isRefused2 && isAnsweredAtOnce(answer) && !isAka(answer)) run.push(answer);
    else {
      if (isBroken(series, run)) yield run;
      run = [];
    }
  }
  if (isBroken(series, run)) yield run;
}
function isBroken(series, [first, second]) {
  return first !== void 0 && (second !== void 0 || !isHealed(series, first));
}
function lookAt(answers, readings) {
  const staleCount = answers.filter(({ verdict }) => verdict === "stale").length;
  const ofRun = answers.flatMap(({ credentials }) => readings.get(credentials.nonce?.value ?? "") ?? []);
  const facts = [...ofRun.slice(0, 2).map(clockFact), ...runFacts(answers, staleCount)];
  return { length: answers.length, staleCount, nodesDiffer: spreadOf(ofRun) > TOLERATED_SECONDS, facts };
}
function isAnsweredAtOnce({ request, challengeMessage }) {
  return challengeMessage !== void 0 && request.atMicros - challengeMessage.atMicros <= FRESH_MICROS;
}
function judge(trace, series, answer, run, readings) {
  const { staleCount, nodesDiffer, facts } = run;
  const reading = readings.get(answer.credentials.nonce?.value ?? "");
  const skew = reading ? skewOf(reading, isLog(trace, reading)) : 0;
  const isSuspect = answer.verdict === "stale" || run.length > 1;
  const dateSkew = answer.final ? dateSkewOf(answer.final) : 0;
  if (skew !== 0 && isSuspect) return refusedReport(series, answer, "skewed", skewValues(skew), facts);
  if (staleCount >= 2 || nodesDiffer && isSuspect) {
    const age = formatDuration(answer.request.atMicros - (answer.challengeMessage?.atMicros ?? NaN));
    return refusedReport(series, answer, "stale", { age }, facts);
  }
  if (dateSkew !== 0 && isSuspect) {
    const date = answer.final?.sip.header("Date")?.value ?? "";
    return refusedReport(series, answer, "date", skewValues(dateSkew), [`The refusal says Date: ${date}.`, ...facts]);
  }
  return void 0;
}
function isLog(trace, { message }) {
  return trace.files[message.place.file]?.kind === "log";
}
function spreadOf(readings) {
  const offsets = readings.filter(({ time }) => time.issuedSeconds !== void 0).map(({ offsetSeconds }) => offsetSeconds);
  return offsets.length < 2 ? 0 : offsets.reduce((a2, b) => Math.max(a2, b)) - offsets.reduce((a2, b) => Math.min(a2, b));
}
function skewValues(skew) {
  return { skew: formatDuration(seconds(Math.abs(skew))), direction: skew < 0 ? "behind" : "ahead of" };
}
function clockFact({ message, time, offsetSeconds, server }) {
  const what = time.issuedSeconds === void 0 ? "ends" : "was issued";
  const at = new Date((time.issuedSeconds ?? time.expiresSeconds ?? 0) * 1e3).toISOString().slice(0, 19);
  const life = time.issuedSeconds !== void 0 && time.expiresSeconds !== void 0 ? ` and lives ${formatDuration(seconds(time.expiresSeconds - time.issuedSeconds))}` : "";
  const offset = formatDuration(seconds(Math.abs(offsetSeconds)));
  return `By its ${time.title} layout the nonce in ${whereIs(message)} (${server}) ${what} at ${at}Z, ${offset} ${offsetSeconds < 0 ? "before" : "after"} it was seen${life}.`;
}
function runFacts(run, staleCount) {
  const first = run[0];
  if (!first) return [];
  return [
    `From ${whereIs(first.request)} on ${run.length === 1 ? "one answer" : `${run.length} answers`} to a nonce of the challenge just before ${run.length === 1 ? "is" : "are"} refused in a row, ${staleCount} with stale=true.`
  ];
}
function refusedReport(series, answer, message, values, evidence) {
  const { credentials, challenge, challengeMessage, request, final, returned, transaction } = answer;
  const stale = returned?.param("stale");
  return {
    message,
    values,
    at: { message: request, header: credentials.header.name, range: (credentials.nonce ?? credentials).range },
    related: [
      ...challengeMessage && challenge ? [
        {
          message: challengeMessage,
          header: challenge.header.name,
          range: (challenge.nonce ?? challenge).range,
          label: "the challenge with this nonce"
        }
      ] : [],
      ...final && returned ? [{ message: final, header: returned.header.name, range: (stale ?? returned).range, label: "the refusal" }] : []
    ],
    evidence,
    aor: series.aor,
    strength: answer.verdict === "stale" ? "likely" : "possible",
    foldBy: "clock",
    explains: [transaction.index],
    registration: series.registration?.index ?? null
  };
}
function* workingWithWrongClock(trace, readings, blamed) {
  const byServer = /* @__PURE__ */ new Map();
  for (const reading of readings.values()) {
    if (blamed.has(reading.server) || skewOf(reading, isLog(trace, reading)) === 0) continue;
    const known = byServer.get(reading.server);
    if (known) known.push(reading);
    else byServer.set(reading.server, [reading]);
  }
  for (const [server, [reading, ...others]] of byServer) {
    if (!reading) continue;
    yield {
      message: "working",
      values: { server, ...skewValues(skewOf(reading, isLog(trace, reading))) },
      at: {
        message: reading.message,
        header: reading.challenge.header.name,
        range: (reading.challenge.nonce ?? reading.challenge).range
      },
      evidence: [reading, ...others.slice(0, 1)].map(clockFact),
      aor: null,
      severity: "warning",
      strength: others.length > 0 ? "likely" : "possible",
      foldBy: `clock of ${server}`
    };
  }
}

// src/core/model/endpoint.ts
function formatEndpoint(endpoint) {
  const host = endpoint.address.includes(":") ? `[${endpoint.address}]` : endpoint.address;
  return endpoint.port === 0 ? host : `${host}:${endpoint.port}`;
}
function sameEndpoint(a2, b) {
  return a2.address === b.address && a2.port === b.port;
}
function isStream(transport) {
  return transport !== "udp" && transport !== "sctp";
}

// src/core/trace/bindings.ts
var DEFAULT_EXPIRES_SECONDS = 3600;
function buildBindings(transactions, flows, endMicros) {
  const bindings = [];
  for (const transaction of transactions) {
    const { request, final: grant } = transaction;
    if (!request || !grant || grant.sip.statusCode >= 300) continue;
    const flow = flows.of(request.source, request.destination, request.transport);
    if (!flow) continue;
    for (const contact of request.sip.contacts) {
      endEarlier(bindings, contact, request, grant);
      const asked = contact.expiresSeconds ?? request.sip.expiresSeconds;
      if (contact.isStar || asked === 0) continue;
      bindings.push(grantOf(transaction, request, grant, contact, asked, flow));
    }
  }
  for (const binding of bindings) closeAtTraceEnd(binding, endMicros);
  return bindings;
}
function grantOf(transaction, request, grant, contact, askedSeconds2, flow) {
  const listed = listedFor(contact, request, grant);
  const grantedSeconds = listed?.expiresSeconds ?? grant.sip.expiresSeconds ?? askedSeconds2 ?? DEFAULT_EXPIRES_SECONDS;
  const expiresAtMicros = grant.atMicros + seconds(grantedSeconds);
  return {
    contact,
    listed,
    transaction,
    request,
    grant,
    grantedSeconds,
    askedSeconds: askedSeconds2,
    atMicros: grant.atMicros,
    expiresAtMicros,
    endMicros: expiresAtMicros,
    endedBy: "expiry",
    flow
  };
}
function listedFor(contact, request, grant) {
  const listed = grant.sip.contacts;
  const user = contact.uri.user?.value;
  const same = listed.find((candidate) => sameUri(candidate.uri, contact.uri));
  if (same) return same;
  const instance = contact.instanceId?.value;
  if (instance !== void 0) {
    const regId = contact.regId?.value;
    const own = listed.find((entry) => entry.instanceId?.value === instance && entry.regId?.value === regId);
    if (own) return own;
  }
  const ofUser = listed.filter((candidate) => candidate.uri.user?.value === user);
  const { source } = request;
  const rewritten = ofUser.find(
    ({ uri }) => uri.host?.value === source.address && (uri.port?.value ?? 5060) === source.port
  );
  return rewritten ?? (ofUser.length === 1 ? ofUser[0] : void 0);
}
function endEarlier(bindings, contact, request, grant) {
  const isRemoval2 = contact.isStar || (contact.expiresSeconds ?? request.sip.expiresSeconds) === 0;
  for (const binding of bindings) {
    if (binding.endedBy !== "expiry" || grant.atMicros >= binding.expiresAtMicros) continue;
    if (!contact.isStar && !isSameBinding(binding.contact, contact)) continue;
    binding.endMicros = grant.atMicros;
    binding.endedBy = isRemoval2 ? "removal" : "refresh";
  }
}
function isSameBinding(a2, b) {
  const instance = a2.instanceId?.value;
  if (instance !== void 0 && instance === b.instanceId?.value) return a2.regId?.value === b.regId?.value;
  return sameUri(a2.uri, b.uri);
}
function closeAtTraceEnd(binding, endMicros) {
  if (binding.endedBy !== "expiry" || endMicros >= binding.expiresAtMicros) return;
  binding.endMicros = endMicros;
  binding.endedBy = "trace-end";
}

// src/core/trace/registrations.ts
var TIMER_F_MICROS = seconds(32);
var FULL_RETRANSMISSIONS = 10;
function aorOf(sip) {
  const uri = sip.to?.uri ?? sip.from?.uri;
  return uri ? canonicalAor(uri) : "";
}
function buildRegistrations(transactions, devices, flows, endMicros) {
  const drafts = [];
  const byCallId = /* @__PURE__ */ new Map();
  const byDevice = /* @__PURE__ */ new Map();
  for (const transaction of ownHops(transactions)) {
    const sip = (transaction.request ?? transaction.first).sip;
    const aor = aorOf(sip);
    const callKey = `${aor} ${transaction.callId}`;
    const deviceKey = `${aor} ${deviceKeyOf(transaction, sip)}`;
    let draft = byCallId.get(callKey) ?? byDevice.get(deviceKey);
    if (!draft) {
      const device = devices.at(transaction.client, sip.isRequest ? sip.userAgent : void 0, false);
      draft = { aor, device, transactions: [] };
      drafts.push(draft);
    }
    byCallId.set(callKey, draft);
    byDevice.set(deviceKey, draft);
    draft.transactions.push(transaction);
  }
  return drafts.map((draft, index) => finish(draft, index, flows, endMicros));
}
function ownHops(transactions) {
  const registers = transactions.filter(({ method }) => method === "REGISTER");
  const fewest = /* @__PURE__ */ new Map();
  const keyOf3 = ({ callId, cseqNumber }) => `${cseqNumber} ${callId}`;
  for (const transaction of registers) {
    const key = keyOf3(transaction);
    fewest.set(key, Math.min(fewest.get(key) ?? Infinity, transaction.hops));
  }
  return registers.filter((transaction) => transaction.hops === fewest.get(keyOf3(transaction)));
}
function deviceKeyOf(transaction, sip) {
  const contact = sip.contacts[0];
  const host = contact && !contact.isStar ? contact.uri.host?.value ?? "" : "";
  const own = contact?.instanceId?.value ?? (isIpAddress(host) ? host : "");
  return [transaction.client.address, sip.isRequest ? sip.userAgent ?? "" : "", own].join("\n");
}
function finish(draft, index, flows, endMicros) {
  const attempts = cutAttempts(draft.transactions, endMicros);
  const bindings = buildBindings(draft.transactions, flows, endMicros);
  return { index, ...draft, attempts, bindings, state: stateOf(attempts) };
}
function cutAttempts(transactions, endMicros) {
  const attempts = [];
  let current = [];
  const close = (next) => {
    const first = current[0];
    const last = current[current.length - 1];
    if (!first || !last) return;
    const outcome = outcomeOf(last, next, endMicros);
    attempts.push({ transactions: current, outcome, startMicros: first.startMicros, endMicros: last.endMicros });
    current = [];
  };
  for (const transaction of transactions) {
    const previous = current[current.length - 1];
    if (previous && !continues(previous, transaction)) close(transaction);
    current.push(transaction);
  }
  close(void 0);
  return attempts;
}
function continues(previous, next) {
  if (previous.callId !== next.callId) return false;
  if (next.startMicros - previous.endMicros > TIMER_F_MICROS) return false;
  const sip = previous.final?.sip;
  switch (sip?.statusCode) {
    case 401:
    case 407:
      if (!next.credentials) return false;
      return !previous.credentials || sip.challenges.some(({ stale }) => stale === true);
    case 423:
      return true;
    default:
      return sip !== void 0 && sip.statusCode >= 300 && sip.statusCode < 400;
  }
}
function outcomeOf(last, next, endMicros) {
  const { status } = last;
  if (status >= 200 && status < 300) return "accepted";
  if (status === 0) return isUnanswered(last, next, endMicros) ? "unanswered" : "open";
  const isFirstChallenge = (status === 401 || status === 407) && !last.credentials;
  if (!isFirstChallenge) return "refused";
  return next !== void 0 || endMicros - last.endMicros >= TIMER_F_MICROS ? "challenged" : "open";
}
function isUnanswered(transaction, next, endMicros) {
  if (transaction.final || !transaction.request) return false;
  if (endMicros - transaction.request.atMicros >= TIMER_F_MICROS) return true;
  if (transaction.retransmissions.length >= FULL_RETRANSMISSIONS) return true;
  return next !== void 0 && transaction.retransmissions.length > 0;
}
function stateOf(attempts) {
  for (const attempt of [...attempts].reverse()) {
    switch (attempt.outcome) {
      case "accepted":
        return isRemoval(attempt) ? "removed" : "registered";
      case "refused":
      case "unanswered":
      case "challenged":
        return "failed";
      case "open":
        break;
    }
  }
  return "unknown";
}
function isRemoval(attempt) {
  const sip = attempt.transactions[attempt.transactions.length - 1]?.request?.sip;
  return sip !== void 0 && isRemovalRequest(sip);
}
function isRemovalRequest(sip) {
  if (sip.contacts.length === 0) return false;
  return sip.contacts.every((contact) => contact.isStar || (contact.expiresSeconds ?? sip.expiresSeconds) === 0);
}

// src/core/rules/authentication/credentials-not-sent.ts
var GIVEN_UP_MICROS = seconds(32);
var CROSSING_MICROS = seconds(0.5);
var credentials_not_sent_default = defineRule({
  id: "credentials-not-sent",
  title: "No credentials sent",
  severity: "error",
  kind: "cause",
  summary: "A challenge is never answered with credentials, although the client goes on.",
  why: "Without credentials the registrar can only repeat its challenge, so the device stays unregistered.",
  remedy: "Enter Auth ID and password on the device and save them; if they are there, check on the device that the challenge arrives and that its scheme and algorithm are known to it.",
  sources: [rfc(3261, "22.2"), rfc(3261, "10.2")],
  fixes: {
    yealink: {
      setting: "account.1.password",
      detail: "`account.1.auth_name` and `account.1.password`; the number is that of the account."
    },
    poly: {
      setting: "reg.1.auth.password",
      detail: "`reg.1.auth.userId` and `reg.1.auth.password`; the number is that of the line."
    },
    snom: { setting: "user_pass1", detail: "`user_pname1` and `user_pass1`; the number is that of the identity." },
    grandstream: {
      setting: "Authenticate Password",
      detail: "Account settings, `Authenticate ID` and `Authenticate Password`."
    },
    cisco: {
      setting: "Password",
      detail: "Subscriber information of the line (Ext), `Auth ID`, `Use Auth ID` and `Password`."
    },
    baresip: { setting: "auth_pass", detail: "`;auth_user=` and `;auth_pass=` of the account." },
    linphone: {
      setting: "passwd",
      detail: "`username` and `passwd` (or `ha1`) in the `[auth_info_0]` section, with the challenge's realm or none."
    },
    "asterisk-pjsip": {
      setting: "outbound_auth",
      detail: "Of a `type=registration` section: `outbound_auth` must name a `type=auth` section."
    },
    asterisk: {
      setting: "outbound_auth",
      detail: "chan_pjsip: `outbound_auth` of the `type=registration` section. chan_sip: `register => user:secret@host`."
    },
    freeswitch: { setting: "password", detail: "`username` and `password` of the gateway." }
  },
  messages: {
    again: 'The client does not answer the challenge for realm "{realm}" and sends REGISTER without credentials again.',
    silent: 'The client never answers the challenge for realm "{realm}".'
  },
  check(trace, report, context) {
    for (const series of digestSeries(trace, context)) {
      if (!series.registration || hasSentAny(series)) continue;
      series.steps.forEach((step, index) => {
        const { transaction } = step;
        const { final, request } = transaction;
        const challenge = final && answerableChallenge(step);
        if (!final || !request || !challenge) return;
        const next = series.steps[index + 1];
        if (!hasReachedClient(transaction, final) || !goesOn(trace, final, next)) return;
        report({
          message: next ? "again" : "silent",
          values: { realm: challenge.realm?.value ?? "" },
          at: { message: final, header: challenge.header.name, range: challenge.range },
          related: next?.transaction.request ? [{ message: next.transaction.request, label: "the next REGISTER, without credentials" }] : [],
          evidence: [
            `${whereIs(final)} challenges with ${statusOf(final)}.`,
            next ? `The next REGISTER of this device, ${whereIs(next.transaction.first)}, has no Authorization.` : "Nothing follows from this device for more than 32 s.",
            "No REGISTER of this device in the trace carries credentials."
          ],
          aor: series.aor,
          strength: "likely",
          foldBy: "no credentials",
          explains: [transaction.index],
          registration: series.registration?.index ?? null
        });
      });
    }
  }
});
function hasSentAny({ steps }) {
  return steps.some(({ transaction }) => transaction.credentials !== void 0);
}
function answerableChallenge({ transaction, status }) {
  if (status !== 401 && status !== 407) return void 0;
  const sip = transaction.request?.sip;
  if (!sip || isRemovalRequest(sip)) return void 0;
  return transaction.final?.sip.challenges.find(
    (challenge) => challenge.isDigest && algorithmOf(challenge) === "MD5" && challenge.nonce !== void 0
  );
}
function hasReachedClient(transaction, final) {
  const { request, client } = transaction;
  if (request && final.destination.address !== "" && !sameEndpoint(final.destination, client)) return false;
  const after = transaction.retransmissions.filter(({ index }) => index > final.index);
  return after.length < 2;
}
function goesOn(trace, final, next) {
  if (next) return !(next.transaction.startMicros - final.atMicros < CROSSING_MICROS);
  return trace.covers(final.atMicros, final.atMicros + GIVEN_UP_MICROS);
}

// src/core/rules/authentication/refusal-words.ts
var AUTHENTICATION_WORDS = /passw|passphrase|credential|digest|\bauth\b|authenticat|\bsecret\b|wrong user/i;
function authenticationWords(sip) {
  const texts = [sip.reason, sip.header("Warning")?.value ?? "", sip.header("Reason")?.value ?? ""];
  return texts.find((text2) => AUTHENTICATION_WORDS.test(text2));
}

// src/core/rules/authentication/digest-failed.ts
var digest_failed_default = defineRule({
  id: "digest-failed",
  title: "Wrong password",
  severity: "error",
  kind: "cause",
  summary: "Credentials with the right realm and the current nonce are refused.",
  why: "Realm, nonce and form are right, so the secret behind the digest is what differs between device and server.",
  remedy: "Set the password anew on both sides, without blanks around it; check that the Auth ID is the one the server knows; where the server stores HA1 values, make them anew after any change of realm or user name.",
  sources: [rfc(3261, "22.4"), rfc(7616, "3.4.1")],
  fixes: {
    "asterisk-pjsip": {
      setting: "password",
      detail: "`password` (or `md5_cred`) in the `type=auth` section that the endpoint names in `auth`."
    },
    asterisk: {
      setting: "secret",
      detail: "chan_sip: `secret` or `md5secret` of the peer. chan_pjsip: `password` in the `type=auth` section."
    },
    freeswitch: {
      setting: "password",
      detail: "`password` (or `a1-hash`) of the user in the directory, then `reloadxml`."
    },
    kamailio: {
      setting: "calculate_ha1",
      detail: "auth_db: with `calculate_ha1` 1 the column holds the password, with 0 the HA1 of user, realm and password."
    },
    opensips: {
      setting: "calculate_ha1",
      detail: "auth_db: with `calculate_ha1` 1 the column holds the password, with 0 the HA1 of user, realm and password."
    },
    yealink: { setting: "account.1.password", detail: "`account.1.password`; the number is that of the account." },
    poly: { setting: "reg.1.auth.password", detail: "`reg.1.auth.password`; the number is that of the line." },
    snom: { setting: "user_pass1", detail: "`user_pass1`; the number is that of the identity." },
    grandstream: { setting: "Authenticate Password", detail: "Account settings, `Authenticate Password`." },
    cisco: { setting: "Password", detail: "Subscriber information of the line (Ext), `Password`." },
    baresip: { setting: "auth_pass", detail: "`;auth_pass=` of the account." },
    linphone: { setting: "passwd", detail: "`passwd` (or `ha1`) in the `[auth_info_0]` section." }
  },
  messages: {
    refused: 'The credentials of "{username}" for realm "{realm}" are refused with {status}, though realm and nonce are right: the password differs on the two sides.',
    told: 'The credentials of "{username}" are refused, and the server says why: {words}.'
  },
  check(trace, report, context) {
    const allSeries = digestSeries(trace, context);
    const domains = new RegisteredDomains(allSeries);
    for (const series of allSeries) {
      if (series.answers.some(isRefusal) && domains.isForeign(series)) continue;
      for (const answer of series.answers) {
        const found = answer.verdict === "forbidden" ? told(series, answer) : refused(series, answer);
        if (found) report(found);
      }
    }
  }
});
function isRefusal({ verdict }) {
  return verdict === "refused" || verdict === "forbidden";
}
function refused(series, answer) {
  if (answer.verdict !== "refused" || answer.age !== "fresh" || answer.by !== "nonce") return void 0;
  if (isAka(answer) || isFormallyWrong(answer) || isFromAnotherServer(answer)) return void 0;
  if (isHealed(series, answer)) return void 0;
  return {
    message: "refused",
    ...common(series, answer),
    evidence: [
      ...answer.challengeMessage ? [`The challenge is in ${whereIs(answer.challengeMessage)}; realm and nonce of the answer equal it.`] : [],
      ...answer.final ? [`The answer is refused with ${statusOf(answer.final)} in ${whereIs(answer.final)}, without stale=true.`] : [],
      "The digest cannot be checked without the password."
    ],
    strength: "likely"
  };
}
function told(series, answer) {
  const words2 = answer.final && authenticationWords(answer.final.sip);
  if (words2 === void 0 || isAka(answer) || isFormallyWrong(answer)) return void 0;
  const shared2 = common(series, answer);
  return {
    message: "told",
    ...shared2,
    values: { ...shared2.values, words: words2 },
    evidence: [`${whereIs(answer.final)} says "${words2}".`],
    strength: "likely"
  };
}
function common(series, { credentials, challenge, challengeMessage, request, final, transaction }) {
  return {
    values: {
      username: credentials.username?.value ?? "",
      realm: credentials.realm?.value ?? "",
      status: final ? statusOf(final) : ""
    },
    at: { message: request, header: credentials.header.name, range: (credentials.response ?? credentials).range },
    related: [
      ...challengeMessage && challenge ? [
        {
          message: challengeMessage,
          header: challenge.header.name,
          range: challenge.range,
          label: "the challenge it answers"
        }
      ] : [],
      ...final ? [{ message: final, label: "the refusal" }] : []
    ],
    aor: series.aor,
    foldBy: `secret of ${credentials.username?.value ?? ""}`,
    explains: [transaction.index],
    registration: series.registration?.index ?? null
  };
}

// src/core/rules/authentication/nonce-expired.ts
var GIVEN_UP_MICROS2 = seconds(32);
var nonce_expired_default = defineRule({
  id: "nonce-expired",
  title: "Expired nonce reused",
  severity: "warning",
  kind: "cause",
  summary: "An expired nonce is used again and costs a round trip at each refresh, or is taken for a wrong password.",
  why: "Each refresh is refused once and sent again, and a client that does not understand why stops registering.",
  remedy: "Let the nonce live longer than the refresh interval, or have the server offer the next one by nextnonce; the server must say stale=true to an old nonce, and the device must answer the new nonce at once.",
  sources: [rfc(7616, "3.3"), rfc(7616, "3.5"), rfc(3261, "22.4")],
  fixes: {
    kamailio: {
      setting: "nonce_expire",
      detail: 'modparam("auth", "nonce_expire", \u2026): longer than the refresh interval of the devices.'
    },
    opensips: {
      setting: "nonce_expire",
      detail: 'modparam("auth", "nonce_expire", \u2026): longer than the refresh interval of the devices.'
    },
    "asterisk-pjsip": {
      setting: "nonce_lifetime",
      detail: "`nonce_lifetime` of the `type=auth` section (32 s by default): longer than the refresh interval."
    },
    asterisk: {
      setting: "nonce_lifetime",
      detail: "chan_pjsip: `nonce_lifetime` of the `type=auth` section: longer than the refresh interval."
    },
    freeswitch: { setting: "nonce-ttl", detail: "`nonce-ttl` of the Sofia profile: longer than the refresh interval." }
  },
  messages: {
    everyTime: "Each refresh uses an expired nonce first: refused with {status}, answered anew with the next nonce, and so on.",
    givenUp: "The server refuses an expired nonce with {status}, and the client never answers the new one."
  },
  check(trace, report, context) {
    for (const series of digestSeries(trace, context)) {
      for (const answer of wastedRefreshes(series)) report(finding2(series, answer, "everyTime"));
      const lastAnswered = series.answers.findLastIndex(
        ({ age, verdict }) => age === "fresh" || verdict === "accepted"
      );
      for (const answer of series.answers.slice(lastAnswered + 1)) {
        if (isGivenUp(trace, series, answer)) report({ ...finding2(series, answer, "givenUp"), severity: "error" });
      }
    }
  }
});
function isOldNonceRefused(answer) {
  const { age, acceptedBefore, verdict, returned, credentials } = answer;
  if (verdict !== "stale" && verdict !== "refused") return false;
  const isOld = age === "reused" ? acceptedBefore : age === "unknown" && verdict === "stale";
  const hasNext = returned?.nonce !== void 0 && returned.nonce.value !== credentials.nonce?.value;
  return isOld && hasNext && !isAka(answer) && !isFormallyWrong(answer);
}
function wastedRefreshes(series) {
  let wasted = [];
  let run = [];
  const close = () => {
    if (run.length >= 2) wasted = wasted.concat(run);
    run = [];
  };
  for (const answer of series.answers) {
    if (isOldNonceRefused(answer) && isHealed(series, answer)) run.push(answer);
    else if (answer.verdict === "accepted" && answer.age !== "fresh") close();
  }
  close();
  return wasted;
}
function isGivenUp(trace, series, answer) {
  if (!isOldNonceRefused(answer)) return false;
  if (answer.stepIndex + 1 < series.steps.length) return true;
  const end = answer.final?.atMicros ?? NaN;
  return trace.covers(end, end + GIVEN_UP_MICROS2);
}
function finding2(series, answer, message) {
  const { credentials, challenge, challengeMessage, by, request, final, returned, transaction, acceptedBefore } = answer;
  return {
    message,
    values: { status: final ? `${statusOf(final)}${answer.verdict === "stale" ? ", stale=true" : ""}` : "" },
    at: { message: request, header: credentials.header.name, range: (credentials.nonce ?? credentials).range },
    related: [
      ...by === "nonce" && challengeMessage && challenge ? [
        {
          message: challengeMessage,
          header: challenge.header.name,
          range: (challenge.nonce ?? challenge).range,
          label: "where the nonce comes from"
        }
      ] : [],
      ...final && returned ? [
        {
          message: final,
          header: returned.header.name,
          range: (returned.param("stale") ?? returned).range,
          label: "the refusal with a new nonce"
        }
      ] : []
    ],
    evidence: [
      acceptedBefore ? `The nonce in ${whereIs(request)} was accepted before, and its nonce count has grown.` : `The nonce in ${whereIs(request)} is older than the trace.`,
      ...final ? [`${whereIs(final)} refuses it and gives a new one.`] : []
    ],
    aor: series.aor,
    strength: answer.verdict === "stale" ? "proven" : "likely",
    foldBy: "old nonce",
    explains: [transaction.index],
    registration: series.registration?.index ?? null
  };
}

// src/core/rules/authentication/password-guessing.ts
var SCANNER = /friendly-scanner|sipvicious|sundayddr|pplsip|sip-scan|sipcli|vaxsipuseragent/i;
var MANY_AORS = 10;
var MANY_DIGESTS = 10;
var GUESSING_MICROS = seconds(60);
var password_guessing_default = defineRule({
  id: "password-guessing",
  title: "Password guessing",
  severity: "warning",
  kind: "cause",
  summary: "One source tries many users or many passwords.",
  why: "It loads the registrar, and a weak password will be found and used for calls at the owner's cost.",
  remedy: "Block the source, limit the rate of failed registrations per address, and use long random passwords; if the source is an own gateway, correct its configuration.",
  sources: [rfc(3261, "26.3.2"), rfc(7616, "5.11")],
  fixes: {
    "asterisk-pjsip": {
      setting: null,
      detail: "Log security events (`security` in logger.conf) and let fail2ban act on them."
    },
    asterisk: {
      setting: null,
      detail: "Log security events (`security` in logger.conf) and let fail2ban act on them."
    },
    kamailio: {
      setting: null,
      detail: "The pike module counts requests per address, the htable module blocks after failed logins."
    },
    opensips: { setting: null, detail: "The pike module counts requests per address; ban after failed logins." },
    freeswitch: {
      setting: "log-auth-failures",
      detail: "`log-auth-failures` of the Sofia profile gives fail2ban what it needs."
    }
  },
  messages: {
    scanner: 'A scanner calling itself "{agent}" tries {aors} of this registrar from {address}.',
    users: "{address} tries {aors}, none of which it may register.",
    digests: "{address} has {digests} for one AoR refused within a minute, from several Call-IDs and Contacts."
  },
  check(trace, report, context) {
    for (const source of suspects(trace, context)) {
      const { address: address2, message, values, at, header, range, evidence } = source;
      report({
        message,
        values: { address: address2, ...values },
        at: { message: at, ...header === void 0 ? {} : { header }, ...range === void 0 ? {} : { range } },
        evidence,
        aor: null,
        strength: message === "scanner" ? "proven" : "likely",
        foldBy: address2,
        explains: transactionsOf(trace, source)
      });
    }
  }
});
function* suspects(trace, context) {
  for (const source of sourcesOf(trace, context).values()) {
    const suspect = scanner(source) ?? triesUsers(source) ?? triesDigests(source);
    if (suspect) yield suspect;
  }
}
function sourcesOf(trace, context) {
  const sources = /* @__PURE__ */ new Map();
  const at = (address2) => {
    let source = sources.get(address2);
    if (!source) sources.set(address2, source = { address: address2, series: [], calls: [] });
    return source;
  };
  for (const series of digestSeries(trace, context)) {
    const first = series.registration && series.steps[0]?.transaction;
    if (first && first.hops === 1 && first.client.address !== "") at(first.client.address).series.push(series);
  }
  for (const { transactions } of trace.calls) {
    const invite = transactions.find(({ method, hops }) => method === "INVITE" && hops === 1);
    if (invite?.request && invite.client.address !== "" && isScanner(invite.request)) {
      at(invite.client.address).calls.push(invite);
    }
  }
  return sources;
}
function isScanner(message) {
  return message.sip.isRequest && SCANNER.test(message.sip.userAgent ?? "");
}
function scanner(source) {
  const steps = source.series.flatMap(({ steps: steps2 }) => steps2.filter(({ transaction }) => isScanner(transaction.first)));
  const refused2 = [...steps.map(({ transaction }) => transaction), ...source.calls].filter(
    ({ status }) => status >= 400
  );
  const first = refused2[0]?.request;
  const field = first?.sip.header("User-Agent");
  const isFirstChallengeOnly = refused2.length === 1 && (refused2[0]?.status === 401 || refused2[0]?.status === 407);
  if (!first || !field || isFirstChallengeOnly) return void 0;
  const aors = /* @__PURE__ */ new Set([
    ...source.series.map(({ aor }) => aor),
    ...source.calls.map(({ first: { sip } }) => sip.to?.uri.text ?? "")
  ]);
  return {
    ...source,
    message: "scanner",
    values: { agent: field.value, aors: aors.size === 1 ? "an AoR" : `${aors.size} AoRs` },
    at: first,
    header: field.name,
    range: field.valueRange,
    evidence: [`${refused2.length} of its requests are refused, the first in ${whereIs(refused2[0]?.final ?? first)}.`]
  };
}
function triesUsers(source) {
  const refused2 = /* @__PURE__ */ new Set();
  const accepted = /* @__PURE__ */ new Set();
  const agents = /* @__PURE__ */ new Set();
  for (const { aor, steps, registration } of source.series) {
    agents.add(registration?.device.userAgent ?? "");
    if (steps.some(({ status }) => status >= 200 && status < 300)) accepted.add(aor);
    else if (steps.some(({ status }) => status >= 400 && status < 500)) refused2.add(aor);
  }
  if (refused2.size < MANY_AORS || accepted.size * 10 > refused2.size || agents.size > 1) return void 0;
  const first = source.series[0]?.steps[0]?.transaction.first;
  if (!first) return void 0;
  return {
    ...source,
    message: "users",
    values: { aors: `${refused2.size} AoRs` },
    at: first,
    evidence: [
      `REGISTERs for ${refused2.size} AoRs come from this address and are refused; ${accepted.size} are accepted.`,
      "All of them name the same User-Agent."
    ]
  };
}
function triesDigests(source) {
  const byAor = /* @__PURE__ */ new Map();
  for (const { aor, answers } of source.series) {
    const refused2 = answers.filter(({ verdict }) => verdict === "refused");
    if (refused2.length > 0) byAor.set(aor, [...byAor.get(aor) ?? [], ...refused2]);
  }
  for (const answers of byAor.values()) {
    const burst = burstOf(answers);
    const first = burst?.[0];
    if (!burst || !first || isOneDevice(burst)) continue;
    const { credentials, request } = first;
    return {
      ...source,
      message: "digests",
      values: { digests: `${burst.length} digests` },
      at: request,
      header: credentials.header.name,
      range: credentials.range,
      evidence: [`From ${whereIs(request)} on ${burst.length} digests are refused within a minute.`]
    };
  }
  return void 0;
}
function burstOf(answers) {
  const sorted = [...answers].sort((a2, b) => a2.request.index - b.request.index);
  for (let end = MANY_DIGESTS - 1; end < sorted.length; end++) {
    const start = end - MANY_DIGESTS + 1;
    if (sorted[end].request.atMicros - sorted[start].request.atMicros <= GUESSING_MICROS) return sorted.slice(start);
  }
  return void 0;
}
function isOneDevice(answers) {
  const callIds = new Set(answers.map(({ transaction }) => transaction.callId));
  const contacts = new Set(answers.map(({ request }) => request.sip.contacts[0]?.uri.text ?? ""));
  return callIds.size === 1 || contacts.size === 1;
}
function transactionsOf(trace, { address: address2, series, calls }) {
  const callIds = /* @__PURE__ */ new Set([
    ...series.flatMap(({ steps }) => steps.map(({ transaction }) => transaction.callId)),
    ...calls.map(({ callId }) => callId)
  ]);
  return trace.transactions.filter(({ client, callId }) => client.address === address2 || callIds.has(callId)).map(({ index }) => index);
}

// src/core/rules/authentication/realm-mismatch.ts
var realm_mismatch_default = defineRule({
  id: "realm-mismatch",
  title: "Realm mismatch",
  severity: "error",
  kind: "cause",
  summary: "The credentials name a realm that is not the one of the challenge they answer.",
  why: "The realm is part of the digest, so credentials for another realm are wrong whatever the password.",
  remedy: "Set the device's realm to exactly what the challenge says, or leave it empty so that the device takes it from there; if the server's realm was changed, make its stored HA1 values anew, since they contain the realm.",
  sources: [rfc(3261, "22.1"), rfc(7616, "3.4.2")],
  fixes: {
    "asterisk-pjsip": {
      setting: "realm",
      detail: "`realm` in the `type=auth` section of the endpoint, or `default_realm` in `[global]`, is what the challenge says; an `md5_cred` must be made with it."
    },
    asterisk: {
      setting: "realm",
      detail: "chan_sip: `realm` in `[general]` of sip.conf, an `md5secret` must be made with it. chan_pjsip: `realm` in the `type=auth` section."
    },
    freeswitch: {
      setting: "challenge-realm",
      detail: "`challenge-realm` of the Sofia profile (`auto_from`, `auto_to` or a fixed name); an `a1-hash` in the directory must be made with it."
    },
    kamailio: {
      setting: "www_challenge",
      detail: "The first parameter of `auth_check`/`www_challenge` is the realm; with `calculate_ha1` off, the HA1 column must be made with it."
    },
    opensips: {
      setting: "www_challenge",
      detail: "The first parameter of `www_authorize`/`www_challenge` is the realm; with `calculate_ha1` off, the HA1 column must be made with it."
    },
    "3cx": {
      setting: null,
      detail: "3CX always challenges with realm `3CXPhoneSystem`: leave the device's realm empty."
    },
    snom: {
      setting: "user_realm1",
      detail: "Empty `user_realm1` (the number is that of the identity), or set it to the realm of the challenge."
    },
    poly: {
      setting: "reg.1.auth.domain",
      detail: "Empty `reg.1.auth.domain`, or set it to the realm of the challenge."
    },
    linphone: {
      setting: "realm",
      detail: "`realm` in the `[auth_info_0]` section must equal that of the challenge, or be left out."
    },
    pjsip: { setting: "--realm", detail: "Use `--realm=*` to answer every realm, or the exact one of the challenge." }
  },
  messages: {
    differs: 'Realm "{realm}" does not answer challenge realm "{offered}".',
    caseOnly: 'Realm "{realm}" differs from challenge realm "{offered}" in upper and lower case, and realms are compared letter for letter.',
    missing: 'The credentials name no realm, the challenge says "{offered}".',
    changed: 'The server changed its realm from "{before}" to "{offered}", and refuses this client since.'
  },
  check(trace, report, context) {
    for (const series of digestSeries(trace, context)) {
      for (const answer of series.answers) {
        if (isMismatch(trace, series, answer)) report(mismatch(series, answer));
      }
      for (const change of changesOfRealm(series)) report(change);
    }
  }
});
function isMismatch(trace, series, answer) {
  if (!namesAnotherRealm(answer) || isAka(answer)) return false;
  if (answer.verdict !== "refused" && answer.verdict !== "stale" && answer.verdict !== "forbidden") return false;
  if (answer.by === "nonce") return true;
  if (isFromAnotherServer(answer) || isHealed(series, answer)) return false;
  const next = series.answers[answer.answerIndex + 1];
  if (next) return namesAnotherRealm(next);
  return trace.isTimed && trace.endMicros - answer.request.atMicros > LAST_WORD_MICROS;
}
var LAST_WORD_MICROS = 32e6;
function mismatch(series, answer) {
  const { credentials, challenge, challengeMessage, request, final, transaction } = answer;
  const realm = credentials.realm?.value;
  const offered = challenge?.realm?.value ?? "";
  const kind = realm === void 0 ? "missing" : realm.toLowerCase() === offered.toLowerCase() ? "caseOnly" : "differs";
  return {
    message: kind,
    values: { realm: realm ?? "", offered },
    at: { message: request, header: credentials.header.name, range: (credentials.realm ?? credentials).range },
    related: challengeMark(challengeMessage, challenge, "the challenge it answers"),
    evidence: [
      ...challengeMessage ? [`The challenge in ${whereIs(challengeMessage)} says realm="${offered}".`] : [],
      `The credentials in ${whereIs(request)} say realm="${realm ?? ""}".`,
      ...answer.by === "nonce" ? ["Both name the same nonce, so they belong together."] : [],
      ...final ? [`They are refused with ${statusOf(final)} in ${whereIs(final)}.`] : []
    ],
    aor: series.aor,
    strength: answer.by === "nonce" ? "proven" : "likely",
    foldBy: "mismatch",
    explains: [transaction.index],
    registration: series.registration?.index ?? null
  };
}
function challengeMark(message, challenge, label) {
  return message && challenge ? [{ ...realmMark(message, challenge), label }] : [];
}
function realmMark(message, challenge) {
  return { message, header: challenge.header.name, range: (challenge.realm ?? challenge).range };
}
function* changesOfRealm(series) {
  const latest = /* @__PURE__ */ new Map();
  let change;
  for (const { transaction, answer, status } of series.steps) {
    if (change && answer && isRefusedSince(series, change.after, answer)) yield changed(series, change.before, answer);
    if (answer?.verdict === "accepted") change = void 0;
    const { final } = transaction;
    if (!final || status !== 401 && status !== 407) continue;
    const [challenge, second] = final.sip.challenges.filter(({ isDigest }) => isDigest);
    if (!challenge?.realm || second && second.realm?.value !== challenge.realm.value) continue;
    const key = `${transaction.server.address} ${status}`;
    const before = latest.get(key);
    const seen = { message: final, challenge };
    latest.set(key, seen);
    if (before && before.challenge.realm?.value !== challenge.realm.value) change = { before, after: seen };
  }
}
function isRefusedSince(series, after, answer) {
  return (answer.verdict === "refused" || answer.verdict === "forbidden") && answer.credentials.realm?.value === after.challenge.realm?.value && answer.age === "fresh" && !isFormallyWrong(answer) && !isHealed(series, answer);
}
function changed(series, before, answer) {
  const { challenge = before.challenge, challengeMessage = before.message, final, request, transaction } = answer;
  const values = { before: before.challenge.realm?.value ?? "", offered: challenge.realm?.value ?? "" };
  return {
    message: "changed",
    values,
    at: realmMark(challengeMessage, challenge),
    related: [
      { ...realmMark(before.message, before.challenge), label: "the realm before" },
      {
        message: request,
        header: answer.credentials.header.name,
        range: answer.credentials.range,
        label: "the refused answer"
      }
    ],
    evidence: [
      `The challenge in ${whereIs(before.message)} says realm="${values.before}".`,
      `The challenge in ${whereIs(challengeMessage)} says realm="${values.offered}".`,
      ...final ? [`The answer to it is refused with ${statusOf(final)} in ${whereIs(final)}.`] : [],
      "A stored HA1 contains the realm: one made for the old realm matches no answer to the new one."
    ],
    aor: series.aor,
    strength: "likely",
    foldBy: "changed",
    explains: [transaction.index],
    registration: series.registration?.index ?? null
  };
}

// src/core/rules/authentication/register-forbidden.ts
var register_forbidden_default = defineRule({
  id: "register-forbidden",
  title: "Registration forbidden",
  severity: "error",
  kind: "cause",
  summary: "The registrar understands the REGISTER and refuses it with 403.",
  why: "A 403 is a decision, not a challenge: the same request will be refused again.",
  remedy: "Enable the user on the registrar and look there for what forbids it: an access list, a policy for the source address, a limit of contacts, or a block after failed attempts; some servers answer 403 to a wrong password, so check that too.",
  sources: [rfc(3261, "21.4.4"), rfc(3261, "10.3")],
  fixes: {
    "asterisk-pjsip": {
      setting: "max_contacts",
      detail: "403 comes when `max_contacts` of the AoR is full (see `remove_existing`), or an `acl` of the endpoint denies the source."
    },
    asterisk: {
      setting: "max_contacts",
      detail: "chan_pjsip: `max_contacts` and `acl`. chan_sip: 403 also means a wrong `secret`; see `deny`/`permit`."
    },
    freeswitch: {
      setting: "apply-register-acl",
      detail: "FreeSWITCH answers 403 to a wrong password and to an unknown user; `apply-register-acl` of the Sofia profile denies by address."
    },
    "3cx": {
      setting: null,
      detail: "See the IP blocklist, and for a phone outside the LAN the extension's option that disallows use outside the LAN."
    },
    fritzbox: {
      setting: null,
      detail: "The telephony device must be allowed to register from the Internet if it is not in the home network."
    }
  },
  messages: {
    forbidden: "The registrar refuses to register {aor}: {status}.",
    afterCredentials: "The registrar refuses to register {aor} after it got credentials: {status}. Some servers answer a wrong password so."
  },
  check(trace, report, context) {
    for (const series of digestSeries(trace, context)) {
      if (!series.registration) continue;
      for (const step of series.steps) {
        const { transaction, answer } = step;
        const { final, request } = transaction;
        if (step.status !== 403 || !final || speaksOfPassword(step)) continue;
        const warning = final.sip.header("Warning");
        report({
          message: answer ? "afterCredentials" : "forbidden",
          values: { aor: series.aor, status: statusOf(final) },
          at: { message: final },
          related: request ? [{ message: request, label: "the refused REGISTER" }] : [],
          evidence: [
            `${whereIs(final)} answers ${statusOf(final)}.`,
            answer ? "The refused REGISTER carries credentials." : "The refused REGISTER carries no credentials, and none were asked for.",
            ...warning ? [`Its Warning says ${printable(warning.value)}.`] : []
          ],
          aor: series.aor,
          strength: "proven",
          foldBy: "403",
          explains: [transaction.index],
          registration: series.registration.index
        });
      }
    }
  }
});
function speaksOfPassword({ transaction, answer }) {
  return answer !== void 0 && transaction.final !== void 0 && authenticationWords(transaction.final.sip) !== void 0;
}

// src/core/model/span.ts
function sizeOf(range) {
  return range.end - range.start;
}

// src/core/sip/verdict/fault.ts
var MAX_FAULTS = 64;
var FaultList = class {
  faults = [];
  refuse(kind, header, range, rule, explanation) {
    this.#add({ kind, severity: "refused", header, range, explanation, rule });
  }
  tolerate(kind, header, range, rule, explanation) {
    this.#add({ kind, severity: "tolerated", header, range, explanation, rule });
  }
  missing(name, severity, range, rule, explanation) {
    this.#add({ kind: "missing-header", severity, header: null, range, explanation, rule, missing: name });
  }
  #add(fault) {
    if (this.faults.length < MAX_FAULTS) this.faults.push(fault);
  }
};
var MAX_SHOWN = 60;
function shown(text2) {
  const visible2 = text2.slice(0, MAX_SHOWN + 1).replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
  return visible2.length > MAX_SHOWN ? `\u201C${visible2.slice(0, MAX_SHOWN)}\u2026\u201D` : `\u201C${visible2}\u201D`;
}

// src/core/sip/name-addr.ts
var NameAddr = class {
  header;
  /** The whole value, without white space around it. */
  range;
  /** Undefined when absent or empty. */
  displayName;
  /** Whether the URI stands in angle brackets. */
  isBracketed;
  /** Inside the brackets. */
  uriRange;
  /** Offset after the first `;` behind the URI; the end of the value when there is none. */
  paramsStart;
  #text;
  #uri;
  #params;
  /** @param part what stands between the commas of the list, or the whole value of the field */
  constructor(text2, header, part) {
    const from = skipWhiteSpace(text2, part.start, part.end);
    const to = trimEnd(text2, from, part.end);
    this.#text = text2;
    this.header = header;
    this.range = { start: from, end: to };
    const nameEnd = endOfQuotedName(text2, from, to);
    const open2 = indexOfCode(text2, LEFT_ANGLE, nameEnd, to);
    this.isBracketed = open2 >= 0;
    let semicolon;
    if (open2 >= 0) {
      const close = indexOfCode(text2, RIGHT_ANGLE, open2, to);
      this.uriRange = { start: open2 + 1, end: close < 0 ? to : close };
      this.displayName = parseDisplayName(text2, from, open2);
      semicolon = close < 0 ? -1 : indexOfCode(text2, SEMICOLON, close, to);
    } else {
      semicolon = indexOfCode(text2, SEMICOLON, from, to);
      this.uriRange = { start: from, end: trimEnd(text2, from, semicolon < 0 ? to : semicolon) };
      this.displayName = void 0;
    }
    this.paramsStart = semicolon < 0 ? to : semicolon + 1;
  }
  get uri() {
    return this.#uri ??= parseUri(this.#text, this.uriRange.start, this.uriRange.end);
  }
  get params() {
    return this.#params ??= parseParams(this.#text, this.paramsStart, this.range.end);
  }
  /** Header parameter of a name in lower case. */
  param(name) {
    return findParam(this.params, name);
  }
  get tag() {
    return paramValue(this.params, "tag");
  }
};
function parseAddresses(text2, header) {
  const { start, end } = header.valueRange;
  return splitList(text2, start, end, COMMA).map((part) => new NameAddr(text2, header, part)).filter((address2) => address2.range.end > address2.range.start);
}
function endOfQuotedName(text2, start, end) {
  if (text2.charCodeAt(start) !== QUOTE) return start;
  const close = closingQuote(text2, start, end);
  return close < 0 ? start : close + 1;
}
function parseDisplayName(text2, start, open2) {
  let from = start;
  let to = trimEnd(text2, start, open2);
  const isQuoted = text2.charCodeAt(from) === QUOTE && from < to;
  if (isQuoted) {
    const close = closingQuote(text2, from, to);
    from++;
    if (close >= 0) to = close;
  }
  if (from >= to) return void 0;
  const raw = decodeOctets(unfold(text2.slice(from, to)));
  return valueAt(isQuoted ? unescapeQuoted(raw) : raw, from, to);
}

// src/core/sip/contact.ts
var MAX_DELTA_SECONDS = 2 ** 32 - 1;
var Contact = class extends NameAddr {
  isStar;
  constructor(text2, header, part) {
    super(text2, header, part);
    this.isStar = !this.isBracketed && text2.slice(this.uriRange.start, this.uriRange.end) === "*";
  }
  /** Parameter as written; phones that quote the number (`expires="3600"`) are understood. */
  get expires() {
    return paramValue(this.params, "expires");
  }
  /** Undefined when absent or no number. */
  get expiresSeconds() {
    const { value } = this.expires ?? { value: "" };
    const seconds2 = parseDigits(value, 0, value.length);
    return Number.isNaN(seconds2) ? void 0 : Math.min(seconds2, MAX_DELTA_SECONDS);
  }
  get q() {
    return paramValue(this.params, "q");
  }
  /** RFC 5626 §4.1: `+sip.instance="<urn:uuid:…>"`, without the angle brackets. */
  get instanceId() {
    const instance = paramValue(this.params, "+sip.instance");
    if (!instance?.value.startsWith("<") || !instance.value.endsWith(">")) return instance;
    const { start, end } = instance.range;
    return { value: instance.value.slice(1, -1), range: { start: start + 1, end: end - 1 } };
  }
  get regId() {
    return paramValue(this.params, "reg-id");
  }
  /** Some registrars tell the source address they saw: `;received="sip:203.0.113.5:40000"`. */
  get received() {
    return paramValue(this.params, "received");
  }
};
function parseContacts(text2, header) {
  const contacts = [];
  for (const part of splitList(text2, header.valueRange.start, header.valueRange.end, COMMA)) {
    if (skipWhiteSpace(text2, part.start, part.end) < part.end) {
      contacts.push(new Contact(text2, header, part));
    }
  }
  return contacts;
}

// src/core/sip/verdict/judge-uri.ts
function judgeUri(message, uri, header, where, faults) {
  if (!/^[a-z][a-z0-9+.-]*$/.test(uri.scheme)) {
    const explanation = `The ${where}, ${shown(uri.text)}, does not begin with a scheme such as sip:.`;
    faults.refuse("malformed", header, uri.range, "RFC 3261 \xA725.1", explanation);
    return;
  }
  if (!uri.isSip) return;
  const blank = firstWhiteSpace(message.text, uri.range);
  if (blank) {
    const explanation = `White space stands inside the ${where}; it must be escaped as %20 or left out.`;
    faults.refuse("malformed", header, blank, "RFC 3261 \xA725.1", explanation);
    return;
  }
  if (uri.user?.value.includes("@")) {
    const explanation = `The user part ${shown(uri.user.value)} of the ${where} holds an @ that is not escaped as %40.`;
    faults.tolerate("oddity", header, uri.user.range, "RFC 3261 \xA725.1", explanation);
  }
  judgeHostPort(message, uri.host, uri.portText, uri.range, header, where, faults);
}
function judgeHostPort(message, host, portText, whole, header, where, faults) {
  if (!host) {
    faults.refuse("malformed", header, whole, "RFC 3261 \xA725.1", `The ${where} names no host.`);
    return;
  }
  const isBracketed = message.text.charCodeAt(host.range.start - 1) === LEFT_BRACKET && host.range.start > 0;
  if (host.value.includes(":") && !isBracketed) {
    const explanation = `The IPv6 address ${shown(host.value)} of the ${where} does not stand in brackets, so its end and the port cannot be told.`;
    faults.refuse("malformed", header, host.range, "RFC 5118 \xA74.2", explanation);
    return;
  }
  if (isBracketed && !isIpv6Address(host.value.replace(/%.*$/, ""))) {
    const explanation = `${shown(host.value)} in the brackets of the ${where} is no IPv6 address.`;
    faults.refuse("malformed", header, host.range, "RFC 3261 \xA725.1", explanation);
    return;
  }
  const illegal = /[\s<>"@,[\]\\{}|^`]/.exec(host.value);
  if (illegal) {
    const start = host.range.start + illegal.index;
    const explanation = `The host ${shown(host.value)} of the ${where} holds a character that no host may have.`;
    faults.refuse("malformed", header, { start, end: start + 1 }, "RFC 3261 \xA725.1", explanation);
  }
  const isPort = /^\d{1,5}$/.test(portText.value) && Number(portText.value) <= 65535;
  if (portText.value !== "" && !isPort) {
    const explanation = `The port ${shown(portText.value)} of the ${where} is no number up to 65535.`;
    faults.refuse("malformed", header, portText.range, "RFC 3261 \xA725.1", explanation);
  }
}
function firstWhiteSpace(text2, range) {
  for (let at = range.start; at < range.end; at++) {
    if (isWhiteSpace(text2.charCodeAt(at))) return { start: at, end: at + 1 };
  }
  return void 0;
}

// src/core/sip/verdict/sound-forms.ts
var PORT = "(?::[1-5]?\\d{1,4})?";
var URI = `sips?:(?:[\\w.+*#!~%-]+@)?[\\w.-]+${PORT}(?:;[\\w.-]+(?:=[\\w.+%-]+)?)*`;
var QUOTED = '"[^"\\\\\\r\\n]*"';
var VALUE = `(?:${QUOTED}|[\\w.+*~!%':=-]+)`;
var ADDRESS_PARAM = `;(?:expires=\\d{1,9}(?![^;])|(?!q=|expires=)[\\w.+-]+(?:=${VALUE})?)`;
var SOUND_REQUEST_URI = new RegExp(`^${URI}$`, "i");
var SOUND_ADDRESS = new RegExp(`^(?:${QUOTED} ?)?<${URI}>(?:${ADDRESS_PARAM})*$`, "i");
var SOUND_VIA = new RegExp(
  `^SIP/2\\.0/[A-Z]+ [\\w.-]+${PORT}(?:;(?!branch=(?:z9hG4bK)?(?:;|$))[\\w-]+(?:=[\\w.+*~!%'=-]+)?)*$`,
  "i"
);
var AUTH_PARAM = `\\w+=(?:${QUOTED}|[^\\s",\\\\]+)`;
var SOUND_AUTHENTICATION = new RegExp(`^\\w+ ${AUTH_PARAM}(?:, ?${AUTH_PARAM})*$`);
var MAX_LENGTH = 1024;
function isSound(form, message, { start, end }) {
  return end - start <= MAX_LENGTH && form.test(message.text.slice(start, end));
}

// src/core/sip/verdict/judge-address.ts
var MAX_JUDGED_VALUES = 64;
var ADDRESS_HEADERS = /* @__PURE__ */ new Set(["From", "To", "Contact", "Route", "Record-Route"]);
function judgeAddresses(message, faults) {
  let judged = 0;
  for (const field of message.fields) {
    const { canonical, valueRange } = field;
    if (!ADDRESS_HEADERS.has(canonical) || isSound(SOUND_ADDRESS, message, valueRange)) continue;
    if (canonical === "From" || canonical === "To") {
      const address2 = canonical === "From" ? message.from : message.to;
      if (address2?.header === field) judgeAddress(message, address2, faults);
      continue;
    }
    for (const address2 of parseAddresses(message.text, field)) {
      if (judged++ === MAX_JUDGED_VALUES) return;
      if (canonical === "Contact") judgeContact(message, new Contact(message.text, field, address2.range), faults);
      else judgeAddress(message, address2, faults);
    }
  }
}
function judgeContact(message, contact, faults) {
  if (contact.isStar) return;
  judgeAddress(message, contact, faults);
  const { q, expires } = contact;
  if (q && !/^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(q.value)) {
    const explanation = `The preference q=${q.value.slice(0, 20)} is not a number from 0 to 1 with up to three decimals.`;
    faults.tolerate("q-value", contact.header.name, q.range, "RFC 3261 \xA725.1", explanation);
  }
  if (expires && !(/^\d+$/.test(expires.value) && Number(expires.value) < 2 ** 32)) {
    const explanation = `The parameter expires=${expires.value.slice(0, 40)} is no number of seconds below 2^32; peers take 3600 instead.`;
    faults.tolerate("out-of-range", contact.header.name, expires.range, "RFC 3261 \xA710.3", explanation);
  }
}
function judgeAddress(message, address2, faults) {
  const { text: text2 } = message;
  const { range, uriRange, header } = address2;
  if (judgeQuotes(text2, header, range, faults)) return;
  if (message.isResponse && uriRange.start === uriRange.end) {
    const explanation = `${header.canonical} of the response names nobody.`;
    faults.tolerate("oddity", header.name, range, "RFC 3261 \xA725.1", explanation);
    return;
  }
  if (!address2.isBracketed) judgeBareAddress(address2, faults);
  else if (text2.charCodeAt(uriRange.end) !== RIGHT_ANGLE || uriRange.end >= range.end) {
    const open2 = { start: uriRange.start - 1, end: uriRange.start };
    const explanation = `The angle bracket that opens the URI in ${header.canonical} is never closed.`;
    faults.refuse("malformed", header.name, open2, "RFC 3261 \xA725.1", explanation);
    return;
  } else {
    judgeDisplayName(text2, address2, faults);
    judgeBrackets(text2, address2, faults);
  }
  judgeUri(message, address2.uri, header.name, `URI in ${header.canonical}`, faults);
  judgeSeparators(text2, address2, faults);
}
function judgeBareAddress({ uri, uriRange, header }, faults) {
  if (!uri.isSip) return;
  const mark = /[?,]/.exec(uri.text);
  if (!mark) return;
  const explanation = `The URI in ${header.canonical} holds ${mark[0] === "?" ? "a question mark" : "a comma"}, so it must stand in angle brackets.`;
  const range = { start: uri.range.start + mark.index, end: uriRange.end };
  faults.refuse("malformed", header.name, range, "RFC 3261 \xA720.10", explanation);
}
function judgeDisplayName(text2, { displayName, header, range }, faults) {
  if (!displayName || text2.charCodeAt(range.start) === QUOTE) return;
  const raw = text2.slice(displayName.range.start, displayName.range.end);
  const illegal = /[(),;:\\/?={}@[\]"]/.exec(raw);
  if (!illegal) return;
  const start = displayName.range.start + illegal.index;
  const explanation = `The display name ${shown(displayName.value)} holds ${shown(illegal[0])} and must stand in quotes.`;
  const fault = [header.name, { start, end: start + 1 }, "RFC 3261 \xA725.1", explanation];
  if (illegal[0] === ",") faults.refuse("malformed", ...fault);
  else faults.tolerate("oddity", ...fault);
}
function judgeBrackets(text2, { uriRange, range, header }, faults) {
  const inside = skipWhiteSpace(text2, uriRange.start, uriRange.end);
  const lastIsBlank = uriRange.end > uriRange.start && isWhiteSpace(text2.charCodeAt(uriRange.end - 1));
  if (inside > uriRange.start || lastIsBlank) {
    const at = inside > uriRange.start ? uriRange.start : uriRange.end - 1;
    const explanation = `White space stands inside the angle brackets of ${header.canonical}.`;
    faults.refuse("malformed", header.name, { start: at, end: at + 1 }, "RFC 3261 \xA725.1", explanation);
  }
  const after = skipWhiteSpace(text2, uriRange.end + 1, range.end);
  if (after < range.end && text2.charCodeAt(after) !== SEMICOLON) {
    const explanation = `Between the address in ${header.canonical} and its parameters stands ${shown(text2.slice(after, range.end))}.`;
    faults.refuse("malformed", header.name, { start: after, end: range.end }, "RFC 3261 \xA725.1", explanation);
  }
}
function judgeSeparators(text2, { paramsStart, range, header }, faults) {
  const empty = emptyParam(text2, paramsStart, range.end);
  if (empty < 0) return;
  const explanation = `A semicolon in ${header.canonical} is followed by no parameter.`;
  faults.tolerate("oddity", header.name, { start: empty, end: range.end }, "RFC 3261 \xA725.1", explanation);
}
function emptyParam(text2, start, end) {
  let semicolon = start - 1;
  if (start >= end) return text2.charCodeAt(semicolon) === SEMICOLON ? semicolon : -1;
  for (let at = start; at <= end; at++) {
    const code = at < end ? text2.charCodeAt(at) : SEMICOLON;
    if (code === QUOTE) {
      const close = strictClosingQuote(text2, at, end);
      if (close < 0) return -1;
      at = close;
    } else if (code === SEMICOLON) {
      if (skipWhiteSpace(text2, semicolon + 1, at) === at) return semicolon;
      semicolon = at;
    }
  }
  return -1;
}
function judgeQuotes(text2, header, { start, end }, faults) {
  for (let at = start; at < end; at++) {
    const code = text2.charCodeAt(at);
    if (code === LEFT_ANGLE) {
      while (at < end && text2.charCodeAt(at) !== RIGHT_ANGLE && text2.charCodeAt(at) !== COMMA) at++;
    }
    if (code !== QUOTE) continue;
    const close = closingQuote(text2, at, end);
    const fault = [header.name, { start: at, end }, "RFC 3261 \xA725.1"];
    if (close < 0) {
      faults.refuse("malformed", ...fault, `The quote that opens here in ${header.canonical} is never closed.`);
      return true;
    }
    if (strictClosingQuote(text2, at, end) < 0) {
      const explanation = `The quote that opens here in ${header.canonical} is closed only by a quote after a backslash.`;
      faults.tolerate("oddity", ...fault, explanation);
      return false;
    }
    at = close;
  }
  return false;
}

// src/core/sip/digest.ts
var AuthValue = class {
  header;
  /** Of a Proxy-Authenticate or Proxy-Authorization field. */
  proxy;
  /** As on the wire, `Digest` in any case. */
  scheme;
  schemeRange;
  params;
  range;
  constructor(text2, header, schemeRange, params) {
    this.header = header;
    this.proxy = header.canonical.startsWith("Proxy-");
    this.scheme = text2.slice(schemeRange.start, schemeRange.end);
    this.schemeRange = schemeRange;
    this.params = params;
    this.range = { start: schemeRange.start, end: params.at(-1)?.range.end ?? schemeRange.end };
  }
  get isDigest() {
    return this.scheme.toLowerCase() === "digest";
  }
  /** Parameter of a name in lower case. */
  param(name) {
    return paramValue(this.params, name);
  }
  get realm() {
    return this.param("realm");
  }
  get nonce() {
    return this.param("nonce");
  }
  get algorithm() {
    return this.param("algorithm");
  }
  /** Of a challenge a list such as `auth,auth-int`; of credentials the one chosen. */
  get qop() {
    return this.param("qop");
  }
  get opaque() {
    return this.param("opaque");
  }
};
var Challenge = class extends AuthValue {
  /** Undefined when absent or neither `true` nor `false`. */
  get stale() {
    const value = this.param("stale")?.value.toLowerCase();
    return value === "true" ? true : value === "false" ? false : void 0;
  }
  get domain() {
    return this.param("domain");
  }
};
var Credentials = class extends AuthValue {
  get username() {
    return this.param("username");
  }
  get uri() {
    return this.param("uri");
  }
  get response() {
    return this.param("response");
  }
  /** Eight hexadecimal digits as text. */
  get nonceCount() {
    return this.param("nc");
  }
  get cnonce() {
    return this.param("cnonce");
  }
};
function parseChallenges(text2, header) {
  return readAuthValues(text2, header, (scheme, params) => new Challenge(text2, header, scheme, params));
}
function parseCredentials(text2, header) {
  return readAuthValues(text2, header, (scheme, params) => new Credentials(text2, header, scheme, params));
}
var MAX_AUTH_PARAMS = 256;
function readAuthValues(text2, header, make) {
  const values = [];
  let scheme;
  let params = [];
  const { end } = header.valueRange;
  let at = header.valueRange.start;
  let read = 0;
  while (at < end && read++ < MAX_AUTH_PARAMS) {
    at = skipWhiteSpace(text2, at, end);
    const wordEnd = endOfToken(text2, at, end);
    const next = skipWhiteSpace(text2, wordEnd, end);
    const isScheme = wordEnd > at && (scheme === void 0 || next > wordEnd && startsWord(text2, next, end));
    if (isScheme && text2.charCodeAt(next) !== EQUALS) {
      if (scheme) values.push(make(scheme, params));
      scheme = { start: at, end: wordEnd };
      params = [];
      at = next;
      continue;
    }
    const partEnd = endOfAuthParam(text2, at, end);
    const param = parseParam(text2, at, partEnd);
    if (param) params.push(param);
    at = partEnd + 1;
  }
  if (scheme) values.push(make(scheme, params));
  return values;
}
function startsWord(text2, at, end) {
  return at < end && endOfToken(text2, at, end) > at;
}
function endOfAuthParam(text2, start, end) {
  const equals = skipWhiteSpace(text2, endOfToken(text2, start, end), end);
  const value = skipWhiteSpace(text2, equals + 1, end);
  const isQuoted = value < end && text2.charCodeAt(equals) === EQUALS && text2.charCodeAt(value) === QUOTE;
  const close = isQuoted ? closingQuote(text2, value, end) : value;
  if (close < 0) return end;
  if (isQuoted && close + 1 < end && isWhiteSpace(text2.charCodeAt(close + 1))) {
    const next = skipWhiteSpace(text2, close + 1, end);
    return text2.charCodeAt(next) === COMMA ? next : close + 1;
  }
  const comma = indexOfCode(text2, COMMA, isQuoted ? close : start, end);
  return comma < 0 ? end : comma;
}

// src/core/sip/verdict/judge-authentication.ts
var AUTHENTICATION = /* @__PURE__ */ new Set(["Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate"]);
function judgeAuthentication(message, faults) {
  for (const field of message.fields) {
    if (!AUTHENTICATION.has(field.canonical)) continue;
    if (isSound(SOUND_AUTHENTICATION, message, field.valueRange)) continue;
    const { start, end } = field.valueRange;
    if (judgeQuotes(message.text, field, field.valueRange, faults)) continue;
    if (end > start && parseCredentials(message.text, field).length === 0) {
      const explanation = `${field.canonical} ${shown(field.value)} does not begin with a scheme such as Digest.`;
      faults.refuse("malformed", field.name, field.valueRange, "RFC 3261 \xA725.1", explanation);
    }
  }
}

// src/core/sip/verdict/judge-framing.ts
function judgeLines(message, isCut, faults) {
  const { lines, text: text2 } = message;
  for (const line of lines.strayLines) {
    if (line.end === text2.length && !lines.hasHeaderEnd) continue;
    const explanation = `The line ${shown(text2.slice(line.start, line.end))} is no header: it has no name with a colon.`;
    faults.refuse("malformed", null, line, "RFC 3261 \xA77.3.1", explanation);
  }
  for (const field of lines.fields) {
    if (isToken(field.name)) continue;
    const explanation = `The header name ${shown(field.name)} holds a character that no name may have.`;
    faults.tolerate("oddity", field.name, field.nameRange, "RFC 3261 \xA725.1", explanation);
  }
  if (lines.hasBareLineFeed) {
    const explanation = "Lines end in LF alone, not in CR LF.";
    faults.tolerate("oddity", null, lines.startLine, "RFC 3261 \xA77", explanation);
  }
  if (!lines.hasHeaderEnd && !isCut) {
    const end = { start: text2.length, end: text2.length };
    faults.tolerate("oddity", null, end, "RFC 3261 \xA77", "The blank line that ends the headers is missing.");
  }
}
function judgeContentLength(message, isCut, faults) {
  const field = message.header("Content-Length");
  if (!field) return;
  const declared = message.contentLength;
  if (declared === void 0) {
    const range = field.value === "" ? field.range : field.valueRange;
    const explanation2 = `Content-Length ${shown(field.value)} is no number of octets.`;
    faults.refuse("malformed", field.name, range, "RFC 3261 \xA720.14", explanation2);
    return;
  }
  if (isCut) return;
  const { start, end } = message.body;
  const octets = end - start;
  const explanation = `Content-Length is ${declared}, and the body has ${octets} octets.`;
  if (declared > octets) {
    faults.refuse("content-length", field.name, field.valueRange, "RFC 3261 \xA718.3", explanation);
  } else if (declared < octets && !isLineEnds(message.text, start + declared)) {
    faults.tolerate("content-length", field.name, field.valueRange, "RFC 3261 \xA718.3", explanation);
  }
}
function isLineEnds(text2, start) {
  for (let at = start; at < text2.length; at++) {
    const code = text2.charCodeAt(at);
    if (code !== CR && code !== LF && code !== 0) return false;
  }
  return true;
}

// src/core/sip/cseq.ts
var CSEQ_LIMIT = 2 ** 31;
function parseCSeq(text2, header) {
  const { start, end } = header.valueRange;
  let numberEnd = start;
  while (numberEnd < end && !isWhiteSpace(text2.charCodeAt(numberEnd))) numberEnd++;
  const number = parseDigits(text2, start, numberEnd);
  if (Number.isNaN(number)) return void 0;
  const methodStart = skipWhiteSpace(text2, numberEnd, end);
  return {
    number,
    numberRange: { start, end: numberEnd },
    method: text2.slice(methodStart, end),
    methodRange: { start: methodStart, end },
    range: header.valueRange,
    header
  };
}

// src/core/sip/via.ts
var SLASH = 47;
var MAGIC_COOKIE = "z9hG4bK";
var Via = class {
  header;
  range;
  /** Offset after the first `;`; the end when there is none. */
  paramsStart;
  #text;
  #bodyEnd;
  #body;
  #params;
  constructor(text2, header, start, end) {
    const from = skipWhiteSpace(text2, start, end);
    const to = trimEnd(text2, from, end);
    this.#text = text2;
    this.header = header;
    this.range = { start: from, end: to };
    const semicolon = indexOfCode(text2, SEMICOLON, from, to);
    this.#bodyEnd = trimEnd(text2, from, semicolon < 0 ? to : semicolon);
    this.paramsStart = semicolon < 0 ? to : semicolon + 1;
  }
  get #parts() {
    return this.#body ??= parseBody(this.#text, this.range.start, this.#bodyEnd);
  }
  /** `SIP/2.0` without white space. */
  get protocol() {
    return this.#parts.protocol;
  }
  /** Lower case: `udp`, `tls`, `wss`, or what else stands there; "" when nothing does. */
  get transport() {
    return this.#parts.transport;
  }
  /** Host and port of the sender as it knows them. */
  get sentBy() {
    return this.#parts.sentBy;
  }
  /** Canonical: lower case, IPv6 without brackets. */
  get host() {
    return this.#parts.host;
  }
  get port() {
    return this.#parts.port;
  }
  get portText() {
    return this.#parts.portText;
  }
  get params() {
    return this.#params ??= parseParams(this.#text, this.paramsStart, this.range.end);
  }
  get branch() {
    return paramValue(this.params, "branch");
  }
  /** Address that the receiver saw, canonical; brackets around IPv6 are accepted though not in the grammar (RFC 5118 §4.5). */
  get received() {
    const received = paramValue(this.params, "received");
    return received && { value: canonicalHost(received.value), range: received.range };
  }
  get rport() {
    const param = findParam(this.params, "rport");
    if (!param) return void 0;
    const port = param.value === void 0 ? Number.NaN : parseDigits(param.value, 0, param.value.length);
    return { value: Number.isNaN(port) ? void 0 : port, range: param.value ? param.valueRange : param.nameRange };
  }
};
function parseBody(text2, start, end) {
  const firstSlash = indexOfCode(text2, SLASH, start, end);
  const secondSlash = firstSlash < 0 ? -1 : indexOfCode(text2, SLASH, firstSlash + 1, end);
  const transportStart = secondSlash < 0 ? end : skipWhiteSpace(text2, secondSlash + 1, end);
  let transportEnd = transportStart;
  while (transportEnd < end && !isWhiteSpace(text2.charCodeAt(transportEnd))) transportEnd++;
  const protocolEnd = secondSlash < 0 ? end : trimEnd(text2, start, secondSlash);
  const sentByStart = skipWhiteSpace(text2, transportEnd, end);
  return {
    protocol: valueAt(withoutWhiteSpace(text2.slice(start, protocolEnd)), start, protocolEnd),
    transport: valueAt(text2.slice(transportStart, transportEnd).toLowerCase(), transportStart, transportEnd),
    sentBy: { start: sentByStart, end },
    ...parseHostPort(text2, sentByStart, end)
  };
}
function withoutWhiteSpace(text2) {
  return text2 === "SIP/2.0" ? text2 : text2.replace(/\s+/g, "");
}
function parseVias(text2, header) {
  const vias = [];
  for (const part of splitList(text2, header.valueRange.start, header.valueRange.end, COMMA)) {
    if (skipWhiteSpace(text2, part.start, part.end) < part.end) vias.push(new Via(text2, header, part.start, part.end));
  }
  return vias;
}

// src/core/sip/verdict/judge-headers.ts
var MANDATORY = ["Via", "From", "To", "Call-ID", "CSeq"];
function judgePresence(message, faults) {
  const { range } = message.startLine;
  for (const name of MANDATORY) {
    if (message.header(name)) continue;
    const explanation = `The message has no ${name} header, which every message needs.`;
    faults.missing(name, "refused", range, "RFC 3261 \xA78.1.1", explanation);
  }
  if (!message.isRequest) return;
  if (!message.header("Max-Forwards")) {
    const explanation = "The request has no Max-Forwards header, which every request needs.";
    faults.missing("Max-Forwards", "tolerated", range, "RFC 3261 \xA78.1.1.6", explanation);
  }
  if (message.method === "INVITE" && !message.header("Contact")) {
    const isOld = message.topVia !== void 0 && message.topVia.branch?.value.startsWith(MAGIC_COOKIE) !== true;
    const explanation = "The INVITE has no Contact, so the peer does not know where to send the rest of the dialog.";
    faults.missing("Contact", isOld ? "tolerated" : "refused", range, "RFC 3261 \xA78.1.1.8", explanation);
  }
}
var SINGLE = ["From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length"];
function judgeRepetition(message, faults) {
  if (!hasRepetition(message)) return;
  for (const name of SINGLE) {
    const [first, ...others] = message.headers(name);
    const other = others.find((field) => field.value !== first?.value) ?? others[0];
    if (!first || !other) continue;
    const fault = [other.name, other.range, "RFC 3261 \xA77.3.1"];
    if (other.value === first.value) {
      faults.tolerate("oddity", ...fault, `${name} stands twice with the same value.`);
    } else {
      const values = `${shown(first.value)} and ${shown(other.value)}`;
      faults.refuse("repeated-header", ...fault, `${name} stands twice, with different values: ${values}.`);
    }
  }
}
function hasRepetition(message) {
  let seen = 0;
  for (const { canonical } of message.fields) {
    const index = SINGLE.indexOf(canonical);
    if (index < 0) continue;
    if (seen & 1 << index) return true;
    seen |= 1 << index;
  }
  return false;
}
function judgeCSeq(message, faults) {
  const field = message.header("CSeq");
  if (!field) return;
  const { cseq } = message;
  if (!cseq || !isToken(cseq.method)) {
    const explanation2 = `The CSeq ${shown(field.value)} is not a number followed by a method.`;
    faults.refuse("malformed", field.name, atLeast(field), "RFC 3261 \xA720.16", explanation2);
    return;
  }
  if (cseq.number >= CSEQ_LIMIT) {
    const digits = message.text.slice(cseq.numberRange.start, cseq.numberRange.end);
    const explanation2 = `The CSeq number ${shown(digits)} is not below 2^31.`;
    faults.refuse("out-of-range", field.name, cseq.numberRange, "RFC 3261 \xA78.1.1.5", explanation2);
  }
  const line = message.startLine;
  if (line.kind !== "request" || line.method === cseq.method) return;
  const explanation = `CSeq names the method ${shown(cseq.method)}, the request line ${shown(line.method)}.`;
  const fault = [field.name, cseq.methodRange, "RFC 3261 \xA78.1.1.5", explanation];
  if (line.method.toUpperCase() === cseq.method.toUpperCase()) faults.tolerate("method-mismatch", ...fault);
  else faults.refuse("method-mismatch", ...fault);
}
function judgeCallId(message, faults) {
  const field = message.header("Call-ID");
  if (!field) return;
  if (field.value === "") {
    faults.refuse("malformed", field.name, field.range, "RFC 3261 \xA720.8", "The Call-ID is empty.");
  } else if (/\s/.test(field.value)) {
    const explanation = `White space stands inside the Call-ID ${shown(field.value)}.`;
    faults.tolerate("oddity", field.name, field.valueRange, "RFC 3261 \xA725.1", explanation);
  }
}
function judgeEmptyAddresses(message, faults) {
  for (const name of ["From", "To"]) {
    const field = message.header(name);
    if (!field || field.valueRange.start < field.valueRange.end) continue;
    faults.refuse("malformed", field.name, field.range, "RFC 3261 \xA725.1", `The ${name} header is empty.`);
  }
  const from = message.from;
  if (from && !from.header.value.includes(";tag=") && !from.param("tag")) {
    const explanation = "From has no tag, as in the days of RFC 2543.";
    faults.tolerate("oddity", from.header.name, from.range, "RFC 3261 \xA78.1.1.3", explanation);
  }
}
function judgeMaxForwards(message, faults) {
  const field = message.header("Max-Forwards");
  if (!field) return;
  if (message.maxForwards === void 0) {
    const explanation = `Max-Forwards ${shown(field.value)} is no number.`;
    faults.refuse("malformed", field.name, atLeast(field), "RFC 3261 \xA720.22", explanation);
  } else if (message.maxForwards > 255) {
    const explanation = `Max-Forwards ${shown(field.value)} is over 255; peers treat it as absent.`;
    faults.tolerate("out-of-range", field.name, field.valueRange, "RFC 3261 \xA720.22", explanation);
  }
}
var DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/i;
function judgeForgivenValues(message, faults) {
  for (const name of ["Expires", "Min-Expires", "Retry-After"]) {
    const field = message.header(name);
    const digits = field && /^\d+/.exec(field.value)?.[0];
    if (!field || digits !== void 0 && Number(digits) < 2 ** 32) continue;
    const explanation = `${name} ${shown(field.value)} is no number of seconds below 2^32; peers take a default.`;
    faults.tolerate(
      "out-of-range",
      field.name,
      atLeast(field),
      `RFC 3261 ${name === "Retry-After" ? "\xA720.33" : "\xA720.19"}`,
      explanation
    );
  }
  const date = message.header("Date");
  if (date && !DATE.test(date.value)) {
    const explanation = `The date ${shown(date.value)} is not as RFC 1123 writes it in GMT.`;
    faults.tolerate("oddity", date.name, atLeast(date), "RFC 3261 \xA720.17", explanation);
  }
  const warning = message.header("Warning");
  if (warning && !/^\d{3}\s/.test(warning.value)) {
    const explanation = `The warning ${shown(warning.value)} does not begin with a code of three digits.`;
    faults.tolerate("oddity", warning.name, atLeast(warning), "RFC 3261 \xA720.43", explanation);
  }
}
function atLeast(field) {
  return field.valueRange.end > field.valueRange.start ? field.valueRange : field.range;
}

// src/core/sip/verdict/judge-start-line.ts
function judgeStartLine(message, faults) {
  const line = message.startLine;
  if (line.kind === "request") judgeRequestLine(message, line, faults);
  else if (line.kind === "response") judgeStatusLine(message, line, faults);
  else judgeUnreadable(message, faults);
}
function judgeUnreadable(message, faults) {
  const { start, end } = message.startLine.range;
  const line = message.text.slice(start, end);
  const status = /^SIP\/\S*\s+(\S+)/i.exec(line);
  if (status?.[1] !== void 0) {
    const codeEnd = start + status[0].length;
    const range = { start: codeEnd - status[1].length, end: codeEnd };
    const explanation2 = `The status code ${shown(status[1])} is not a number of three digits from 100 on.`;
    faults.refuse("malformed", null, range, "RFC 3261 \xA77.2", explanation2);
    return;
  }
  const explanation = `The first line ${shown(line)} is neither a request line nor a status line of SIP.`;
  faults.refuse("malformed", null, { start, end }, "RFC 3261 \xA77.1", explanation);
}
function judgeRequestLine(message, line, faults) {
  const { text: text2 } = message;
  for (let at = line.methodRange.start; at < line.methodRange.end; at++) {
    if (isTokenOctet(text2.charCodeAt(at))) continue;
    const explanation = `The method ${shown(line.method)} holds a character that no method may have.`;
    faults.refuse("malformed", null, { start: at, end: at + 1 }, "RFC 3261 \xA725.1", explanation);
    break;
  }
  judgeVersion(line, faults);
  const uri = line.requestUri.range;
  judgeGap(message, line.methodRange.end, uri.start, faults);
  judgeGap(message, uri.end, line.versionRange.start, faults);
  if (line.versionRange.end < line.range.end) {
    const range = { start: line.versionRange.end, end: line.range.end };
    faults.refuse("malformed", null, range, "RFC 3261 \xA77.1", "White space stands at the end of the request line.");
  }
  if (text2.charCodeAt(uri.start) === LEFT_ANGLE) {
    faults.refuse(
      "malformed",
      null,
      uri,
      "RFC 3261 \xA77.1",
      "The Request-URI stands in angle brackets, which it must not."
    );
    return;
  }
  if (isSound(SOUND_REQUEST_URI, message, uri)) return;
  const parsed = message.requestUri;
  if (!parsed) return;
  judgeUri(message, parsed, null, "Request-URI", faults);
  if (parsed.headers) {
    const range = { start: parsed.headers.range.start - 1, end: parsed.headers.range.end };
    const explanation = `The Request-URI carries headers (${shown(parsed.headers.value)}), which only a Contact or a link may.`;
    faults.refuse("malformed", null, range, "RFC 3261 \xA719.1.1", explanation);
  }
}
function judgeGap(message, start, end, faults) {
  if (end - start === 1 && message.text.charCodeAt(start) === SPACE) return;
  const explanation = "More than a single blank stands between two parts of the request line.";
  faults.refuse("malformed", null, { start, end }, "RFC 3261 \xA77.1", explanation);
}
function judgeVersion(line, faults) {
  if (line.version.toUpperCase() === "SIP/2.0") return;
  const explanation = `The protocol version is ${shown(line.version)} where SIP/2.0 is spoken.`;
  faults.refuse("version", null, line.versionRange, "RFC 3261 \xA721.5.6", explanation);
}
function judgeStatusLine(message, line, faults) {
  judgeVersion(line, faults);
  if (line.statusCode > 699) {
    const explanation = `The status code ${line.statusCode} is of no class that SIP knows (1xx to 6xx).`;
    faults.tolerate("out-of-range", null, line.statusCodeRange, "RFC 3261 \xA77.2", explanation);
  }
  if (!isWhiteSpace(message.text.charCodeAt(line.statusCodeRange.end)) || line.statusCodeRange.end === line.range.end) {
    const explanation = "The blank that ends the status code is missing, though the reason phrase may be empty.";
    faults.tolerate("oddity", null, line.statusCodeRange, "RFC 3261 \xA725.1", explanation);
  }
}

// src/core/sip/verdict/judge-via.ts
var MAX_JUDGED_VIAS = 256;
function judgeVias(message, faults) {
  let judged = 0;
  for (const field of message.headers("Via")) {
    if (isSound(SOUND_VIA, message, field.valueRange)) continue;
    const { start, end } = field.valueRange;
    if (start === end) {
      faults.refuse("malformed", field.name, field.range, "RFC 3261 \xA720.42", "A Via without a value names no hop.");
      continue;
    }
    for (const part of splitList(message.text, start, end, COMMA)) {
      if (judged++ === MAX_JUDGED_VIAS) return;
      if (skipWhiteSpace(message.text, part.start, part.end) < part.end) {
        judgeVia(message, new Via(message.text, field, part.start, part.end), faults);
        continue;
      }
      const range = { start: part.start > start ? part.start - 1 : start, end: Math.max(part.end, part.start) };
      faults.refuse("malformed", field.name, range, "RFC 3261 \xA725.1", "A comma in Via separates nothing.");
    }
  }
}
function judgeVia(message, via, faults) {
  const { name } = via.header;
  const { protocol, transport } = via;
  if (protocol.value.toUpperCase() !== "SIP/2.0") {
    const kind = /^SIP\/[\d.]+$/i.test(protocol.value) ? "version" : "malformed";
    const range = protocol.range.end > protocol.range.start ? protocol.range : via.range;
    const explanation = protocol.value ? `The Via begins with ${shown(protocol.value)} where SIP/2.0 is spoken.` : `A comma in Via is followed by ${shown(message.text.slice(via.range.start, via.range.end))}, which is no hop.`;
    faults.refuse(kind, name, range, "RFC 3261 \xA725.1", explanation);
    if (kind === "malformed") return;
  }
  if (transport.value === "") {
    faults.refuse("malformed", name, via.range, "RFC 3261 \xA725.1", "The Via names no transport.");
    return;
  }
  judgeHostPort(message, via.host, via.portText, via.range, name, "Via", faults);
  const { branch } = via;
  if (branch && (branch.value === MAGIC_COOKIE || branch.value === "")) {
    const explanation = `The branch ${shown(branch.value)} identifies no transaction.`;
    faults.tolerate("oddity", name, branch.range, "RFC 3261 \xA78.1.1.7", explanation);
  }
  const empty = emptyParam(message.text, via.paramsStart, via.range.end);
  if (empty >= 0) {
    const explanation = "A semicolon in Via is followed by no parameter.";
    faults.tolerate("oddity", name, { start: empty, end: via.range.end }, "RFC 3261 \xA725.1", explanation);
  }
}

// src/core/sip/verdict.ts
function judgeMessage(message, { missingOctets: missingOctets2 = 0 } = {}) {
  const faults = new FaultList();
  const isCut = missingOctets2 > 0;
  const isHeaderCut = isCut && !message.hasHeaderEnd;
  judgeStartLine(message, faults);
  judgeLines(message, isCut, faults);
  if (!isHeaderCut) judgePresence(message, faults);
  judgeRepetition(message, faults);
  judgeCallId(message, faults);
  judgeCSeq(message, faults);
  judgeMaxForwards(message, faults);
  judgeEmptyAddresses(message, faults);
  judgeAddresses(message, faults);
  judgeVias(message, faults);
  judgeAuthentication(message, faults);
  judgeForgivenValues(message, faults);
  judgeContentLength(message, isCut, faults);
  const last = message.fields.at(-1)?.range;
  const sound = faults.faults.filter((fault) => !isHeaderCut || !last || fault.range.start < last.start);
  return sound.sort((a2, b) => a2.range.start - b.range.start);
}

// src/core/rules/message/message-context.ts
function aorOfRequest(sip) {
  const address2 = sip.method === "REGISTER" ? sip.to ?? sip.from : sip.from ?? sip.to;
  const uri = address2?.uri;
  return uri && uri.scheme !== "" ? canonicalAor(uri) : null;
}
function ownerOf(trace, message) {
  const transaction = trace.transactionOf(message.index);
  const aor = aorOfRequest(transaction?.request?.sip ?? message.sip);
  const client = transaction?.client ?? message.source;
  const registration = registrationsOf(trace).get(aor ?? "")?.find(({ device }) => device.address === client.address);
  return { aor, registration: registration?.index ?? null };
}
var BrokenRequests = class {
  #keys = /* @__PURE__ */ new Set();
  add(sip) {
    for (const key of keysOf(sip)) this.#keys.add(key);
  }
  /** Whether the response copies its headers from one of these (RFC 3261 §8.2.6.2). */
  isCopiedBy(sip) {
    return keysOf(sip).some((key) => this.#keys.has(key));
  }
};
function keysOf(sip) {
  const keys = [];
  const { callId, from, topVia } = sip;
  if (callId) keys.push(`Call-ID ${callId.value}`);
  if (from?.tag) keys.push(`From ${from.tag.value}`);
  if (topVia?.branch) keys.push(`Via ${topVia.branch.value}`);
  return keys;
}
var judgedOf = /* @__PURE__ */ new WeakMap();
function judgedMessages(trace) {
  const known = judgedOf.get(trace);
  if (known) return known;
  const judged = [];
  for (const message of trace.messages) {
    if (message.role !== "original") continue;
    const faults = judgeMessage(message.sip, { missingOctets: message.missingOctets });
    if (faults.length > 0) judged.push({ message, faults });
  }
  judgedOf.set(trace, judged);
  return judged;
}
var byAorOf = /* @__PURE__ */ new WeakMap();
function registrationsOf(trace) {
  const known = byAorOf.get(trace);
  if (known) return known;
  const byAor = /* @__PURE__ */ new Map();
  for (const registration of trace.registrations) {
    const own = byAor.get(registration.aor);
    if (own) own.push(registration);
    else byAor.set(registration.aor, [registration]);
  }
  byAorOf.set(trace, byAor);
  return byAor;
}
function isExact(trace, { place }) {
  return place.line === null || trace.files[place.file]?.format === "siptrace";
}
var FORM_REFUSALS = /* @__PURE__ */ new Set([400, 416, 484, 500, 505]);
function receptionOf(trace, message) {
  const transaction = trace.transactionOf(message.index);
  if (!transaction) return "unknown";
  return message.sip.isResponse ? receptionOfResponse(message, transaction) : receptionOfRequest(trace, transaction);
}
function receptionOfRequest(trace, { status, responseRows, requestRows, startMicros }) {
  if (FORM_REFUSALS.has(status)) return "refused";
  if (responseRows.length > 0) return "accepted";
  if (requestRows.length > 1) return "lost";
  return trace.covers(startMicros, startMicros + TIMER_F_MICROS2) ? "lost" : "unknown";
}
var TIMER_F_MICROS2 = 32e6;
function receptionOfResponse(message, { retransmissions, ackRows, method }) {
  if (retransmissions.some(({ atMicros }) => atMicros > message.atMicros)) return "lost";
  return method !== "INVITE" || ackRows.length > 0 ? "accepted" : "unknown";
}
function refusalWords({ final }) {
  if (!final) return "";
  return [final.sip.reason, final.sip.header("Warning")?.value ?? ""].join(" ");
}

// src/core/rules/message/content-length-mismatch.ts
var SHOWN_OCTETS = 40;
var content_length_mismatch_default = defineRule({
  id: "content-length-mismatch",
  title: "Wrong Content-Length",
  severity: "error",
  kind: "cause",
  summary: "The body is not as long as Content-Length declares.",
  why: "On TCP and TLS Content-Length alone tells where the next message begins: too large, and the receiver waits for octets that never come; too small, and it reads the rest of the body as the next message. Over UDP a body that is cut short is refused, one that is too long loses its end.",
  remedy: "Find what changed the body without counting anew: a SIP ALG, a proxy script that edits SDP, or the firmware that composes it (count octets, not characters).",
  sources: [rfc(3261, "18.3"), rfc(3261, "20.14"), rfc(3261, "7.4.2")],
  fixes: {
    kamailio: {
      setting: null,
      detail: "After set_body() or subst_body() call msg_apply_changes(), and let the core write Content-Length."
    },
    opensips: {
      setting: null,
      detail: "Change bodies by the functions of the sipmsgops or rtpengine modules, which write Content-Length anew."
    }
  },
  messages: {
    short: "Content-Length declares {declared} octets, the body has only {actual}.",
    long: "Content-Length declares {declared} octets, the body has {actual}: the last {surplus} are discarded.",
    stall: "Content-Length declares {declared} octets but only {actual} follow: the receiver waits for the rest.",
    garbage: "Content-Length declares {declared} octets, but {surplus} more follow before the next message."
  },
  check(trace, report) {
    for (const { message, faults } of judgedMessages(trace)) {
      if (!isExact(trace, message) || !faults.some(({ kind }) => kind === "content-length")) continue;
      const found = misfit(trace, message);
      if (found) report(found);
    }
    const lastOf = /* @__PURE__ */ new Map();
    for (const message of trace.messages) {
      if (!isStream(message.transport)) continue;
      const direction = directionOf(message);
      const before = lastOf.get(direction);
      lastOf.set(direction, message.index);
      if (before === void 0 || message.role === "sighting" || !isExact(trace, message)) continue;
      const found = leftOver(trace, trace.messages.at(before), message);
      if (found) report(found);
    }
  }
});
var BODY_REFUSALS = /* @__PURE__ */ new Set([400, 415, 488, 606]);
function mayExplain(trace, message, status) {
  return BODY_REFUSALS.has(status) || receptionOf(trace, message) !== "accepted";
}
function directionOf({ source, destination, place, capturePoint }) {
  return `${place.file} ${capturePoint} ${source.address} ${source.port} ${destination.address} ${destination.port}`;
}
function misfit(trace, message) {
  const { sip, missingOctets: missingOctets2 } = message;
  const declared = sip.contentLength;
  if (declared === void 0 || missingOctets2 > 0 || sip.headers("Content-Length").length > 1) return void 0;
  const actual = sizeOf(sip.body);
  if (declared === actual) return void 0;
  const isOnStream = isStream(message.transport);
  if (declared > actual) return reportOf(trace, message, isOnStream ? "stall" : "short", { declared, actual }, []);
  if (isOnStream) return void 0;
  const surplus = sip.text.slice(sip.body.start + declared);
  if (isPadding(surplus) || isAnotherMessage(surplus)) return void 0;
  const values = { declared, actual, surplus: actual - declared };
  return reportOf(trace, message, "long", values, [`Beyond the declared end: ${excerpt(surplus)}`]);
}
function leftOver(trace, before, message) {
  const { garbageBefore } = message;
  const declared = before.sip.contentLength;
  if (!garbageBefore || declared === void 0 || before.missingOctets > 0) return void 0;
  if (!before.sip.header("Content-Type")) return void 0;
  const surplus = String.fromCharCode(...garbageBefore.subarray(0, 1024));
  if (isPadding(surplus)) return void 0;
  const values = { declared, actual: declared + garbageBefore.length, surplus: garbageBefore.length };
  return reportOf(trace, before, "garbage", values, [
    `Before the next start line (${whereIs(message)}): ${excerpt(surplus)}`
  ]);
}
function isPadding(text2) {
  return /^[\r\n\0 \t]*$/.test(text2);
}
function isAnotherMessage(text2) {
  return /^\s*(?:SIP\/2\.0 \d{3}|[A-Z]{1,20} \S+ SIP\/2\.0\s)/.test(text2);
}
function excerpt(text2) {
  const shown2 = printable(text2.slice(0, SHOWN_OCTETS).replace(/[\r\n]+/g, " "));
  return `\u201C${shown2}${text2.length > SHOWN_OCTETS ? "\u2026" : ""}\u201D.`;
}
function reportOf(trace, message, key, values, evidence) {
  const { sip } = message;
  const field = sip.header("Content-Length");
  const transaction = trace.transactionOf(message.index);
  const final = sip.isRequest ? transaction?.final : void 0;
  return {
    message: key,
    values,
    at: { message, header: field?.name ?? null, ...field ? { range: field.valueRange } : {} },
    evidence: [...evidence, ...final ? [`The answer is ${statusOf(final)}.`] : []],
    ...ownerOf(trace, message),
    severity: isStream(message.transport) ? "error" : "warning",
    strength: "proven",
    foldBy: `${sip.method} ${sip.statusCode} ${key}`,
    explains: transaction && mayExplain(trace, message, transaction.status) ? [transaction.index] : []
  };
}

// src/core/rules/message/malformed-message.ts
var malformed_message_default = defineRule({
  id: "malformed-message",
  title: "Malformed message",
  severity: "error",
  kind: "cause",
  summary: "A message breaks the grammar of SIP where its receiver cannot read over it.",
  why: "A server answers 400 Bad Request to what it cannot parse, or says nothing; a client discards such a response and goes on waiting.",
  remedy: "Repair the text at the place marked: a display name or parameter from the device's settings, a script of the proxy, or the firmware that composes it.",
  sources: [rfc(3261, "25.1"), rfc(3261, "21.4.1"), rfc(4475, "3.1.2")],
  fixes: {
    kamailio: {
      setting: "sanity_check()",
      detail: "sanity module: sanity_check() logs which header it refuses, and answers 400 by itself."
    },
    opensips: {
      setting: "sipmsg_validate()",
      detail: "sipmsgops module: sipmsg_validate() logs which header it refuses."
    }
  },
  messages: {
    broken: "{explanation} ({rule})"
  },
  check(trace, report) {
    const broken = new BrokenRequests();
    for (const { message, faults } of judgedMessages(trace)) {
      const aboutForm = faults.filter(isAboutForm);
      if (aboutForm.length === 0) continue;
      if (message.sip.isRequest) broken.add(message.sip);
      else if (broken.isCopiedBy(message.sip)) continue;
      const found = faultOf(trace, message, aboutForm);
      if (found) report(reportOf2(trace, message, found));
    }
  }
});
function faultOf(trace, message, faults) {
  const { sip } = message;
  const reception = receptionOf(trace, message);
  if (!isExact(trace, message) && reception !== "refused") return void 0;
  const refused2 = faults.filter(({ severity }) => severity === "refused");
  const [first, ...rest] = refused2;
  if (first) return { fault: first, others: rest, reception };
  const transaction = trace.transactionOf(message.index);
  if (reception !== "refused" || sip.isResponse || !transaction) return void 0;
  const words2 = refusalWords(transaction).toLowerCase();
  const named = faults.find(({ header }) => header !== null && words2.includes(header.toLowerCase()));
  return named && { fault: named, others: [], reception };
}
function isAboutForm({ kind, severity, explanation }) {
  if (kind === "missing-header" || kind === "q-value") return false;
  if (kind === "content-length") return severity === "refused" && explanation.includes("no number");
  return true;
}
function reportOf2(trace, message, { fault, others, reception }) {
  const transaction = trace.transactionOf(message.index);
  const isHarmless = reception === "accepted";
  const final = message.sip.isRequest ? transaction?.final : void 0;
  return {
    message: "broken",
    values: { explanation: fault.explanation.replace(/\.$/, ""), rule: fault.rule },
    at: { message, header: fault.header, range: fault.range },
    related: reception === "refused" && final ? [{ message: final, label: "the refusal" }] : [],
    evidence: [
      ...others.slice(0, 4).map(({ explanation, rule }) => `${explanation} (${rule})`),
      receptionInWords(reception, message, final)
    ],
    ...ownerOf(trace, message),
    severity: isHarmless ? "info" : "error",
    strength: reception === "refused" ? "proven" : "likely",
    foldBy: `${message.sip.method} ${message.sip.statusCode} ${fault.header ?? ""} ${fault.kind}`,
    explains: transaction && !isHarmless ? [transaction.index] : []
  };
}
function receptionInWords(reception, { sip }, final) {
  switch (reception) {
    case "refused":
      return final ? `The answer is ${statusOf(final)}.` : "It is refused.";
    case "lost":
      return sip.isRequest ? "Nothing answers it." : "The request is sent again, as if this response had not come.";
    case "accepted":
      return "This peer reads over it; others need not.";
    case "unknown":
      return "The trace does not show what its receiver makes of it.";
  }
}

// src/core/rules/message/mandatory-header-missing.ts
var mandatory_header_missing_default = defineRule({
  id: "mandatory-header-missing",
  title: "Mandatory header missing",
  severity: "error",
  kind: "cause",
  summary: "A message lacks a header that every such message needs.",
  why: "Without Via, From, To, Call-ID and CSeq a message cannot be matched to its transaction; without Contact an INVITE opens a dialog that leads nowhere. Servers answer 400 or discard it.",
  remedy: "Update or repair the software that composes the message, or the proxy that removes the header on the way.",
  sources: [rfc(3261, "8.1.1"), rfc(3261, "16.3"), rfc(4475, "3.3.1")],
  fixes: {
    kamailio: {
      setting: "sanity_check()",
      detail: "sanity module: sanity_check() refuses such requests and logs the header that is missing."
    }
  },
  messages: {
    missing: "{subject} has no {headers} header.",
    tolerated: "{subject} has no Max-Forwards header; {peer} reads over it."
  },
  check(trace, report) {
    const broken = new BrokenRequests();
    for (const { message, faults } of judgedMessages(trace)) {
      const missing = faults.flatMap((fault) => fault.missing ?? []);
      if (missing.length === 0) continue;
      if (message.sip.isRequest) broken.add(message.sip);
      else if (broken.isCopiedBy(message.sip)) continue;
      const found = reportOf3(trace, message, missing);
      if (found) report(found);
    }
  }
});
function reportOf3(trace, message, missing) {
  const { sip } = message;
  const transaction = trace.transactionOf(message.index);
  const reception = receptionOf(trace, message);
  if (!isExact(trace, message) && reception !== "refused") return void 0;
  const isMinor = missing.every((name) => name === "Max-Forwards") && reception !== "refused";
  const isHarmless = isMinor || reception === "accepted";
  const subject = sip.isRequest ? `The ${sip.method}` : `The response ${statusOf(message)}`;
  const final = sip.isRequest ? transaction?.final : void 0;
  return {
    message: isMinor ? "tolerated" : "missing",
    values: { subject, headers: inWords(missing), peer: reception === "accepted" ? "this peer" : "nearly every peer" },
    at: { message },
    related: reception === "refused" && final ? [{ message: final, label: "the refusal" }] : [],
    evidence: [
      `Headers it has: ${[...new Set(sip.fields.map(({ canonical }) => canonical))].slice(0, 20).join(", ")}.`,
      ...final ? [`The answer is ${statusOf(final)}.`] : []
    ],
    ...ownerOf(trace, message),
    severity: isHarmless ? "info" : "error",
    strength: reception === "refused" ? "proven" : "likely",
    foldBy: isMinor ? "Max-Forwards" : `${sip.method} ${sip.statusCode} ${missing.join()}`,
    explains: transaction && !isHarmless ? [transaction.index] : []
  };
}
function inWords(names) {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

// src/core/rules/message/message-truncated.ts
var message_truncated_default = defineRule({
  id: "message-truncated",
  title: "Message cut off",
  severity: "info",
  kind: "practice",
  summary: "The capture or log does not hold the whole message.",
  why: "What was cut off cannot be judged, so findings about missing headers, lengths and bodies are held back for these messages.",
  remedy: "Capture whole packets: tcpdump -s 0, dumpcap without -s; in a log raise the limit of the line length.",
  sources: [rfc(3261, "7"), rfc(3261, "18.3")],
  fixes: {},
  messages: {
    cut: "{missing} octets of this message are not in {where}."
  },
  check(trace, report) {
    for (const message of trace.messages) {
      const { missingOctets: missingOctets2 } = message;
      if (missingOctets2 === 0) continue;
      const end = message.sip.octets.length;
      report({
        message: "cut",
        values: { missing: missingOctets2, where: whereFrom(trace, message.place.file) },
        // The last characters that are there show where it stops.
        at: { message, range: { start: Math.max(0, end - 1), end } },
        evidence: [`${end} octets are there, at least ${missingOctets2} more were sent.`],
        aor: null,
        foldBy: `file ${message.place.file}`
      });
    }
  }
});
function whereFrom(trace, file) {
  return trace.files[file]?.kind === "log" ? "the log" : "the capture";
}

// src/core/sip/product.ts
var MAX_LENGTH2 = 256;
var MAX_TITLE_LENGTH = 40;
var PATTERNS = [
  {
    product: "scanner",
    name: "Scanner",
    match: /friendly-scanner|sipvicious|sundayddr|pplsip|sip-scan|sipcli|vaxsipuseragent/i,
    model: /^([\w-]+)/
  },
  { product: "sipsak", name: "sipsak", match: /^sipsak/i },
  { product: "sipp", name: "SIPp", match: /^sipp\b/i },
  { product: "freepbx", name: "FreePBX", match: /^FPBX|FreePBX/i, model: /FPBX-([\d.]+)/i },
  { product: "3cx", name: "3CX", match: /3CX/i, model: /3CX\w*[ /]([\d.]+)/i },
  {
    product: "freeswitch",
    name: "FreeSWITCH",
    match: /FreeSWITCH|mod_sofia/i,
    model: /(?:FreeSWITCH-mod_sofia|mod_sofia)\/([\d.]+)/i
  },
  { product: "kamailio", name: "Kamailio", match: /kamailio/i, model: /kamailio \(?([\d.]+)/i },
  { product: "opensips", name: "OpenSIPS", match: /opensips/i, model: /opensips \(?([\d.]+)/i },
  { product: "openser", name: "SIP Express Router", match: /openser|sip express router/i, model: /\(([\d.]+)/ },
  {
    product: "fritzbox",
    name: "FRITZ!Box",
    match: /FRITZ!?OS|FRITZ!?Box|AVM/i,
    model: /(?:FRITZ!?Box\s+(?:Fon\s+)?(?:WLAN\s+)?)(\d{4}\w*)/i
  },
  { product: "yealink", name: "Yealink", match: /yealink/i, model: /yealink[ _-]*(?:SIP[- ])?([\w-]+)/i },
  {
    product: "poly",
    name: "Poly",
    match: /poly(?:com)?\b|PolycomVVX|PolycomSoundPoint|PolyEdge/i,
    model: /(?:VVX-)?((?:VVX|SoundPoint|SoundStation|Edge|Trio|CCX|OBi)[-_ ]?[\w]+)/i
  },
  { product: "poly", name: "Poly", match: /OBIHAI/i, model: /OBIHAI\/(\w+)/i },
  { product: "snom", name: "Snom", match: /^snom/i, model: /^snom\s*-?(\w+)/i },
  { product: "grandstream", name: "Grandstream", match: /grandstream/i, model: /grandstream\s+([\w-]+)/i },
  {
    product: "cisco",
    name: "Cisco",
    match: /cisco|linksys|sipura/i,
    model: /(CP-?\w+|CUCM[\d.]*|SPA\w+|Expressway|CP\d+|IOS|SIPGateway|Webex\w*)/i
  },
  {
    product: "avaya",
    name: "Avaya",
    match: /avaya|AVAYA|IP Office/i,
    model: /(J\d{3}|96\d\d\w*|IP Office|one-X \w+|Equinox|Workplace|Communicator)/i
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
    model: /((?:Mediant|MediaPack|MP-?|4\d\dHD|C4\d\d)[ \w-]*?)(?=[/ ]|$)/i
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
    model: /(2[1-9][\d.]*)/
  },
  {
    product: "asterisk",
    name: "Asterisk",
    match: /asterisk/i,
    model: /asterisk(?: pbx)?[ /]?(?:certified\/)?([\d.]+)/i
  },
  { product: "pjsip", name: "PJSIP", match: /pjsua|pjsip/i, model: /(?:pjsua|pjsip)\D{0,3}([\d.]+)/i }
];
function parseProduct(header) {
  const text2 = (header ?? "").slice(0, MAX_LENGTH2).trim();
  const pattern = PATTERNS.find(({ match }) => match.test(text2));
  if (!pattern) return { product: null, title: shorten(text2) };
  const model = pattern.model?.exec(text2)?.[1]?.replace(/[_\s]+/g, " ").trim();
  return { product: pattern.product, title: model ? shorten(`${pattern.name} ${model}`) : pattern.name };
}
function shorten(text2) {
  const withoutComment = text2.replace(/\s*\([^()]*\)?.*$/, "") || text2;
  return withoutComment.length <= MAX_TITLE_LENGTH ? withoutComment : `${withoutComment.slice(0, MAX_TITLE_LENGTH - 1)}\u2026`;
}

// src/core/rules/nat/rewriting.ts
function contactSpot(contact) {
  const { host, port } = contact.uri;
  if (contact.isStar || !host) return void 0;
  const text2 = port ? `${host.value}:${port.value}` : host.value;
  const range = { start: host.range.start, end: (port ?? host).range.end };
  return { name: "Contact", header: contact.header.name, host: host.value, text: text2, range };
}
function viaSpot({ sip }) {
  const via = sip.vias[0];
  if (!via?.host) return void 0;
  const text2 = sip.text.slice(via.sentBy.start, via.sentBy.end);
  return { name: "Via", header: via.header.name, host: via.host.value, text: text2, range: via.sentBy };
}
function sdpSpots({ sip }) {
  const { sdp } = sip;
  if (!sdp) return [];
  const spots = [];
  const add2 = (name, value) => {
    if (value) spots.push({ name, header: null, host: value.value, text: value.value, range: value.range });
  };
  add2("o=", sdp.origin?.address);
  add2("c=", sdp.connection);
  for (const { connection } of sdp.media) add2("c=", connection);
  return spots;
}

// src/core/rules/nat/rewriting-signs.ts
function rewritingSign(transaction, background) {
  const { request } = transaction;
  if (!request || request.sip.vias.length !== 1 || !isPublicAddress(request.source.address)) return void 0;
  const contacts = request.sip.contacts.map(contactSpot);
  const view = {
    request,
    source: request.source.address,
    via: viaSpot(request),
    contact: contacts[0],
    callId: callIdSpot(request),
    // With ICE the addresses of `o=` and `c=` differ by design (RFC 8839 §4.3).
    sdp: /^a=candidate:/m.test(request.sip.text) ? [] : sdpSpots(request)
  };
  return headersDisagree(transaction, view, background) ?? sdpDisagrees(transaction, view, background) ?? callIdDisagrees(transaction, view, background) ?? lengthDisagrees(transaction, view);
}
function headersDisagree(transaction, view, { isPlainNat, isFresh }) {
  const { contact, via, source } = view;
  if (isPlainNat || !isFresh || !contact || !via) return void 0;
  if (contact.host === source && isSiteAddress(via.host)) return half(transaction, view, contact, via, "likely");
  if (via.host === source && isSiteAddress(contact.host)) return half(transaction, view, via, contact, "likely");
  return void 0;
}
function sdpDisagrees(transaction, view, { isPlainNat, isFresh }) {
  const { contact, via, source, sdp } = view;
  const mapped = sdp.find(({ host }) => host === source);
  const local = sdp.find(({ host }) => isSiteAddress(host));
  if (!local) return void 0;
  if (mapped) {
    if (isPlainNat && !lengthShift(view)) return void 0;
    return half(transaction, view, mapped, local, "likely");
  }
  if (isPlainNat || !isFresh || contact?.host !== source || via?.host !== source) return void 0;
  return half(transaction, view, contact, local, "likely");
}
function callIdDisagrees(transaction, view, { isPlainNat, isFresh }) {
  const { contact, via, callId, source } = view;
  if (isPlainNat || !callId || !isSiteAddress(callId.host) || via?.host !== source) return void 0;
  if (contact && contact.host !== source) return void 0;
  if (transaction.method !== "REGISTER" && !isFresh) return void 0;
  return half(transaction, view, contact ?? via, callId, isFresh ? "likely" : "possible");
}
function lengthDisagrees(transaction, view) {
  const shift = lengthShift(view);
  const declared = view.request.sip.header("Content-Length");
  if (!shift || !declared) return void 0;
  const { request, source } = view;
  return {
    sign: "length",
    transaction,
    message: request,
    header: declared.name,
    range: declared.valueRange,
    values: { after: source, before: shift.local, declared: declared.value, actual: sizeOf(request.sip.body) },
    strength: "likely",
    evidence: [shift.fact],
    related: []
  };
}
function half(transaction, view, changed2, left, strength) {
  const { request, source } = view;
  const mapped = [view.contact, view.via, ...view.sdp].filter((spot) => spot?.host === source);
  const local = [view.contact, view.via, view.callId, ...view.sdp].filter((spot) => spot && isSiteAddress(spot.host));
  const shift = lengthShift(view);
  return {
    sign: "half",
    transaction,
    message: request,
    header: changed2.header,
    range: changed2.range,
    values: { what: changed2.name, after: changed2.text, where: left.name, before: left.text },
    strength,
    evidence: [
      `${sayOf(mapped)} ${source}, the packet's source; ${sayOf(local)} ${left.host}.`,
      ...shift ? [shift.fact] : [],
      "No STUN message and no earlier answer in the trace could have taught the device its public address; one that was told it by hand would look the same."
    ],
    related: [{ message: request, header: left.header, range: left.range, label: `still the private ${left.host}` }]
  };
}
function sayOf(spots) {
  const names = [...new Set(spots.map((spot) => spot?.name))];
  return `${names.join(" and ")} ${names.length === 1 ? "says" : "say"}`;
}
function lengthShift({ request, source, via, contact, callId, sdp }) {
  const { sip, transport, missingOctets: missingOctets2, place } = request;
  const declared = sip.contentLength;
  if (transport !== "udp" || missingOctets2 > 0 || place.line !== null || declared === void 0) return void 0;
  const difference = sizeOf(sip.body) - declared;
  const replaced = sip.text.slice(sip.body.start).split(source).length - 1;
  if (difference === 0 || replaced === 0) return void 0;
  for (const spot of [via, contact, callId, ...sdp]) {
    if (!spot || !isSiteAddress(spot.host)) continue;
    const step = source.length - spot.host.length;
    const times = difference / step;
    if (step === 0 || !Number.isInteger(times) || times < 1 || times > replaced) continue;
    const fact = `Content-Length says ${declared}, the body has ${sizeOf(sip.body)} octets: ${source} is ${Math.abs(step)} ${Math.abs(step) === 1 ? "character" : "characters"} ${step > 0 ? "longer" : "shorter"} than ${spot.host}.`;
    return { local: spot.host, fact };
  }
  return void 0;
}
function callIdSpot({ sip }) {
  const header = sip.header("Call-ID");
  const { callId } = sip;
  const at = callId?.value.lastIndexOf("@") ?? -1;
  if (!header || !callId || at < 0) return void 0;
  const host = callId.value.slice(at + 1).replace(/:\d+$/, "");
  const start = callId.range.start + at + 1;
  return { name: "Call-ID", header: header.name, host, text: host, range: { start, end: start + host.length } };
}

// src/core/rules/nat/rewritten-sightings.ts
function compareSightings(trace, transaction) {
  let isSeenOnBothSides = false;
  let rewriting;
  const across = transaction.sightings.filter(
    (sighting) => isAcrossNat(sighting) && isExact(trace, sighting.of) && isExact(trace, sighting.seen)
  );
  for (const sighting of across) {
    isSeenOnBothSides = true;
    const found = rewritingOf(transaction, sighting);
    if (found?.message.sip.isRequest) return { isSeenOnBothSides, rewriting: found };
    rewriting ??= found;
  }
  return { isSeenOnBothSides, rewriting };
}
function isAcrossNat({ of, seen }) {
  const isSourceKept = sameEndpoint(of.source, seen.source);
  if (isSourceKept === sameEndpoint(of.destination, seen.destination)) return false;
  const [a2, b] = isSourceKept ? [of.destination, seen.destination] : [of.source, seen.source];
  return isSiteAddress(a2.address) || isSiteAddress(b.address);
}
function rewritingOf(transaction, sighting) {
  const [before, after] = inOrder(sighting);
  const changes = changesBetween(before, after);
  const [first] = changes;
  if (!first) return void 0;
  const [was, is] = first;
  const what = [...new Set(changes.map(([{ name }]) => name))].join(", ");
  return {
    sign: "both-sides",
    transaction,
    message: after,
    header: is.header,
    range: is.range,
    values: { what, before: was.text, after: is.text },
    strength: "proven",
    evidence: [
      ...changes.slice(0, 5).map(([a2, b]) => `${a2.name}: ${a2.text} before the middlebox, ${b.text} behind it.`),
      `Both have the same Call-ID, CSeq and branch: from ${formatEndpoint(before.source)} to ${formatEndpoint(before.destination)}, and from ${formatEndpoint(after.source)} to ${formatEndpoint(after.destination)}.`
    ],
    related: [
      {
        message: before,
        header: was.header,
        range: was.range,
        label: `as it was sent (${whereIs(before)}): ${was.text}`
      }
    ]
  };
}
function inOrder({ of, seen }) {
  if (!sameEndpoint(of.source, seen.source)) {
    return isSiteAddress(seen.source.address) && !isSiteAddress(of.source.address) ? [seen, of] : [of, seen];
  }
  return isSiteAddress(of.destination.address) && !isSiteAddress(seen.destination.address) ? [seen, of] : [of, seen];
}
function changesBetween(before, after) {
  const pairs = [];
  const pairUp = (a2, b) => {
    for (const [index, spot] of a2.entries()) {
      const other = b[index];
      if (spot && other && spot.text !== other.text) pairs.push([spot, other]);
    }
  };
  pairUp(before.sip.contacts.map(contactSpot), after.sip.contacts.map(contactSpot));
  pairUp([viaSpot(before)], [viaSpot(after)]);
  pairUp(sdpSpots(before), sdpSpots(after));
  pairUp(mediaPorts(before), mediaPorts(after));
  return pairs;
}
function mediaPorts({ sip }) {
  return (sip.sdp?.media ?? []).map(({ kind, port }) => ({
    name: `m=${kind}`,
    header: null,
    host: "",
    text: String(port.value),
    range: port.range
  }));
}

// src/core/rules/nat/undelivered.ts
var TIMER_F_MICROS3 = seconds(32);
var SENDS_WITHOUT_ANSWER = 4;
var SENDS_SPAN_MICROS = seconds(3);
var UNJUDGED_METHODS = /* @__PURE__ */ new Set(["ACK", "CANCEL", "REGISTER"]);
function undelivered(trace, transaction) {
  const { request } = transaction;
  if (!request || transaction.responseRows.length > 0 || UNJUDGED_METHODS.has(transaction.method)) return void 0;
  if (isStream(transaction.transport) || !trace.isTimed) return void 0;
  const sends = transaction.requestRows.length;
  const span = trace.messages.atMicros(transaction.requestRows[sends - 1]) - request.atMicros;
  const unreachable = unreachableFor(trace, transaction, request.atMicros + span);
  if (unreachable) {
    const fact = `${unreachable.reporter} answers the ${transaction.method} with ICMP "${unreachable.reason}".`;
    return { fact, unreachable };
  }
  if (sends >= SENDS_WITHOUT_ANSWER && span >= SENDS_SPAN_MICROS) {
    const fact = `The ${transaction.method} is sent ${sends} times in ${formatDuration(span)}; not even a 100 comes back.`;
    return { fact, unreachable };
  }
  const isOwed = sends > 1 || transaction.method === "INVITE";
  if (!isOwed || !trace.covers(request.atMicros, request.atMicros + TIMER_F_MICROS3)) return void 0;
  return { fact: `No answer to the ${transaction.method} within 32 s.`, unreachable };
}
function unreachableFor(trace, { request }, lastSendMicros) {
  if (!request) return void 0;
  const candidates = unreachables(trace).get(pairKey(request.source, request.destination)) ?? [];
  return candidates.find(({ atMicros }) => atMicros >= request.atMicros && atMicros <= lastSendMicros + TIMER_F_MICROS3);
}
var unreachablesOf = /* @__PURE__ */ new WeakMap();
function unreachables(trace) {
  const known = unreachablesOf.get(trace);
  if (known) return known;
  const found = /* @__PURE__ */ new Map();
  for (const signal of trace.signals) {
    if (signal.kind !== "unreachable") continue;
    const key = pairKey(signal.source, signal.destination);
    const own = found.get(key);
    if (own) own.push(signal);
    else found.set(key, [signal]);
  }
  unreachablesOf.set(trace, found);
  return found;
}
function pairKey(source, destination) {
  return `${formatEndpoint(source)} ${formatEndpoint(destination)}`;
}
var callsOf = /* @__PURE__ */ new WeakMap();
function callOf(trace, { callId }) {
  let byCallId = callsOf.get(trace);
  if (!byCallId) {
    byCallId = new Map(trace.calls.map((call) => [call.callId, call]));
    callsOf.set(trace, byCallId);
  }
  return byCallId.get(callId);
}
function failedWith(trace, transaction) {
  const others = callOf(trace, transaction)?.transactions ?? [];
  const failed = others.filter(({ status }) => status === 0 || status === 408 || status === 480);
  return [.../* @__PURE__ */ new Set([transaction.index, ...failed.map(({ index }) => index)])];
}

// src/core/rules/nat/alg-rewritten-contact.ts
var SERVER_PRODUCTS = /* @__PURE__ */ new Set([
  ...["3cx", "asterisk", "asterisk-pjsip", "audiocodes", "freepbx", "freeswitch", "kamailio", "openser", "opensips"],
  ...["oracle-sbc", "resiprocate", "ribbon", "sipsak", "sipp", "teams", "yate"]
]);
var FAILURES = /* @__PURE__ */ new Set([400, 408, 415, 488, 606]);
var alg_rewritten_contact_default = defineRule({
  id: "alg-rewritten-contact",
  title: "SIP ALG rewriting",
  severity: "warning",
  kind: "cause",
  summary: "A middlebox between the device and the server changes the addresses inside SIP messages.",
  why: "A SIP ALG hides the NAT from a server that would cope with it, and often changes only some of the addresses or forgets the length of the body. Registrations, calls or audio then fail in ways that neither end can explain.",
  remedy: "Switch SIP ALG off in the router, or avoid it: TLS, or another port than 5060. The switch: Linux: unload nf_nat_sip and nf_conntrack_sip; MikroTik: IP > Firewall > Service Ports > sip; Cisco IOS: no ip nat service sip udp port 5060; Cisco ASA: no inspect sip; FortiGate: set default-voip-alg-mode kernel-helper-based and delete the sip session-helper; Juniper SRX: set security alg sip disable; SonicWall: Enable SIP Transformations; EdgeRouter: set system conntrack modules sip disable; ASUS: SIP Passthrough; Netgear: Disable SIP ALG (WAN Setup); TP-Link, Zyxel, DrayTek: SIP ALG.",
  sources: [rfc(4787, "7"), rfc(3581, "4"), rfc(3261, "18.2.1"), rfc(5626, "1")],
  fixes: {
    yealink: {
      setting: "account.X.sip_server.Y.transport_type",
      detail: "Set the transport to 2 (TLS): what is encrypted is not rewritten."
    },
    grandstream: { setting: "SIP Transport", detail: "Set SIP Transport of the account to TLS." },
    snom: { setting: null, detail: "Append ;transport=tls to the outbound proxy of the identity." },
    poly: { setting: "reg.X.server.Y.transport", detail: "Set it to TLS." }
  },
  messages: {
    "both-sides": "A middlebox changes {what}: {before} was sent, {after} arrives.",
    half: "A middlebox has put {after} into {what} but left {before} in {where}.",
    length: "A middlebox has replaced {before} by {after} in the body without correcting Content-Length {declared}: it has {actual} octets.",
    "in-response": "The 200 lists {after} where the device registered {before}: neither its own nor its NAT's address, so something on the way may have changed it."
  },
  check(trace, report) {
    const cases = /* @__PURE__ */ new Map();
    for (const found of rewritingsIn(trace)) {
      const key = `${found.registration?.index ?? ""} ${found.aor}`;
      const own = cases.get(key);
      if (own) own.push(found);
      else cases.set(key, [found]);
    }
    for (const own of cases.values()) for (const single of reportsOf(trace, own)) report(single);
  }
});
function* rewritingsIn(trace) {
  const owners = new Owners(trace);
  const compared = /* @__PURE__ */ new Set();
  for (const transaction of trace.transactions) {
    if (transaction.sightingRows.length === 0) continue;
    const { isSeenOnBothSides, rewriting } = compareSightings(trace, transaction);
    if (isSeenOnBothSides) compared.add(transaction.index);
    if (rewriting) yield { rewriting, ...owners.of(transaction) };
  }
  if (trace.hasInferredSides) return;
  const backgrounds = new Backgrounds(trace);
  for (const registration of trace.registrations) {
    let quietCallId;
    for (const transaction of registration.transactions) {
      if (transaction.callId === quietCallId || compared.has(transaction.index)) continue;
      const rewriting = signIn(trace, transaction, backgrounds);
      if (rewriting) yield { rewriting, aor: registration.aor, registration };
      else quietCallId = transaction.callId;
    }
    for (const binding of registration.bindings) {
      if (compared.has(binding.transaction.index)) continue;
      const rewriting = signInResponse(trace, registration, binding);
      if (rewriting) yield { rewriting, aor: registration.aor, registration };
    }
  }
  for (const transaction of trace.transactions) {
    if (transaction.method !== "INVITE" || compared.has(transaction.index)) continue;
    const rewriting = signIn(trace, transaction, backgrounds);
    if (rewriting) yield { rewriting, ...owners.of(transaction) };
  }
}
function signIn(trace, transaction, backgrounds) {
  const { client, transport, hops, request } = transaction;
  if (hops !== 1 || !request || transport !== "udp" && transport !== "tcp") return void 0;
  if (!isPublicAddress(client.address) || trace.usesStun(client.address)) return void 0;
  if (backgrounds.isTaughtByStun(client.address)) return void 0;
  const background = backgrounds.of(transaction);
  const { product } = parseProduct(request.sip.userAgent);
  if (product !== null && SERVER_PRODUCTS.has(product)) return void 0;
  return rewritingSign(transaction, background);
}
function signInResponse(trace, registration, binding) {
  const { contact, listed, grant, request, transaction, grantedSeconds } = binding;
  if (!listed || grant.sip.contacts.length !== 1 || transaction.hops !== 1) return void 0;
  if (!isSiteAddress(request.source.address) || !isPublicAddress(request.destination.address)) return void 0;
  const was = contactSpot(contact);
  const is = contactSpot(listed);
  if (!was || !is || !isIpAddress(was.host) || !isIpAddress(is.host) || was.host === is.host) return void 0;
  if (contact.uri.user?.value !== listed.uri.user?.value || listed.received) return void 0;
  const isWhole = grantedSeconds === binding.askedSeconds || grantedSeconds === grant.sip.expiresSeconds || registration.bindings.filter((other) => other.grantedSeconds === grantedSeconds).length > 1;
  const known = [request.source.address, request.destination.address, grant.sip.vias[0]?.received?.value];
  if (!isWhole || known.includes(is.host) || trace.usesStun(request.source.address)) return void 0;
  if (trace.devices.some(({ address: address2 }) => address2 === is.host)) return void 0;
  const others = trace.registrations.filter(
    ({ aor, index }) => aor === registration.aor && index !== registration.index
  );
  if (others.length > 0) return void 0;
  return {
    sign: "in-response",
    transaction,
    message: grant,
    header: is.header,
    range: is.range,
    values: { before: was.text, after: is.text },
    strength: "possible",
    evidence: [
      `The device sent ${was.text} from ${formatEndpoint(request.source)}; the 200 lists ${is.text} alone, for ${grantedSeconds} s.`
    ],
    related: [{ message: request, header: was.header, range: was.range, label: "the Contact as it was sent" }]
  };
}
var Backgrounds = class {
  /** First private Contact, by NAT address and server: its packets pass unchanged. */
  #plainSince = /* @__PURE__ */ new Map();
  /** Client endpoints whose first REGISTER, still without credentials, was seen. */
  #fresh = /* @__PURE__ */ new Set();
  /** Public addresses that a STUN server told somebody in the trace. */
  #stunMapped = /* @__PURE__ */ new Set();
  constructor(trace) {
    for (const signal of trace.signals) {
      if (signal.kind === "stun-mapping") this.#stunMapped.add(signal.mapped.address);
    }
    for (const registration of trace.registrations) {
      let callId;
      for (const transaction of registration.transactions) {
        if (transaction.callId === callId) continue;
        callId = transaction.callId;
        this.#learn(transaction);
      }
    }
  }
  #learn({ request, client, server, hops }) {
    if (!request || hops !== 1) return;
    const contact = request.sip.contacts[0]?.uri.host?.value ?? "";
    const via = request.sip.vias[0]?.host?.value ?? "";
    if (isSiteAddress(contact) && isSiteAddress(via) && isPublicAddress(client.address)) {
      const key = natKey(client, server);
      this.#plainSince.set(key, Math.min(this.#plainSince.get(key) ?? Infinity, request.atMicros));
    }
    const isPublicAlready = contact === client.address || via === client.address;
    if (isPublicAlready && request.sip.credentials.length === 0) this.#fresh.add(formatEndpoint(client));
  }
  isTaughtByStun(address2) {
    return this.#stunMapped.has(address2);
  }
  of({ request, client, server }) {
    const plainSince = this.#plainSince.get(natKey(client, server)) ?? Infinity;
    return {
      isPlainNat: request !== void 0 && plainSince <= request.atMicros,
      isFresh: this.#fresh.has(formatEndpoint(client))
    };
  }
};
function natKey(client, server) {
  return `${client.address} ${formatEndpoint(server)}`;
}
var Owners = class {
  #byAor = /* @__PURE__ */ new Map();
  #byTransaction = /* @__PURE__ */ new Map();
  #byEndpoint = /* @__PURE__ */ new Map();
  constructor(trace) {
    for (const registration of trace.registrations) {
      this.#byAor.set(registration.aor, registration);
      for (const { index, client } of registration.transactions) {
        this.#byTransaction.set(index, registration);
        this.#byEndpoint.set(formatEndpoint(client), registration);
      }
    }
  }
  of(transaction) {
    const from = transaction.first.sip.from;
    const caller = from ? canonicalAor(from.uri) : null;
    const registration = this.#byTransaction.get(transaction.index) ?? (caller === null ? void 0 : this.#byAor.get(caller)) ?? this.#byEndpoint.get(formatEndpoint(transaction.client)) ?? this.#byEndpoint.get(formatEndpoint(transaction.server));
    return { aor: registration?.aor ?? caller, registration };
  }
};
function* reportsOf(trace, cases) {
  const failures = cases.map((one) => failureOf(trace, one));
  const evidence = /* @__PURE__ */ new Set();
  for (const fact of cases[0]?.rewriting.evidence ?? []) evidence.add(fact);
  for (const failure of failures) if (failure) evidence.add(failure);
  for (const { rewriting } of cases.slice(1, 20)) for (const fact of rewriting.evidence.slice(0, 2)) evidence.add(fact);
  for (const [index, { rewriting, aor, registration }] of cases.entries()) {
    const { sign, message, header, range, values, strength, related, transaction } = rewriting;
    const isFailing = failures[index] !== void 0;
    yield {
      message: sign,
      values,
      at: { message, header, range },
      related,
      evidence: index === 0 ? [...evidence] : rewriting.evidence,
      aor,
      registration: registration?.index ?? null,
      severity: isFailing ? "error" : "warning",
      strength,
      foldBy: "rewriting",
      explains: isFailing ? [transaction.index] : []
    };
  }
}
function failureOf(trace, { rewriting, registration }) {
  const { transaction } = rewriting;
  const { method, status, final } = transaction;
  if (final && FAILURES.has(status)) return `The ${method} ends with ${status} ${final.sip.reason}.`;
  if (status !== 0) return void 0;
  const attempt = registration?.attempts.find(({ transactions }) => transactions.includes(transaction));
  if (attempt?.outcome === "unanswered" || undelivered(trace, transaction)) return `The ${method} is never answered.`;
  return void 0;
}

// src/core/rules/nat/contact-rewritten-by-registrar.ts
var contact_rewritten_by_registrar_default = defineRule({
  id: "contact-rewritten-by-registrar",
  title: "Contact rewritten",
  severity: "info",
  kind: "practice",
  summary: "The registrar replaces the device's Contact by the address its packets come from.",
  why: "So calls reach a device behind a NAT although its Contact is private. The 200 then lists another Contact than the device sent, on purpose.",
  remedy: "Nothing to do: rewrite_contact (Asterisk), fix_nated_register() and fix_nated_contact() (Kamailio, OpenSIPS) are meant to do this.",
  sources: [rfc(3261, "10.3"), rfc(3581, "4"), rfc(5626, "5.3")],
  fixes: {
    "asterisk-pjsip": {
      setting: "rewrite_contact",
      detail: "rewrite_contact = yes in the endpoint section does this on purpose."
    },
    kamailio: {
      setting: "fix_nated_register()",
      detail: "fix_nated_register() stores the source as received, fix_nated_contact() puts it into the Contact."
    }
  },
  messages: {
    replaced: "The registrar stores {after}, where the packet came from, instead of {before}.",
    received: "The registrar keeps the Contact {before} and remembers that it came from {after}."
  },
  check(trace, report) {
    for (const { aor, index, bindings } of trace.registrations) {
      for (const binding of bindings) {
        const found = rewritingOf2(binding);
        if (!found) continue;
        report({
          message: found.how,
          values: { before: found.before, after: found.after },
          at: { message: binding.grant, header: found.header, range: found.range },
          related: [
            {
              message: binding.request,
              header: binding.contact.header.name,
              range: binding.contact.uriRange,
              label: "the Contact as sent"
            }
          ],
          aor,
          registration: index,
          foldBy: found.how
        });
      }
    }
  }
});
function rewritingOf2({ contact, listed, request, grant }) {
  const was = contactSpot(contact);
  const is = listed && contactSpot(listed);
  if (!was || !listed || !is) return void 0;
  const header = listed.header.name;
  if (listed.received) {
    return { how: "received", before: was.text, after: listed.received.value, header, range: listed.received.range };
  }
  if (was.host === is.host && (contact.uri.port?.value ?? 5060) === (listed.uri.port?.value ?? 5060)) return void 0;
  const via = grant.sip.vias[0];
  const seen = {
    address: via?.received?.value ?? request.source.address,
    port: via?.rport?.value ?? request.source.port
  };
  if (is.host !== seen.address && is.text !== formatEndpoint(request.source)) return void 0;
  return { how: "replaced", before: was.text, after: is.text, header: is.header ?? header, range: is.range };
}

// src/core/rules/nat/translation.ts
function translationOf({ nat }) {
  if (!nat || !isSiteAddress(nat.local.address)) return void 0;
  return isPublicAddress(nat.mapped.address) || nat.mapped.port !== nat.local.port ? nat : void 0;
}

// src/core/rules/nat/lost-flows.ts
var SHORTEST_SHARE = 0.5;
var lostFlowsOf = /* @__PURE__ */ new WeakMap();
function lostFlows(trace, natTimeoutSeconds) {
  const known = lostFlowsOf.get(trace);
  if (known?.natTimeoutSeconds === natTimeoutSeconds) return known.found;
  const minMicros = seconds(natTimeoutSeconds) * SHORTEST_SHARE;
  const found = trace.isTimed ? [...lostRequests(trace, minMicros), ...newPorts(trace, minMicros)] : [];
  lostFlowsOf.set(trace, { natTimeoutSeconds, found });
  return found;
}
function* lostRequests(trace, minMicros) {
  const bounds = bindingsByFlow(trace);
  const survived = longestSurvived(trace);
  for (const transaction of trace.transactions) {
    if (transaction.transport !== "udp" || transaction.responseRows.length > 0) continue;
    const { request } = transaction;
    if (!request) continue;
    const flow = trace.flowOf(request);
    const nat = flow && translationOf(flow);
    if (!flow || !nat || !sameEndpoint(request.destination, flow.client)) continue;
    const bound = bounds.get(flow)?.findLast(({ binding }) => binding.atMicros <= request.atMicros && request.atMicros < binding.expiresAtMicros);
    if (!bound) continue;
    const proof = undelivered(trace, transaction);
    if (!proof) continue;
    const silenceMicros = silenceBefore(flow.activities, request);
    if (silenceMicros < minMicros || silenceMicros <= (survived.get(flow.client.address) ?? 0)) continue;
    if (comesBackAnew(bound.registration, request)) continue;
    yield { kind: "undelivered", ...bound, local: nat.local, silenceMicros, transaction, request, proof };
  }
}
function bindingsByFlow(trace) {
  const bounds = /* @__PURE__ */ new Map();
  for (const registration of trace.registrations) {
    for (const binding of registration.bindings) {
      const own = bounds.get(binding.flow);
      if (own) own.push({ registration, binding });
      else bounds.set(binding.flow, [{ registration, binding }]);
    }
  }
  return bounds;
}
function longestSurvived(trace) {
  const longest = /* @__PURE__ */ new Map();
  for (const flow of trace.flows) {
    if (flow.transport !== "udp" || !translationOf(flow)) continue;
    const { address: address2 } = flow.client;
    longest.set(address2, Math.max(longest.get(address2) ?? 0, flow.longestSurvivedMicros));
  }
  return longest;
}
function silenceBefore(activities, request) {
  let at = activities.findIndex(({ message }) => message === request.index);
  let longest = 0;
  for (; at > 0; at--) {
    const activity = activities[at];
    if (activity.fromClient) break;
    longest = Math.max(longest, activity.atMicros - activities[at - 1].atMicros);
  }
  return longest;
}
function comesBackAnew(registration, request) {
  const next = registration.transactions.find(({ startMicros }) => startMicros > request.atMicros);
  const previous = registration.transactions.findLast(({ startMicros }) => startMicros <= request.atMicros);
  return next !== void 0 && next.callId !== previous?.callId;
}
function* newPorts(trace, minMicros) {
  const survived = longestSurvived(trace);
  for (const registration of trace.registrations) {
    const own = [...portChanges(trace, registration)];
    if (own.some(({ silenceMicros }) => silenceMicros < minMicros)) continue;
    for (const change of own) {
      const mappedAddress = change.before.endpoint.address;
      if (change.silenceMicros > (survived.get(mappedAddress) ?? 0)) yield change;
    }
  }
}
function* portChanges(trace, registration) {
  let previous;
  for (const transaction of registration.transactions) {
    if (transaction.hops !== 1 || transaction.transport !== "udp" || !transaction.request) continue;
    const change = previous && portChange(trace, registration, previous, transaction);
    if (change) yield change;
    previous = transaction;
  }
}
function portChange(trace, registration, previous, next) {
  if (previous.callId !== next.callId || next.cseqNumber <= previous.cseqNumber) return void 0;
  if (!sameEndpoint(previous.server, next.server)) return void 0;
  const before = mappingOf(previous);
  const after = mappingOf(next);
  if (!before || !after || !sameEndpoint(before.local, after.local)) return void 0;
  if (before.endpoint.address !== after.endpoint.address || before.endpoint.port === after.endpoint.port) {
    return void 0;
  }
  const [contact, nextContact] = [previous.request?.sip.contacts[0], next.request?.sip.contacts[0]];
  if (!contact || !nextContact || !sameUri(contact.uri, nextContact.uri)) return void 0;
  const { local } = before;
  return { kind: "new-port", registration, local, silenceMicros: silenceBetween(trace, previous, next), before, after };
}
function mappingOf(transaction) {
  const { request } = transaction;
  const via = request?.sip.vias[0];
  if (!request || !via?.host || !isIpAddress(via.host.value)) return void 0;
  const local = { address: via.host.value, port: via.port?.value ?? 5060 };
  for (const response of transaction.responses) {
    const answered2 = response.sip.vias[0];
    const port = answered2?.rport?.value;
    const address2 = answered2?.received?.value ?? request.source.address;
    if (port === void 0 || address2 === "" || address2 === local.address) continue;
    return { endpoint: { address: address2, port }, message: response, local };
  }
  if (request.source.address === "" || request.source.address === local.address) return void 0;
  return { endpoint: request.source, message: request, local };
}
function silenceBetween(trace, previous, next) {
  const from = previous.endMicros;
  const to = next.startMicros;
  const flows = new Set([previous, next].map(({ request }) => request && trace.flowOf(request)));
  const instants = [from, to];
  for (const flow of flows) {
    for (const { atMicros } of flow?.activities ?? []) if (from < atMicros && atMicros < to) instants.push(atMicros);
  }
  instants.sort((a2, b) => a2 - b);
  return instants.reduce((longest, at, index) => index === 0 ? 0 : Math.max(longest, at - instants[index - 1]), 0);
}

// src/core/rules/nat/nat-fixes.ts
var KEEP_ALIVE_FIXES = {
  "asterisk-pjsip": {
    setting: "qualify_frequency",
    detail: "Set qualify_frequency = 30 in the aor section: Asterisk then sends OPTIONS on the flow."
  },
  asterisk: {
    setting: "qualify_frequency",
    detail: "chan_pjsip: qualify_frequency = 30 in the aor section; chan_sip: qualify = yes and qualifyfreq = 30."
  },
  freepbx: { setting: "Qualify Frequency", detail: "Set the extension's Qualify Frequency to 30 seconds." },
  freeswitch: {
    setting: "nat-options-ping",
    detail: "Set nat-options-ping to true in the SIP profile: registered devices behind NAT then get OPTIONS."
  },
  kamailio: {
    setting: "natping_interval",
    detail: "nathelper: natping_interval = 30, with sipping_bflag set for bindings behind NAT so that pings are OPTIONS."
  },
  opensips: {
    setting: "natping_interval",
    detail: "nathelper: natping_interval = 30, with sipping_bflag set for bindings behind NAT so that pings are OPTIONS."
  },
  yealink: {
    setting: "account.X.nat.udp_update_time",
    detail: "Set account.X.nat.udp_update_enable = 1 and account.X.nat.udp_update_time = 30."
  },
  poly: {
    setting: "nat.keepalive.interval",
    detail: "Set nat.keepalive.interval to 30: the phone then sends CRLF to its server."
  },
  snom: { setting: "keepalive_interval", detail: "Set keepalive_interval of the identity to 30 seconds or less." },
  grandstream: {
    setting: "Keep-Alive Interval",
    detail: "Set Keep-Alive Interval of the account to 30 seconds and NAT Traversal to Keep-Alive."
  },
  fritzbox: {
    setting: null,
    detail: "Telephony > Own Numbers > Line Settings: keep the port forwarding of the internet router active for telephony, every 30 seconds."
  },
  cisco: {
    setting: "NAT Keep Alive Enable",
    detail: "SPA and MPP phones: NAT Keep Alive Enable = yes on the line, NAT Keep Alive Intvl = 30."
  },
  fanvil: {
    setting: "Keep Alive Interval",
    detail: "Line > Advanced Settings: choose a Keep Alive Type and an interval of 30 seconds."
  },
  gigaset: { setting: "NAT refresh time", detail: "Set the account's NAT refresh time to 20 to 30 seconds." },
  microsip: { setting: "Keep-Alive", detail: "Set Keep-Alive of the account to 30 seconds." },
  pjsip: { setting: "ka_interval", detail: "Set ka_interval of pjsua_acc_config to 30 or less." }
};
var REGISTRAR_NAT_FIXES = {
  "asterisk-pjsip": {
    setting: "rewrite_contact",
    detail: "In the endpoint section: force_rport = yes, rewrite_contact = yes, rtp_symmetric = yes."
  },
  asterisk: {
    setting: "rewrite_contact",
    detail: "chan_pjsip: force_rport = yes, rewrite_contact = yes, rtp_symmetric = yes in the endpoint section; chan_sip: nat = force_rport,comedia."
  },
  freepbx: {
    setting: "Rewrite Contact",
    detail: "In the extension's Advanced tab: Rewrite Contact, Force rport and RTP Symmetric = Yes."
  },
  freeswitch: {
    setting: "NDLB-force-rport",
    detail: "In the SIP profile: NDLB-force-rport = true and apply-nat-acl = nat.auto."
  },
  kamailio: {
    setting: "fix_nated_register()",
    detail: "nathelper: force_rport() and fix_nated_register() before save(), and received_avp set for the registrar module."
  },
  opensips: {
    setting: "fix_nated_register()",
    detail: "nathelper: force_rport() and fix_nated_register() before save(), and received_avp set for the registrar module."
  }
};

// src/core/rules/nat/keepalive-missing.ts
var LONG_EXPIRY_SECONDS = 600;
var LONG_EXPIRY_SILENCE_MICROS = seconds(120);
var keepalive_missing_default = defineRule({
  id: "keepalive-missing",
  title: "Keep-alive missing",
  severity: "warning",
  kind: "practice",
  summary: "Nothing keeps the flow of a registered device behind a NAT alive.",
  why: "NATs forget a UDP flow after 30 to 120 s without packets. From then on calls to the device are lost until it registers again; that this one still answered is luck.",
  remedy: "Send CRLF, STUN or OPTIONS every 30 to 60 s from either side, or use TCP, TLS or SIP Outbound.",
  sources: [rfc(5626, "4.4"), rfc(4787, "4.3"), rfc(3581, "4")],
  fixes: KEEP_ALIVE_FIXES,
  messages: {
    silent: "Nothing passes between {mapped} and {server} for {silence} while the binding of {contact} lives."
  },
  check(trace, report, { natTimeoutSeconds }) {
    if (!trace.isTimed) return;
    const minMicros = seconds(natTimeoutSeconds);
    const lost = new Set(lostFlows(trace, natTimeoutSeconds).map(({ registration }) => registration.index));
    const pausesOf = /* @__PURE__ */ new Map();
    for (const registration of trace.registrations) {
      if (lost.has(registration.index)) continue;
      for (const binding of registration.bindings) {
        const { flow } = binding;
        if (flow.transport !== "udp" || !translationOf(flow)) continue;
        const pauses = pausesOf.get(flow) ?? {
          silences: flow.silences(minMicros),
          survivedMicros: flow.longestSurvivedMicros
        };
        pausesOf.set(flow, pauses);
        if (saysExpiryTooLong(binding, pauses)) continue;
        const silence = pauses.silences.find((candidate) => endangers(trace, binding, candidate, pauses, minMicros));
        if (silence) report(reportOf4(registration, binding, silence));
      }
    }
  }
});
function saysExpiryTooLong({ grantedSeconds }, { silences }) {
  if (grantedSeconds <= LONG_EXPIRY_SECONDS) return false;
  return silences.some(({ fromMicros: fromMicros2, toMicros }) => toMicros - fromMicros2 >= LONG_EXPIRY_SILENCE_MICROS);
}
function endangers(trace, binding, silence, pauses, minMicros) {
  const { fromMicros: fromMicros2, toMicros, after } = silence;
  if (fromMicros2 < binding.atMicros || Math.min(toMicros, binding.endMicros) - fromMicros2 <= minMicros) return false;
  if (toMicros - fromMicros2 <= pauses.survivedMicros) return false;
  const next = after.message === null ? void 0 : trace.messages.at(after.message).sip;
  const isRegister = next?.isRequest === true && next.method === "REGISTER";
  if (isRegister && next.callId?.value !== binding.transaction.callId) return false;
  return !hasStun(trace, binding.flow, fromMicros2, toMicros);
}
function hasStun(trace, { client }, fromMicros2, toMicros) {
  if (!trace.usesStun(client.address)) return false;
  return trace.signals.some(
    (signal) => fromMicros2 < signal.atMicros && signal.atMicros < toMicros && (signal.kind === "stun-mapping" || signal.kind === "keep-alive") && (sameEndpoint(signal.source, client) || sameEndpoint(signal.destination, client))
  );
}
function reportOf4(registration, binding, { fromMicros: fromMicros2, toMicros }) {
  const { flow, contact, request, grant, grantedSeconds } = binding;
  const silence = formatDuration(toMicros - fromMicros2);
  const { nat } = flow;
  const mapped = formatEndpoint(nat?.mapped ?? flow.client);
  return {
    message: "silent",
    values: { mapped, server: formatEndpoint(flow.server), silence, contact: contact.uri.text },
    at: { message: request, header: contact.header.name, range: contact.uriRange },
    related: [{ message: grant, label: `the binding is granted for ${grantedSeconds} s` }],
    evidence: [
      `No packet in either direction for ${silence}.`,
      `The device calls itself ${formatEndpoint(nat?.local ?? flow.client)}, the server sees ${mapped}.`,
      `The binding is granted for ${grantedSeconds} s.`
    ],
    aor: registration.aor,
    registration: registration.index,
    flow: flow.index,
    foldBy: formatEndpoint(nat?.local ?? flow.client),
    strength: "proven"
  };
}

// src/core/rules/nat/nat-detected.ts
var nat_detected_default = defineRule({
  id: "nat-detected",
  title: "Behind a NAT",
  severity: "info",
  kind: "practice",
  summary: "A NAT translates the device's address.",
  why: "The address that the device writes into its messages is not the one that its server sees. Calls reach it only through the NAT, and only while the NAT remembers the flow.",
  remedy: "Nothing is wrong by itself. Let the server answer and call by the packet's source (rport), and keep the flow alive every 30 s.",
  sources: [rfc(3581, "4"), rfc(3261, "18.2.1"), rfc(4787, "4")],
  fixes: {},
  messages: {
    seen: "{local} is behind a NAT: the server sees {mapped}."
  },
  check(trace, report) {
    const aorOf2 = /* @__PURE__ */ new Map();
    for (const { aor, index, bindings, transactions } of trace.registrations) {
      for (const { flow: flow2 } of bindings) aorOf2.set(flow2.index, { aor, index });
      const request = transactions[0]?.request;
      const flow = request && trace.flowOf(request);
      if (flow && !aorOf2.has(flow.index)) aorOf2.set(flow.index, { aor, index });
    }
    for (const flow of trace.flows) {
      const nat = translationOf(flow);
      if (!nat) continue;
      const owner = aorOf2.get(flow.index);
      const values = { local: formatEndpoint(nat.local), mapped: formatEndpoint(nat.mapped) };
      report({
        message: "seen",
        values,
        at: natMark(trace.messages.at(nat.message)),
        evidence: [`The device names ${values.local}, its packets come from ${values.mapped}.`],
        aor: owner?.aor ?? null,
        registration: owner?.index ?? null,
        flow: flow.index,
        foldBy: values.local
      });
    }
  }
});
function natMark(message) {
  const via = message.sip.vias[0];
  if (!via) return { message };
  const told2 = message.sip.isResponse ? via.received ?? via.rport : void 0;
  return { message, header: via.header.name, range: told2?.range ?? via.sentBy };
}

// src/core/rules/nat/nat-flow-expired.ts
var nat_flow_expired_default = defineRule({
  id: "nat-flow-expired",
  title: "NAT flow expired",
  severity: "error",
  kind: "cause",
  summary: "The NAT forgot the flow of a registered device after too long a silence.",
  why: "A NAT keeps a UDP flow only while packets pass. Once it is forgotten, calls to the registered address reach nobody until the device sends again.",
  remedy: "Let the device or the registrar send something every 30 s (CRLF, STUN or OPTIONS), register for a shorter time, or use TLS or SIP Outbound.",
  sources: [rfc(4787, "4.3"), rfc(5626, "3.5"), rfc(5626, "4.4")],
  fixes: KEEP_ALIVE_FIXES,
  messages: {
    undelivered: "The {method} to {mapped} reaches nobody: after {silence} of silence the NAT has forgotten the flow of {local}, though the binding is valid for another {left}.",
    "new-port": "After {silence} of silence the NAT gives {local} another port: {before} became {after}. Until then calls went to a port that led nowhere."
  },
  check(trace, report, { natTimeoutSeconds }) {
    for (const loss of lostFlows(trace, natTimeoutSeconds)) {
      report(loss.kind === "undelivered" ? requestReport(trace, loss) : portReport(loss));
    }
  }
});
function shared({ registration, local }) {
  return { aor: registration.aor, registration: registration.index, foldBy: formatEndpoint(local) };
}
function requestReport(trace, loss) {
  const { binding, transaction, request, proof, silenceMicros, local } = loss;
  const { startLine } = request.sip;
  return {
    ...shared(loss),
    message: "undelivered",
    values: {
      method: transaction.method,
      mapped: formatEndpoint(request.destination),
      silence: formatDuration(silenceMicros),
      local: formatEndpoint(local),
      left: formatDuration(binding.expiresAtMicros - request.atMicros)
    },
    at: { message: request, ...startLine.kind === "request" ? { range: startLine.requestUri.range } : {} },
    related: [{ message: binding.grant, label: "the 200 that granted the binding" }],
    evidence: [
      `Nothing passed in either direction for ${formatDuration(silenceMicros)} before the request.`,
      `The binding was granted for ${binding.grantedSeconds} s and ends ${formatDuration(binding.expiresAtMicros - request.atMicros)} after the request.`,
      proof.fact,
      `The device calls itself ${formatEndpoint(local)}, the server sees ${formatEndpoint(request.destination)}.`
    ],
    // The NAT's own ICMP says that it has no such mapping; without it the device may also have been switched off.
    strength: proof.unreachable ? "proven" : "likely",
    explains: failedWith(trace, transaction),
    call: callOf(trace, transaction)?.index ?? null
  };
}
function portReport(loss) {
  const { before, after, silenceMicros, local } = loss;
  return {
    ...shared(loss),
    message: "new-port",
    values: {
      silence: formatDuration(silenceMicros),
      local: formatEndpoint(local),
      before: formatEndpoint(before.endpoint),
      after: formatEndpoint(after.endpoint)
    },
    at: markOf(after),
    related: [{ ...markOf(before), label: `the port before: ${before.endpoint.port}` }],
    evidence: [
      `Nothing passed in either direction for ${formatDuration(silenceMicros)}.`,
      `Same Call-ID, same Contact and same local port ${local.port} before and after: the device did not restart.`,
      `The server saw ${formatEndpoint(before.endpoint)} before and sees ${formatEndpoint(after.endpoint)} now.`
    ],
    strength: "proven"
  };
}
function markOf({ message }) {
  const { sip } = message;
  const via = sip.vias[0];
  if (sip.isResponse && via?.rport) return { message, header: via.header.name, range: via.rport.range };
  const contact = sip.contacts[0];
  return contact ? { message, header: contact.header.name, range: contact.uriRange } : { message };
}

// src/core/rules/nat/private-contact-unreachable.ts
var private_contact_unreachable_default = defineRule({
  id: "private-contact-unreachable",
  title: "Private Contact stored",
  severity: "error",
  kind: "cause",
  summary: "The registrar stored the private Contact of a device behind a NAT, and sends calls there.",
  why: "A private address means nothing outside of its own network. The device registers and calls out, but no call ever reaches it.",
  remedy: "Let the registrar remember the packet's source (rport and Contact rewriting), or let the device register a public address by STUN or use SIP Outbound.",
  sources: [rfc(3581, "4"), rfc(5626, "1"), rfc(3261, "10.3")],
  fixes: {
    ...REGISTRAR_NAT_FIXES,
    yealink: {
      setting: "account.X.nat.rport",
      detail: "Set account.X.nat.rport = 1, so that the server may use the packet's source."
    },
    grandstream: {
      setting: "NAT Traversal",
      detail: "Set NAT Traversal of the account to STUN or Keep-Alive, and Use RPORT."
    }
  },
  messages: {
    lost: "The {method} for {aor} goes to {contact}, a private address: the registration came from {source}."
  },
  check(trace, report) {
    if (trace.hasInferredSides) return;
    const stored = privateBindings(trace);
    if (stored.size === 0) return;
    for (const transaction of trace.transactions) {
      const { request, server } = transaction;
      if (!request || transaction.method === "REGISTER" || transaction.method === "ACK") continue;
      const user = request.sip.requestUri?.user?.value;
      const bound = stored.get(formatEndpoint(server))?.findLast(
        ({ binding }) => isAlive(binding, request.atMicros) && binding.contact.uri.user?.value === user && binding.flow.client.address !== request.source.address
      );
      if (bound && transaction.responseRows.length === 0) report(reportOf5(trace, transaction, bound));
    }
  }
});
function privateBindings(trace) {
  const stored = /* @__PURE__ */ new Map();
  for (const registration of trace.registrations) {
    for (const binding of registration.bindings) {
      const { contact, listed, request, transaction } = binding;
      const host = contact.uri.host?.value ?? "";
      if (!isSiteAddress(host) || !isPublicAddress(request.source.address) || transaction.hops !== 1) continue;
      if (listed && (listed.received || listed.uri.host?.value !== host)) continue;
      const key = formatEndpoint({ address: host, port: contact.uri.port?.value ?? 5060 });
      const own = stored.get(key);
      if (own) own.push({ registration, binding });
      else stored.set(key, [{ registration, binding }]);
    }
  }
  return stored;
}
function isAlive({ atMicros, expiresAtMicros }, instant) {
  return !(instant < atMicros) && !(instant >= expiresAtMicros);
}
function reportOf5(trace, transaction, { registration, binding }) {
  const request = transaction.request;
  const { contact } = binding;
  const spot = contactSpot(contact);
  const proof = undelivered(trace, transaction);
  const source = formatEndpoint(binding.request.source);
  const { startLine } = request.sip;
  return {
    message: "lost",
    values: { method: transaction.method, aor: registration.aor, contact: formatEndpoint(request.destination), source },
    at: { message: request, ...startLine.kind === "request" ? { range: startLine.requestUri.range } : {} },
    related: [
      {
        message: binding.request,
        header: contact.header.name,
        range: spot?.range ?? contact.uriRange,
        label: "the private Contact as registered"
      },
      { message: binding.grant, label: "the 200 that stores it as it is" }
    ],
    evidence: [
      `The REGISTER came from ${source}, its Contact says ${spot?.text ?? contact.uri.text}.`,
      "The 200 neither replaces the Contact nor adds received=.",
      `The ${transaction.method} is sent to ${formatEndpoint(request.destination)}.`,
      ...proof ? [proof.fact] : []
    ],
    aor: registration.aor,
    registration: registration.index,
    severity: proof ? "error" : "warning",
    strength: proof ? "proven" : "likely",
    foldBy: spot?.text ?? "",
    explains: failedWith(trace, transaction),
    call: callOf(trace, transaction)?.index ?? null
  };
}

// src/core/rules/reachability/silence.ts
var SignalsBetween = class {
  #refusals = /* @__PURE__ */ new Set();
  #closings = /* @__PURE__ */ new Map();
  constructor(trace) {
    for (const signal of trace.signals) {
      const key = keyOf(signal.source, signal.destination);
      if (signal.kind === "unreachable") this.#refusals.add(key);
      if (signal.kind !== "tcp") continue;
      if (signal.event === "refused" || signal.event === "unanswered") this.#refusals.add(key);
      if (signal.event !== "closed" && signal.event !== "reset") continue;
      const closings = this.#closings.get(key);
      if (closings) closings.push(signal);
      else this.#closings.set(key, [signal]);
    }
  }
  /** Whether ICMP or TCP says that nobody is there. */
  refuse({ client, server }) {
    return this.#refusals.has(keyOf(client, server));
  }
  /** The first end of the connection after an instant. */
  closingAfter({ client, server }, atMicros) {
    return this.#closings.get(keyOf(client, server))?.find((signal) => signal.atMicros >= atMicros);
  }
};
function keyOf(a2, b) {
  return [formatEndpoint(a2), formatEndpoint(b)].sort().join(" ");
}
var ForwardedRegisters = class {
  constructor(trace) {
    this.trace = trace;
  }
  trace;
  #byRequest;
  /** The unanswered copies of a REGISTER at later hops. */
  of(transaction) {
    this.#byRequest ??= this.#index();
    const copies = this.#byRequest.get(requestKey(transaction)) ?? [];
    return copies.filter(({ hops, final }) => hops > transaction.hops && !final);
  }
  #index() {
    const index = /* @__PURE__ */ new Map();
    for (const transaction of this.trace.transactions) {
      if (transaction.method !== "REGISTER") continue;
      const copies = index.get(requestKey(transaction));
      if (copies) copies.push(transaction);
      else index.set(requestKey(transaction), [transaction]);
    }
    return index;
  }
};
function requestKey({ callId, cseqNumber }) {
  return `${cseqNumber} ${callId}`;
}

// src/core/rules/reachability/register-timeout.ts
var TIMER_F_MICROS4 = seconds(32);
var FULL_SERIES_MICROS = seconds(31);
var FULL_SERIES = 10;
var register_timeout_default = defineRule({
  id: "register-timeout",
  title: "REGISTER unanswered",
  severity: "error",
  kind: "symptom",
  summary: "A REGISTER is sent again and again, or its connection is closed, without an answer; or a proxy answers 408.",
  why: "The registrar is not reached or its answer does not come back, so the device stays unregistered.",
  remedy: "Check host, port and transport of the registrar, then every firewall and NAT on the way in both directions; look on the registrar whether the request arrives and where it answers to.",
  sources: [rfc(3261, "17.1.2.2"), rfc(3261, "21.4.9")],
  fixes: {
    yealink: {
      setting: "account.1.sip_server.1.address",
      detail: "`account.1.sip_server.1.address` and `.port`; `account.1.sip_server.1.transport_type` is the transport."
    },
    poly: { setting: "reg.1.server.1.address", detail: "`reg.1.server.1.address`, `.port` and `.transport`." },
    snom: { setting: "user_host1", detail: "`user_host1` is the registrar, `user_outbound1` the outbound proxy." },
    grandstream: {
      setting: "SIP Server",
      detail: "Account settings, `SIP Server` and `Outbound Proxy`, each as host:port."
    },
    baresip: {
      setting: "outbound",
      detail: "The host of the account's address is the registrar, `;outbound=` the proxy."
    },
    "asterisk-pjsip": {
      setting: "bind",
      detail: "`bind` of the `type=transport` section is where Asterisk listens; look with `pjsip set logger on`."
    },
    asterisk: {
      setting: "bind",
      detail: "`bind` of the chan_pjsip transport or `udpbindaddr` of chan_sip is where Asterisk listens."
    },
    freeswitch: {
      setting: "sip-port",
      detail: "`sip-ip` and `sip-port` of the Sofia profile are where FreeSWITCH listens; look with `sofia global siptrace on`."
    },
    kamailio: {
      setting: "listen",
      detail: "`listen=udp:ADDRESS:5060` is where Kamailio listens; behind NAT add `advertise`."
    },
    opensips: {
      setting: "socket",
      detail: "`socket=udp:ADDRESS:5060` is where OpenSIPS listens; behind NAT add `as`."
    }
  },
  messages: {
    silence: "REGISTER to {server} is sent {times} over {duration} and never answered.",
    abandoned: "REGISTER to {server} is sent {times} without an answer, then the client turns to {next}.",
    closed: "The connection to {server} is closed by the {closer} without an answer to REGISTER.",
    proxied: "{server} answers {status} to REGISTER: it got no answer from the registrar behind it."
  },
  check(trace, report, context) {
    const signals = new SignalsBetween(trace);
    const forwarded = new ForwardedRegisters(trace);
    for (const { registration, steps } of digestSeries(trace, context)) {
      if (!registration) continue;
      const accepted = steps.filter(({ status }) => status >= 200 && status < 300).map((step) => step.transaction);
      steps.forEach(({ transaction, status }, index) => {
        if (status !== 0 && status !== 408) return;
        const next = steps[index + 1]?.transaction;
        const found = status === 408 ? proxied(transaction, forwarded.of(transaction)) : unanswered(trace, transaction, next, signals) ?? closedWithoutAnswer(transaction, signals);
        if (!found) return;
        report({
          ...found,
          aor: registration.aor,
          registration: registration.index,
          foldBy: transaction.server.address,
          ...isTakenElsewhere(accepted, transaction) ? { severity: "warning" } : {}
        });
      });
    }
  }
});
function unanswered(trace, transaction, next, signals) {
  const { request, final, server, retransmissions } = transaction;
  const last = retransmissions[retransmissions.length - 1];
  if (!request || final || !last) return void 0;
  if (signals.refuse(transaction) || showsUnseenAnswer(next)) return void 0;
  const turnsTo = next && otherTarget(transaction, next);
  const hasWaited = trace.isTimed && trace.endMicros - request.atMicros >= TIMER_F_MICROS4;
  const isFullSeries = retransmissions.length >= FULL_SERIES && last.atMicros - request.atMicros >= FULL_SERIES_MICROS;
  if (!hasWaited && !isFullSeries && turnsTo === void 0) return void 0;
  const times = countOf(retransmissions.length + 1, "time");
  const values = {
    server: formatEndpoint(server),
    times,
    duration: formatDuration(last.atMicros - request.atMicros),
    next: turnsTo ?? ""
  };
  return {
    message: !trace.isTimed || !hasWaited && !isFullSeries ? "abandoned" : "silence",
    values,
    at: { message: request },
    related: [{ message: last, label: "the last retransmission" }],
    evidence: [
      `The same REGISTER (Call-ID, CSeq and branch) is sent ${times} from ${whereIs(request)} to ${whereIs(last)}.`,
      "The trace holds no response to it."
    ],
    strength: "proven",
    explains: [transaction.index]
  };
}
function otherTarget(transaction, next) {
  if (next.server.address !== transaction.server.address) return formatEndpoint(next.server);
  return next.callId === transaction.callId ? void 0 : "a new Call-ID";
}
function showsUnseenAnswer(next) {
  return next?.credentials !== void 0 && next.answered?.by !== "nonce" && next.callId !== "" && next.status !== 401;
}
function closedWithoutAnswer(transaction, signals) {
  const { request, final, client, server, transport } = transaction;
  if (!request || final || !isStream(transport)) return void 0;
  const closing = signals.closingAfter(transaction, request.atMicros);
  if (!closing) return void 0;
  const closer = sameEndpoint(closing.source, server) ? "server" : "client";
  if (closer === "client" && isRemovalRequest(request.sip)) return void 0;
  const after = formatDuration(closing.atMicros - request.atMicros);
  return {
    message: "closed",
    values: { server: formatEndpoint(server), closer },
    at: { message: request },
    evidence: [`The ${closer} closes the connection ${after} after ${whereIs(request)}; no response came before.`],
    strength: "proven",
    explains: [transaction.index]
  };
}
function proxied(transaction, forwarded) {
  const { final, request, server } = transaction;
  if (!final) return void 0;
  const sent2 = forwarded[0];
  return {
    message: "proxied",
    values: { server: formatEndpoint(server), status: statusOf(final) },
    at: { message: final },
    related: [
      ...request ? [{ message: request, label: "the REGISTER" }] : [],
      ...sent2 ? [{ message: sent2.first, label: "the forwarded REGISTER, never answered" }] : []
    ],
    evidence: [
      `${whereIs(final)} answers ${statusOf(final)}.`,
      ...sent2 ? [
        `The proxy sends it on to ${formatEndpoint(sent2.server)} ${countOf(sent2.requestRows.length, "time")} from ${whereIs(sent2.first)} on, without an answer.`
      ] : []
    ],
    strength: "proven",
    explains: [transaction.index, ...forwarded.map(({ index }) => index)]
  };
}
function isTakenElsewhere(accepted, transaction) {
  const next = accepted.find(({ index }) => index > transaction.index);
  return next !== void 0 && next.server.address !== transaction.server.address && !(next.startMicros - transaction.startMicros > 2 * TIMER_F_MICROS4);
}

// src/core/rules/timers/interval-too-brief.ts
var GIVEN_UP_MICROS3 = seconds(32);
var NEXT_STEPS = 8;
var interval_too_brief_default = defineRule({
  id: "interval-too-brief",
  title: "Expiry too brief",
  severity: "error",
  kind: "cause",
  summary: "The registrar refuses the expiry asked for with 423, because it is below its minimum.",
  why: "The client must ask again for at least Min-Expires; one that does not stays unregistered.",
  remedy: "Set the device's registration expiry to the registrar's Min-Expires or more, or lower the registrar's minimum.",
  sources: [rfc(3261, "10.2.8"), rfc(3261, "10.3"), rfc(3261, "21.4.17")],
  fixes: {
    "asterisk-pjsip": { setting: "minimum_expiration", detail: "`minimum_expiration` of the `type=aor` section." },
    asterisk: {
      setting: "minimum_expiration",
      detail: "chan_pjsip: `minimum_expiration` of the `type=aor` section. chan_sip: `minexpiry`."
    },
    kamailio: { setting: "min_expires", detail: 'modparam("registrar", "min_expires", \u2026)' },
    opensips: { setting: "min_expires", detail: 'modparam("registrar", "min_expires", \u2026)' },
    yealink: { setting: "account.1.sip_server.1.expires", detail: "`account.1.sip_server.1.expires`, in seconds." },
    poly: { setting: "reg.1.server.1.expires", detail: "`reg.1.server.1.expires`, in seconds." },
    snom: { setting: "user_expiry1", detail: "`user_expiry1`, in seconds." },
    grandstream: { setting: "Register Expiration", detail: "Account settings, `Register Expiration`, in minutes." },
    cisco: { setting: "Register Expires", detail: "Settings of the line (Ext), `Register Expires`, in seconds." },
    baresip: { setting: "regint", detail: "`;regint=` of the account, in seconds." },
    linphone: { setting: "reg_expires", detail: "`reg_expires` in the `[proxy_0]` section, in seconds." }
  },
  messages: {
    again: "Expires {asked} is below the registrar's Min-Expires {least}, and the client asks for too little again.",
    givenUp: "Expires {asked} is below the registrar's Min-Expires {least}, and the client gives up.",
    corrected: "Expires {asked} is below the registrar's Min-Expires {least}; the client asks for enough then.",
    open: "Expires {asked} is below the registrar's Min-Expires {least}."
  },
  check(trace, report, context) {
    for (const { registration, steps, aor } of digestSeries(trace, context)) {
      if (!registration) continue;
      let hasFailed = false;
      steps.forEach(({ transaction, status }, index) => {
        const { final, request } = transaction;
        if (status !== 423 || !final || !request) return;
        const next = steps.slice(index + 1, index + 1 + NEXT_STEPS).map((step) => step.transaction).find(asksForBinding);
        const outcome = outcomeOf2(trace, transaction, final.sip, next);
        const isBroken2 = outcome === "again" || outcome === "givenUp" || outcome === "open" && hasFailed;
        hasFailed ||= isBroken2;
        const asked = askedSeconds(request.sip);
        const least = final.sip.minExpires;
        report({
          message: outcome,
          values: { asked: asked ?? "(none)", least: least ?? "(not stated)" },
          at: expiryMark(request),
          related: [
            minimumMark(final),
            ...next?.request ? [{ ...expiryMark(next.request), label: "what the client asks for next" }] : []
          ],
          evidence: [
            `${whereIs(request)} asks for ${asked ?? "no stated"} seconds.`,
            `${whereIs(final)} answers ${statusOf(final)}${least === void 0 ? " without Min-Expires" : ` with Min-Expires ${least}`}.`,
            ...next?.request ? [`${whereIs(next.request)} asks for ${askedSeconds(next.request.sip) ?? "no stated"} seconds.`] : []
          ],
          aor,
          ...isBroken2 ? {} : { severity: "info" },
          strength: "proven",
          foldBy: "423",
          explains: isBroken2 ? [transaction.index] : [],
          registration: registration.index
        });
      });
    }
  }
});
function outcomeOf2(trace, transaction, refusal, next) {
  if (!next) {
    const end = transaction.endMicros;
    return trace.covers(end, end + GIVEN_UP_MICROS3) ? "givenUp" : "open";
  }
  if (next.status === 423) return "again";
  if (next.status >= 200 && next.status < 300) return "corrected";
  const asked = next.request ? askedSeconds(next.request.sip) : void 0;
  return asked !== void 0 && asked < (refusal.minExpires ?? 0) ? "again" : "corrected";
}
function asksForBinding({ request }) {
  return request !== void 0 && request.sip.contacts.length > 0 && !isRemovalRequest(request.sip);
}
function askedSeconds(sip) {
  const ofContacts = sip.contacts.flatMap(({ expiresSeconds }) => expiresSeconds ?? sip.expiresSeconds ?? []);
  return ofContacts.length > 0 ? ofContacts.reduce((a2, b) => Math.min(a2, b)) : sip.expiresSeconds;
}
function expiryMark(message) {
  const { sip } = message;
  const contact = sip.contacts.find(({ expires }) => expires !== void 0);
  if (contact?.expires) return { message, header: contact.header.name, range: contact.expires.range };
  const field = sip.header("Expires");
  return field ? { message, header: field.name, range: field.valueRange } : { message };
}
function minimumMark(message) {
  const field = message.sip.header("Min-Expires");
  const label = "the registrar's minimum";
  return field ? { message, header: field.name, range: field.valueRange, label } : { message, label: "the refusal" };
}

// src/core/rules/index.ts
var RULES = [
  aor_unknown_default,
  auth_id_mismatch_default,
  auth_loop_default,
  clock_skew_nonce_default,
  credentials_not_sent_default,
  digest_failed_default,
  nonce_expired_default,
  password_guessing_default,
  realm_mismatch_default,
  register_forbidden_default,
  content_length_mismatch_default,
  malformed_message_default,
  mandatory_header_missing_default,
  message_truncated_default,
  alg_rewritten_contact_default,
  contact_rewritten_by_registrar_default,
  keepalive_missing_default,
  nat_detected_default,
  nat_flow_expired_default,
  private_contact_unreachable_default,
  register_timeout_default,
  interval_too_brief_default
];

// src/core/rules/catalogue.ts
var BY_ID = new Map(RULES.map((rule) => [rule.id, rule]));
function ruleById(id) {
  return BY_ID.get(id);
}

// src/core/ladder/visible.ts
var UNSAFE = (
  // eslint-disable-next-line no-control-regex -- these are the characters to replace
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g
);
var PICTURES = 9216;
var PICTURE_OF_DELETE = "\u2421";
var REPLACEMENT = "\uFFFD";
function visible(text2) {
  if (text2.search(UNSAFE) < 0) return text2;
  return text2.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    if (code < 32) return String.fromCharCode(PICTURES + code);
    return code === 127 ? PICTURE_OF_DELETE : REPLACEMENT;
  });
}
function quoteOf(octets, limit) {
  const text2 = visible(decodeOctets(octets.slice(0, limit * 4)));
  return text2.length > limit || octets.length > limit * 4 ? `${text2.slice(0, limit - 1)}\u2026` : text2;
}

// src/core/ladder/place-words.ts
var LONGEST_LABEL = 60;
function labelOf({ sip }) {
  const line = sip.startLine;
  const label = line.kind === "request" ? line.method : line.kind === "response" ? `${line.statusCode} ${line.reason}`.trim() : sip.text.slice(line.range.start, line.range.end) || "empty message";
  return shortened(label);
}
function shortLabelOf(message) {
  const line = message.sip.startLine;
  return line.kind === "response" ? `${line.statusCode}` : labelOf(message);
}
function placeWords({ file, frame, line }, trace) {
  const where = frame === null ? `line ${line ?? 0}` : `frame ${frame}`;
  return trace.files.length > 1 ? `${where} of ${visible(trace.files[file]?.name ?? "")}` : where;
}
function whereOf(message, trace) {
  return `${shortLabelOf(message)} \xB7 ${placeWords(message.place, trace)}`;
}
function addressWords(uri) {
  const text2 = shortened(uri.replace(/^sips?:/, ""));
  return text2 === "" ? "unknown" : text2;
}
function userWords(uri) {
  const address2 = addressWords(uri);
  const at = address2.indexOf("@");
  return at > 0 ? address2.slice(0, at) : address2;
}
function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
function shortened(text2, longest = LONGEST_LABEL) {
  const line = visible(text2);
  return line.length > longest ? `${line.slice(0, longest - 1)}\u2026` : line;
}
function microsOrNull(micros) {
  return Number.isFinite(micros) ? micros : null;
}

// src/core/ladder/finding-view.ts
var LONGEST_QUOTE = 200;
function findingView(analysis, index) {
  const finding3 = analysis.findings[index];
  if (!finding3) throw new RangeError(`no finding ${index}`);
  const { trace } = analysis;
  const rule = ruleById(finding3.rule);
  const sources = rule?.sources ?? [];
  return {
    index,
    rule: finding3.rule,
    title: rule?.title ?? finding3.rule,
    severity: finding3.severity,
    kind: finding3.kind,
    strength: finding3.strength,
    message: visible(finding3.message),
    why: rule?.why ?? "",
    remedy: rule?.remedy ?? "",
    sources,
    docsUrl: sources[0]?.url ?? "",
    count: finding3.count,
    firstMicros: microsOrNull(finding3.firstMicros),
    lastMicros: microsOrNull(finding3.lastMicros),
    at: finding3.location.message,
    header: finding3.location.header,
    where: whereOf(trace.messages.at(finding3.location.message), trace),
    quote: quoted(analysis, finding3.location),
    related: finding3.related.map(({ location, message }) => ({
      message: location.message,
      label: visible(message),
      where: whereOf(trace.messages.at(location.message), trace),
      quote: quoted(analysis, location)
    })),
    evidence: finding3.evidence.map(visible),
    fixes: finding3.fixes
  };
}
function quoted({ trace }, { message, range }) {
  return quoteOf(trace.messages.at(message).sip.text.slice(range.start, range.end), LONGEST_QUOTE);
}

// src/core/ladder/keep-alives.ts
var FEWEST = 3;
function keepAliveWords(shelf, { trace }) {
  const options = shelf.transactions.filter(({ method }) => method === "OPTIONS").map(({ startMicros }) => startMicros);
  const words2 = [rhythm("OPTIONS", options)];
  const last = shelf.registration?.transactions.at(-1);
  const flow = last && trace.flowOf(last.first);
  const signals = (flow?.activities ?? []).flatMap(({ signal }) => signal === null ? [] : [trace.signals[signal]]);
  for (const name of ["CRLF", "STUN"]) {
    words2.push(
      rhythm(
        name,
        signals.flatMap((signal) => signal && nameOf2(signal) === name ? [signal.atMicros] : [])
      )
    );
  }
  return words2.filter(Boolean).join(" \xB7 ");
}
function nameOf2(signal) {
  if (signal.kind !== "keep-alive") return "";
  if (signal.form === "stun") return "STUN";
  return signal.form === "double-crlf" ? "CRLF" : "";
}
function rhythm(name, instants) {
  const median = medianInterval(instants);
  return instants.length < FEWEST || median === void 0 ? "" : `${name} every ${roundDuration(median)}`;
}
function medianInterval(instants) {
  const intervals = [];
  for (let index = 1; index < instants.length; index++) {
    const interval = instants[index] - instants[index - 1];
    if (Number.isFinite(interval)) intervals.push(interval);
  }
  intervals.sort((a2, b) => a2 - b);
  return intervals[intervals.length >> 1];
}
function roundDuration(micros) {
  return formatDuration(micros >= 2e6 ? Math.round(micros / 1e6) * 1e6 : micros);
}

// src/core/ladder/health.ts
var PERSONAL_REFUSALS = /* @__PURE__ */ new Set([480, 486, 600, 603]);
function judge2(shelf, findings, analysis) {
  const own = shelf.registration ? judgeRegistration(shelf, shelf.registration, analysis) : shelf.call ? judgeCall(shelf.call) : judgeOther(shelf);
  const error = firstOf(findings, "error");
  const warning = firstOf(findings, "warning");
  const worst = error ?? warning;
  if (!worst) return own;
  const attempts = shelf.registration?.attempts.length ?? 0;
  const often = error && attempts > 1 && own.health === "failed" ? counted(attempts, "attempt") : "";
  const cause = [worst.title, often].filter(Boolean).join(" \xB7 ");
  return { health: error ? "failed" : own.health === "failed" ? "failed" : "at-risk", cause, result: own.result };
}
function firstOf(findings, severity) {
  const some = findings.filter((finding3) => finding3.severity === severity);
  return some.find(({ kind }) => kind === "cause") ?? some[0];
}
function judgeRegistration(shelf, registration, analysis) {
  const { attempts, bindings, state } = registration;
  const granted = bindings.at(-1)?.grantedSeconds;
  const last = attempts.at(-1)?.transactions.at(-1);
  const status = last?.status ?? 0;
  const answer = last?.final ? labelOf(last.final) : "";
  const tries = attempts.length > 1 ? counted(attempts.length, "attempt") : "";
  switch (state) {
    case "registered": {
      const grant = granted === void 0 ? "registered" : `${granted} s granted`;
      const cause = [grant, refreshWords(registration), keepAliveWords(shelf, analysis)].filter(Boolean).join(" \xB7 ");
      return { health: "healthy", cause, result: granted === void 0 ? "registered" : `granted ${granted} s` };
    }
    case "removed":
      return { health: "healthy", cause: "registered, then removed its binding", result: "removed" };
    case "failed": {
      const why = status === 0 ? "No answer" : status === 401 || status === 407 ? `Ends at ${answer}` : answer;
      return {
        health: "failed",
        cause: [why, tries].filter(Boolean).join(" \xB7 "),
        result: status === 0 ? "no answer" : `${status}`
      };
    }
    case "unknown":
      return { health: "unknown", cause: "The trace ends before the outcome", result: status === 0 ? "" : `${status}` };
  }
}
function refreshWords({ bindings }) {
  const shares = [];
  for (const binding of bindings) {
    const length = binding.endMicros - binding.atMicros;
    if (binding.endedBy === "refresh" && binding.grantedSeconds > 0 && length > 0) {
      shares.push(length / (binding.grantedSeconds * 1e6));
    }
  }
  if (shares.length === 0) return "";
  shares.sort((a2, b) => a2 - b);
  return `refreshed at ${Math.round(shares[shares.length >> 1] * 100)} %`;
}
function judgeCall(call) {
  const invite = call.transactions.find(
    ({ method, final }) => method === "INVITE" && final?.sip.statusCode === call.status
  );
  const answer = invite?.final ? labelOf(invite.final) : `${call.status}`;
  switch (call.state) {
    case "answered": {
      const bye = call.transactions.find(({ method }) => method === "BYE");
      const talked = bye && invite?.final ? bye.startMicros - invite.final.atMicros : NaN;
      const result = talked >= 0 ? `answered, ${formatDuration(talked)}` : "answered";
      return { health: "healthy", cause: result, result };
    }
    case "cancelled":
      return { health: "healthy", cause: "cancelled by the caller", result: "cancelled" };
    case "refused": {
      const isPersonal = PERSONAL_REFUSALS.has(call.status);
      return { health: isPersonal ? "healthy" : "failed", cause: `refused: ${answer}`, result: `${call.status}` };
    }
    case "unanswered":
      return { health: "failed", cause: "INVITE was never answered", result: "no answer" };
    case "open":
      return { health: "unknown", cause: "The trace ends before the answer", result: "" };
  }
}
function judgeOther({ transactions }) {
  if (transactions.length === 0)
    return { health: "unknown", cause: "Start line or Call-ID not understood", result: "" };
  const statuses = /* @__PURE__ */ new Map();
  for (const { method, final } of transactions) {
    const answer = final ? labelOf(final) : method === "ACK" ? "" : "no answer";
    if (answer !== "") statuses.set(answer, (statuses.get(answer) ?? 0) + 1);
  }
  const [most] = [...statuses].sort((a2, b) => b[1] - a2[1]);
  const isHealthy = [...statuses.keys()].every((answer) => answer.startsWith("2"));
  const result = most ? statuses.size > 1 ? `mostly ${most[0]}` : most[0] : "";
  return {
    health: isHealthy ? "healthy" : "unknown",
    cause: [counted(transactions.length, "request"), result].filter(Boolean).join(" \xB7 "),
    result
  };
}

// src/core/ladder/overview.ts
var RANK = { failed: 0, "at-risk": 1, unknown: 2, healthy: 3 };
function overviewOf(analysis) {
  const { trace } = analysis;
  const shelves = shelvesOf(analysis);
  const findings = analysis.findings.map((_, index) => findingView(analysis, index));
  const findingsOfKey = findingsByRow(analysis);
  const rows = shelves.all.filter((shelf) => shelf.transactions.length > 0 || shelves.strays.length > 0).map((shelf) => rowOf(shelf, findingsOfKey.get(shelf.key) ?? [], findings, analysis, shelves.strays));
  rows.sort((a2, b) => RANK[a2.health] - RANK[b.health] || (a2.startMicros ?? 0) - (b.startMicros ?? 0));
  let duplicates = 0;
  for (let message = 0; message < trace.messages.length; message++) {
    if (trace.messages.role(message) === "sighting") duplicates++;
  }
  return {
    fileNames: trace.files.map(({ name }) => visible(name)),
    format: [...new Set(trace.files.map(({ formatTitle }) => formatTitle))].filter(Boolean).join(", "),
    frames: trace.files.reduce((sum, { frames }) => sum + frames, 0),
    messages: trace.messages.length,
    devices: new Set(trace.registrations.map(({ device }) => device.index)).size,
    duplicates,
    errors: findings.filter(({ severity }) => severity === "error").length,
    warnings: findings.filter(({ severity }) => severity === "warning").length,
    rows,
    findings,
    problems: trace.problems.map(
      ({ file, offset, message }) => visible(`${trace.files[file]?.name ?? ""}: ${message} (offset ${offset})`)
    ),
    startMicros: microsOrNull(trace.startMicros),
    endMicros: microsOrNull(trace.endMicros)
  };
}
function findingsByRow(analysis) {
  const shelves = shelvesOf(analysis);
  const byRow = /* @__PURE__ */ new Map();
  for (const [index, { registration, call, location }] of analysis.findings.entries()) {
    const keys = /* @__PURE__ */ new Set();
    if (registration !== null) keys.add(`r${registration}`);
    if (call !== null) keys.add(`c${call}`);
    const flagged = keys.size === 0 ? shelves.keyOf(location.message) : void 0;
    if (flagged !== void 0) keys.add(flagged);
    for (const key of keys) {
      const known = byRow.get(key);
      if (known) known.push(index);
      else byRow.set(key, [index]);
    }
  }
  return byRow;
}
function rowOf(shelf, indices, findings, analysis, strays) {
  const own = indices.flatMap((index) => findings[index] ?? []);
  const { health, cause, result } = judge2(shelf, own, analysis);
  const { transactions } = shelf;
  const first = transactions[0];
  const last = transactions.at(-1);
  return {
    key: shelf.key,
    kind: shelf.registration ? "registration" : shelf.call ? "call" : "other",
    health,
    title: titleOf(shelf),
    cause,
    device: shortened(deviceOf(shelf), 100),
    startMicros: microsOrNull(first?.startMicros ?? NaN),
    endMicros: microsOrNull(last?.endMicros ?? NaN),
    result,
    messages: first ? transactions.reduce((sum, transaction) => sum + messagesOf(transaction), 0) : strays.length,
    findings: indices
  };
}
function titleOf({ registration, call, transactions }) {
  if (registration) return addressWords(registration.aor);
  if (call) return `${userWords(call.caller)} \u2192 ${userWords(call.callee)}`;
  const first = transactions[0];
  return first ? `${shortened(first.method)} ${endsOf(first)}` : "Messages not understood";
}
function deviceOf({ registration, transactions }) {
  const first = transactions[0];
  if (!first) return "";
  const transport = first.transport.toUpperCase();
  if (!registration) return `${endsOf(first)} \xB7 ${transport}`;
  const { title, address: address2 } = registration.device;
  return [title === address2 ? "" : title, address2, transport].filter(Boolean).join(" \xB7 ");
}
function endsOf({ client, server }) {
  return `${client.address || "this host"} \u2192 ${server.address || "this host"}`;
}
function messagesOf(transaction) {
  const { requestRows, responseRows, repeatedResponseRows, ackRows, sightingRows } = transaction;
  return requestRows.length + responseRows.length + repeatedResponseRows.length + ackRows.length + sightingRows.length;
}

// src/core/ladder/content.ts
var BEFORE_CALL_MICROS = 2e6;
var AFTER_CALL_MICROS = 32e6;
function contentOfAll({ trace, findings }, limit) {
  const messages = [];
  let shown2 = 0;
  for (let message = 0; message < trace.messages.length; message++) {
    if (trace.messages.role(message) === "sighting") continue;
    shown2++;
    if (messages.length < limit) messages.push(message);
  }
  const lastMicros = shown2 > limit ? trace.messages.atMicros(messages.at(-1) ?? 0) : Infinity;
  const signals = trace.signals.map((_, index) => index).filter((index) => trace.signals[index].atMicros <= lastMicros);
  return {
    messages,
    signals: signals.slice(0, limit),
    findings: findings.map((_, index) => index),
    omitted: shown2 - messages.length
  };
}
function contentOf(analysis, key, limit) {
  const shelves = shelvesOf(analysis);
  const shelf = shelves.byKey.get(key);
  if (!shelf) return void 0;
  const findings = findingsByRow(analysis).get(key) ?? [];
  const rows = new Set(key === STRAYS_KEY ? shelves.strays : []);
  for (const transaction of [...shelf.transactions, ...callsThatConcern(shelf, findings, analysis)]) {
    addRows(transaction, rows);
  }
  for (const index of findings) addPlaces(analysis, index, rows);
  const messages = [...rows].sort((a2, b) => a2 - b);
  const signals = signalsOf(shelf, analysis);
  return {
    messages: messages.slice(0, limit),
    signals: signals.slice(0, limit),
    findings,
    omitted: Math.max(messages.length - limit, 0)
  };
}
function addRows(transaction, rows) {
  const { requestRows, responseRows, repeatedResponseRows, ackRows } = transaction;
  for (const some of [requestRows, responseRows, repeatedResponseRows, ackRows]) for (const row of some) rows.add(row);
}
function addPlaces({ trace, findings }, index, rows) {
  const finding3 = findings[index];
  for (const { message } of [finding3.location, ...finding3.related.map(({ location }) => location)]) {
    const transaction = trace.transactionOf(message);
    if (transaction) addRows(transaction, rows);
    else rows.add(message);
  }
}
function callsThatConcern(shelf, findings, analysis) {
  const { registration } = shelf;
  if (!registration) return [];
  const { trace } = analysis;
  const calls = new Set(findings.map((index) => analysis.findings[index].call));
  const flows = new Set(registration.bindings.map(({ flow }) => flow.index));
  return trace.calls.flatMap(({ index, state, transactions }) => {
    const isMentioned = calls.has(index);
    if (!isMentioned && state !== "unanswered") return [];
    const invite = transactions.find(({ method }) => method === "INVITE");
    const flow = invite && trace.flowOf(invite.first);
    if (isMentioned) return transactions;
    const isToPhone = flow !== void 0 && flows.has(flow.index) && invite?.client.address === flow.server.address;
    return isToPhone ? transactions : [];
  });
}
function signalsOf(shelf, { trace }) {
  const pairs = /* @__PURE__ */ new Set();
  for (const { client, server } of shelf.transactions) pairs.add(pairOf(client, server));
  const first = shelf.transactions[0];
  const last = shelf.transactions.at(-1);
  if (!first || !last) return [];
  const [from, to] = shelf.registration ? [-Infinity, Infinity] : [first.startMicros - BEFORE_CALL_MICROS, last.endMicros + AFTER_CALL_MICROS];
  const chosen = [];
  for (const [index, { atMicros, source, destination }] of trace.signals.entries()) {
    if (atMicros < from || atMicros > to || !pairs.has(pairOf(source, destination))) continue;
    chosen.push(index);
  }
  return chosen;
}
function pairOf(a2, b) {
  const first = `${a2.address} ${a2.port}`;
  const second = `${b.address} ${b.port}`;
  return first < second ? `${first} ${second}` : `${second} ${first}`;
}

// src/core/ladder/exchanges.ts
function byAttempt({ exchange }) {
  return exchange;
}
function byTransaction(row) {
  return row.kind === "message" && row.transaction !== null ? `t${row.transaction}` : row.exchange;
}
function blocksOf(rows, exchangeOf) {
  const lastOf = /* @__PURE__ */ new Map();
  for (const [index, row] of rows.entries()) lastOf.set(exchangeOf(row), index);
  const blocks = [];
  let first = 0;
  let openUntil = -1;
  for (const [index, row] of rows.entries()) {
    openUntil = Math.max(openUntil, lastOf.get(exchangeOf(row)) ?? index);
    if (index < openUntil) continue;
    blocks.push({ first, end: index + 1, exchanges: exchangesOf(rows.slice(first, index + 1), exchangeOf) });
    first = index + 1;
  }
  return blocks;
}
function exchangesOf(rows, exchangeOf) {
  const byName = /* @__PURE__ */ new Map();
  for (const row of rows) {
    const name = exchangeOf(row);
    const known = byName.get(name);
    if (known) known.push(row);
    else byName.set(name, [row]);
  }
  return [...byName.values()].map((own) => ({
    signature: own.map(signatureOf).join("\n"),
    startMicros: own[0]?.atMicros ?? null,
    rows: own
  }));
}
function signatureOf(row) {
  const rest = row.kind === "message" ? `${row.mark} ${row.findings.join(",")}` : "";
  return `${row.from}>${row.to} ${row.label} ${withoutCSeq(row.detail)} ${rest}`;
}
function withoutCSeq(detail) {
  if (!detail.startsWith("CSeq ")) return detail;
  const next = detail.indexOf(" \xB7 ");
  return next < 0 ? "" : detail.slice(next);
}

// src/core/ladder/fold-words.ts
var INSTANTS_TOLD = 4;
function foldWords(rows, exchanges, isRepeat) {
  if (exchanges.length === 0) return repeatWords(rows);
  const bySignature = /* @__PURE__ */ new Map();
  for (const exchange of exchanges) {
    const alike = bySignature.get(exchange.signature);
    if (alike) alike.push(exchange);
    else bySignature.set(exchange.signature, [exchange]);
  }
  const groups = [...bySignature.values()];
  const results = new Set(groups.map((group) => resultOf(group[0])));
  const [result] = results;
  const isOneResult = results.size === 1 && result !== void 0 && result !== "";
  const parts = groups.map((group) => groupWords(group, isRepeat && groups.length === 1));
  const end = !isOneResult ? "" : isRepeat && groups.length === 1 ? ", same result" : `, all ${result}`;
  const cycle = groups.map((group) => cycleOf(group[0])).join(" and ");
  return { label: `${parts.join(", ")}${end}`, detail: [cycle, framesOf(rows)].filter(Boolean).join(" \xB7 ") };
}
function groupWords(group, isRepeat) {
  const instants = group.flatMap(({ startMicros }) => startMicros === null ? [] : [startMicros]);
  const rhythm2 = rhythmOf(instants);
  const words2 = isRepeat ? `${group.length} \xD7 the same,${rhythm2}` : `${nameOf3(group[0], group.length)}${rhythm2}`;
  return words2.replace(/,$/, "");
}
var LEAST_RHYTHM_MICROS = 1e6;
function rhythmOf(instants) {
  const median = medianInterval(instants);
  if (median === void 0 || median <= 0) return "";
  if (median < LEAST_RHYTHM_MICROS) return ` within ${formatDuration(instants.at(-1) - instants[0])}`;
  return ` ${isSteady(instants, median) ? "" : "about "}every ${roundDuration(median)}`;
}
function isSteady(instants, median) {
  let steady = 0;
  for (let index = 1; index < instants.length; index++) {
    if (Math.abs(instants[index] - instants[index - 1] - median) <= median / 5) steady++;
  }
  return steady * 5 >= (instants.length - 1) * 4;
}
function nameOf3({ rows }, count) {
  const first = rows[0];
  const last = rows.at(-1);
  if (first.kind === "signal") return `${count} ${first.label}${count === 1 ? "" : "s"} (${first.detail})`;
  const isRefresh = first.label === "REGISTER" && last.kind === "message" && last.tone === "success";
  return isRefresh ? counted(count, "refresh").replace(/refreshs$/, "refreshes") : `${count} \xD7 ${first.label}`;
}
function resultOf({ rows }) {
  const last = rows.at(-1);
  if (last.kind === "signal") return "";
  if (/^\d{3}\b/.test(last.label)) return last.label.slice(0, 3);
  return rows.some((row) => row.kind === "message" && row.mark === "lost") ? "without answer" : "";
}
function cycleOf({ rows }) {
  return rows.map(({ label }) => /^\d{3}\b/.test(label) ? label.slice(0, 3) : label).join(" \u2192 ");
}
function framesOf(rows) {
  const first = rows[0];
  const last = rows.at(-1);
  if (first.frame !== null && last.frame !== null) return `frames ${first.frame}\u2013${last.frame}`;
  return first.line !== null && last.line !== null ? `lines ${first.line}\u2013${last.line}` : "";
}
function repeatWords(rows) {
  const repeats = rows.filter(({ kind }) => kind === "message");
  const signal = rows.find(({ kind }) => kind === "signal");
  const instants = repeats.flatMap(({ atMicros }) => atMicros === null ? [] : [atMicros]);
  const start = instants[0] ?? 0;
  const told2 = instants.slice(1, INSTANTS_TOLD + 1).map((instant) => formatDuration(instant - start));
  const more = instants.length > INSTANTS_TOLD + 1 ? " \u2026" : "";
  const after = told2.length === 0 ? "" : `${told2.join(", ")}${more} after the first of them`;
  const between = signal ? `between them ${rows.length - repeats.length} \xD7 ${signal.label} (${signal.detail})` : "";
  const label = `${rows[0].label} repeated ${repeats.length} times`;
  return { label, detail: [framesOf(rows), after, between].filter(Boolean).join(" \xB7 ") };
}

// src/core/ladder/fold.ts
var FEWEST_CYCLES = 3;
var MOST_KINDS = 3;
var BREAK_FACTOR = 4;
var LEAST_BREAK_MICROS = 1e7;
function fold(rows) {
  return foldCycles(rows, byAttempt, (attempt) => foldCycles(attempt, byTransaction, foldRepeats));
}
function foldCycles(rows, exchangeOf, foldInside) {
  const blocks = blocksOf(rows, exchangeOf);
  const folded = [];
  const show = (block) => {
    for (const row of foldInside(rows.slice(block.first, block.end))) folded.push(row);
  };
  let at = 0;
  while (at < blocks.length) {
    const end = runFrom(blocks, at);
    const isFailing = end > at && fails(blocks[at]);
    const start = isFailing ? at + 1 : at;
    if (countOf2(blocks, start, end) < FEWEST_CYCLES) {
      show(blocks[at]);
      at++;
      continue;
    }
    if (isFailing) show(blocks[at]);
    const exchanges = blocks.slice(start, end).flatMap((block) => block.exchanges);
    const inside = rows.slice(blocks[start].first, blocks[end - 1].end);
    const isRepeat = isFailing || fails(blocks[start]) && repeatsTheOneBefore(folded, exchanges);
    folded.push(foldOf(inside, exchanges, isRepeat));
    at = end;
  }
  return folded;
}
function runFrom(blocks, start) {
  const counts = /* @__PURE__ */ new Map();
  let end = start;
  let usual;
  while (end < blocks.length) {
    const block = blocks[end];
    for (const { signature } of block.exchanges) if (!counts.has(signature)) counts.set(signature, 0);
    if (counts.size > MOST_KINDS) break;
    const interval = end === start ? void 0 : intervalOf(blocks[end - 1], block);
    if (interval !== void 0) {
      if (usual !== void 0 && interval > Math.max(usual * BREAK_FACTOR, LEAST_BREAK_MICROS)) break;
      usual = usual === void 0 ? interval : (usual * 3 + interval) / 4;
    }
    for (const { signature } of block.exchanges) counts.set(signature, (counts.get(signature) ?? 0) + 1);
    end++;
  }
  return cutRare(blocks, start, end, counts);
}
function cutRare(blocks, start, limit, counts) {
  let end = limit;
  for (; ; ) {
    let rare = start;
    while (rare < end && blocks[rare].exchanges.every(({ signature }) => counts.get(signature) >= FEWEST_CYCLES))
      rare++;
    if (rare === end) return end;
    for (let index = rare; index < end; index++) {
      for (const { signature } of blocks[index].exchanges) counts.set(signature, counts.get(signature) - 1);
    }
    end = rare;
    if (end === start) return start;
  }
}
function intervalOf(before, block) {
  const from = before.exchanges[0]?.startMicros ?? null;
  const to = block.exchanges[0]?.startMicros ?? null;
  return from === null || to === null ? void 0 : to - from;
}
function countOf2(blocks, from, end) {
  let count = 0;
  for (let index = from; index < end; index++) count += blocks[index].exchanges.length;
  return count;
}
function fails({ exchanges }) {
  return exchanges.some(
    ({ rows }) => rows.some((row) => row.kind === "message" && (row.tone === "failure" || row.mark === "lost"))
  );
}
function repeatsTheOneBefore(folded, exchanges) {
  const cycle = exchanges[0]?.rows ?? [];
  const before = folded.slice(-cycle.length);
  return before.length === cycle.length && before.every(
    (row, index) => row.kind !== "fold" && row.label === cycle[index]?.label && row.from === cycle[index].from
  );
}
function foldOf(rows, exchanges, isRepeat) {
  const { label, detail } = foldWords(rows, exchanges, isRepeat);
  const findings = [...new Set(rows.flatMap((row) => row.kind === "message" ? row.findings : []))];
  const instants = exchanges.flatMap(({ startMicros }) => startMicros === null ? [] : [startMicros]);
  return {
    kind: "fold",
    rhythmMicros: medianInterval(instants) ?? 0,
    label,
    detail,
    rows,
    findings,
    atMicros: rows[0]?.atMicros ?? null,
    sentence: `${label}, ${detail}`
  };
}
function foldRepeats(rows) {
  const folded = [];
  let at = 0;
  while (at < rows.length) {
    const end = endOfRepeats(rows, at);
    const repeats = rows.slice(at, end);
    if (repeats.filter(({ kind }) => kind === "message").length < FEWEST_CYCLES) {
      folded.push(rows[at]);
      at++;
      continue;
    }
    folded.push(foldOf(repeats, [], false));
    at = end;
  }
  return folded;
}
function endOfRepeats(rows, start) {
  const first = rows[start];
  let signal;
  let end = start;
  for (; end < rows.length; end++) {
    const row = rows[end];
    if (isSameRepeat(first, row)) continue;
    if (end === start || row.kind !== "signal") break;
    signal ??= row;
    if (row.label !== signal.label || row.detail !== signal.detail) break;
  }
  return end;
}
function isSameRepeat(first, row) {
  return row.kind === "message" && first.kind === "message" && row.mark === "retransmission" && row.transaction === first.transaction && row.label === first.label && row.from === first.from && row.findings.length === 0;
}

// src/core/ladder/gaps.ts
var LEAST_MICROS = 1e7;
var FACTOR = 5;
var RHYTHM_FACTOR = 1.5;
function withGaps(rows) {
  const pauses = [];
  for (let index = 1; index < rows.length; index++) {
    const pause = pauseBetween(rows[index - 1], rows[index]);
    if (pause !== void 0) pauses.push(pause);
  }
  const sorted = pauses.toSorted((a2, b) => a2 - b);
  const threshold = Math.max(LEAST_MICROS, (sorted[sorted.length - 1 >> 1] ?? 0) * FACTOR);
  const spaced = [];
  for (const [index, row] of rows.entries()) {
    const pause = index === 0 ? void 0 : pauseBetween(rows[index - 1], row);
    const rhythm2 = Math.max(rhythmOf2(rows[index - 1]), rhythmOf2(row));
    if (pause !== void 0 && pause >= Math.max(threshold, rhythm2 * RHYTHM_FACTOR))
      spaced.push(gapOf(rows[index - 1], pause));
    spaced.push(row);
  }
  return spaced;
}
function pauseBetween(before, after) {
  const end = endOf(before);
  return end === null || after.atMicros === null ? void 0 : after.atMicros - end;
}
function rhythmOf2(row) {
  return row?.kind === "fold" ? row.rhythmMicros : 0;
}
function endOf(row) {
  return row.kind === "fold" ? row.rows.at(-1)?.atMicros ?? null : row.atMicros;
}
function gapOf(before, lengthMicros) {
  const label = `${formatDuration(lengthMicros)} of silence`;
  return { kind: "gap", label, lengthMicros, atMicros: endOf(before), sentence: label };
}

// src/core/ladder/lanes.ts
var MESSAGES_ASKED = 8;
var PORTS_TOLD = 2;
var FEW_LANES = 3;
var Lanes = class {
  #drafts = [];
  #byEndpoint = /* @__PURE__ */ new Map();
  #byKey = /* @__PURE__ */ new Map();
  #devicesOfAddress = /* @__PURE__ */ new Map();
  constructor(trace) {
    for (const device of trace.devices) {
      const others = this.#devicesOfAddress.get(device.address);
      if (others) others.push(device);
      else this.#devicesOfAddress.set(device.address, [device]);
    }
  }
  /** Lane of an endpoint, in the order of first use. `speaker` is a message that this endpoint sent, to learn its name from. */
  at(endpoint, speaker) {
    const key = formatEndpoint(endpoint);
    const known = this.#byEndpoint.get(key);
    const lane = known ?? this.#open(endpoint, key, speaker);
    if (speaker) this.#learn(this.#drafts[lane], speaker);
    return lane;
  }
  /** The finished lanes, and for each lane in the order of use its place among them. */
  finish() {
    const order = this.#drafts.map((_, index) => index);
    if (order.length > FEW_LANES) order.sort((a2, b) => rankOf(this.#drafts[a2]) - rankOf(this.#drafts[b]) || a2 - b);
    const placeOf = [];
    for (const [place, index] of order.entries()) placeOf[index] = place;
    return { lanes: order.map((index) => laneOf(this.#drafts[index])), placeOf };
  }
  #open(endpoint, key, speaker) {
    const device = this.#deviceAt(endpoint, speaker);
    const laneKey = device ? `${device.index}` : endpoint.address;
    let lane = this.#byKey.get(laneKey);
    if (lane === void 0) {
      lane = this.#drafts.length;
      this.#drafts.push({
        address: endpoint.address,
        device,
        ports: /* @__PURE__ */ new Set(),
        title: device && device.title !== device.address ? device.title : "",
        isServer: device?.isServer ?? false,
        asked: 0
      });
      this.#byKey.set(laneKey, lane);
    }
    if (endpoint.port !== 0) this.#drafts[lane].ports.add(endpoint.port);
    this.#byEndpoint.set(key, lane);
    return lane;
  }
  /**
   * Several devices at one address are phones behind one NAT, told apart by port or User-Agent, or one host that names
   * itself in some messages only: those share a port.
   */
  #deviceAt(endpoint, speaker) {
    const devices = this.#devicesOfAddress.get(endpoint.address) ?? [];
    if (devices.length <= 1) return devices[0];
    const here = devices.filter(({ endpoints }) => endpoints.some(({ port }) => port === endpoint.port));
    const named = here.find(({ userAgent: userAgent2 }) => userAgent2 !== void 0) ?? here[0];
    if (named) return named;
    const userAgent = speaker?.sip.userAgent ?? speaker?.sip.server;
    return devices.find((device) => device.userAgent === userAgent && userAgent !== void 0);
  }
  #learn(draft, speaker) {
    if (draft.title !== "" || draft.asked >= MESSAGES_ASKED) return;
    draft.asked++;
    const { userAgent, server } = speaker.sip;
    if (server !== void 0 && userAgent === void 0) draft.isServer = true;
    draft.title = parseProduct(userAgent ?? server).title;
  }
};
function rankOf({ isServer, device }) {
  return isServer ? 2 : device ? 0 : 1;
}
function laneOf({ address: address2, device, ports, title, isServer }) {
  const only = ports.size === 1 ? [...ports][0] : 0;
  const several = ports.size > 1 && ports.size <= PORTS_TOLD ? ` \xB7 ports ${[...ports].join(", ")}` : "";
  const detail = address2 === "" ? "" : `${formatEndpoint({ address: address2, port: only })}${several}`;
  const isNamed = title !== "";
  return {
    name: shortened(isNamed ? title : address2 === "" ? "this host" : address2),
    detail: shortened(isNamed || only !== 0 || several !== "" ? detail : ""),
    kind: isServer ? "server" : device || isNamed ? "device" : "unknown"
  };
}

// src/core/ladder/life-lines.ts
var MOST_LINES = 400;
function lifeLines(bindings, rows, laneOf2) {
  const rowOfMessage = /* @__PURE__ */ new Map();
  for (const [index, row] of rows.entries()) {
    const inside = row.kind === "fold" ? row.rows : [row];
    for (const each of inside) if (each.kind === "message") rowOfMessage.set(each.message, index);
  }
  const lines = [];
  for (const chain of chainsOf(bindings)) {
    if (lines.length >= MOST_LINES) break;
    const first = chain[0];
    const last = chain.at(-1);
    const lane = laneOf2(first);
    const firstRow = rowOfMessage.get(first.grant.index);
    if (lane === void 0 || firstRow === void 0) continue;
    const lastRow = Math.max(lastRowBefore(rows, last.endMicros), firstRow);
    const length = chain.length > 1 ? `refreshed ${chain.length - 1} \xD7` : `${first.grantedSeconds} s`;
    lines.push({ lane, firstRow, lastRow, kind: "alive", label: `binding valid, ${length}` });
    if (last.endedBy === "expiry" && lastRow < rows.length - 1) {
      const next = bindings.find(({ atMicros, contact }) => atMicros > last.endMicros && contact === last.contact);
      const until = (next && rowOfMessage.get(next.grant.index)) ?? rows.length - 1;
      lines.push({ lane, firstRow: lastRow, lastRow: until, kind: "lapsed", label: "binding expired" });
    }
  }
  return lines;
}
function chainsOf(bindings) {
  const chains = [];
  const open2 = /* @__PURE__ */ new Map();
  for (const binding of bindings) {
    const key = `${binding.contact.uri.text} ${binding.contact.instanceId?.value ?? ""}`;
    const known = open2.get(key);
    const chain = known ?? [];
    if (!known) chains.push(chain);
    chain.push(binding);
    if (binding.endedBy === "refresh") open2.set(key, chain);
    else open2.delete(key);
  }
  return chains;
}
function lastRowBefore(rows, micros) {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = low + high + 1 >> 1;
    if ((rows[middle].atMicros ?? -Infinity) <= micros) low = middle;
    else high = middle - 1;
  }
  return low;
}

// src/core/ladder/row-words.ts
var CALL_METHODS = /* @__PURE__ */ new Set([
  "INVITE",
  "ACK",
  "BYE",
  "CANCEL",
  "PRACK",
  "UPDATE",
  "INFO",
  "REFER"
]);
function toneOf({ sip }, { transaction }) {
  const line = sip.startLine;
  if (line.kind === "malformed") return "neutral";
  if (line.kind === "request") {
    if (CALL_METHODS.has(line.method)) return "call";
    return line.method === "REGISTER" ? "request" : "neutral";
  }
  const { statusCode } = line;
  if (statusCode < 200) return "provisional";
  if (statusCode < 300) return "success";
  if (statusCode < 400 || statusCode === 487) return "neutral";
  if (statusCode !== 401 && statusCode !== 407) return "failure";
  const isAnswer = (transaction?.request?.sip.credentials.length ?? 0) > 0;
  return isAnswer && !isStale(sip) ? "failure" : "challenge";
}
function detailOf(message, around) {
  const { sip } = message;
  const line = sip.startLine;
  if (line.kind === "malformed") return "start line not understood";
  const parts = line.kind === "request" ? requestParts(sip, line.method) : responseParts(message, around);
  if (message.missingOctets > 0) parts.push("cut by the recording");
  return parts.map((part) => shortened(decodeOctets(part))).join(" \xB7 ");
}
function requestParts(sip, method) {
  const cseq = sip.cseq ? `CSeq ${sip.cseq.number}` : "no CSeq";
  switch (method) {
    case "REGISTER": {
      const realm = sip.credentials[0]?.realm?.value;
      return [cseq, ...lifetimeParts(sip), ...realm === void 0 ? [] : [`realm "${realm}"`]];
    }
    case "INVITE":
      return [sip.to?.tag ? "within the call" : `to ${targetOf(sip)}`, ...credentialParts(sip)];
    case "ACK":
    case "BYE":
    case "CANCEL":
      return [];
    case "SUBSCRIBE":
    case "NOTIFY":
    case "PUBLISH": {
      const event = sip.header("Event")?.value;
      return [...event === void 0 ? [] : [event.split(";", 1)[0] ?? ""], ...credentialParts(sip)];
    }
    default:
      return [`to ${targetOf(sip)}`, ...credentialParts(sip)];
  }
}
function lifetimeParts(sip) {
  if (isRemovalRequest(sip)) return ["removes the binding"];
  const asked = sip.contacts[0]?.expiresSeconds ?? sip.expiresSeconds;
  if (asked !== void 0) return [`expires ${asked}`];
  return sip.contacts.length === 0 ? ["asks for the bindings"] : [];
}
function credentialParts(sip) {
  const realm = sip.credentials[0]?.realm?.value;
  return realm === void 0 ? [] : [`realm "${realm}"`];
}
function targetOf(sip) {
  return sip.requestUri ? addressWords(canonicalAor(sip.requestUri)) : "unknown";
}
function responseParts(message, around) {
  const { sip } = message;
  const method = around.transaction?.method ?? sip.cseq?.method ?? "";
  const { statusCode } = sip;
  const isRegister = method === "REGISTER";
  if (statusCode === 401 || statusCode === 407) {
    const realm = sip.challenges[0]?.realm?.value;
    return [realm === void 0 ? "without a realm" : `realm "${realm}"`, ...isStale(sip) ? ["stale=true"] : []];
  }
  if (statusCode === 423) return [sip.minExpires === void 0 ? "" : `at least ${sip.minExpires} s`].filter(Boolean);
  const parts = isRegister && statusCode >= 200 && statusCode < 300 ? grantParts(message, around) : [];
  if (statusCode >= 300 && statusCode < 400 && sip.contacts[0]) {
    parts.push(`to ${addressWords(canonicalAor(sip.contacts[0].uri))}`);
  }
  if (sip.retryAfterSeconds !== void 0) parts.push(`retry after ${sip.retryAfterSeconds} s`);
  const warning = statusCode >= 300 ? sip.header("Warning")?.value : void 0;
  if (warning !== void 0) parts.push(warning);
  return isRegister || method === "" ? parts : [`to ${method}`, ...parts];
}
function grantParts(message, { transaction, binding }) {
  const { sip } = message;
  const request = transaction?.request?.sip;
  const granted = binding?.grantedSeconds ?? sip.contacts[0]?.expiresSeconds ?? sip.expiresSeconds;
  const isRemoval2 = request !== void 0 && isRemovalRequest(request);
  const parts = isRemoval2 ? ["removed"] : granted === void 0 ? [] : [`granted ${granted} s`];
  if (sip.contacts.length > 1) parts.push(counted(sip.contacts.length, "contact"));
  return [...parts, ...natParts(sip)];
}
function natParts(sip) {
  const via = sip.vias[0];
  if (!via?.host) return [];
  const received = via.received?.value;
  const rport = via.rport?.value;
  const isMoved = received !== void 0 && received !== via.host.value;
  if (isMoved) return [`seen as ${formatEndpoint({ address: received, port: rport ?? 0 })}`];
  return rport !== void 0 && rport !== (via.port?.value ?? 5060) ? [`rport ${rport}`] : [];
}
function isStale(sip) {
  return sip.challenges.some(({ stale }) => stale === true);
}

// src/core/ladder/signal-words.ts
var KEEP_ALIVES = {
  crlf: { label: "keep-alive", detail: "CRLF" },
  "double-crlf": { label: "keep-alive", detail: "double CRLF" },
  stun: { label: "keep-alive", detail: "STUN binding request" },
  "stun-response": { label: "keep-alive answer", detail: "STUN binding response" },
  other: { label: "keep-alive", detail: "no SIP in it" }
};
var TCP_EVENTS = {
  open: { label: "TCP connection", detail: "opened" },
  refused: { label: "TCP connection", detail: "refused" },
  reset: { label: "TCP connection", detail: "reset" },
  closed: { label: "TCP connection", detail: "closed" },
  unanswered: { label: "TCP connection", detail: "never answered" }
};
function signalWords(signal) {
  switch (signal.kind) {
    case "keep-alive":
      return KEEP_ALIVES[signal.form];
    case "tcp":
      return TCP_EVENTS[signal.event];
    case "unreachable":
      return { label: "ICMP unreachable", detail: shortened(`${signal.reason}, says ${signal.reporter}`) };
    case "stun-mapping":
      return { label: "STUN mapping", detail: formatEndpoint(signal.mapped) };
  }
}

// src/core/ladder/rows.ts
function draftRows(analysis, content, lanes) {
  const { trace } = analysis;
  const around = new Around(analysis, content.findings);
  const rows = [];
  let nextSignal = 0;
  for (const index of content.messages) {
    const atMicros = trace.messages.atMicros(index);
    for (; nextSignal < content.signals.length; nextSignal++) {
      const signal = content.signals[nextSignal];
      if (trace.signals[signal].atMicros > atMicros) break;
      rows.push(signalRow(trace, signal, lanes));
    }
    rows.push(messageRow(trace.messages.at(index), around, lanes, trace));
  }
  for (; nextSignal < content.signals.length; nextSignal++) {
    rows.push(signalRow(trace, content.signals[nextSignal], lanes));
  }
  return rows;
}
function messageRow(message, around, lanes, trace) {
  const transaction = trace.transactionOf(message.index);
  const surroundings = { transaction, binding: around.grants.get(message.index) };
  const { frame, line } = message.place;
  const isLost = around.isLost(message);
  const sightingMessages = around.sightings.get(message.index) ?? [];
  const from = lanes.at(message.source, message);
  return {
    kind: "message",
    message: message.index,
    frame,
    line,
    from,
    to: lanes.at(message.destination, void 0),
    label: labelOf(message),
    detail: detailOf(message, surroundings),
    tone: toneOf(message, surroundings),
    mark: message.role === "retransmission" ? "retransmission" : isLost ? "lost" : "none",
    sightings: sightingMessages.length,
    sightingMessages,
    transaction: transaction?.index ?? null,
    findings: around.findings.get(message.index) ?? [],
    atMicros: microsOrNull(message.atMicros),
    sentence: "",
    exchange: around.exchangeOf(message.index)
  };
}
function signalRow(trace, index, lanes) {
  const signal = trace.signals[index];
  const { frame, line } = signal.place;
  const isBack = signal.kind === "unreachable" || signal.kind === "tcp" && signal.event === "refused";
  const [source, destination] = isBack ? [signal.destination, signal.source] : [signal.source, signal.destination];
  return {
    kind: "signal",
    frame,
    line,
    from: lanes.at(source, void 0),
    to: lanes.at(destination, void 0),
    ...signalWords(signal),
    atMicros: microsOrNull(signal.atMicros),
    sentence: "",
    exchange: `s${index}`
  };
}
var Around = class {
  constructor(analysis, findings) {
    this.analysis = analysis;
    const { trace } = analysis;
    for (const { index, attempts, bindings } of trace.registrations) {
      for (const binding of bindings) this.grants.set(binding.grant.index, binding);
      for (const [number, { transactions }] of attempts.entries()) {
        for (const transaction of transactions) this.#attempts.set(transaction.index, `a${index}.${number}`);
      }
    }
    for (let message = 0; message < trace.messages.length; message++) {
      if (trace.messages.role(message) === "sighting") add(this.sightings, trace.messages.original(message), message);
    }
    for (const [position, index] of findings.entries()) {
      const { message } = analysis.findings[index].location;
      const isSighting = trace.messages.role(message) === "sighting";
      add(this.findings, isSighting ? trace.messages.original(message) : message, position);
    }
  }
  analysis;
  /** By message: the grant that it is. */
  grants = /* @__PURE__ */ new Map();
  /** By message: its further sightings. */
  sightings = /* @__PURE__ */ new Map();
  /** By message: positions of its findings among those of the ladder. */
  findings = /* @__PURE__ */ new Map();
  #attempts = /* @__PURE__ */ new Map();
  #lost = /* @__PURE__ */ new Map();
  exchangeOf(message) {
    const transaction = this.analysis.trace.transactionOf(message);
    if (!transaction) return `m${message}`;
    return this.#attempts.get(transaction.index) ?? `t${transaction.index}`;
  }
  /** Whether nobody ever answered this request although the trace goes on. */
  isLost({ index }) {
    const { trace } = this.analysis;
    const transaction = trace.transactionOf(index);
    if (!transaction || transaction.method === "ACK" || transaction.responseRows.length > 0) return false;
    if (transaction.requestRows[0] !== index) return false;
    let isLost = this.#lost.get(transaction.index);
    if (isLost === void 0) {
      isLost = trace.isTimed && isUnanswered(transaction, void 0, trace.endMicros);
      this.#lost.set(transaction.index, isLost);
    }
    return isLost;
  }
};
function add(map, key, value) {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

// src/core/ladder/sentence.ts
function rowSentence(row, from, to, afterMicros, findings) {
  const place = row.frame !== null ? `frame ${row.frame}` : row.line !== null ? `line ${row.line}` : "";
  const after = afterMicros === null ? "" : afterMicros < 0 ? "" : `${formatDuration(afterMicros)} after`;
  const way = `${row.label} from ${from?.name ?? "unknown"} to ${to?.name ?? "unknown"}`;
  const mark = row.mark === "lost" ? "never answered" : row.mark === "retransmission" ? "repeated" : "";
  const seen = (row.sightings ?? 0) > 0 ? `seen ${(row.sightings ?? 0) + 1} times` : "";
  const titles = findings.map(({ title }) => title).join("; ");
  const flagged = findings.length === 0 ? "" : `${findings.length > 1 ? "findings" : "finding"}: ${titles}`;
  return [place, after, way, row.detail, mark, seen, flagged].filter((part) => part !== "").join(", ");
}

// src/core/ladder/lay-out.ts
var MOST_MESSAGES = 1e5;
var ALL_KEY = "all";
function layOutLadder(analysis, key, mostMessages = MOST_MESSAGES) {
  const content = key === ALL_KEY ? contentOfAll(analysis, mostMessages) : contentOf(analysis, key, mostMessages);
  if (!content) throw new RangeError(`no row "${key}"`);
  const lanes = new Lanes(analysis.trace);
  const shelf = shelvesOf(analysis).byKey.get(key);
  const first = shelf?.transactions[0];
  if (first) lanes.at(first.client, first.request);
  const spaced = withGaps(fold(draftRows(analysis, content, lanes)));
  const { lanes: finished, placeOf } = lanes.finish();
  const findings = content.findings.map((index) => findingView(analysis, index));
  const rows = new Finisher(finished, placeOf, findings).finish(spaced);
  const bindings = shelf?.registration?.bindings ?? [];
  return {
    key,
    title: shelf ? titleOf(shelf) : "All messages",
    subtitle: shelf ? shortened(deviceOf(shelf), 100) : subtitleOfAll(content),
    lanes: finished,
    rows,
    lifeLines: lifeLines(bindings, rows, ({ grant }) => placeOf[lanes.at(grant.source, void 0)]),
    findings,
    omitted: content.omitted
  };
}
function subtitleOfAll({ messages, omitted }) {
  const count = messages.length;
  return omitted > 0 ? `the first ${count} messages` : `${count} messages`;
}
var Finisher = class {
  constructor(lanes, placeOf, findings) {
    this.lanes = lanes;
    this.placeOf = placeOf;
    this.findings = findings;
  }
  lanes;
  placeOf;
  findings;
  #lastMicros = null;
  finish(rows) {
    return rows.map((row) => {
      if (row.kind === "gap") return row;
      if (row.kind === "fold") {
        const { rhythmMicros: _, ...fold2 } = row;
        return { ...fold2, rows: fold2.rows.map((each) => this.#row(each)) };
      }
      return this.#row(row);
    });
  }
  #row(draft) {
    const { exchange: _, ...row } = draft;
    const from = this.placeOf[row.from] ?? row.from;
    const to = this.placeOf[row.to] ?? row.to;
    const after = row.atMicros === null || this.#lastMicros === null ? null : row.atMicros - this.#lastMicros;
    if (row.atMicros !== null) this.#lastMicros = row.atMicros;
    const flagged = row.kind === "message" ? row.findings.flatMap((index) => this.findings[index] ?? []) : [];
    const sentence = rowSentence(row, this.lanes[from], this.lanes[to], after, flagged);
    return { ...row, from, to, sentence };
  }
};

// src/core/log/clock.ts
var MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
var OF_DAY = String.raw`(?<h>\d\d):(?<m>\d\d):(?<s>\d\d)(?:[.,:](?<f>\d{1,9}))?`;
var ZONE = String.raw`(?: ?(?<z>Z|(?:UTC|GMT)?[+-]\d\d:?\d\d)(?!\d))?`;
var YEAR_FIRST = new RegExp(String.raw`(?<Y>\d{4})[-/](?<M>\d\d)[-/](?<D>\d\d)(?:[T,]|[ ,T]{1,3})${OF_DAY}${ZONE}`);
var MONTH_NAME = new RegExp(
  String.raw`(?<N>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} {1,2}(?<D>\d{1,2}),?(?: (?<Y>\d{4}),?)? ${OF_DAY}${ZONE}(?: (?<Y2>(?:19|20)\d\d)(?!\d))?`
);
var DAY_FIRST = new RegExp(
  String.raw`(?<!\d)(?<D>\d{1,2})[-/. ](?:(?<M>\d{1,2})|(?<N>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))[-/. ](?<Y>\d{4})[ T:,]{1,2}${OF_DAY}${ZONE}`
);
var TIME_ONLY = new RegExp(String.raw`(?<![\d:.])${OF_DAY}(?!:?\d)`);
var EPOCH = /(?<![\d.\w])(?<e>1\d{9})(?:\.(?<f>\d{1,9}))?(?![\d.])/;
var EPOCH_MILLIS = /(?<![\d.\w])(?<e>1\d{12})(?![\d.])/;
var MICROS_PER_DAY = 864e8;
function findTime(text2) {
  if (/\d:\d\d:\d/.test(text2)) {
    const match = YEAR_FIRST.exec(text2) ?? MONTH_NAME.exec(text2) ?? DAY_FIRST.exec(text2) ?? TIME_ONLY.exec(text2);
    const read = match && fromParts(match.groups);
    if (read) return read;
  }
  if (!/1\d{9}/.test(text2)) return void 0;
  const millis = EPOCH_MILLIS.exec(text2);
  if (millis) return fromMicros(Number(millis.groups.e) * 1e3);
  const epoch = EPOCH.exec(text2);
  if (epoch) return fromMicros(Number(epoch.groups.e) * 1e6 + fractionMicros(epoch.groups.f));
  return void 0;
}
function findDate(text2) {
  const match = YEAR_FIRST.exec(text2);
  return match ? fromParts(match.groups) : void 0;
}
function fromMicros(micros) {
  const day = Math.floor(micros / MICROS_PER_DAY);
  return { day, microsOfDay: micros - day * MICROS_PER_DAY, zoneMinutes: 0 };
}
function fromParts(parts) {
  const [hours, minutes, secs] = [Number(parts.h), Number(parts.m), Number(parts.s)];
  if (hours > 24 || minutes > 59 || secs > 60) return void 0;
  const microsOfDay = ((hours * 60 + minutes) * 60 + secs) * 1e6 + fractionMicros(parts.f);
  const zoneMinutes = zoneOf(parts.z);
  if (parts.D === void 0) return { day: void 0, microsOfDay, zoneMinutes };
  let month = parts.N === void 0 ? Number(parts.M) : MONTHS.indexOf(parts.N) / 3 + 1;
  let dayOfMonth = Number(parts.D);
  if (month > 12 && dayOfMonth <= 12 && parts.N === void 0) [month, dayOfMonth] = [dayOfMonth, month];
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) return void 0;
  const year = parts.Y ?? parts.Y2;
  if (year === void 0) return { day: 0, month, dayOfMonth, microsOfDay, zoneMinutes };
  return { day: dayNumber(Number(year), month, dayOfMonth), microsOfDay, zoneMinutes };
}
function dayNumber(year, month, dayOfMonth) {
  return Date.UTC(year, month - 1, dayOfMonth) / 864e5;
}
function fractionMicros(digits) {
  return digits === void 0 ? 0 : Number(digits.padEnd(9, "0")) / 1e3;
}
function zoneOf(zone) {
  const match = zone === void 0 ? null : /([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === "-" ? -minutes : minutes;
}
var LogClock = class {
  #referenceMicros;
  #day;
  #lastOfDay = NaN;
  /** Midnights counted by a drop of the time of day; lines of two writers may cross back over one. */
  #midnights = 0;
  constructor(referenceMicros) {
    this.#referenceMicros = Number.isFinite(referenceMicros) ? referenceMicros : 0;
    this.#day = Math.floor(this.#referenceMicros / MICROS_PER_DAY);
  }
  /** Takes the date of a line that is not about a message, such as a banner. */
  sawDate(time) {
    if (time.day !== void 0) this.#day = this.#dayOf(time);
  }
  resolve(time) {
    const turned = time.microsOfDay - this.#lastOfDay;
    if (time.day !== void 0) {
      this.#day = this.#dayOf(time);
      this.#midnights = 0;
    } else if (turned < -MICROS_PER_DAY / 2) {
      this.#day++;
      this.#midnights++;
    } else if (turned > MICROS_PER_DAY / 2 && this.#midnights > 0) {
      this.#day--;
      this.#midnights--;
    }
    this.#lastOfDay = time.microsOfDay;
    return this.#day * MICROS_PER_DAY + time.microsOfDay - time.zoneMinutes * 6e7;
  }
  #dayOf(time) {
    if (time.month === void 0 || time.dayOfMonth === void 0) return time.day ?? this.#day;
    const year = new Date(this.#referenceMicros / 1e3).getUTCFullYear();
    const day = dayNumber(year, time.month, time.dayOfMonth);
    const ahead = day * MICROS_PER_DAY + time.microsOfDay - this.#referenceMicros;
    return ahead > MICROS_PER_DAY ? dayNumber(year - 1, time.month, time.dayOfMonth) : day;
  }
};

// src/core/log/sides.ts
import ipaddr3 from "ipaddr.js";
var RECEIVED = /^(?:rec|rx|in\b|incoming|inbound|read|<-)/i;
function sidesOf(groups, endpoints) {
  const transport = transportOf(groups.transport);
  const peer = endpoints.read(groups.peer, groups.peerPort);
  const local = endpoints.read(groups.local, groups.localPort);
  const received = RECEIVED.test(groups.way ?? "");
  const known = groups.way !== void 0;
  return {
    transport,
    source: endpoints.read(groups.source, groups.sourcePort) ?? (known ? received ? peer : local : void 0),
    destination: endpoints.read(groups.destination, groups.destinationPort) ?? (known ? received ? local : peer : void 0)
  };
}
function transportOf(text2) {
  if (text2 === void 0) return void 0;
  const name = text2.toLowerCase();
  if (name === "udp" || name === "tcp" || name === "tls" || name === "sctp" || name === "ws" || name === "wss")
    return name;
  if (name === "u") return "udp";
  if (name === "t") return "tcp";
  return name.startsWith("tls") ? "tls" : void 0;
}
var MAX_ENDPOINTS = 1e5;
var EndpointTable = class {
  #known = /* @__PURE__ */ new Map();
  #keepsUnspecified;
  /** Logs print unspecified addresses where they do not know; a text made from a capture means them. */
  constructor(keepsUnspecified = false) {
    this.#keepsUnspecified = keepsUnspecified;
  }
  /**
   * Reads `192.0.2.1:5060`, `[2001:db8::1]:5060`, `2001:db8::1`, `sip.example.com:5061`, `udp:192.0.2.1:5060`, or an
   * address with its port apart. Unspecified addresses (`0.0.0.0`, `::`) name nobody.
   */
  read(text2, port) {
    if (text2 === void 0 || text2.length > 300) return void 0;
    const key = port === void 0 ? text2 : `${text2} ${port}`;
    if (this.#known.has(key)) return this.#known.get(key);
    const endpoint = parseLogEndpoint(text2, port, this.#keepsUnspecified);
    if (this.#known.size >= MAX_ENDPOINTS) this.#known.clear();
    this.#known.set(unshared(key), endpoint);
    return endpoint;
  }
};
var SHAPE = /^(?:sips?:|(?:udp|tcp|tls|sctp|wss?)(?::\/\/|[:/]))?(?:\[([^\]\s]{1,64})\]|([^\s:[\]]{1,255}))(?::(\d{1,5}))?$/i;
function parseLogEndpoint(text2, portText, unspecified) {
  const bare = /^[0-9a-f:.]{2,45}$/i.test(text2) && text2.split(":").length > 2 ? text2 : void 0;
  const match = bare === void 0 ? SHAPE.exec(text2) : null;
  const host = bare ?? match?.[1] ?? match?.[2];
  if (host === void 0) return void 0;
  const port = Number(portText ?? match?.[3] ?? 0);
  if (!(port <= 65535)) return void 0;
  const address2 = canonicalAddress(host);
  if (address2 === void 0 || !unspecified && (address2 === "0.0.0.0" || address2 === "::")) return void 0;
  return { address: address2, port };
}
function canonicalAddress(host) {
  if (ipaddr3.IPv4.isValidFourPartDecimal(host)) {
    return ipaddr3.IPv4.parse(host).toString();
  }
  if (host.includes(":")) {
    const percent = host.indexOf("%");
    const zone = percent < 0 ? "" : host.slice(percent);
    const digits = percent < 0 ? host : host.slice(0, percent);
    if (!ipaddr3.IPv6.isValid(digits)) return void 0;
    const address2 = ipaddr3.IPv6.parse(digits);
    if (address2.isIPv4MappedAddress()) return address2.toIPv4Address().toString();
    return unshared(address2.toRFC5952String() + zone);
  }
  return /^[\w.-]+$/.test(host) ? unshared(host) : void 0;
}
function unshared(text2) {
  const units = new Array(text2.length);
  for (let i = 0; i < text2.length; i++) units[i] = text2.charCodeAt(i);
  return String.fromCharCode(...units);
}

// src/core/log/context.ts
var TIME_WITHIN_CHARACTERS = 160;
var MAX_CHARACTERS = 512;
var ADDRESS = String.raw`(?:\[[0-9a-f:.]{2,45}\]|\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}`;
var ARROW = new RegExp(String.raw`(${ADDRESS})\s{0,3}(?:-{1,3}>|=>|>)\s{0,3}(${ADDRESS})`, "i");
var ARROW_BACK = new RegExp(String.raw`(${ADDRESS})\s{0,3}<-{1,3}\s{0,3}(${ADDRESS})`, "i");
var TCPDUMP = /\bIP6? (\S{2,64})\.(\d{1,5}) > (\S{2,64})\.(\d{1,5}): /;
var FROM = new RegExp(String.raw`\bfrom\b[^\d\n]{1,16}(${ADDRESS})`, "i");
var TO = new RegExp(String.raw`\bto\b[^\d\n]{1,16}(${ADDRESS})`, "i");
var ON = new RegExp(String.raw`\bon\b[^\d\n]{1,16}(${ADDRESS})`, "i");
var TRANSPORT = /(?<![\w-])(udp|tcp|tls|sctp|wss?)(?![\w-])/i;
function timeNear(texts) {
  for (const text2 of texts) {
    const time = text2 === "" ? void 0 : findTime(text2.slice(0, TIME_WITHIN_CHARACTERS));
    if (time) return time;
  }
  return void 0;
}
function contextOf(before, previous, endpoints) {
  const texts = [before, ...previous].filter((text2) => /\S/.test(text2));
  let time;
  let sides;
  let transport;
  for (const [index, text2] of texts.entries()) {
    time ??= findTime(text2.slice(0, TIME_WITHIN_CHARACTERS));
    const near = text2.length > MAX_CHARACTERS ? text2.slice(-MAX_CHARACTERS) : text2;
    sides ??= arrowSides(near, endpoints) ?? (index < 2 ? wordSides(near, endpoints) : void 0);
    if (index < 2) transport ??= TRANSPORT.exec(near)?.[1];
    if (time !== void 0 && sides !== void 0) break;
  }
  return {
    time,
    transport: sides?.transport ?? transportOf(transport),
    source: sides?.source,
    destination: sides?.destination
  };
}
function arrowSides(text2, endpoints) {
  if (!text2.includes(">") && !text2.includes("<")) return void 0;
  const transport = transportOf(TRANSPORT.exec(text2)?.[1]);
  const dump = TCPDUMP.exec(text2);
  if (dump)
    return { transport, source: endpoints.read(dump[1], dump[2]), destination: endpoints.read(dump[3], dump[4]) };
  const arrow = ARROW.exec(text2);
  if (arrow) return { transport, source: endpoints.read(arrow[1]), destination: endpoints.read(arrow[2]) };
  const back = ARROW_BACK.exec(text2);
  if (back) return { transport, source: endpoints.read(back[2]), destination: endpoints.read(back[1]) };
  return void 0;
}
function wordSides(text2, endpoints) {
  const source = FROM.exec(text2)?.[1];
  const destination = (TO.exec(text2) ?? (source === void 0 ? null : ON.exec(text2)))?.[1];
  if (source === void 0 && destination === void 0) return void 0;
  const transport = transportOf(TRANSPORT.exec(text2)?.[1]);
  return { transport, source: endpoints.read(source), destination: endpoints.read(destination) };
}

// src/core/log/escapes.ts
var OCTAL = {
  pattern: /#[0-3][0-7][0-7]/g,
  decode: (escaped) => {
    const octet = parseInt(escaped.slice(1), 8);
    return octet < 32 || octet >= 127 ? octet : void 0;
  }
};
var STRING_ESCAPES = { '"': 34, "'": 39, "/": 47, "\\": 92, t: 9 };
var BACKSLASH2 = {
  pattern: /\\(?:u00[0-9a-fA-F]{2}|x[0-9a-fA-F]{2}|["'/\\t])/g,
  decode: (escaped) => escaped[1] === "u" ? parseInt(escaped.slice(4), 16) : escaped[1] === "x" ? parseInt(escaped.slice(2), 16) : STRING_ESCAPES[escaped[1]]
};
var ENTITIES = {
  "&lt;": 60,
  "&gt;": 62,
  "&quot;": 34,
  "&amp;": 38,
  "&apos;": 39,
  "&#39;": 39,
  "&#34;": 34
};
var HTML = {
  pattern: /&(?:lt|gt|quot|amp|apos|#39|#34);/g,
  decode: (escaped) => ENTITIES[escaped]
};
var NOTHING = { pattern: /(?!)/g, decode: () => void 0 };
var LINE_FORMS = [
  { hint: "#012", lineEnd: /(?:#015)?#012/g, escape: OCTAL },
  { hint: "\\n", lineEnd: /(?:\\r)?\\n/g, escape: BACKSLASH2 },
  { hint: "\\x0a", lineEnd: /(?:\\x0d)?\\x0a/g, escape: BACKSLASH2 },
  { hint: "\\r", lineEnd: /\\r/g, escape: BACKSLASH2 },
  { hint: "^M ", lineEnd: /\^M ?/g, escape: NOTHING },
  { hint: "<br", lineEnd: /<br ?\/?>/g, escape: HTML }
];
function splitOneLine(line) {
  if (!/\\[rnx]|#012|\^M |<br/.test(line)) return void 0;
  for (const form of LINE_FORMS) {
    if (!line.includes(form.hint)) continue;
    const ranges = [];
    let from = 0;
    for (const match of line.matchAll(form.lineEnd)) {
      ranges.push(from, match.index);
      from = match.index + match[0].length;
    }
    if (ranges.length < 4) continue;
    ranges.push(from, line.length);
    return { escape: form.escape, ranges };
  }
  return void 0;
}

// src/core/log/log-format.ts
function defineLogFormat(format) {
  return Object.freeze(format);
}

// src/core/log/formats/asterisk-pjsip.ts
var asterisk_pjsip_default = defineLogFormat({
  id: "asterisk-pjsip",
  title: "Asterisk (PJSIP logger)",
  hint: " SIP re",
  // The console prints no time; /var/log/asterisk/full prints it in brackets before the logger's name.
  opening: /(?:^|[\]> ] ?)(?:\[(?<time>[^\]]{8,40})\] [^<]{0,200})?<--- (?<way>Received|Transmitting) SIP (?:request|response) \((?<octets>\d+) bytes\) (?:from|to) (?<transport>[A-Za-z]{2,4}):(?<peer>\S+) --->\s*$/,
  closing: "octets",
  samples: [
    {
      line: "<--- Received SIP request (512 bytes) from UDP:192.0.2.10:5060 --->",
      reads: { way: "Received", octets: "512", transport: "UDP", peer: "192.0.2.10:5060" }
    },
    {
      line: "[2026-11-20 10:00:00] VERBOSE[1234] res_pjsip_logger.c: <--- Transmitting SIP response (401 bytes) to TLS:[2001:db8::10]:5061 --->",
      reads: {
        time: "2026-11-20 10:00:00",
        way: "Transmitting",
        octets: "401",
        transport: "TLS",
        peer: "[2001:db8::10]:5061"
      }
    },
    {
      line: "pbx*CLI> <--- Received SIP response (330 bytes) from WSS:192.0.2.10:40112 --->",
      reads: { way: "Received", octets: "330", transport: "WSS", peer: "192.0.2.10:40112" }
    }
  ]
});

// src/core/log/formats/ngrep.ts
var ngrep_default = defineLogFormat({
  id: "ngrep",
  title: "ngrep -W byline, sipgrep",
  hint: " -> ",
  opening: /^(?:#+)?(?<transport>[UTI])(?: (?<time>\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{6}| ?\+\d+\.\d+))? (?<source>\S+:\d+) -> (?<destination>\S+:\d+)(?: \[[A-Z]+\])?(?: #\d+)?\s*$/,
  closing: /^#+$/,
  lineEnd: ".",
  segments: true,
  announcesKeepAlives: true,
  samples: [
    {
      line: "U 2026/11/20 10:00:00.123456 192.0.2.10:5060 -> 192.0.2.1:5060 #1",
      reads: {
        transport: "U",
        time: "2026/11/20 10:00:00.123456",
        source: "192.0.2.10:5060",
        destination: "192.0.2.1:5060"
      }
    },
    {
      line: "T 192.0.2.10:40112 -> 192.0.2.1:5060 [AP]",
      reads: { transport: "T", source: "192.0.2.10:40112", destination: "192.0.2.1:5060" }
    },
    {
      line: "U +0.012345 192.0.2.10:5060 -> 192.0.2.1:5060",
      reads: { transport: "U", time: "+0.012345", source: "192.0.2.10:5060", destination: "192.0.2.1:5060" }
    }
  ]
});

// src/core/log/formats/sngrep.ts
var sngrep_default = defineLogFormat({
  id: "sngrep",
  title: "sngrep (text export)",
  hint: " -> ",
  opening: /^(?<time>\d{4}[-/]\d\d[-/]\d\d \d\d:\d\d:\d\d\.\d{6}) (?<source>\S+:\d+) -> (?<destination>\S+:\d+)\s*$/,
  closing: "content",
  samples: [
    {
      line: "2026/11/20 10:00:00.123456 192.0.2.10:5060 -> 192.0.2.1:5060",
      reads: { time: "2026/11/20 10:00:00.123456", source: "192.0.2.10:5060", destination: "192.0.2.1:5060" }
    },
    {
      line: "2026-11-20 10:00:00.123456 [2001:db8::10]:5060 -> [2001:db8::1]:5060",
      reads: { source: "[2001:db8::10]:5060", destination: "[2001:db8::1]:5060" }
    }
  ]
});

// src/core/log/formats/sofia.ts
var sofia_default = defineLogFormat({
  id: "sofia",
  title: "FreeSWITCH, sofia-sip (siptrace)",
  hint: " bytes ",
  opening: /(?:^|[\]\s])(?:(?<date>\d{4}-\d\d-\d\d) [\d:.]+ )?(?:\d+(?:\.\d+)?% )?(?<way>recv|send|sent) (?<octets>\d+) bytes (?:from|to) (?<transport>udp|tcp|tls|wss?|sctp)\/(?<peer>\[?[^\]\s/]+\]?(?::\d+)?) at (?<time>(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{6}):\s*$/,
  closing: /^\s*-{20,}\s*$/,
  segments: true,
  samples: [
    {
      line: "recv 536 bytes from udp/[192.0.2.10]:5060 at 10:00:00.123456:",
      reads: { way: "recv", octets: "536", transport: "udp", peer: "[192.0.2.10]:5060", time: "10:00:00.123456" }
    },
    {
      line: "send 480 bytes to tls/[2001:db8::10]:40112 at 2026-11-20 10:00:00.123456:",
      reads: { way: "send", transport: "tls", peer: "[2001:db8::10]:40112", time: "2026-11-20 10:00:00.123456" }
    },
    {
      line: "2026-11-20 10:00:00.123460 sent 480 bytes to tcp/192.0.2.10:5060 at 10:00:00.123456:",
      reads: { date: "2026-11-20", way: "sent", transport: "tcp", peer: "192.0.2.10:5060", time: "10:00:00.123456" }
    }
  ]
});

// src/core/log/formats/index.ts
var ANNOUNCED_FORMATS = [asterisk_pjsip_default, ngrep_default, sngrep_default, sofia_default];

// src/core/log/formats/plain.ts
var PLAIN = { id: "plain", title: "Plain SIP messages" };
var ANY_TEXT = { id: "any-text", title: "SIP messages in another text" };

// src/core/log/formats/siptrace.ts
var SIP_TRACE = { id: "siptrace", title: "SIP Trace (.siptrace)" };
var RECORD = /^(?:(?<time>-|\d[\d:T.,+-]{4,34}Z?|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,\d]{0,10}Z?) +)?(?<transport>udp|tcp|tls|sctp|wss?|\?) +(?<source>\S{1,400}) > (?<destination>\S{1,400})(?<details> .*)?$/i;
var RECORD_HINT = " > ";
var QUOTED2 = String.raw`"((?:[^"\\]|\\.)*)"`;
var DETAIL = new RegExp(
  String.raw`[ ,]+(?:frame (?<frame>\d{1,15})|(?<octets>\d{1,9}) octets|point (?<point>\d{1,6})|(?<missing>\d{1,9}) missing|garbage ${QUOTED2.replace("(", "(?<garbage>")}|keep-alive (?<form>crlf|double-crlf|stun|stun-response|other)|unreachable ${QUOTED2.replace("(", "(?<reason>")} reported by (?<reporter>\S{1,400})(?: quoted ${QUOTED2.replace("(", "(?<quoted>")})?|stun-mapping (?<mapped>\S{1,400})|tcp (?<event>open|refused|reset|closed|unanswered))(?=[ ,]|$)`,
  "y"
);

// src/core/log/lines.ts
var MAX_LINE_OCTETS = 1 << 20;
var LOOKBACK_LINES = 6;
var LOOKBACK_OCTETS = 64 << 10;
var DEFAULT_CHUNK_OCTETS = 1 << 20;
var CR2 = 13;
var UTF8_BOM = "\xEF\xBB\xBF";
var LogLines = class {
  #source;
  #chunkOctets;
  #ascii = new TextDecoder();
  #latin1 = new TextDecoder("latin1");
  #octets = new Uint8Array(0);
  #filled = 0;
  #ended = false;
  #next = 0;
  #repeat = false;
  #held = Infinity;
  #previousStarts = new Float64Array(LOOKBACK_LINES);
  #previousEnds = new Float64Array(LOOKBACK_LINES);
  #previousCount = 0;
  /** The window; `text[i]` is the octet at file offset `base + i`. Changes with `advance`. */
  text = "";
  base = 0;
  /** The current line without its line end. */
  start = 0;
  end = 0;
  /** 1-based number of the current line. */
  number = 0;
  /** The current line is a piece: its line goes on in the next. */
  cut = false;
  constructor(source, chunkOctets = DEFAULT_CHUNK_OCTETS) {
    this.#source = source;
    this.#chunkOctets = Math.max(1, chunkOctets);
  }
  get size() {
    return this.#source.size;
  }
  /** Where the line after the current one begins. */
  get next() {
    return this.#repeat ? this.start : this.#next;
  }
  get windowEnd() {
    return this.base + this.#filled;
  }
  /** Goes to the next line; false at the end of the file. */
  advance() {
    if (this.#repeat) {
      this.#repeat = false;
      return true;
    }
    const start = this.#next;
    let from = start;
    let newline;
    for (; ; ) {
      newline = this.text.indexOf("\n", from - this.base);
      if (newline >= 0 || this.windowEnd - start > MAX_LINE_OCTETS) break;
      from = this.windowEnd;
      if (!this.#fill(start)) break;
    }
    if (this.windowEnd <= start) return false;
    if (this.number > 0) this.#remember();
    if (!this.cut) this.number++;
    const found = newline >= 0 ? this.base + newline : this.windowEnd;
    this.start = start === 0 && this.text.startsWith(UTF8_BOM) ? 3 : start;
    this.cut = found - start > MAX_LINE_OCTETS;
    if (this.cut) {
      this.end = this.#next = start + MAX_LINE_OCTETS;
    } else {
      this.#next = newline >= 0 ? found + 1 : found;
      this.end = found;
      while (this.end > start && this.octetAt(this.end - 1) === CR2) this.end--;
    }
    return true;
  }
  /** Makes the next `advance` give the current line again. */
  stay() {
    this.#repeat = true;
  }
  /** Remembers the current line, to come back to it with `rewind`; what lies between must be held. */
  mark() {
    return { start: this.start, end: this.end, number: this.number, cut: this.cut, next: this.#next };
  }
  rewind(mark) {
    this.start = mark.start;
    this.end = mark.end;
    this.number = mark.number;
    this.cut = mark.cut;
    this.#next = mark.next;
    this.#repeat = false;
  }
  /** Keeps everything from this file offset in the window until `release`. The caller bounds how far that grows. */
  hold(from) {
    this.#held = from;
  }
  release() {
    this.#held = Infinity;
  }
  /** How many lines before the current one can be read, none of them beginning before `floor`. */
  previousLines(floor) {
    let count = 0;
    while (count < Math.min(this.#previousCount, LOOKBACK_LINES)) {
      const start = this.previousStart(count + 1);
      if (start < floor || start >= this.start || start < this.base || this.start - start > LOOKBACK_OCTETS) break;
      count++;
    }
    return count;
  }
  previousStart(back) {
    return this.#previousStarts[(this.#previousCount - back) % LOOKBACK_LINES];
  }
  previousEnd(back) {
    return this.#previousEnds[(this.#previousCount - back) % LOOKBACK_LINES];
  }
  /** Text of a range inside the window. It shares the window's memory: copy what is kept for longer. */
  slice(start, end) {
    return this.text.slice(start - this.base, end - this.base);
  }
  octetAt(offset) {
    return this.#octets[offset - this.base];
  }
  /** The octets of the window from `start` to `end`; valid until the next `advance`. */
  octets(start, end) {
    return this.#octets.subarray(start - this.base, end - this.base);
  }
  #remember() {
    const slot = this.#previousCount % LOOKBACK_LINES;
    this.#previousStarts[slot] = this.start;
    this.#previousEnds[slot] = this.end;
    this.#previousCount++;
  }
  #fill(lineStart) {
    if (this.#ended) return false;
    const chunk = this.#source.read(this.windowEnd, this.#chunkOctets);
    if (chunk.length === 0) {
      this.#ended = true;
      return false;
    }
    const keepFrom = Math.max(this.base, Math.min(lineStart - LOOKBACK_OCTETS, this.#held));
    const dropped = keepFrom - this.base;
    const kept = this.#filled - dropped;
    if (kept + chunk.length > this.#octets.length) {
      const grown = new Uint8Array(Math.max(kept + chunk.length, Math.min(2 * this.#octets.length, 8 << 20)));
      grown.set(this.#octets.subarray(dropped, this.#filled));
      this.#octets = grown;
    } else {
      this.#octets.copyWithin(0, dropped, this.#filled);
    }
    this.#octets.set(chunk, kept);
    this.text = this.text.slice(dropped) + this.#decode(this.#octets.subarray(kept, kept + chunk.length));
    this.base = keepFrom;
    this.#filled = kept + chunk.length;
    return true;
  }
  /** One character per octet, whatever the log's encoding: patterns are ASCII, and contents are taken from the octets. */
  #decode(octets) {
    const text2 = this.#ascii.decode(octets);
    return text2.length === octets.length && !text2.includes("\uFFFD") ? text2 : this.#latin1.decode(octets);
  }
};
var Anchor = class {
  #literal;
  /** From `#from` to `#at` the literal does not begin; at `#at` it does if `#found`. */
  #from = 0;
  #at = 0;
  #found = false;
  constructor(literal) {
    this.#literal = literal;
  }
  /** File offset of the first occurrence in the current line, or -1. */
  inLine(lines) {
    return this.inRange(lines, lines.start, lines.end);
  }
  /** File offset of the first occurrence within a range of the window, or -1. */
  inRange(lines, start, end) {
    if (start < this.#from || this.#at < start || !this.#found && this.#at < end) {
      const index = lines.text.indexOf(this.#literal, start - lines.base);
      this.#from = start;
      this.#found = index >= 0;
      this.#at = index >= 0 ? lines.base + index : Math.max(start, lines.windowEnd - this.#literal.length + 1);
    }
    return this.#found && this.#at + this.#literal.length <= end ? this.#at : -1;
  }
};

// src/core/log/keep-alives.ts
var KeepAliveReader = class {
  #lines;
  #openings;
  #anchors;
  #announced;
  constructor(lines, openings, formats) {
    this.#lines = lines;
    this.#openings = openings;
    const hints = formats.filter((format) => format.announcesKeepAlives).map((format) => format.hint);
    this.#anchors = [...new Set(hints)].map((hint) => new Anchor(hint));
  }
  /** Looks at a line that begins no message; hands over the keep-alive that ends before it. */
  look(file, sink, clock, endpoints) {
    const lines = this.#lines;
    const announced = this.#announced;
    const opens = this.#anchors.some((anchor) => anchor.inLine(lines) >= 0);
    if (announced === void 0 && !opens) return;
    const line = lines.slice(lines.start, lines.end);
    const found = opens ? this.#openings.match(line) : void 0;
    if (announced !== void 0) {
      if (found !== void 0 || announced.format.closing instanceof RegExp && announced.format.closing.test(line)) {
        this.finish(file, sink, clock, endpoints);
      } else if (line === announced.format.lineEnd) {
        announced.lineEnds++;
      } else if (line.trim() !== "") {
        this.#announced = void 0;
      }
    }
    if (found?.format.announcesKeepAlives) {
      this.#announced = { groups: found.groups, format: found.format, line: lines.number, lineEnds: 0 };
    }
  }
  /** A message follows the announcement. */
  forget() {
    this.#announced = void 0;
  }
  /** Nothing follows the announcement. */
  finish(file, sink, clock, endpoints) {
    const announced = this.#announced;
    this.#announced = void 0;
    if (announced === void 0 || announced.lineEnds === 0) return;
    const { transport, source, destination } = sidesOf(announced.groups, endpoints);
    if (transport === void 0 || source === void 0 || destination === void 0) return;
    const time = announced.groups.time === void 0 ? void 0 : findTime(announced.groups.time);
    sink.signal({
      kind: "keep-alive",
      form: announced.lineEnds === 1 ? "crlf" : announced.lineEnds === 2 ? "double-crlf" : "other",
      atMicros: time ? clock.resolve(time) : NaN,
      place: { file, frame: null, line: announced.line },
      transport,
      source,
      destination,
      capturePoint: 0
    });
  }
};

// src/core/log/line-content.ts
var TOKEN = new Uint8Array(128);
for (const character of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~") {
  TOKEN[character.charCodeAt(0)] = 1;
}
function isHeader(text2, at, until) {
  const letter = text2.charCodeAt(at) | 32;
  if (letter < 97 || letter > 122) return false;
  let i = at + 1;
  while (i < until && TOKEN[text2.charCodeAt(i)] === 1) i++;
  while (i < until && (text2.charCodeAt(i) === 32 || text2.charCodeAt(i) === 9)) i++;
  return i < until && text2.charCodeAt(i) === 58;
}
function isBlank(text2, at, until) {
  for (let i = at; i < until; i++) {
    const unit = text2.charCodeAt(i);
    if (unit !== 32 && unit !== 9 && unit !== 13) return false;
  }
  return true;
}
var ESCAPE = 27;
var MAX_COLOUR_CHARACTERS = 12;
function skipColour(text2, at, end) {
  while (at < end && text2.charCodeAt(at) === ESCAPE) {
    const m = text2.indexOf("m", at);
    if (m < 0 || m >= end || m - at > MAX_COLOUR_CHARACTERS) return at;
    at = m + 1;
  }
  return at;
}
function colourBefore(text2, at, until) {
  for (let i = until - 2; i >= Math.max(at, until - MAX_COLOUR_CHARACTERS); i--) {
    const unit = text2.charCodeAt(i);
    if (unit === ESCAPE) return i;
    if (unit !== 91 && unit !== 59 && !(unit >= 48 && unit <= 57)) return -1;
  }
  return -1;
}
function trimEnd2(text2, at, end) {
  let until = end;
  for (; ; ) {
    const last = text2.charCodeAt(until - 1);
    if (until <= at) return at;
    if (last === 13) until--;
    else if (last === 109 && colourBefore(text2, at, until) >= 0) until = colourBefore(text2, at, until);
    else if (last === 77 && text2.charCodeAt(until - 2) === 94 && until - 2 >= at) until -= 2;
    else break;
  }
  return until;
}

// src/core/log/line-prefix.ts
var MAX_PREFIX_CHARACTERS = 512;
function walk(prefix, text2, from, end) {
  let p = 0;
  let i = from;
  while (p < prefix.length && i < end) {
    const a2 = prefix.charCodeAt(p);
    const b = text2.charCodeAt(i);
    if (isDigit(a2) && isDigit(b)) {
      while (p < prefix.length && isDigit(prefix.charCodeAt(p))) p++;
      while (i < end && isDigit(text2.charCodeAt(i))) i++;
    } else if (a2 === b) {
      p++;
      i++;
    } else break;
  }
  return { met: p, taken: i - from };
}
function isDigit(unit) {
  return unit >= 48 && unit <= 57;
}
var HEADER_OR_BLANK = /^\s*$|^[A-Za-z][\w.!%*+`'~-]{0,63}[ \t]*:/;
var LinePrefix = class _LinePrefix {
  constructor(text2) {
    this.text = text2;
  }
  text;
  static none = new _LinePrefix("");
  /** `before` is what stands before the start line; the next line, `text` from `from` to `end`, shows how much of it is repeated. */
  static learn(before, text2, from, end) {
    if (before === "" || before.length > MAX_PREFIX_CHARACTERS) return _LinePrefix.none;
    if (text2.startsWith(before, from) && from + before.length <= end) return new _LinePrefix(before);
    const { met, taken } = walk(before, text2, from, end);
    if (met === 0) return _LinePrefix.none;
    if (met === before.length) return new _LinePrefix(before);
    if (HEADER_OR_BLANK.test(text2.slice(from + taken, Math.min(end, from + taken + 80)))) {
      return new _LinePrefix(before.slice(0, met));
    }
    return _LinePrefix.none;
  }
  /** Where the line's content begins, or -1 when the line does not begin with the prefix. */
  contentAt(text2, from, end) {
    const prefix = this.text;
    if (prefix === "" || text2.startsWith(prefix, from) && from + prefix.length <= end) return from + prefix.length;
    const { met, taken } = walk(prefix, text2, from, end);
    if (met === prefix.length) return from + taken;
    return from + taken === end && prefix.slice(met).trim() === "" ? end : -1;
  }
};
function withoutRepeated(before, line) {
  if (before === "" || before.length > MAX_PREFIX_CHARACTERS) return line;
  return line.slice(walk(before, line, 0, line.length).taken);
}

// src/core/log/message-lines.ts
var Join = {
  /** It begins a line of the message. */
  Line: 0,
  /** The log broke a line in two: nothing stands between them. */
  Direct: 1,
  /** The log broke a line at a blank. */
  Blank: 2
};

// src/core/log/start-line.ts
var METHODS = [
  ..."BENOTIFY REGISTER SUBSCRIBE NEGOTIATE OPTIONS MESSAGE PUBLISH INVITE CANCEL UPDATE NOTIFY SERVICE PRACK REFER".split(
    " "
  ),
  ..."INFO PING ACK BYE".split(" ")
];
var MAX_URI_CHARACTERS = 8192;
var REQUEST_END = /^(?:[ \t.]*$|[ \t]*\^M|#0|\\[rn]|[^ -~]\[|["<&|])/;
var STATUS = /^ [1-6]\d\d(?![\d.])/;
var TOKEN2 = /[\w.!%*+`'~-]/;
function startLineAt(text2, from, end, version) {
  for (let at = version; at >= 0 && at < end; at = text2.indexOf("SIP/2.0", at + 7)) {
    const after = text2.charCodeAt(at + 7);
    if (after === 47) continue;
    if (after === 32 && STATUS.test(text2.slice(at + 7, Math.min(end, at + 13)))) return at;
    const start = requestLineAt(text2, from, end, at);
    if (start >= 0) return start;
  }
  return -1;
}
function requestLineAt(text2, from, end, version) {
  if (version - from < 5 || text2.charCodeAt(version - 1) !== 32) return -1;
  if (version + 7 < end && !REQUEST_END.test(text2.slice(version + 7, Math.min(end, version + 17)))) return -1;
  const space = text2.lastIndexOf(" ", version - 2);
  if (space <= from || version - space > MAX_URI_CHARACTERS) return -1;
  if (!/^<?[a-z][a-z\d+.-]*:\S/i.test(text2.slice(space + 1, Math.min(space + 40, version)))) return -1;
  let start = space;
  while (start > from && space - start < 64 && TOKEN2.test(text2[start - 1])) start--;
  const token = text2.slice(start, space);
  const aloneInLine = start === from || text2.charCodeAt(start - 1) <= 32;
  if (aloneInLine && /^[A-Z]{2,20}$/.test(token)) return start;
  const known = METHODS.find((method) => token.endsWith(method));
  if (known !== void 0) return space - known.length;
  return aloneInLine && token.length > 0 && start === from ? start : -1;
}
function isStartLine(line) {
  const version = line.indexOf("SIP/2.0");
  return version >= 0 && startLineAt(line, 0, line.length, version) === 0;
}

// src/core/log/message-line-reader.ts
var MAX_MESSAGE_OCTETS = 1 << 20;
var SIP_HEADER = /(?:via|v|from|f|to|t|call-id|i|cseq|max-forwards)[ \t]*:/iy;
var CONTENT_LENGTH = /(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})(?!\d)/iy;
var CONTENT_TYPE = /(?:content-type|c)[ \t]*:[ \t]*([\w.!%*+`'~-]+\/[\w.!%*+`'~-]+)/iy;
var TOKEN_END = /[ \t:]/;
var SDP_LINE = /[a-z]=/y;
var SDP_BEGIN = /v=0(?![^\s.])/y;
var ENDS_CUT = /(?:\.\.\.|…|\[?truncated\]?>?|<truncated>)\s*$/i;
var NOISE = /^(?:\[?(?:\d{4}[-/]\d\d[-/]\d\d|\d\d:\d\d:\d\d|\d{10}\.\d)|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* +(?:\d|[A-Z])|[-=*#~_]{4,}\s*$|<-{2,}|--- |\s+(?:--|==|>) |\S{1,64}CLI> )/;
var WRAP_FROM_COLUMN = 60;
var TERMINAL_COLUMNS = 78;
function readMessageLines(feed, before, from, to, around) {
  return new MessageLineReader(feed, around).read(before, from, to);
}
var MessageLineReader = class {
  #feed;
  #around;
  #closing;
  #lineEnd;
  #lines = {
    starts: [],
    ends: [],
    joins: [],
    bodyLine: -1,
    blankShown: false,
    openEnd: false,
    contentLength: void 0,
    cut: false,
    sipHeaders: 0
  };
  #prefix = LinePrefix.none;
  /** Octets of the lines so far, each with its CRLF. */
  #octets = 0;
  #bodyOctets = 0;
  /** Octets that the body still has by Content-Length; NaN when that is unknown or proved wrong. */
  #bodyLength = NaN;
  #bodyKind;
  /** The last line ended with the mark that the format prints for a line end. */
  #lineEnded = true;
  /** The next line is the first of another segment. */
  #resumed = false;
  /** The log prints a blank line after every line. */
  #doubled = false;
  #blanks = 0;
  /** A line that can only be a message's if the next one goes on with headers; its index. */
  #doubtful = -1;
  constructor(feed, around) {
    this.#feed = feed;
    this.#around = around;
    const format = around.format;
    this.#closing = format?.closing instanceof RegExp ? format.closing : void 0;
    this.#lineEnd = format?.lineEnd;
  }
  read(before, from, to) {
    const feed = this.#feed;
    const first = this.#contentEnd(from - feed.base, to - feed.base) + feed.base;
    this.#add(from, first, Join.Line);
    let learnt = false;
    while (!this.#lines.cut && feed.advance()) {
      const { text: text2, base } = feed;
      const start = feed.start - base;
      const end = feed.end - base;
      if (!learnt) this.#prefix = LinePrefix.learn(before, text2, start, end);
      learnt = true;
      let at = this.#prefix.contentAt(text2, start, end);
      if (at < 0) {
        if (!isBlank(text2, start, end)) {
          if (!this.#closing?.test(text2.slice(start, end))) feed.stay();
          break;
        }
        at = end;
      }
      at = skipColour(text2, at, end);
      const wholeLine = this.#lineEnded;
      const until = this.#contentEnd(at, end);
      const resumed = this.#resumed;
      this.#resumed = false;
      const goesOn2 = resumed && this.#brokeOff(wholeLine, at, until);
      const more = goesOn2 ? this.#goOn(at, until) : this.#lines.bodyLine < 0 ? this.#header(at, until) : this.#body(at, until);
      if (!more) break;
      if (this.#octets > MAX_MESSAGE_OCTETS) this.#lines.cut = true;
    }
    if (this.#lines.bodyLine < 0) this.#dropDoubtful();
    this.#finish();
    return this.#lines;
  }
  /** Whether a segment's first line goes on with the last line of the segment before. */
  #brokeOff(wholeLine, at, until) {
    const mark = this.#lineEnd;
    if (mark === void 0) return !beginsLine(this.#feed.text, at, until);
    if (!wholeLine) return true;
    if (this.#bodyKind === "text" && this.#lines.bodyLine >= 0) return false;
    if (beginsLine(this.#feed.text, at, until)) return false;
    this.#lines.ends[this.#lines.ends.length - 1] += mark.length;
    this.#octets += mark.length;
    if (this.#lines.bodyLine >= 0) this.#bodyOctets += mark.length;
    return true;
  }
  /** Takes what is left of a line that the segment before broke off. */
  #goOn(at, until) {
    const { text: text2, base } = this.#feed;
    const lines = this.#lines;
    const begun = text2.slice(lines.starts.at(-1) - base, lines.ends.at(-1) - base);
    this.#add(at + base, until + base, Join.Direct);
    if (lines.bodyLine >= 0) return this.#countBody(until - at);
    const whole = begun + text2.slice(at, until);
    if (isHeader(whole, 0, whole.length)) this.#readHeader(whole, 0, whole.length);
    return true;
  }
  /** Takes a line of the header section; false when the message ended. */
  #header(at, until) {
    const { text: text2 } = this.#feed;
    const lines = this.#lines;
    if (isBlank(text2, at, until)) {
      if (lines.starts.length === 1) this.#doubled = true;
      if (this.#doubled && ++this.#blanks < 2) return true;
      this.#doubtful = -1;
      return this.#endHeaders(at, true);
    }
    const first = text2.charCodeAt(at);
    if (isHeader(text2, at, until)) {
      this.#blanks = 0;
      this.#doubtful = -1;
      this.#readHeader(text2, at, until);
      this.#add(at + this.#feed.base, until + this.#feed.base, Join.Line);
      return true;
    }
    SDP_BEGIN.lastIndex = at;
    if (first === 118 && SDP_BEGIN.test(text2) && lines.starts.length > 1) {
      this.#dropDoubtful();
      return this.#endHeaders(at, false) && this.#body(at, until);
    }
    const line = text2.slice(at, until);
    if (this.#endsHere(line)) return false;
    if (this.#resumed) return true;
    if (this.#doubtful >= 0) {
      this.#feed.stay();
      return false;
    }
    const blank = first === 32 || first === 9;
    if (lines.starts.length === 1 && !blank) {
      this.#feed.stay();
      return false;
    }
    const base = this.#feed.base;
    this.#blanks = 0;
    if (blank) {
      this.#add(at + base, until + base, Join.Line);
      return true;
    }
    this.#doubtful = lines.starts.length;
    this.#add(at + base, until + base, this.#joinOfWrapped());
    return true;
  }
  #readHeader(text2, at, until) {
    const lines = this.#lines;
    const letter = text2.charCodeAt(at) | 32;
    if (lines.sipHeaders < 2) {
      SIP_HEADER.lastIndex = at;
      if (SIP_HEADER.test(text2)) lines.sipHeaders++;
    }
    const content = letter === 99 && text2.charCodeAt(at + 7) === 45;
    if (content || (letter === 99 || letter === 108) && TOKEN_END.test(text2[at + 1] ?? "")) {
      CONTENT_LENGTH.lastIndex = at;
      const length = CONTENT_LENGTH.exec(text2);
      if (length && CONTENT_LENGTH.lastIndex <= until) lines.contentLength ??= Number(length[1]);
      CONTENT_TYPE.lastIndex = at;
      const type = CONTENT_TYPE.exec(text2);
      if (type && CONTENT_TYPE.lastIndex <= until) {
        const name = type[1].toLowerCase();
        this.#bodyKind = name === "application/sdp" ? "sdp" : name.startsWith("message/sip") ? "sip" : "text";
      }
    }
  }
  /** @returns whether a body may follow. */
  #endHeaders(at, shown2) {
    const lines = this.#lines;
    lines.bodyLine = lines.starts.length;
    lines.blankShown = shown2;
    const announced = this.#around.octets;
    const headerOctets = this.#octets + 2;
    if (shown2) this.#add(at + this.#feed.base, at + this.#feed.base, Join.Line);
    if (lines.contentLength !== void 0) this.#bodyLength = lines.contentLength;
    else if (announced !== void 0 && announced >= headerOctets) this.#bodyLength = announced - headerOctets;
    else if (this.#bodyKind === void 0 && shown2) return false;
    this.#blanks = 0;
    return this.#bodyLength !== 0;
  }
  /** Takes a line of the body; false when the message ended. */
  #body(at, until) {
    const { text: text2, base } = this.#feed;
    const lines = this.#lines;
    const empty = lines.starts.length === lines.bodyLine + (lines.blankShown ? 1 : 0);
    if (isBlank(text2, at, until)) return this.#blankInBody(at, empty);
    SDP_LINE.lastIndex = at;
    const sdp = SDP_LINE.test(text2);
    if (empty && this.#bodyKind === void 0) this.#bodyKind = sdp ? "sdp" : "text";
    if (this.#bodyKind === "sdp" && sdp) {
      this.#blanks = 0;
      this.#add(at + base, until + base, Join.Line);
      return this.#countBody(until - at + 2);
    }
    const line = text2.slice(at, until);
    if (this.#bodyKind === "sip" && isStartLine(line)) {
      this.#add(at + base, until + base, Join.Line);
      return this.#countBody(until - at + 2);
    }
    if (this.#endsHere(line)) return false;
    if (this.#resumed) return true;
    if (this.#bodyKind === "sdp") {
      const wrapped = !empty && !Number.isNaN(this.#bodyLength) && this.#lastLength() >= WRAP_FROM_COLUMN;
      if (!wrapped) {
        this.#feed.stay();
        return false;
      }
      this.#add(at + base, until + base, Join.Direct);
      return this.#countBody(until - at);
    }
    this.#add(at + base, until + base, Join.Line);
    return this.#countBody(until - at + 2);
  }
  #blankInBody(at, empty) {
    this.#blanks++;
    if (this.#bodyKind === "sdp" || empty && this.#bodyKind === void 0) {
      if (empty || this.#doubled && this.#blanks < 2) return this.#blanks < 3;
      return false;
    }
    if (Number.isNaN(this.#bodyLength)) return empty && this.#blanks < 3;
    this.#add(at + this.#feed.base, at + this.#feed.base, Join.Line);
    return this.#countBody(2);
  }
  /** Counts octets of the body; false when Content-Length is met. */
  #countBody(octets) {
    this.#bodyOctets += octets;
    if (this.#bodyOctets === this.#bodyLength) return false;
    if (this.#bodyOctets - 2 === this.#bodyLength) {
      this.#lines.openEnd = true;
      return false;
    }
    if (this.#bodyOctets - 2 > this.#bodyLength) this.#bodyLength = NaN;
    return true;
  }
  /** A line that is neither header nor SDP: whether the message ends before it. The closing line is consumed. */
  #endsHere(line) {
    const { text: text2, base, start, end } = this.#feed;
    const whole = text2.slice(start - base, end - base);
    const inText = this.#lines.bodyLine >= 0 && this.#bodyKind === "text" && !Number.isNaN(this.#bodyLength);
    if (this.#closing?.test(whole) && !inText) return true;
    const unfinished = this.#lines.bodyLine < 0 || this.#bodyOctets < this.#bodyLength;
    if (unfinished && this.#around.format?.segments && this.#around.continues(whole)) {
      this.#resumed = true;
      return false;
    }
    if (this.#around.announces(whole) || isStartLine(line) || NOISE.test(line) && !inText) {
      this.#feed.stay();
      return true;
    }
    return false;
  }
  /** How a line without a header's name goes on from the line before: mail programs break at blanks, terminals anywhere. */
  #joinOfWrapped() {
    const length = this.#lastLength();
    if (length < WRAP_FROM_COLUMN) return Join.Line;
    const last = this.#feed.text[this.#lines.ends.at(-1) - 1 - this.#feed.base] ?? "";
    if (last === " " || last === "	") return Join.Direct;
    return length >= TERMINAL_COLUMNS && last !== "," && last !== ";" ? Join.Direct : Join.Blank;
  }
  #lastLength() {
    return this.#lines.ends.at(-1) - this.#lines.starts.at(-1);
  }
  #dropDoubtful() {
    if (this.#doubtful < 0) return;
    const { starts, ends, joins } = this.#lines;
    starts.length = ends.length = joins.length = this.#doubtful;
    this.#doubtful = -1;
  }
  #finish() {
    const lines = this.#lines;
    const { text: text2, base } = this.#feed;
    const firstBodyLine = lines.bodyLine + (lines.blankShown ? 1 : 0);
    while (lines.bodyLine >= 0 && this.#bodyOctets !== this.#bodyLength && !lines.openEnd) {
      const last2 = lines.starts.length - 1;
      if (last2 < firstBodyLine || lines.starts[last2] !== lines.ends[last2]) break;
      lines.starts.pop();
      lines.ends.pop();
      lines.joins.pop();
    }
    const last = text2.slice(Math.max(lines.starts.at(-1) - base, 0), lines.ends.at(-1) - base);
    if (this.#feed.cut || ENDS_CUT.test(last) && last.length < 4096) lines.cut = true;
  }
  #add(start, end, join2) {
    const lines = this.#lines;
    lines.starts.push(start);
    lines.ends.push(end);
    lines.joins.push(join2);
    this.#octets += end - start + 2;
  }
  #contentEnd(at, end) {
    const { text: text2 } = this.#feed;
    const until = trimEnd2(text2, at, end);
    const mark = this.#lineEnd;
    if (mark === void 0) return until;
    this.#lineEnded = until - mark.length >= at && text2.startsWith(mark, until - mark.length);
    return this.#lineEnded ? until - mark.length : until;
  }
};
function beginsLine(text2, at, until) {
  SDP_LINE.lastIndex = at;
  return isBlank(text2, at, until) || isHeader(text2, at, until) || SDP_LINE.test(text2);
}

// src/core/model/source-map.ts
var SourceMap = class _SourceMap {
  /** Triples: offset in the message, offset in the file, length. Ascending in the first. */
  #runs = [];
  static of(fileOffset, length) {
    const map = new _SourceMap();
    map.add(0, fileOffset, length);
    return map;
  }
  /** States that `length` octets of the message from `offset` stand in the file from `fileOffset`. Call in ascending order. */
  add(offset, fileOffset, length) {
    const runs = this.#runs;
    const last = runs.length - 3;
    if (last >= 0 && runs[last] + runs[last + 2] === offset && runs[last + 1] + runs[last + 2] === fileOffset) {
      runs[last + 2] += length;
    } else {
      runs.push(offset, fileOffset, length);
    }
  }
  get runs() {
    return this.#runs;
  }
  /**
   * File offset of an octet of the message. An octet that the file does not hold (the CR that a log dropped) maps to
   * the end of the run before it.
   */
  toFile(offset) {
    const runs = this.#runs;
    let low = 0;
    let high = runs.length / 3 - 1;
    while (low < high) {
      const middle = low + high + 1 >> 1;
      if (runs[middle * 3] <= offset) low = middle;
      else high = middle - 1;
    }
    if (high < 0) return 0;
    const start = runs[low * 3];
    return runs[low * 3 + 1] + Math.min(Math.max(offset - start, 0), runs[low * 3 + 2]);
  }
};

// src/core/log/message-octets.ts
var CR3 = 13;
var LF2 = 10;
function buildMessage(lines, file, escape, slab) {
  const { starts, ends, joins, bodyLine } = lines;
  const count = starts.length;
  const first = starts[0];
  const window = file.octets(first, ends[count - 1] + 2);
  const sourceMap = new SourceMap();
  let capacity = 4;
  for (let i = 0; i < count; i++) capacity += ends[i] - starts[i] + 3;
  slab.reserve(0, capacity);
  const { octets, start: begin } = slab;
  let at = begin;
  for (let i = 0; i < count; i++) {
    const start = starts[i];
    let end = ends[i];
    if (i === bodyLine && !lines.blankShown) {
      octets[at++] = CR3;
      octets[at++] = LF2;
    }
    if (joins[i] === Join.Blank) octets[at++] = 32;
    if (escape !== void 0) {
      at = appendEscaped(octets, at, begin, file, start, end, escape, sourceMap);
      if (endsLine(i)) at = putLineEnd(octets, at);
      continue;
    }
    let verbatim = endsLine(i) && endsWithCrlf(window, end - first);
    while (verbatim && i + 1 < count && starts[i + 1] === end + 2 && (i + 1 !== bodyLine || lines.blankShown)) {
      i++;
      end = ends[i];
      verbatim = endsLine(i) && endsWithCrlf(window, end - first);
    }
    const length = end - start + (verbatim ? 2 : 0);
    copy(window, start - first, length, octets, at);
    sourceMap.add(at - begin, start, length);
    at += length;
    if (!verbatim && endsLine(i)) at = putLineEnd(octets, at);
  }
  const blankDue = bodyLine < 0 ? !lines.cut : bodyLine === count && !lines.blankShown;
  if (blankDue) at = putLineEnd(octets, at);
  return { octets: slab.take(at - begin), sourceMap };
  function endsLine(i) {
    return i + 1 === count ? !lines.openEnd : joins[i + 1] === Join.Line;
  }
}
function endsWithCrlf(octets, at) {
  return octets[at] === CR3 && octets[at + 1] === LF2;
}
function putLineEnd(octets, at) {
  octets[at] = CR3;
  octets[at + 1] = LF2;
  return at + 2;
}
var SHORT_OCTETS = 128;
function copy(from, start, length, to, at) {
  if (length > SHORT_OCTETS) to.set(from.subarray(start, start + length), at);
  else for (let i = 0; i < length; i++) to[at + i] = from[start + i];
}
function appendEscaped(octets, at, begin, file, start, end, escape, sourceMap) {
  const text2 = file.text.slice(start - file.base, end - file.base);
  const source = file.octets(start, end);
  let from = 0;
  const copy2 = (to) => {
    if (to <= from) return;
    octets.set(source.subarray(from, to), at);
    sourceMap.add(at - begin, start + from, to - from);
    at += to - from;
  };
  for (const match of text2.matchAll(escape.pattern)) {
    const octet = escape.decode(match[0]);
    if (octet === void 0) continue;
    copy2(match.index);
    octets[at] = octet;
    sourceMap.add(at - begin, start + match.index, 1);
    at++;
    from = match.index + match[0].length;
  }
  copy2(text2.length);
  return at;
}

// src/core/log/one-line-feed.ts
var OneLineFeed = class {
  #lines;
  #at;
  #ranges;
  #index = 0;
  /** `ranges` are pairs of start and end, relative to the file offset `at`; the first is the start line. */
  constructor(lines, at, ranges) {
    this.#lines = lines;
    this.#at = at;
    this.#ranges = ranges;
  }
  get text() {
    return this.#lines.text;
  }
  get base() {
    return this.#lines.base;
  }
  get start() {
    return this.#at + this.#ranges[this.#index];
  }
  get end() {
    return this.#at + this.#ranges[this.#index + 1];
  }
  get cut() {
    return false;
  }
  advance() {
    if (this.#index + 2 >= this.#ranges.length) return false;
    this.#index += 2;
    return true;
  }
  stay() {
    this.#index -= 2;
  }
};

// src/core/log/opening.ts
var BETWEEN = /^\s*(?:[-=*_]{4,}\s*|[{|]?\s*)$/;
function mayStandBetween(line) {
  return BETWEEN.test(line);
}
var MAX_BACK = 4;
var MAX_OPENING_CHARACTERS = 1024;
var OpeningFinder = class {
  #formats;
  /** The format of the last message is tried first: most logs have one. */
  #last;
  constructor(formats) {
    this.#formats = formats;
  }
  /** The format that announces a message by this line, and what the line tells. */
  match(line) {
    const last = this.#last;
    if (last !== void 0) {
      const groups = tryFormat(last, line);
      if (groups) return { format: last, groups };
    }
    for (const format of this.#formats) {
      const groups = format === last ? void 0 : tryFormat(format, line);
      if (groups) return { format, groups };
    }
    return void 0;
  }
  announces(line) {
    return this.match(line) !== void 0;
  }
  /** @param previous the lines before the start line, nearest first. */
  find(before, previous) {
    const texts = [before, ...previous.slice(0, MAX_BACK)];
    for (const [back, text2] of texts.entries()) {
      const line = plainLine(text2);
      const found = this.match(line) ?? (back > 0 && before !== "" ? this.match(withoutRepeated(before, line)) : void 0);
      if (found) {
        this.#last = found.format;
        const groups = besides(found.format, found.groups, texts, back);
        return { format: found.format, groups, back };
      }
      if (back > 0 && !mayStandBetween(line) && !this.#isBeside(line)) return void 0;
    }
    return void 0;
  }
  #isBeside(line) {
    return this.#formats.some((format) => format.beside?.some((pattern) => pattern.test(line)));
  }
};
function tryFormat(format, line) {
  if (line.length > MAX_OPENING_CHARACTERS || !line.includes(format.hint)) return void 0;
  return format.opening.exec(line)?.groups;
}
function besides(format, groups, texts, back) {
  if (format.beside === void 0) return groups;
  const all = { ...groups };
  for (const text2 of texts.slice(0, back + 3)) {
    for (const pattern of format.beside) {
      for (const [name, value] of Object.entries(pattern.exec(plainLine(text2))?.groups ?? {})) all[name] ??= value;
    }
  }
  return all;
}
var COLOUR = new RegExp(String.raw`${String.fromCharCode(27)}\[[\d;]{0,10}m`, "g");
function plainLine(text2) {
  return text2.includes("\x1B") ? text2.replace(COLOUR, "") : text2;
}

// src/core/log/octet-slab.ts
var SLAB_OCTETS = 256 << 10;
var OctetSlab = class {
  octets = new Uint8Array(SLAB_OCTETS);
  /** Where the message in work begins. */
  start = 0;
  /** Makes room for `more` octets after the first `length` of the message in work, which are kept. */
  reserve(length, more) {
    if (this.start + length + more <= this.octets.length) return;
    const next = new Uint8Array(Math.max(SLAB_OCTETS, 2 * (length + more)));
    next.set(this.octets.subarray(this.start, this.start + length));
    this.octets = next;
    this.start = 0;
  }
  /** Ends the message in work; its octets are not touched again. */
  take(length) {
    const taken = this.octets.subarray(this.start, this.start + length);
    this.start += length;
    return taken;
  }
};

// src/core/log/siptrace-escape.ts
function unescapeWord(text2) {
  const octets = [];
  for (let i = 0; i < text2.length; i++) {
    const escaped = /^\\x([0-9a-fA-F]{2})/.exec(text2.slice(i, i + 4));
    if (escaped) i += 3;
    octets.push(escaped ? parseInt(escaped[1], 16) : text2.charCodeAt(i) & 255);
  }
  return Uint8Array.from(octets);
}

// src/core/log/siptrace-reader.ts
var MAX_RECORD_OCTETS = 16 << 20;
var MAX_OPENING_CHARACTERS2 = 1024;
var ENDPOINT = /^(?:\?|[^\s"]*[^\s",])$/;
function parseRecord(line) {
  if (!line.includes(RECORD_HINT)) return void 0;
  const groups = RECORD.exec(line)?.groups;
  if (!groups) return void 0;
  const details = parseDetails(groups.details ?? "");
  if (!details) return void 0;
  if (!ENDPOINT.test(groups.source) || !ENDPOINT.test(groups.destination)) return void 0;
  return {
    time: groups.time,
    transport: transportOf(groups.transport),
    source: groups.source,
    destination: groups.destination,
    details
  };
}
var USUAL_DETAILS = /^ (?:frame (\d{1,15}), )?(\d{1,9}) octets$/;
function parseDetails(text2) {
  const usual = USUAL_DETAILS.exec(text2);
  if (usual) return { frame: usual[1], octets: usual[2] };
  const details = {};
  let at = 0;
  while (at < text2.length && text2.slice(at).trim() !== "") {
    DETAIL.lastIndex = at;
    const match = DETAIL.exec(text2);
    if (!match) return void 0;
    for (const [name, value] of Object.entries(match.groups)) if (value !== void 0) details[name] = value;
    at = DETAIL.lastIndex;
  }
  return details;
}
var SipTraceReader = class {
  #lines;
  #file;
  #sink;
  #clock;
  #announces;
  #anchor = new Anchor(RECORD_HINT);
  #endpoints = new EndpointTable(true);
  #slab = new OctetSlab();
  /** `announces` tells the opening lines of other formats, which end a record that states no length. */
  constructor(lines, file, sink, clock, announces) {
    this.#lines = lines;
    this.#file = file;
    this.#sink = sink;
    this.#clock = clock;
    this.#announces = announces;
  }
  /** Reads the record that begins at the current line, if one does; the next line is then the first after it. */
  read() {
    const lines = this.#lines;
    if (this.#anchor.inLine(lines) < 0) return false;
    const record = parseRecord(lines.slice(lines.start, lines.end));
    if (!record) return false;
    const time = record.time === void 0 ? void 0 : findTime(record.time);
    const atMicros = time ? this.#clock.resolve(time) : NaN;
    const source = this.#endpoint(record.source);
    const destination = this.#endpoint(record.destination);
    const { details } = record;
    const capturePoint = Number(details.point ?? 0);
    const { form, reason, mapped, event } = details;
    if (form !== void 0 || reason !== void 0 || mapped !== void 0 || event !== void 0) {
      const signal = this.#signal(record, source, destination);
      if (signal) this.#sink.signal({ ...signal, atMicros, capturePoint });
      return true;
    }
    lines.hold(lines.start);
    const message = this.#message(details.octets === void 0 ? void 0 : Number(details.octets));
    lines.release();
    this.#sink.transmission({
      atMicros,
      transport: record.transport,
      source,
      destination,
      octets: message.octets,
      place: this.#place(message.line),
      sourceMap: message.sourceMap,
      missingOctets: Number(details.missing ?? 0),
      ...details.garbage === void 0 ? {} : { garbageBefore: unescapeWord(details.garbage) },
      capturePoint,
      ...details.frame === void 0 ? {} : { statedFrame: Number(details.frame) }
    });
    return true;
  }
  #endpoint(text2) {
    if (text2 === "?") return void 0;
    const plain = text2.includes("\\") ? new TextDecoder().decode(unescapeWord(text2)) : text2;
    return this.#endpoints.read(plain);
  }
  #place(line) {
    return { file: this.#file, frame: null, line };
  }
  #signal(record, source, destination) {
    const { form, reason, reporter, quoted: quoted2, mapped, event } = record.details;
    if (source === void 0 || destination === void 0 || record.transport === void 0) return void 0;
    const base = { place: this.#place(this.#lines.number), transport: record.transport, source, destination };
    if (form !== void 0) return { ...base, kind: "keep-alive", form };
    if (event !== void 0) return { ...base, kind: "tcp", event };
    if (mapped !== void 0) {
      const endpoint = this.#endpoint(mapped);
      return endpoint && { ...base, kind: "stun-mapping", mapped: endpoint };
    }
    const text2 = (word) => new TextDecoder().decode(unescapeWord(word ?? ""));
    return {
      ...base,
      kind: "unreachable",
      reason: text2(reason),
      reporter: text2(reporter),
      quoted: unescapeWord(quoted2 ?? "")
    };
  }
  /** Reads the lines after a record line, up to the stated length or to the next record. */
  #message(octets) {
    const lines = this.#lines;
    const mark = lines.mark();
    const exact = octets === void 0 ? void 0 : this.#exactMessage(octets);
    if (exact) return exact;
    lines.rewind(mark);
    return this.#lenientMessage();
  }
  /** Undefined when the lines do not hold as many octets as stated: a hand may have changed them since. */
  #exactMessage(octets) {
    const lines = this.#lines;
    const built = new RecordOctets(lines, this.#slab);
    const begin = lines.start;
    while (built.length < octets) {
      if (!lines.advance() || this.#isRecord() || lines.start - begin > MAX_RECORD_OCTETS) return void 0;
      if (!this.#isAnnotation()) built.addLine();
    }
    if (built.length > octets) return void 0;
    const mark = lines.mark();
    const last = !lines.advance() || lines.end === lines.start || this.#isAnnotation() || this.#isRecord();
    lines.rewind(mark);
    return last ? built.message() : void 0;
  }
  /** Everything up to the next record or another format's announcement; blank lines as SIP needs them. */
  #lenientMessage() {
    const lines = this.#lines;
    const built = new RecordOctets(lines, this.#slab);
    const begin = lines.start;
    while (lines.advance()) {
      const line = lines.slice(lines.start, Math.min(lines.end, lines.start + MAX_OPENING_CHARACTERS2));
      if (this.#isRecord() || this.#announces(line) || lines.start - begin > MAX_RECORD_OCTETS) {
        lines.stay();
        break;
      }
      if (!this.#isAnnotation()) built.addLine();
    }
    built.dropTrailingBlankLines();
    built.supplyBlankLine();
    return built.message();
  }
  #isAnnotation() {
    return this.#lines.end > this.#lines.start && this.#lines.octetAt(this.#lines.start) === 35;
  }
  #isRecord() {
    const lines = this.#lines;
    return this.#anchor.inLine(lines) >= 0 && parseRecord(lines.slice(lines.start, lines.end)) !== void 0;
  }
};
var HEX = "0123456789abcdef";
var RecordOctets = class {
  #lines;
  #slab;
  /** Length before each of the blank lines at the end; and whether a blank line stands before them. */
  #trailing = -1;
  #hasBlank = false;
  #line;
  length = 0;
  sourceMap = new SourceMap();
  constructor(lines, slab) {
    this.#lines = lines;
    this.#slab = slab;
  }
  /** Adds the current line. */
  addLine() {
    const lines = this.#lines;
    const { start, end } = lines;
    this.#line ??= lines.number;
    const text2 = lines.slice(start, end);
    if (text2 === "") {
      if (this.#trailing < 0) this.#trailing = this.length;
    } else {
      if (this.#trailing >= 0) this.#hasBlank = true;
      this.#trailing = -1;
    }
    this.#slab.reserve(this.length, end - start + 2);
    const joined = text2.endsWith("\\");
    const until = joined ? end - 1 : end;
    let from = start;
    for (let at = text2.indexOf("\\x"); at >= 0; at = text2.indexOf("\\x", at + 1)) {
      const high = HEX.indexOf((text2[at + 2] ?? " ").toLowerCase());
      const low = HEX.indexOf((text2[at + 3] ?? " ").toLowerCase());
      if (high < 0 || low < 0) continue;
      this.#copy(from, start + at);
      this.sourceMap.add(this.length, start + at, 1);
      this.#put(high * 16 + low);
      from = start + at + 4;
    }
    this.#copy(from, until);
    if (joined) return;
    this.#put(13);
    this.#put(10);
  }
  dropTrailingBlankLines() {
    if (this.#trailing >= 0) this.length = this.#trailing;
  }
  supplyBlankLine() {
    if (this.#hasBlank) return;
    this.#slab.reserve(this.length, 2);
    this.#put(13);
    this.#put(10);
  }
  message() {
    return {
      octets: this.#slab.take(this.length),
      sourceMap: this.sourceMap,
      line: this.#line ?? this.#lines.number
    };
  }
  #copy(from, to) {
    if (to <= from) return;
    this.#slab.octets.set(this.#lines.octets(from, to), this.#slab.start + this.length);
    this.sourceMap.add(this.length, from, to - from);
    this.length += to - from;
  }
  #put(octet) {
    this.#slab.octets[this.#slab.start + this.length++] = octet;
  }
};

// src/core/log/read-log.ts
var LOG_FORMATS = [SIP_TRACE, ...ANNOUNCED_FORMATS, PLAIN, ANY_TEXT];
var PROGRESS_OCTETS = 1 << 20;
var HEAD_OCTETS = 16 << 10;
var UTF16_MARKS = ["\xFF\xFE", "\xFE\xFF"];
function* readLog(source, fileIndex, sink, options = {}) {
  const reader = new LogReader(source, fileIndex, sink, options);
  let told2 = 0;
  while (reader.step()) {
    if (reader.readOctets - told2 < PROGRESS_OCTETS) continue;
    told2 = reader.readOctets;
    yield { readOctets: told2, totalOctets: source.size, frames: 0 };
  }
  return reader.summary();
}
var LogReader = class {
  #lines;
  #file;
  #sink;
  #clock;
  #endpoints = new EndpointTable();
  #slab = new OctetSlab();
  #version = new Anchor("SIP/2.0");
  #bracket = new Anchor("&lt;sip");
  #openings;
  #keepAlives;
  #sipTrace;
  #counts = /* @__PURE__ */ new Map();
  /** Where the last message ended: what stands before is its own, not the next one's announcement. */
  #floor = 0;
  #floorLine = 0;
  /** The announcement of the last message. */
  #lastOpening;
  constructor(source, file, sink, options) {
    const only = options.format;
    this.#lines = new LogLines(source, options.chunkOctets);
    this.#file = file;
    this.#sink = sink;
    this.#clock = new LogClock(options.referenceMicros ?? 0);
    const formats = ANNOUNCED_FORMATS.filter((format) => only === void 0 || format.id === only);
    this.#openings = new OpeningFinder(formats);
    this.#keepAlives = new KeepAliveReader(this.#lines, this.#openings, formats);
    const head = asciiOf(source.read(0, HEAD_OCTETS));
    const date = findDate(head);
    if (date) this.#clock.sawDate(date);
    if (UTF16_MARKS.some((mark) => head.startsWith(mark))) {
      sink.problem({ file, offset: 0, message: "The text is UTF-16; save it as UTF-8 to have it read." });
    }
    if (only === void 0 || only === SIP_TRACE.id) {
      this.#sipTrace = new SipTraceReader(
        this.#lines,
        file,
        sink,
        this.#clock,
        (line) => this.#openings.announces(line)
      );
    }
  }
  get readOctets() {
    return this.#lines.next;
  }
  summary() {
    let most = ANY_TEXT;
    for (const [format, count] of this.#counts) if (count > (this.#counts.get(most) ?? 0)) most = format;
    const messages = this.#counts.get(most) ?? 0;
    return { formatId: most.id, formatTitle: most.title, messages, lines: this.#lines.number };
  }
  /** Goes on by a line, or by a message; false at the end. */
  step() {
    const lines = this.#lines;
    if (!lines.advance()) {
      this.#keepAlives.finish(this.#file, this.#sink, this.#clock, this.#endpoints);
      return false;
    }
    if (lines.cut) this.#tellCut();
    if (this.#sipTrace?.read()) {
      this.#ended(SIP_TRACE);
      return true;
    }
    const version = this.#version.inLine(lines);
    let read = version >= 0 && this.#message(lines.start, version);
    for (let at = read ? this.#versionLater() : -1; at >= 0 && read; at = this.#versionLater()) {
      read = this.#message(this.#floor, at);
    }
    if (version < 0 || !read) this.#keepAlives.look(this.#file, this.#sink, this.#clock, this.#endpoints);
    return true;
  }
  /** Where SIP's version stands after a message that ended within the current line; -1 when it ended later. */
  #versionLater() {
    const lines = this.#lines;
    return this.#floor > lines.start && this.#floor < lines.end ? this.#version.inRange(lines, this.#floor, lines.end) : -1;
  }
  #tellCut() {
    const message = "A line is longer than 1 MiB and is read in pieces.";
    this.#sink.problem({ file: this.#file, offset: this.#lines.start, message });
  }
  /** Reads the message whose start line is in the current line from `begin`, if one is. */
  #message(begin, version) {
    const lines = this.#lines;
    const { text: text2, base } = lines;
    const end = lines.end - base;
    const at = startLineAt(text2, begin - base, end, version - base);
    if (at < 0) return false;
    const line = lines.number;
    const before = text2.slice(begin - base, at);
    const previous = begin === lines.start ? this.#previousLines() : [];
    const opening = this.#openings.find(before, previous) ?? this.#sameRecord(before);
    const format = opening?.format;
    const octets = opening?.groups.octets;
    const whole = splitOneLine(text2.slice(at, end));
    const startsAt = base + at;
    lines.hold(lines.start);
    const feed = whole ? new OneLineFeed(lines, startsAt, whole.ranges) : lines;
    const found = readMessageLines(feed, whole ? "" : before, startsAt, whole ? feed.end : lines.end, {
      format,
      octets: octets === void 0 || opening === this.#lastOpening ? void 0 : Number(octets),
      announces: (text3) => this.#openings.announces(text3),
      continues: (text3) => opening !== void 0 && this.#continues(text3, opening)
    });
    const isMessage = opening !== void 0 || found.sipHeaders > 0;
    if (isMessage) {
      const plain = before === "" && previous.every((text3) => text3.trim() === "") && line - this.#floorLine <= LOOKBACK_LINES;
      this.#emit(found, line, opening, before, previous, whole?.escape ?? this.#entities(found));
      this.#ended(format ?? (plain ? PLAIN : ANY_TEXT), whole ? feed.end : lines.next);
      this.#keepAlives.forget();
      this.#lastOpening = opening;
    }
    lines.release();
    return isMessage;
  }
  /** A segment of a stream may hold several messages under one announcement. */
  #sameRecord(before) {
    const last = this.#lastOpening;
    return before === "" && this.#lines.start === this.#floor && last?.format.segments ? last : void 0;
  }
  /** A web page's source writes the brackets of URIs as entities. */
  #entities(found) {
    return this.#bracket.inRange(this.#lines, found.starts[0], found.ends.at(-1)) < 0 ? void 0 : HTML;
  }
  /** Whether the current line announces another segment between the same sides, with no message of its own. */
  #continues(text2, opening) {
    const next = this.#openings.match(text2);
    if (next?.format !== opening.format || !sameSides(next.groups, opening.groups)) return false;
    const lines = this.#lines;
    const mark = lines.mark();
    for (let skipped = 0; skipped < 3 && lines.advance(); skipped++) {
      const line = lines.slice(lines.start, lines.end);
      if (mayStandBetween(line)) continue;
      if (isStartLine(line.trimStart()) || this.#openings.announces(line)) break;
      lines.stay();
      return true;
    }
    lines.rewind(mark);
    return false;
  }
  #emit(found, line, opening, before, previous, escape) {
    const { octets, sourceMap } = buildMessage(found, this.#lines, escape, this.#slab);
    const around = opening ? void 0 : contextOf(before, previous, this.#endpoints);
    const sides = opening ? sidesOf(opening.groups, this.#endpoints) : around;
    const time = opening ? timeOf(opening) ?? timeNear([before, ...previous.slice(0, opening.back)]) : around?.time;
    this.#sink.transmission({
      atMicros: time ? this.#clock.resolve(time) : NaN,
      transport: sides?.transport,
      source: sides?.source,
      destination: sides?.destination,
      octets,
      place: { file: this.#file, frame: null, line },
      sourceMap,
      missingOctets: found.cut ? missingOctets(found, octets.length) : 0,
      capturePoint: 0
    });
  }
  #previousLines() {
    const lines = this.#lines;
    const count = lines.previousLines(this.#floor);
    const previous = [];
    for (let back = 1; back <= count; back++)
      previous.push(lines.slice(lines.previousStart(back), lines.previousEnd(back)));
    return previous;
  }
  #ended(format, floor = this.#lines.next) {
    this.#counts.set(format, (this.#counts.get(format) ?? 0) + 1);
    this.#floor = floor;
    this.#floorLine = this.#lines.number;
  }
};
var SIDE_GROUPS = ["way", "transport", "peer", "local", "source", "destination"];
function sameSides(a2, b) {
  return SIDE_GROUPS.every((name) => a2[name] === b[name]);
}
function timeOf(opening) {
  const { date, time } = opening.groups;
  if (time === void 0) return void 0;
  return findTime(date === void 0 || /\d{4}/.test(time) ? time : `${date} ${time}`);
}
function missingOctets(found, octets) {
  if (found.bodyLine < 0) return 1;
  const headers = found.ends.slice(0, found.bodyLine).reduce((sum, end, i) => sum + end - found.starts[i] + 2, 2);
  return Math.max(0, (found.contentLength ?? 0) - (octets - headers));
}
function asciiOf(octets) {
  return new TextDecoder("latin1").decode(octets);
}

// src/core/model/byte-source.ts
function memorySource(name, octets) {
  return {
    name,
    size: octets.length,
    read: (offset, length) => octets.subarray(offset, Math.min(offset + length, octets.length))
  };
}

// src/core/sip/header-names.ts
var COMPACT_FORMS = {
  a: "Accept-Contact",
  b: "Referred-By",
  c: "Content-Type",
  d: "Request-Disposition",
  e: "Content-Encoding",
  f: "From",
  i: "Call-ID",
  j: "Reject-Contact",
  k: "Supported",
  l: "Content-Length",
  m: "Contact",
  n: "Identity-Info",
  o: "Event",
  r: "Refer-To",
  s: "Subject",
  t: "To",
  u: "Allow-Events",
  v: "Via",
  x: "Session-Expires",
  y: "Identity"
};
var KNOWN_NAMES = [
  "Accept",
  "Allow",
  "Authorization",
  "CSeq",
  "Call-ID",
  "Contact",
  "Content-ID",
  "Content-Length",
  "Content-Type",
  "Date",
  "Expires",
  "Flow-Timer",
  "From",
  "Geolocation",
  "Max-Forwards",
  "MIME-Version",
  "Min-Expires",
  "Min-SE",
  "P-Asserted-Identity",
  "P-DCS-OSPS",
  "Path",
  "Priv-Answer-Mode",
  "Proxy-Authenticate",
  "Proxy-Authorization",
  "RAck",
  "RSeq",
  "Reason",
  "Record-Route",
  "Require",
  "Retry-After",
  "Route",
  "SIP-ETag",
  "SIP-If-Match",
  "Server",
  "Service-Route",
  "Session-Expires",
  "Supported",
  "To",
  "Unsupported",
  "User-Agent",
  "User-to-User",
  "Via",
  "WWW-Authenticate",
  "Warning"
];
var canonicalNames = /* @__PURE__ */ new Map();
for (const name of [...KNOWN_NAMES, ...Object.values(COMPACT_FORMS)]) {
  canonicalNames.set(name, name);
  canonicalNames.set(name.toLowerCase(), name);
}
for (const [letter, name] of Object.entries(COMPACT_FORMS)) {
  canonicalNames.set(letter, name);
  canonicalNames.set(letter.toUpperCase(), name);
}
var MAX_LEARNT_NAMES = 1024;
var MAX_LEARNT_LENGTH = 64;
var learntLimit = canonicalNames.size + MAX_LEARNT_NAMES;
function canonicalHeaderName(name) {
  return canonicalNames.get(name) ?? learn(name);
}
function learn(name) {
  const lower = name.toLowerCase();
  const known = canonicalNames.get(lower);
  const canonical = known ?? lower.replace(/(^|-)([a-z])/g, (_, hyphen, letter) => hyphen + letter.toUpperCase());
  if (canonicalNames.size < learntLimit && name.length <= MAX_LEARNT_LENGTH) {
    canonicalNames.set(Array.from(name).join(""), known ?? Array.from(canonical).join(""));
  }
  return canonical;
}
var registeredNames = [];
for (const name of new Set(canonicalNames.values()))
  (registeredNames[keyOf2(name.length, name.charCodeAt(0))] ??= []).push(name);
function keyOf2(length, firstCode) {
  return (length & 31) * 128 + (firstCode & 127);
}
function registeredNameAt(text2, start, end) {
  const candidates = registeredNames[keyOf2(end - start, text2.charCodeAt(start))];
  if (!candidates) return void 0;
  for (const name of candidates) if (name.length === end - start && text2.startsWith(name, start)) return name;
  return void 0;
}

// src/core/sip/header-fields.ts
var HeaderField = class {
  /** As on the wire. */
  name;
  /** Registered spelling: `Call-ID` for `i` or `CALL-ID`. */
  canonical;
  #text;
  #start;
  #nameEnd;
  #valueStart;
  #valueEnd;
  #end;
  #value;
  constructor(text2, start, colon, end) {
    const nameEnd = trimEnd(text2, start, colon);
    const registered = registeredNameAt(text2, start, nameEnd);
    this.name = registered ?? text2.slice(start, nameEnd);
    this.canonical = registered ?? canonicalHeaderName(this.name);
    this.#text = text2;
    this.#start = start;
    this.#nameEnd = nameEnd;
    this.#valueStart = skipWhiteSpace(text2, colon + 1, end);
    this.#valueEnd = trimEnd(text2, this.#valueStart, end);
    this.#end = end;
  }
  get nameRange() {
    return { start: this.#start, end: this.#nameEnd };
  }
  /** The raw value with its folds, without white space around it. */
  get valueRange() {
    return { start: this.#valueStart, end: this.#valueEnd };
  }
  /** The whole field with its folds, without the line end. */
  get range() {
    return { start: this.#start, end: this.#end };
  }
  /** On one line, without white space around it, UTF-8 decoded. */
  get value() {
    return this.#value ??= decodeOctets(unfold(this.#text.slice(this.#valueStart, this.#valueEnd)));
  }
};
var MAX_FIELDS = 4096;
var MAX_STRAY_LINES = 16;
function readLines(text2) {
  const size = text2.length;
  let at = 0;
  while (at < size && (text2.charCodeAt(at) === CR || text2.charCodeAt(at) === LF)) at++;
  const fields = [];
  const strayLines = [];
  let hasHeaderEnd = false;
  let hasBareLineFeed = false;
  let isCut = false;
  let startLine;
  let fieldStart = -1;
  let colon = 0;
  let fieldEnd = 0;
  const close = () => {
    if (fieldStart < 0) return;
    if (fields.length === MAX_FIELDS) isCut = true;
    else fields.push(new HeaderField(text2, fieldStart, colon, fieldEnd));
    fieldStart = -1;
  };
  while (at < size) {
    const feed = text2.indexOf("\n", at);
    const next = feed < 0 ? size : feed + 1;
    let end = feed < 0 ? size : feed;
    if (end > at && text2.charCodeAt(end - 1) === CR) end--;
    else if (feed >= 0) hasBareLineFeed = true;
    const first = text2.charCodeAt(at);
    if (end === at) {
      at = next;
      hasHeaderEnd = feed >= 0;
      break;
    }
    if (!startLine) startLine = { start: at, end };
    else if (first === SPACE || first === TAB) {
      if (fieldStart >= 0) fieldEnd = end;
      else if (strayLines.length < MAX_STRAY_LINES) strayLines.push({ start: at, end });
    } else {
      close();
      colon = colonOf(text2, at, end);
      if (colon > at) {
        fieldStart = at;
        fieldEnd = end;
      } else if (strayLines.length < MAX_STRAY_LINES) strayLines.push({ start: at, end });
    }
    at = next;
  }
  close();
  startLine ??= { start: size, end: size };
  return { startLine, fields, strayLines, body: { start: at, end: size }, hasHeaderEnd, hasBareLineFeed, isCut };
}
function colonOf(text2, start, end) {
  for (let at = start; at < end; at++) if (text2.charCodeAt(at) === COLON) return at;
  return -1;
}

// src/core/sip/sdp.ts
var MAX_SDP_LINES = 4096;
function parseSdp(text2, body, contentType) {
  const range = sdpRange(text2, body, contentType);
  return range && parseLines(text2, range);
}
function sdpRange(text2, body, contentType) {
  if (body.start === body.end) return void 0;
  if (contentType === "application/sdp") return body;
  if (contentType === void 0) return text2.startsWith("v=0", body.start) ? body : void 0;
  if (!contentType.startsWith("multipart/")) return void 0;
  let start = text2.indexOf("\nv=0", body.start) + 1;
  if (start === 0 || start >= body.end) return void 0;
  const from = start;
  while (start < body.end && !text2.startsWith("--", start)) {
    const feed = text2.indexOf("\n", start);
    start = feed < 0 ? body.end : feed + 1;
  }
  return { start: from, end: Math.min(start, body.end) };
}
function parseLines(text2, range) {
  const media = [];
  const attributes = [];
  let origin;
  let connection;
  let at = range.start;
  for (let line = 0; at < range.end && line < MAX_SDP_LINES; line++) {
    const feed = text2.indexOf("\n", at);
    const next = feed < 0 || feed >= range.end ? range.end : feed + 1;
    let end = feed < 0 || feed >= range.end ? range.end : feed;
    if (end > at && text2.charCodeAt(end - 1) === CR) end--;
    const current = media.at(-1);
    switch (text2.slice(at, Math.min(at + 2, end))) {
      case "o=":
        origin ??= parseOrigin(text2, at, end);
        break;
      case "c=":
        if (current) current.connection ??= parseConnection(text2, at, end);
        else connection ??= parseConnection(text2, at, end);
        break;
      case "m=": {
        const found = parseMedia(text2, at, end);
        if (found) media.push(found);
        break;
      }
      case "a=":
        (current?.attributes ?? attributes).push(parseAttribute(text2, at, end));
        break;
    }
    at = next;
  }
  return { range, origin, connection, attributes, media };
}
function words(text2, start, end) {
  const found = [];
  let at = start + 2;
  while (at < end && found.length < MAX_WORDS) {
    const blank = text2.indexOf(" ", at);
    const wordEnd = blank < 0 || blank > end ? end : blank;
    if (wordEnd > at) found.push(valueAt(text2.slice(at, wordEnd), at, wordEnd));
    at = wordEnd + 1;
  }
  return found;
}
var MAX_WORDS = 256;
function address(word) {
  const slash = word.value.indexOf("/");
  const length = slash < 0 ? word.value.length : slash;
  return valueAt(canonicalHost(word.value.slice(0, length)), word.range.start, word.range.start + length);
}
function parseOrigin(text2, start, end) {
  const [username, sessionId, sessionVersion, , , host] = words(text2, start, end);
  if (!username || !sessionId || !sessionVersion || !host) return void 0;
  return {
    username: username.value,
    sessionId: sessionId.value,
    sessionVersion: sessionVersion.value,
    address: address(host),
    range: { start, end }
  };
}
function parseConnection(text2, start, end) {
  const host = words(text2, start, end)[2];
  return host && address(host);
}
function parseMedia(text2, start, end) {
  const [kind, port, profile, ...formats] = words(text2, start, end);
  if (!kind || !port || !profile) return void 0;
  const digits = port.value.split("/", 1)[0] ?? "";
  const number = parseDigits(digits, 0, digits.length);
  return {
    kind: kind.value,
    port: valueAt(Number.isNaN(number) ? 0 : number, port.range.start, port.range.start + digits.length),
    profile,
    formats: formats.map((format) => format.value),
    connection: void 0,
    attributes: [],
    range: { start, end }
  };
}
function parseAttribute(text2, start, end) {
  const body = text2.slice(start + 2, end);
  const colon = body.indexOf(":");
  const valueStart = colon < 0 ? end : start + 2 + colon + 1;
  return {
    name: colon < 0 ? body : body.slice(0, colon),
    value: text2.slice(valueStart, end),
    valueRange: { start: valueStart, end },
    range: { start, end }
  };
}

// src/core/sip/start-line.ts
function parseStartLine(text2, range) {
  const { start, end } = range;
  if (isVersion(text2, start, end)) return parseStatusLine(text2, range);
  const methodEnd = endOfWord(text2, start, end);
  const versionEnd = trimEnd(text2, methodEnd, end);
  let versionStart = versionEnd;
  while (versionStart > methodEnd && !isWhiteSpace(text2.charCodeAt(versionStart - 1))) versionStart--;
  const uriStart = skipWhiteSpace(text2, methodEnd, versionStart);
  const uriEnd = trimEnd(text2, uriStart, versionStart);
  if (methodEnd === start || uriStart >= uriEnd || !isVersion(text2, versionStart, versionEnd)) {
    return { kind: "malformed", range };
  }
  return {
    kind: "request",
    method: text2.slice(start, methodEnd),
    methodRange: { start, end: methodEnd },
    requestUri: valueAt(text2.slice(uriStart, uriEnd), uriStart, uriEnd),
    version: text2.slice(versionStart, versionEnd),
    versionRange: { start: versionStart, end: versionEnd },
    range
  };
}
function parseStatusLine(text2, range) {
  const { start, end } = range;
  const versionEnd = endOfWord(text2, start, end);
  const codeStart = skipWhiteSpace(text2, versionEnd, end);
  const codeEnd = endOfWord(text2, codeStart, end);
  const statusCode = parseDigits(text2, codeStart, codeEnd);
  if (codeEnd - codeStart !== 3 || !(statusCode >= 100)) return { kind: "malformed", range };
  const reasonStart = skipWhiteSpace(text2, codeEnd, end);
  const reasonEnd = trimEnd(text2, reasonStart, end);
  return {
    kind: "response",
    statusCode,
    statusCodeRange: { start: codeStart, end: codeEnd },
    reason: decodeOctets(text2.slice(reasonStart, reasonEnd)),
    reasonRange: { start: reasonStart, end: reasonEnd },
    version: text2.slice(start, versionEnd),
    versionRange: { start, end: versionEnd },
    range
  };
}
function endOfWord(text2, start, end) {
  let at = start;
  while (at < end && text2.charCodeAt(at) !== SPACE && !isWhiteSpace(text2.charCodeAt(at))) at++;
  return at;
}
function isVersion(text2, start, end) {
  return end - start > 4 && (text2.charCodeAt(start) | 32) === 115 && (text2.charCodeAt(start + 1) | 32) === 105 && (text2.charCodeAt(start + 2) | 32) === 112 && text2.charCodeAt(start + 3) === 47;
}

// src/core/sip/message.ts
var latin1 = new TextDecoder("latin1");
var WINDOWS_1252 = "\u20AC \u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152 \u017D  \u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153 \u017E\u0178";
function latin1OfWindows1252(text2) {
  return text2.replace(/[\u0100-\uffff]/g, (character) => String.fromCharCode(128 + WINDOWS_1252.indexOf(character)));
}
function textOfOctets(octets) {
  return latin1OfWindows1252(latin1.decode(octets));
}
var UNREAD = /* @__PURE__ */ Symbol("unread");
var SipMessage = class {
  octets;
  #text;
  #lines;
  #startLine;
  #requestUri = UNREAD;
  #callId = UNREAD;
  #cseq = UNREAD;
  #from = UNREAD;
  #to = UNREAD;
  #topVia = UNREAD;
  #vias;
  #contacts;
  #challenges;
  #credentials;
  #sdp = UNREAD;
  constructor(octets) {
    this.octets = octets;
  }
  /** One character an octet: an index is an offset in the message. */
  get text() {
    return this.#text ??= textOfOctets(this.octets);
  }
  get lines() {
    return this.#lines ??= readLines(this.text);
  }
  get startLine() {
    return this.#startLine ??= parseStartLine(this.text, this.lines.startLine);
  }
  get isRequest() {
    return this.startLine.kind === "request";
  }
  get isResponse() {
    return this.startLine.kind === "response";
  }
  /** Of a response from its CSeq; "" if unknown. */
  get method() {
    const line = this.startLine;
    return line.kind === "request" ? line.method : this.cseq?.method ?? "";
  }
  /** 0 for a request. */
  get statusCode() {
    const line = this.startLine;
    return line.kind === "response" ? line.statusCode : 0;
  }
  get reason() {
    const line = this.startLine;
    return line.kind === "response" ? line.reason : "";
  }
  get requestUri() {
    if (this.#requestUri === UNREAD) {
      const line = this.startLine;
      const range = line.kind === "request" ? line.requestUri.range : void 0;
      this.#requestUri = range && parseUri(this.text, range.start, range.end);
    }
    return this.#requestUri;
  }
  get fields() {
    return this.lines.fields;
  }
  /** The first field of a name, in any case or compact form. */
  header(name) {
    return this.#first(canonicalHeaderName(name));
  }
  headers(name) {
    const canonical = canonicalHeaderName(name);
    return this.lines.fields.filter((field) => field.canonical === canonical);
  }
  /** Octets after the blank line; empty at the end when there is none. */
  get body() {
    return this.lines.body;
  }
  get hasHeaderEnd() {
    return this.lines.hasHeaderEnd;
  }
  get callId() {
    if (this.#callId === UNREAD) this.#callId = this.#nonEmpty("Call-ID");
    return this.#callId;
  }
  get cseq() {
    if (this.#cseq === UNREAD) {
      const field = this.#first("CSeq");
      this.#cseq = field && parseCSeq(this.text, field);
    }
    return this.#cseq;
  }
  get from() {
    if (this.#from === UNREAD) this.#from = this.#address("From");
    return this.#from;
  }
  get to() {
    if (this.#to === UNREAD) this.#to = this.#address("To");
    return this.#to;
  }
  /** The first Via alone, for matching transactions: cheaper than reading them all. */
  get topVia() {
    if (this.#topVia === UNREAD) {
      const field = this.#first("Via");
      const part = field && this.#firstPart(field);
      this.#topVia = field && part && new Via(this.text, field, part.start, part.end);
    }
    return this.#topVia;
  }
  /** All of all Via fields, top first. */
  get vias() {
    return this.#vias ??= this.headers("Via").flatMap((field) => parseVias(this.text, field));
  }
  get contacts() {
    return this.#contacts ??= this.headers("Contact").flatMap((field) => parseContacts(this.text, field));
  }
  /** The addresses of another header with name-addr values, such as Route, Record-Route, Path or Service-Route. */
  addresses(name) {
    return this.headers(name).flatMap((field) => parseAddresses(this.text, field));
  }
  /** Tokens of a list header such as Supported, Require, Allow or Unsupported. */
  tokens(name) {
    return this.headers(name).flatMap(
      (field) => splitList(this.text, field.valueRange.start, field.valueRange.end, COMMA).map(({ start, end }) => this.#trimmed(start, end)).filter((token) => token.value !== "")
    );
  }
  get expiresSeconds() {
    return this.#delta("Expires");
  }
  get minExpires() {
    return this.#delta("Min-Expires");
  }
  get maxForwards() {
    return this.#number("Max-Forwards");
  }
  get contentLength() {
    return this.#number("Content-Length");
  }
  /** Comments and parameters after the number (`120 (maintenance);duration=3600`) are ignored (RFC 3261 §20.33). */
  get retryAfterSeconds() {
    return this.#delta("Retry-After");
  }
  /** Of WWW-Authenticate and Proxy-Authenticate, in the order of the message. */
  get challenges() {
    return this.#challenges ??= this.fields.filter(({ canonical }) => canonical === "WWW-Authenticate" || canonical === "Proxy-Authenticate").flatMap((field) => parseChallenges(this.text, field));
  }
  /** Of Authorization and Proxy-Authorization, in the order of the message. */
  get credentials() {
    return this.#credentials ??= this.fields.filter(({ canonical }) => canonical === "Authorization" || canonical === "Proxy-Authorization").flatMap((field) => parseCredentials(this.text, field));
  }
  get userAgent() {
    return this.#first("User-Agent")?.value;
  }
  get server() {
    return this.#first("Server")?.value;
  }
  /** Lower case, without parameters; undefined when absent or empty. */
  get contentType() {
    const value = this.#first("Content-Type")?.value.split(";", 1)[0]?.trim().toLowerCase();
    return value === "" ? void 0 : value;
  }
  /** The session description: the body, or the first part of a multipart body that is one. */
  get sdp() {
    if (this.#sdp === UNREAD) this.#sdp = parseSdp(this.text, this.body, this.contentType);
    return this.#sdp;
  }
  #first(canonical) {
    for (const field of this.lines.fields) if (field.canonical === canonical) return field;
    return void 0;
  }
  #nonEmpty(canonical) {
    const field = this.#first(canonical);
    const value = field?.value;
    return field && value ? { value, range: field.valueRange } : void 0;
  }
  #address(canonical) {
    const field = this.#first(canonical);
    if (!field || field.valueRange.start === field.valueRange.end) return void 0;
    return new NameAddr(this.text, field, field.valueRange);
  }
  #firstPart(field) {
    const { start, end } = field.valueRange;
    if (start === end) return void 0;
    if (indexOfCode(this.text, COMMA, start, end) < 0) return field.valueRange;
    return splitList(this.text, start, end, COMMA).find(
      (part) => skipWhiteSpace(this.text, part.start, part.end) < part.end
    );
  }
  #trimmed(start, end) {
    const raw = this.text.slice(start, end);
    const value = raw.trim();
    const from = start + (value === "" ? 0 : raw.indexOf(value));
    return valueAt(value, from, from + value.length);
  }
  /** The number that a value begins with; a value that begins otherwise is unreadable. */
  #number(canonical) {
    const field = this.#first(canonical);
    if (!field) return void 0;
    const { start, end } = field.valueRange;
    const number = parseDigits(this.text, start, endOfToken(this.text, start, end));
    return Number.isNaN(number) ? void 0 : number;
  }
  #delta(canonical) {
    const number = this.#number(canonical);
    return number === void 0 ? void 0 : Math.min(number, MAX_DELTA_SECONDS);
  }
};
function ownString(text2) {
  return Array.from(text2).join("");
}

// src/core/trace/calls.ts
function buildCalls(transactions, endMicros) {
  const byCallId = /* @__PURE__ */ new Map();
  for (const transaction of transactions) {
    if (transaction.method === "INVITE" && transaction.callId !== "") byCallId.set(transaction.callId, []);
  }
  for (const transaction of transactions) byCallId.get(transaction.callId)?.push(transaction);
  return [...byCallId].map(([callId, own], index) => buildCall(index, callId, own, endMicros));
}
function buildCall(index, callId, transactions, endMicros) {
  const invites = transactions.filter(({ method }) => method === "INVITE");
  const sip = invites[0]?.first.sip;
  const invite = decidingInvite(invites);
  const status = invite?.status ?? 0;
  return {
    index,
    callId,
    caller: sip?.from ? canonicalAor(sip.from.uri) : "",
    callee: sip?.to ? canonicalAor(sip.to.uri) : "",
    transactions,
    state: stateOf2(status, invite, endMicros),
    status
  };
}
function decidingInvite(invites) {
  const opening = invites.filter((invite) => !invite.request?.sip.to?.tag);
  const initial = opening.length > 0 ? opening : invites;
  return initial.find(({ status }) => status >= 200 && status < 300) ?? initial.at(-1);
}
function stateOf2(status, invite, endMicros) {
  if (status >= 200 && status < 300) return "answered";
  if (status === 487) return "cancelled";
  if (status > 0) return "refused";
  return invite && isUnanswered(invite, void 0, endMicros) ? "unanswered" : "open";
}

// src/core/trace/credentials.ts
var NONCES_KEPT2 = 2e5;
function correlateCredentials(table, keys, transactions) {
  const byNonce = /* @__PURE__ */ new Map();
  const byCallId = /* @__PURE__ */ new Map();
  const steps = transactions.filter(({ requestRows }) => requestRows.length > 0).map((transaction) => ({ transaction, row: transaction.requestRows[0] }));
  let next = 0;
  const learnUntil = (row) => {
    for (; next < row; next++) {
      if (keys.isRequest(next) || !keys.hasChallenge(next) || table.role(next) !== "original") continue;
      learn2(table.at(next), keys.callId(next), byNonce, byCallId);
    }
  };
  for (const { transaction, row } of steps) {
    learnUntil(row);
    if (!keys.hasCredentials(row)) continue;
    const all = table.sip(row).credentials;
    const earlier = byCallId.get(transaction.callId) ?? [];
    const chosen = choose(table, transaction, all, byNonce, earlier);
    transaction.credentials = chosen?.credentials ?? all[0];
    transaction.answered = chosen?.answered ?? answeredByReturn(transaction);
  }
}
function learn2(message, callId, byNonce, byCallId) {
  const offers = message.sip.challenges.map((_, challenge) => ({ row: message.index, challenge }));
  if (offers.length > 0) byCallId.set(callId, offers);
  for (const offer of offers) {
    const nonce = message.sip.challenges[offer.challenge]?.nonce?.value;
    if (nonce === void 0) continue;
    const known = byNonce.get(nonce);
    if (known) known.push(offer);
    else byNonce.set(nonce, [offer]);
    if (byNonce.size > NONCES_KEPT2) {
      const oldest = byNonce.keys().next();
      if (!oldest.done) byNonce.delete(oldest.value);
    }
  }
}
function choose(table, transaction, all, byNonce, earlier) {
  for (const credentials2 of all) {
    const offers = byNonce.get(credentials2.nonce?.value ?? "") ?? [];
    const own = offers.filter(({ row }) => table.sip(row).callId?.value === transaction.callId);
    const offer2 = own.at(-1) ?? offers.at(-1);
    if (offer2) return { credentials: credentials2, answered: answered(table, offer2, "nonce") };
  }
  for (const credentials2 of all) {
    const offer2 = earlier.find(({ row, challenge }) => {
      const offered = table.sip(row).challenges[challenge];
      return offered?.realm?.value === credentials2.realm?.value;
    });
    if (offer2) return { credentials: credentials2, answered: answered(table, offer2, "call-id") };
  }
  const credentials = all[0];
  const offer = earlier[0];
  return credentials && offer ? { credentials, answered: answered(table, offer, "call-id") } : void 0;
}
function answered(table, offer, by) {
  const message = table.at(offer.row);
  return { message, challenge: challengeAt(message, offer.challenge), by };
}
function challengeAt(message, index) {
  const challenge = message.sip.challenges[index];
  if (!challenge) throw new RangeError(`no challenge ${index} in message ${message.index}`);
  return challenge;
}
function answeredByReturn(transaction) {
  const final = transaction.final;
  const challenge = final?.sip.challenges[0];
  return final && challenge ? { message: final, challenge, by: "returned" } : void 0;
}

// src/core/trace/devices.ts
var BuiltDevice = class {
  constructor(index, address2, userAgent) {
    this.index = index;
    this.address = address2;
    this.userAgent = userAgent;
    const product = parseProduct(userAgent);
    this.product = product.product;
    this.title = product.title || address2 || "this host";
  }
  index;
  address;
  userAgent;
  endpoints = [];
  product;
  title;
  isServer = false;
};
var Devices = class {
  all = [];
  #byKey = /* @__PURE__ */ new Map();
  /** The device at an endpoint; without a User-Agent the first one known at that address. */
  at(endpoint, userAgent, isServer) {
    const key = `${endpoint.address} ${userAgent ?? ""}`;
    let device = this.#byKey.get(key);
    if (!device) {
      device = new BuiltDevice(this.all.length, endpoint.address, userAgent);
      this.all.push(device);
      this.#byKey.set(key, device);
    }
    if (isServer) device.isServer = true;
    if (!device.endpoints.some((known) => known.port === endpoint.port)) device.endpoints.push(endpoint);
    return device;
  }
};

// src/core/trace/flows.ts
var ANSWER_MICROS = 4e6;
var BuiltFlow = class {
  constructor(index, transport, source, destination, keys) {
    this.index = index;
    this.transport = transport;
    this.keys = keys;
    this.client = source;
    this.server = destination;
  }
  index;
  transport;
  keys;
  client;
  server;
  nat;
  /** Instant of each activity, and beside it the message row, or `-1 - signal`. */
  #times = [];
  #rows = [];
  #fromClient = [];
  #isRegistering = false;
  /** The side that sends a REGISTER is the client, whoever spoke first. */
  registeredFrom(source, destination) {
    if (this.#isRegistering) return;
    this.#isRegistering = true;
    if (formatEndpoint(source) === formatEndpoint(this.client)) return;
    this.client = source;
    this.server = destination;
    for (let i = 0; i < this.#fromClient.length; i++) this.#fromClient[i] = !this.#fromClient[i];
  }
  add(atMicros, source, row) {
    const isFromClient = source.address === this.client.address && source.port === this.client.port;
    this.#times.push(atMicros);
    this.#rows.push(row);
    this.#fromClient.push(isFromClient);
  }
  get activities() {
    return this.#times.map((_, index) => this.#activity(index));
  }
  silences(minMicros) {
    const silences = [];
    for (let i = 1; i < this.#times.length; i++) {
      const fromMicros2 = this.#times[i - 1];
      const toMicros = this.#times[i];
      if (toMicros - fromMicros2 >= minMicros) {
        silences.push({ fromMicros: fromMicros2, toMicros, before: this.#activity(i - 1), after: this.#activity(i) });
      }
    }
    return silences;
  }
  get longestSurvivedMicros() {
    let longest = 0;
    for (let i = 1; i < this.#times.length; i++) {
      const silence = this.#times[i] - this.#times[i - 1];
      if (silence > longest && !this.#fromClient[i] && this.#isRequest(i) && this.#isAnsweredByClient(i))
        longest = silence;
    }
    return longest;
  }
  #isRequest(index) {
    const row = this.#rows[index];
    return row >= 0 && this.keys.isRequest(row);
  }
  #isAnsweredByClient(index) {
    const row = this.#rows[index];
    for (let later = index + 1; later < this.#times.length; later++) {
      if (this.#times[later] - this.#times[index] > ANSWER_MICROS) return false;
      const answer = this.#rows[later];
      if (!this.#fromClient[later] || answer < 0 || this.keys.isRequest(answer)) continue;
      if (this.keys.transactionKey(answer) === this.keys.transactionKey(row)) return true;
    }
    return false;
  }
  #activity(index) {
    const row = this.#rows[index];
    return {
      atMicros: this.#times[index],
      fromClient: this.#fromClient[index],
      message: row >= 0 ? row : null,
      signal: row >= 0 ? null : -1 - row
    };
  }
};
function buildFlows(table, keys, signals, areSidesInferred) {
  const flows = [];
  const byKey = /* @__PURE__ */ new Map();
  const find = (source, destination, transport) => byKey.get(flowKey(source, destination, transport));
  const signalOrder = signals.map((_, index) => index).filter((index) => signals[index].kind === "keep-alive");
  let nextSignal = 0;
  const addSignalsUntil = (atMicros) => {
    for (; nextSignal < signalOrder.length; nextSignal++) {
      const signal = signals[signalOrder[nextSignal]];
      if (signal.atMicros > atMicros) return;
      find(signal.source, signal.destination, signal.transport)?.add(
        signal.atMicros,
        signal.source,
        -1 - signalOrder[nextSignal]
      );
    }
  };
  for (let row = 0; row < table.length; row++) {
    const source = table.source(row);
    const destination = table.destination(row);
    const transport = table.transport(row);
    addSignalsUntil(table.atMicros(row));
    const key = flowKey(source, destination, transport);
    let flow = byKey.get(key);
    if (!flow) {
      flow = new BuiltFlow(flows.length, transport, source, destination, keys);
      flows.push(flow);
      byKey.set(key, flow);
    }
    if (keys.isRequest(row) && keys.method(row) === "REGISTER") flow.registeredFrom(source, destination);
    flow.add(table.atMicros(row), source, row);
    if (!areSidesInferred) flow.nat ??= natFacts(table, keys, row);
  }
  addSignalsUntil(Infinity);
  return { flows, of: find };
}
function natFacts(table, keys, row) {
  if (keys.hops(row) !== 1) return void 0;
  const via = table.sip(row).vias[0];
  if (!via?.host) return void 0;
  if (keys.isRequest(row)) {
    const source = table.source(row);
    const viaAddress = via.host.value;
    if (source.address === "" || !isIpAddress(viaAddress) || viaAddress === source.address) return void 0;
    if (isPublicAddress(viaAddress)) return void 0;
    return { mapped: source, local: { address: viaAddress, port: via.port?.value ?? 5060 }, message: row };
  }
  const destination = table.destination(row);
  if (destination.address === "" || isPublicAddress(destination.address)) return void 0;
  const mapped = {
    address: via.received?.value ?? destination.address,
    port: via.rport?.value ?? destination.port
  };
  if (!isIpAddress(mapped.address)) return void 0;
  if (mapped.address === destination.address && mapped.port === destination.port) return void 0;
  if (mapped.address === destination.address && table.transport(row) !== "udp") return void 0;
  return { mapped, local: destination, message: row };
}
function flowKey(a2, b, transport) {
  const first = `${a2.address} ${a2.port}`;
  const second = `${b.address} ${b.port}`;
  return first < second ? `${transport} ${first} ${second}` : `${transport} ${second} ${first}`;
}

// src/core/trace/column.ts
var Column = class {
  constructor(make) {
    this.make = make;
    this.#cells = make(1024);
  }
  make;
  #cells;
  get(row) {
    return this.#cells[row] ?? 0;
  }
  set(row, value) {
    if (row >= this.#cells.length) {
      const larger = this.make(Math.max(this.#cells.length * 2, row + 1));
      larger.set(this.#cells);
      this.#cells = larger;
    }
    this.#cells[row] = value;
  }
  /** Puts the row `order[i]` at place `i`. */
  permute(order) {
    const moved = this.make(order.length);
    for (let i = 0; i < order.length; i++) moved[i] = this.get(order[i]);
    this.#cells = moved;
  }
};
var float64 = () => new Column((length) => new Float64Array(length));
var uint32 = () => new Column((length) => new Uint32Array(length));
var uint16 = () => new Column((length) => new Uint16Array(length));
var uint8 = () => new Column((length) => new Uint8Array(length));
var Interned = class {
  #texts = [""];
  #numbers = /* @__PURE__ */ new Map([["", 0]]);
  add(text2) {
    const known = this.#numbers.get(text2);
    if (known !== void 0) return known;
    const own = ownString(text2);
    const number = this.#texts.push(own) - 1;
    this.#numbers.set(own, number);
    return number;
  }
  text(number) {
    return this.#texts[number] ?? "";
  }
};

// src/core/trace/message-keys.ts
var HAS_CREDENTIALS = 1;
var HAS_CHALLENGE = 2;
var MessageKeys = class {
  #methods = new Interned();
  #texts = new Interned();
  #method = uint8();
  #status = uint16();
  #callId = uint32();
  #cseq = uint32();
  #branch = uint32();
  #toTag = uint32();
  #hops = uint8();
  #flags = uint8();
  add(row, sip) {
    const method = this.#methods.add(sip.cseq?.method ?? sip.method);
    this.#method.set(row, Math.min(method, 255));
    this.#status.set(row, sip.statusCode);
    this.#callId.set(row, this.#texts.add(sip.callId?.value ?? ""));
    this.#cseq.set(row, sip.cseq?.number ?? 0);
    this.#branch.set(row, this.#texts.add(sip.topVia?.branch?.value ?? ""));
    this.#toTag.set(row, this.#texts.add(sip.to?.tag?.value ?? ""));
    this.#hops.set(row, Math.min(sip.vias.length, 255));
    const credentials = sip.header("Authorization") ?? sip.header("Proxy-Authorization");
    const challenge = sip.header("WWW-Authenticate") ?? sip.header("Proxy-Authenticate");
    this.#flags.set(row, (credentials ? HAS_CREDENTIALS : 0) | (challenge ? HAS_CHALLENGE : 0));
  }
  permute(order) {
    const columns = [this.#method, this.#status, this.#callId, this.#cseq, this.#branch, this.#toTag];
    for (const column of [...columns, this.#hops, this.#flags]) column.permute(order);
  }
  /** Method of the request, of a response the method it answers (CSeq). */
  method(row) {
    return this.#methods.text(this.#method.get(row));
  }
  /** 0 for a request. */
  status(row) {
    return this.#status.get(row);
  }
  isRequest(row) {
    return this.#status.get(row) === 0;
  }
  callId(row) {
    return this.#texts.text(this.#callId.get(row));
  }
  cseq(row) {
    return this.#cseq.get(row);
  }
  branch(row) {
    return this.#texts.text(this.#branch.get(row));
  }
  hops(row) {
    return this.#hops.get(row);
  }
  hasCredentials(row) {
    return (this.#flags.get(row) & HAS_CREDENTIALS) !== 0;
  }
  hasChallenge(row) {
    return (this.#flags.get(row) & HAS_CHALLENGE) !== 0;
  }
  /** What tells two responses of one transaction apart: status and To tag (RFC 3261 §13.2.2.4: forks answer with own tags). */
  responseKey(row) {
    return this.#toTag.get(row) * 1e3 + this.#status.get(row);
  }
  /**
   * The transaction that a message belongs to (RFC 3261 §17.1.3, §17.2.3): branch and method, and Call-ID and CSeq,
   * which keep apart what clients older than RFC 3261 or broken ones send with one branch.
   */
  transactionKey(row) {
    const method = this.method(row);
    const own = method === "ACK" ? "INVITE" : method;
    return `${this.#callId.get(row)} ${this.#cseq.get(row)} ${own} ${this.#branch.get(row)}`;
  }
};

// src/core/trace/message.ts
var TRANSPORTS = ["udp", "tcp", "tls", "sctp", "ws", "wss"];
var PARSED_KEPT = 4096;
var ROLES = ["original", "retransmission", "sighting"];
var Message = class {
  constructor(table, index) {
    this.table = table;
    this.index = index;
  }
  table;
  index;
  get atMicros() {
    return this.table.atMicros(this.index);
  }
  get source() {
    return this.table.source(this.index);
  }
  get destination() {
    return this.table.destination(this.index);
  }
  get transport() {
    return this.table.transport(this.index);
  }
  get place() {
    return this.table.place(this.index);
  }
  get sip() {
    return this.table.sip(this.index);
  }
  /** Interface of the capture that saw it. */
  get capturePoint() {
    return this.table.capturePoint(this.index);
  }
  /** Octets that the capture or log cut off; 0 when whole. */
  get missingOctets() {
    return this.table.missingOctets(this.index);
  }
  /** On a stream: octets before the start line that belong to no message. */
  get garbageBefore() {
    return this.table.garbageBefore(this.index);
  }
  get role() {
    return this.table.role(this.index);
  }
  /** Index of the message that this one repeats; its own index for an original. */
  get original() {
    return this.table.original(this.index);
  }
};
var UNKNOWN_ENDPOINT = { address: "", port: 0 };
var MessageTable = class {
  constructor(sources, isLog2) {
    this.sources = sources;
    this.isLog = isLog2;
  }
  sources;
  isLog;
  #length = 0;
  #at = float64();
  #fileOffset = float64();
  #octetCount = uint32();
  #number = uint32();
  #file = uint16();
  #source = uint32();
  #destination = uint32();
  #transport = uint8();
  #capturePoint = uint16();
  #missing = uint32();
  #role = uint8();
  #original = uint32();
  #endpoints = [];
  #endpointIndex = /* @__PURE__ */ new Map();
  /** Messages that are not one run of their file: over several segments, or unwrapped from a log. */
  #maps = /* @__PURE__ */ new Map();
  /** Octets that cannot be read again from the file, as those of a log whose line ends were restored. */
  #kept = /* @__PURE__ */ new Map();
  #garbage = /* @__PURE__ */ new Map();
  #parsed = /* @__PURE__ */ new Map();
  get length() {
    return this.#length;
  }
  /** Appends a message and returns its index. `parsed` is kept for the looks that follow at once. */
  append(transmission, parsed, transport) {
    const row = this.#length++;
    const { place, octets } = transmission;
    this.#at.set(row, transmission.atMicros);
    this.#file.set(row, place.file);
    this.#number.set(row, place.frame ?? place.line ?? 0);
    this.#source.set(row, this.#intern(transmission.source ?? UNKNOWN_ENDPOINT));
    this.#destination.set(row, this.#intern(transmission.destination ?? UNKNOWN_ENDPOINT));
    this.#transport.set(row, TRANSPORTS.indexOf(transport));
    this.#capturePoint.set(row, transmission.capturePoint);
    this.#missing.set(row, transmission.missingOctets);
    this.#original.set(row, row);
    this.#octetCount.set(row, octets.length);
    const runs = transmission.sourceMap.runs;
    this.#fileOffset.set(row, runs[1] ?? 0);
    const isOneRun = runs.length === 3 && runs[0] === 0 && runs[2] === octets.length;
    if (!isOneRun) this.#maps.set(row, transmission.sourceMap);
    if (this.isLog[place.file] || !coversAll(runs, octets.length)) this.#kept.set(row, octets);
    if (transmission.garbageBefore) this.#garbage.set(row, transmission.garbageBefore);
    this.#remember(row, parsed);
    return row;
  }
  /** Puts the row `order[i]` at place `i`: the files of one trace are read in turn and then put in time order. */
  permute(order) {
    const columns = [this.#at, this.#fileOffset, this.#octetCount, this.#number, this.#file, this.#source];
    columns.push(this.#destination, this.#transport, this.#capturePoint, this.#missing);
    for (const column of columns) column.permute(order);
    const placeOf = new Uint32Array(order.length);
    for (let row = 0; row < order.length; row++) placeOf[order[row]] = row;
    for (let row = 0; row < order.length; row++) this.#original.set(row, row);
    for (const map of [this.#maps, this.#kept, this.#garbage, this.#parsed]) rekey(map, placeOf);
  }
  /** States that a message repeats an earlier one. */
  markRepeat(row, role, original) {
    this.#role.set(row, ROLES.indexOf(role));
    this.#original.set(row, original);
  }
  at(row) {
    if (row < 0 || row >= this.#length) throw new RangeError(`no message ${row}`);
    return new Message(this, row);
  }
  *[Symbol.iterator]() {
    for (let row = 0; row < this.#length; row++) yield new Message(this, row);
  }
  atMicros(row) {
    return this.#at.get(row);
  }
  source(row) {
    return this.#endpoints[this.#source.get(row)] ?? UNKNOWN_ENDPOINT;
  }
  destination(row) {
    return this.#endpoints[this.#destination.get(row)] ?? UNKNOWN_ENDPOINT;
  }
  transport(row) {
    return TRANSPORTS[this.#transport.get(row)] ?? "udp";
  }
  capturePoint(row) {
    return this.#capturePoint.get(row);
  }
  missingOctets(row) {
    return this.#missing.get(row);
  }
  garbageBefore(row) {
    return this.#garbage.get(row);
  }
  role(row) {
    return ROLES[this.#role.get(row)] ?? "original";
  }
  original(row) {
    return this.#original.get(row);
  }
  fileOf(row) {
    return this.#file.get(row);
  }
  octetCount(row) {
    return this.#octetCount.get(row);
  }
  place(row) {
    const file = this.#file.get(row);
    const number = this.#number.get(row);
    return this.isLog[file] ? { file, frame: null, line: number } : { file, frame: number, line: null };
  }
  /** Where the octets of the message lie in its file. */
  sourceMap(row) {
    return this.#maps.get(row) ?? SourceMap.of(this.#fileOffset.get(row), this.#octetCount.get(row));
  }
  octets(row) {
    const kept = this.#kept.get(row);
    if (kept) return kept;
    const source = this.sources[this.#file.get(row)];
    const octets = new Uint8Array(this.#octetCount.get(row));
    if (!source) return octets;
    const runs = this.sourceMap(row).runs;
    for (let run = 0; run + 2 < runs.length; run += 3) {
      octets.set(source.read(runs[run + 1], runs[run + 2]), runs[run]);
    }
    return octets;
  }
  sip(row) {
    const known = this.#parsed.get(row);
    if (known) return known;
    const parsed = new SipMessage(this.octets(row));
    this.#remember(row, parsed);
    return parsed;
  }
  #remember(row, parsed) {
    if (this.#parsed.size >= PARSED_KEPT) {
      const oldest = this.#parsed.keys().next();
      if (!oldest.done) this.#parsed.delete(oldest.value);
    }
    this.#parsed.set(row, parsed);
  }
  #intern(endpoint) {
    const key = `${endpoint.address} ${endpoint.port}`;
    const known = this.#endpointIndex.get(key);
    if (known !== void 0) return known;
    const index = this.#endpoints.push(endpoint) - 1;
    this.#endpointIndex.set(key, index);
    return index;
  }
};
function rekey(map, placeOf) {
  const entries = [...map];
  map.clear();
  for (const [row, value] of entries) map.set(placeOf[row], value);
}
function coversAll(runs, octetCount) {
  let covered = 0;
  for (let run = 0; run + 2 < runs.length; run += 3) {
    if (runs[run] !== covered) return false;
    covered += runs[run + 2];
  }
  return covered === octetCount;
}

// src/core/trace/sides.ts
var BRANCHES_KEPT = 5e4;
var Sides = class {
  #byBranch = /* @__PURE__ */ new Map();
  /** Whether any endpoint was inferred: the trace says so. */
  inferred = false;
  fill(transmission, sip) {
    if (transmission.source || transmission.destination) return transmission;
    const via = sip.topVia;
    if (!via?.host) return transmission;
    const key = `${via.branch?.value ?? ""} ${sip.callId?.value ?? ""}`;
    const client = { address: via.host.value, port: via.port?.value ?? 5060 };
    this.inferred = true;
    if (sip.isRequest) {
      const server2 = targetOf2(sip);
      this.#remember(key, [client, server2]);
      return { ...transmission, source: client, destination: server2 };
    }
    const known = this.#byBranch.get(key);
    const [knownClient, server] = known ?? [client, void 0];
    return { ...transmission, source: server, destination: knownClient };
  }
  #remember(key, sides) {
    if (this.#byBranch.size >= BRANCHES_KEPT) {
      const oldest = this.#byBranch.keys().next();
      if (!oldest.done) this.#byBranch.delete(oldest.value);
    }
    this.#byBranch.set(key, sides);
  }
};
function targetOf2(sip) {
  const route = sip.header("Route");
  const hop = route && new NameAddr(sip.text, route, route.valueRange);
  const uri = hop?.uri ?? sip.requestUri;
  return { address: uri?.host?.value ?? "", port: uri ? portOf(uri) : 0 };
}

// src/core/trace/transaction.ts
var Transaction = class {
  constructor(table, index, method, callId, cseqNumber, branch, client, server, transport, hops) {
    this.table = table;
    this.index = index;
    this.method = method;
    this.callId = callId;
    this.cseqNumber = cseqNumber;
    this.branch = branch;
    this.client = client;
    this.server = server;
    this.transport = transport;
    this.hops = hops;
  }
  table;
  index;
  method;
  callId;
  cseqNumber;
  branch;
  client;
  server;
  transport;
  hops;
  /** Message indices: the request and its retransmissions, as the first observer saw them. */
  requestRows = [];
  /** Message indices: responses in order, repeats left out. */
  responseRows = [];
  /** Message indices of repeated responses. */
  repeatedResponseRows = [];
  /** Message indices: the ACKs of a refused INVITE, which belong to its transaction (RFC 3261 §17.1.1.3). */
  ackRows = [];
  /** Pairs (message, further sighting of it on another interface, file or side of a router). */
  sightingRows = [];
  /** Set by `correlateCredentials`: of several credentials the ones that answer a challenge of this server. */
  credentials;
  answered;
  /** The first sending of the request; undefined when the capture starts after it. */
  get request() {
    const row = this.requestRows[0];
    return row === void 0 ? void 0 : this.table.at(row);
  }
  get retransmissions() {
    return this.requestRows.slice(1).map((row) => this.table.at(row));
  }
  get responses() {
    return this.responseRows.map((row) => this.table.at(row));
  }
  get sightings() {
    return this.sightingRows.map(([of, seen]) => ({ of: this.table.at(of), seen: this.table.at(seen) }));
  }
  /** The first final response: of two the first counts (some registrars send a second, stray one). */
  get final() {
    const row = this.responseRows.find((response) => this.table.sip(response).statusCode >= 200);
    return row === void 0 ? void 0 : this.table.at(row);
  }
  /** Status code of the first final response; 0 when there is none. */
  get status() {
    return this.final?.sip.statusCode ?? 0;
  }
  /** First and last message of the transaction that the trace holds. */
  get first() {
    const rows = [...this.requestRows, ...this.responseRows];
    return this.table.at(Math.min(...rows));
  }
  get last() {
    const rows = [...this.requestRows, ...this.responseRows, ...this.repeatedResponseRows];
    return this.table.at(Math.max(...rows));
  }
  get startMicros() {
    return this.first.atMicros;
  }
  get endMicros() {
    return this.last.atMicros;
  }
};

// src/core/trace/transactions.ts
var SAME_PACKET_MICROS = 2e4;
var TRANSACTION_LIFE_MICROS = 6e8;
function correlateTransactions(table, keys) {
  const transactions = [];
  const transactionOfRow = new Uint32Array(table.length);
  const drafts = /* @__PURE__ */ new Map();
  for (let row = 0; row < table.length; row++) {
    if (keys.method(row) === "" || keys.callId(row) === "" && keys.branch(row) === "") continue;
    const key = keys.transactionKey(row);
    let draft = drafts.get(key);
    const at = table.atMicros(row);
    if (!draft || at - draft.lastMicros > TRANSACTION_LIFE_MICROS) {
      const transaction = open(table, keys, row, transactions.length);
      transactions.push(transaction);
      draft = { transaction, copies: /* @__PURE__ */ new Map(), lastMicros: at };
      drafts.set(key, draft);
    }
    draft.lastMicros = at;
    transactionOfRow[row] = draft.transaction.index + 1;
    join(table, keys, row, draft);
  }
  return { transactions, transactionOfRow };
}
function open(table, keys, row, index) {
  const isRequest = keys.isRequest(row);
  const [client, server] = isRequest ? [table.source(row), table.destination(row)] : [table.destination(row), table.source(row)];
  const method = keys.method(row);
  return new Transaction(
    table,
    index,
    method,
    keys.callId(row),
    keys.cseq(row),
    keys.branch(row),
    client,
    server,
    table.transport(row),
    keys.hops(row)
  );
}
function join(table, keys, row, draft) {
  const { transaction } = draft;
  const isRequest = keys.isRequest(row);
  const isAck = isRequest && keys.method(row) === "ACK" && transaction.method !== "ACK";
  const what = isRequest ? isAck ? "ack" : "request" : keys.responseKey(row);
  const seen = draft.copies.get(what) ?? [];
  draft.copies.set(what, seen);
  const vantage = vantageOf(table, row);
  const copies = seen.find((candidate) => candidate.vantage === vantage);
  const primary = seen[0];
  if (!primary) {
    seen.push({ vantage, rows: [row] });
    if (isAck) transaction.ackRows.push(row);
    else (isRequest ? transaction.requestRows : transaction.responseRows).push(row);
    return;
  }
  if (copies) {
    const last = copies.rows[copies.rows.length - 1];
    if (isSamePacket(table, last, row)) {
      markSighting(table, transaction, table.original(last), row);
      return;
    }
  }
  if (copies === primary) {
    primary.rows.push(row);
    table.markRepeat(row, "retransmission", primary.rows[0]);
    if (isAck) transaction.ackRows.push(row);
    else (isRequest ? transaction.requestRows : transaction.repeatedResponseRows).push(row);
    return;
  }
  const other = copies ?? { vantage, rows: [] };
  if (!copies) seen.push(other);
  other.rows.push(row);
  markSighting(table, transaction, primary.rows[Math.min(other.rows.length, primary.rows.length) - 1], row);
}
function markSighting(table, transaction, of, row) {
  table.markRepeat(row, "sighting", of);
  transaction.sightingRows.push([of, row]);
}
function vantageOf(table, row) {
  const source = table.source(row);
  const destination = table.destination(row);
  return `${table.fileOf(row)} ${table.capturePoint(row)} ${source.address} ${source.port} ${destination.address} ${destination.port}`;
}
function isSamePacket(table, earlier, later) {
  if (!(table.atMicros(later) - table.atMicros(earlier) < SAME_PACKET_MICROS)) return false;
  if (table.octetCount(earlier) !== table.octetCount(later)) return false;
  const a2 = table.octets(earlier);
  const b = table.octets(later);
  return a2.every((octet, index) => octet === b[index]);
}

// src/core/trace/build-trace.ts
var PROBLEMS_KEPT = 1e3;
var COMMENTS_KEPT = 1e5;
var SIGNALS_KEPT = 1e6;
var TraceBuilder = class {
  #table;
  #keys = new MessageKeys();
  #sides = new Sides();
  #signals = [];
  #comments = [];
  #problems = [];
  #files;
  #startMicros = Infinity;
  #endMicros = -Infinity;
  #isTimed = true;
  /** @param logs for each file, whether it is a text log. */
  constructor(sources, logs) {
    this.#table = new MessageTable(sources, logs);
    this.#files = sources.map(({ name, size }, index) => ({
      name,
      kind: logs[index] ? "log" : "capture",
      format: "",
      formatTitle: "",
      octets: size,
      frames: 0
    }));
  }
  get messageCount() {
    return this.#table.length;
  }
  transmission(transmission) {
    const sip = new SipMessage(transmission.octets);
    const complete = this.#sides.fill(transmission, sip);
    const row = this.#table.append(complete, sip, complete.transport ?? transportOf2(sip));
    this.#keys.add(row, sip);
    this.span(transmission.atMicros, transmission.atMicros);
  }
  signal(signal) {
    if (this.#signals.length < SIGNALS_KEPT) this.#signals.push(signal);
    this.span(signal.atMicros, signal.atMicros);
  }
  comment(comment) {
    if (this.#comments.length < COMMENTS_KEPT) this.#comments.push(comment);
  }
  problem(problem) {
    if (this.#problems.length < PROBLEMS_KEPT) this.#problems.push(problem);
  }
  /** States what a file turned out to be. */
  file(index, facts) {
    const file = this.#files[index];
    if (file) this.#files[index] = { ...file, ...facts };
  }
  /** States that the trace holds the time between two instants: the first and last packet, whoever sent it. */
  span(fromMicros2, toMicros) {
    if (Number.isNaN(fromMicros2) || Number.isNaN(toMicros)) {
      this.#isTimed = false;
      return;
    }
    this.#startMicros = Math.min(this.#startMicros, fromMicros2);
    this.#endMicros = Math.max(this.#endMicros, toMicros);
  }
  build() {
    const isTimed = this.#isTimed && this.#endMicros >= this.#startMicros;
    const startMicros = isTimed ? this.#startMicros : NaN;
    const endMicros = isTimed ? this.#endMicros : NaN;
    const table = this.#table;
    const keys = this.#keys;
    if (isTimed) this.#putInTimeOrder();
    const { transactions, transactionOfRow } = correlateTransactions(table, keys);
    correlateCredentials(table, keys, transactions);
    const devices = new Devices();
    const flows = buildFlows(table, keys, this.#signals, this.#sides.inferred);
    const registrations = buildRegistrations(transactions, devices, flows, endMicros);
    nameServers(registrations, devices);
    const stunUsers = /* @__PURE__ */ new Set();
    for (const signal of this.#signals) {
      if (signal.kind === "stun-mapping" || signal.kind === "keep-alive" && signal.form.startsWith("stun")) {
        stunUsers.add(signal.source.address).add(signal.destination.address);
      }
    }
    return {
      files: this.#files,
      messages: table,
      transactions,
      registrations,
      calls: buildCalls(transactions, endMicros),
      devices: devices.all,
      flows: flows.flows,
      signals: this.#signals,
      comments: this.#comments,
      problems: this.#problems,
      startMicros,
      endMicros,
      isTimed,
      hasInferredSides: this.#sides.inferred,
      transactionOf: (message) => transactions[(transactionOfRow[message] ?? 0) - 1],
      flowOf: (message) => flows.of(message.source, message.destination, message.transport),
      covers: (from, to) => isTimed && from >= startMicros && to <= endMicros,
      usesStun: (address2) => stunUsers.has(address2)
    };
  }
  #putInTimeOrder() {
    const table = this.#table;
    this.#signals.sort((a2, b) => a2.atMicros - b.atMicros);
    let isOrdered = true;
    for (let row = 1; row < table.length && isOrdered; row++)
      isOrdered = table.atMicros(row) >= table.atMicros(row - 1);
    if (isOrdered) return;
    const order = new Uint32Array(table.length);
    for (let row = 0; row < order.length; row++) order[row] = row;
    order.sort((a2, b) => table.atMicros(a2) - table.atMicros(b) || a2 - b);
    table.permute(order);
    this.#keys.permute(order);
  }
};
function transportOf2(sip) {
  const name = sip.topVia?.transport.value.toLowerCase();
  return name === "tcp" || name === "tls" || name === "ws" || name === "wss" || name === "sctp" ? name : "udp";
}
function nameServers(registrations, devices) {
  for (const { transactions } of registrations) {
    for (const { server, responses } of transactions) {
      const sip = responses[0]?.sip;
      if (sip) devices.at(server, sip.server ?? sip.userAgent, true);
    }
  }
}

// test/trace/trace-of.ts
function traceOf(text2) {
  const source = memorySource("test.siptrace", new TextEncoder().encode(text2));
  const builder = new TraceBuilder([source], [true]);
  for (const step of readLog(source, 0, builder)) void step;
  return builder.build();
}
var PHONE = "192.0.2.10:5060";
var REGISTRAR = "198.51.100.1:5060";
function sent(message) {
  const isResponse = message.line.startsWith("SIP/2.0");
  const [from, to] = isResponse ? [REGISTRAR, PHONE] : [PHONE, REGISTRAR];
  const time = new Date(Date.UTC(2026, 10, 20, 10) + message.at * 1e3).toISOString().replace("Z", "000Z");
  return [
    `${time} udp ${message.from ?? from} > ${message.to ?? to}`,
    message.line,
    `Via: SIP/2.0/UDP 192.0.2.10:5060;rport;branch=z9hG4bK${message.branch ?? message.cseq ?? "1"}`,
    "From: <sip:2001@example.com>;tag=a",
    `To: <sip:2001@example.com>${isResponse ? ";tag=b" : ""}`,
    `Call-ID: ${message.callId ?? "call-1"}`,
    `CSeq: ${message.cseq ?? "1 REGISTER"}`,
    ...message.headers ?? [],
    "Content-Length: 0",
    "",
    ""
  ].join("\n");
}
var REGISTER = "REGISTER sip:example.com SIP/2.0";
var CONTACT = "Contact: <sip:2001@192.0.2.10:5060>";
var CHALLENGE = 'WWW-Authenticate: Digest realm="example.com", nonce="n1", qop="auth"';
var CREDENTIALS = 'Authorization: Digest username="2001", realm="example.com", nonce="n1", uri="sip:example.com", response="00", qop=auth, nc=00000001, cnonce="c"';
function healthyRegistration(at = 0) {
  return [
    sent({ at, line: REGISTER, headers: [CONTACT] }),
    sent({ at: at + 0.01, line: "SIP/2.0 401 Unauthorized", headers: [CHALLENGE] }),
    sent({ at: at + 0.02, line: REGISTER, cseq: "2 REGISTER", headers: [CONTACT, CREDENTIALS] }),
    sent({ at: at + 0.03, line: "SIP/2.0 200 OK", cseq: "2 REGISTER", headers: [`${CONTACT};expires=60`] })
  ].join("\n");
}

// test/ladder/views-of.ts
function analysisOf(text2, findings = []) {
  const trace = traceOf(text2);
  return { trace, findings: findings.map((finding3) => ({ ...findingAt(trace, 0), ...finding3 })), failedRules: [] };
}
function findingAt(trace, message) {
  return {
    rule: "realm-mismatch",
    severity: "error",
    kind: "cause",
    strength: "proven",
    message: 'Realm "asterisk" does not answer "example.com".',
    aor: "sip:2001@example.com",
    location: { message, place: trace.messages.at(message).place, header: null, range: { start: 0, end: 8 } },
    related: [],
    evidence: [],
    fixes: [],
    count: 1,
    firstMicros: trace.messages.atMicros(message),
    lastMicros: trace.messages.atMicros(message),
    registration: 0,
    call: null
  };
}
function refreshes(count, every, from = every) {
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * every;
    const cseq = `${index + 10} REGISTER`;
    const headers = ["Expires: 60", CONTACT];
    return sent({ at, line: REGISTER, cseq, headers: [CONTACT, "Expires: 60"] }) + sent({ at: at + 0.02, line: "SIP/2.0 200 OK", cseq, headers });
  }).join("");
}

// ../../tmp/wv/perf.ts
var t0 = process.cpuUsage().user / 1e3;
var text = healthyRegistration() + refreshes(5e3, 48);
var t1 = process.cpuUsage().user / 1e3;
var a = analysisOf(text);
var t2 = process.cpuUsage().user / 1e3;
console.log("text", t1 - t0, "trace", t2 - t1);
for (let i = 0; i < 3; i++) {
  let t = process.cpuUsage().user / 1e3;
  overviewOf(a);
  console.log("overview", process.cpuUsage().user / 1e3 - t);
  t = process.cpuUsage().user / 1e3;
  layOutLadder(a, "r0");
  console.log("ladder", process.cpuUsage().user / 1e3 - t);
  t = process.cpuUsage().user / 1e3;
  layOutLadder(a, "all");
  console.log("all", process.cpuUsage().user / 1e3 - t);
}
