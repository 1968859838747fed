/** The SIP traffic of an office with a few thousand phones: registrations, refreshes, pings, calls, and a few percent of faults. */
import { Random } from "./random.mjs";

/**
 * @typedef {object} Sent
 * @property {number} atMicros since the Unix epoch
 * @property {number} phone number of the phone that sends or receives
 * @property {boolean} fromPhone
 * @property {string} text
 * @property {boolean} isPrompt the sender sent it in one breath with the message before
 */

const REALM = "pbx.example.com";
const FIRST_MICROS = 1_760_000_000_000_000;
const SERVER_HEADER = "Server: kamailio (5.6.3 (x86_64/linux))\r\n";
const ALLOW = "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO, PRACK, UPDATE\r\n";
/** Between what different phones do: a phone is heard of every few minutes. */
const MEAN_PAUSE_MICROS = 50_000;
/** What phones and servers add besides; with it a message has 840 octets on average, as in the field. */
const MORE =
  "Accept: application/sdp, application/dtmf-relay, message/sipfrag, application/simple-message-summary\r\n" +
  "Accept-Language: en\r\nAccept-Encoding: identity\r\nX-Correlation: 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9\r\n";
const AGENTS = [
  "Yealink SIP-T46U 108.86.0.45",
  "snomD785/10.1.64.14",
  "Grandstream GXP2170 1.0.11.64",
  "Polycom/6.4.3.6246 PolycomVVX-VVX_411-UA/6.4.3.6246",
];

/** @param {number} phone */
export function addressOf(phone) {
  return `10.1.${phone >> 8}.${phone & 255}`;
}

export const SERVER_ADDRESS = "198.51.100.1";
export const SIP_PORT = 5060;

class Phone {
  nonce = "";
  nonceCount = 0;
  cseq = 0;

  /** @param {number} number @param {string} transport */
  constructor(number, transport) {
    this.number = number;
    this.user = String(20_000 + number);
    this.address = addressOf(number);
    this.agent = AGENTS[number % AGENTS.length];
    this.transport = transport;
    this.callId = `${number}-7f3a9c21e4b8@${this.address}`;
    this.contact = `<sip:${this.user}@${this.address}:5060${transport === "TCP" ? ";transport=tcp" : ""}>`;
  }
}

/** Traffic without end, in time order. */
export class Traffic {
  #random;
  #phones;
  #transport;
  #atMicros = FIRST_MICROS;
  #calls = 0;
  /** Phones whose password or realm is wrong: a few percent. @param {number} phone */
  #isBroken = (phone) => phone % 40 === 7;

  /** @param {number} seed @param {number} phones @param {"UDP" | "TCP"} transport */
  constructor(seed, phones, transport) {
    this.#random = new Random(seed);
    this.#transport = transport;
    this.#phones = Array.from({ length: phones }, (_, number) => new Phone(number, transport));
  }

  /** @returns {Generator<Sent>} */
  *messages() {
    for (;;) {
      const phone = this.#phones[this.#random.below(this.#phones.length)];
      if (phone === undefined) return;
      this.#atMicros += this.#random.below(2 * MEAN_PAUSE_MICROS);
      const kind = this.#random.next();
      if (kind < 0.5) yield* this.#register(phone);
      else if (kind < 0.75) yield* this.#options(phone);
      else yield* this.#call(phone);
    }
  }

  /** @param {Phone} phone @param {boolean} fromPhone @param {string} text @param {number} afterMicros @returns {Sent} */
  #send(phone, fromPhone, text, afterMicros, isPrompt = false) {
    this.#atMicros += afterMicros;
    const full = text.replace("Content-Length:", `${MORE}Content-Length:`);
    return { atMicros: this.#atMicros, phone: phone.number, fromPhone, text: full, isPrompt };
  }

  /** @param {Phone} phone @returns {Generator<Sent>} */
  *#register(phone) {
    const isUnanswered = this.#random.happens(0.003);
    // With a nonce at hand a refresh needs no challenge, until the server has forgotten it.
    const isKnown = phone.nonce !== "" && this.#random.happens(0.6);
    if (!isKnown) {
      const branch = this.#random.hex(16);
      const cseq = ++phone.cseq;
      const request = this.#registerRequest(phone, branch, cseq, "");
      yield this.#send(phone, true, request, 400);
      if (isUnanswered) {
        for (let copies = 1; copies < 11; copies++) yield this.#send(phone, true, request, 500_000);
        return;
      }
      if (this.#transport === "UDP" && this.#random.happens(0.02)) yield this.#send(phone, true, request, 500_000);
      phone.nonce = `Z${this.#random.hex(46)}`;
      phone.nonceCount = 0;
      yield this.#send(phone, false, this.#challenge(phone, branch, cseq), 300);
    }
    const branch = this.#random.hex(16);
    const cseq = ++phone.cseq;
    const isRefused = this.#isBroken(phone.number);
    const realm = isRefused && phone.number % 80 === 7 ? "asterisk" : REALM;
    yield this.#send(
      phone,
      true,
      this.#registerRequest(phone, branch, cseq, this.#authorization(phone, "Authorization", `sip:${REALM}`, realm)),
      300,
    );
    if (isRefused) {
      phone.nonce = `Z${this.#random.hex(46)}`;
      yield this.#send(phone, false, this.#challenge(phone, branch, cseq), 300);
      phone.nonce = "";
    } else {
      yield this.#send(
        phone,
        false,
        `${this.#responseHead("200 OK", phone, branch, `${cseq} REGISTER`, this.#toPhone(phone), phone.callId)}` +
          `Contact: ${phone.contact};expires=3600\r\n${SERVER_HEADER}Date: Thu, 09 Oct 2025 08:53:20 GMT\r\n${ALLOW}Content-Length: 0\r\n\r\n`,
        300,
      );
    }
  }

  /** @param {Phone} phone @param {string} branch @param {number} cseq @param {string} authorization */
  #registerRequest(phone, branch, cseq, authorization) {
    return (
      `REGISTER sip:${REALM} SIP/2.0\r\n${this.#via(phone, branch)}` +
      `From: "User ${phone.user}" <sip:${phone.user}@${REALM}>;tag=${phone.number}f\r\n` +
      `To: "User ${phone.user}" <sip:${phone.user}@${REALM}>\r\nCall-ID: ${phone.callId}\r\nCSeq: ${cseq} REGISTER\r\n` +
      `Contact: ${phone.contact}\r\n${authorization}${ALLOW}Max-Forwards: 70\r\nUser-Agent: ${phone.agent}\r\n` +
      `Expires: 3600\r\nAllow-Events: talk,hold,conference,refer,check-sync\r\nSupported: path, replaces\r\nContent-Length: 0\r\n\r\n`
    );
  }

  /** @param {Phone} phone @param {string} branch @param {number} cseq */
  #challenge(phone, branch, cseq) {
    return (
      `${this.#responseHead("401 Unauthorized", phone, branch, `${cseq} REGISTER`, this.#toPhone(phone), phone.callId)}` +
      `WWW-Authenticate: Digest realm="${REALM}", nonce="${phone.nonce}", qop="auth", algorithm=MD5\r\n` +
      `${SERVER_HEADER}${ALLOW}Content-Length: 0\r\n\r\n`
    );
  }

  /** @param {Phone} phone @param {string} header @param {string} uri @param {string} realm */
  #authorization(phone, header, uri, realm) {
    const count = (++phone.nonceCount).toString(16).padStart(8, "0");
    return (
      `${header}: Digest username="${phone.user}", realm="${realm}", nonce="${phone.nonce}", uri="${uri}", ` +
      `response="${this.#random.hex(32)}", algorithm=MD5, cnonce="${this.#random.hex(8)}", qop=auth, nc=${count}\r\n`
    );
  }

  /** A ping of the server, as it keeps flows alive. @param {Phone} phone @returns {Generator<Sent>} */
  *#options(phone) {
    const branch = this.#random.hex(16);
    const callId = `${this.#random.hex(20)}@${SERVER_ADDRESS}`;
    const fromTo =
      `From: <sip:ping@${SERVER_ADDRESS}>;tag=${this.#random.hex(8)}\r\n` +
      `To: <sip:${phone.user}@${phone.address}:5060>`;
    yield this.#send(
      phone,
      false,
      `OPTIONS sip:${phone.user}@${phone.address}:5060 SIP/2.0\r\n${this.#serverVia(branch)}Max-Forwards: 70\r\n${fromTo}\r\n` +
        `Call-ID: ${callId}\r\nCSeq: 1 OPTIONS\r\nContact: <sip:ping@${SERVER_ADDRESS}:5060>\r\nUser-Agent: kamailio\r\nContent-Length: 0\r\n\r\n`,
      300,
    );
    // Some devices have been unplugged.
    if (phone.number % 100 === 3) return;
    yield this.#send(
      phone,
      true,
      `SIP/2.0 200 OK\r\n${this.#serverVia(branch)}${fromTo};tag=${this.#random.hex(10)}\r\nCall-ID: ${callId}\r\nCSeq: 1 OPTIONS\r\n` +
        `Contact: ${phone.contact}\r\nUser-Agent: ${phone.agent}\r\n${ALLOW}Content-Length: 0\r\n\r\n`,
      300,
    );
  }

  /** @param {Phone} phone @returns {Generator<Sent>} */
  *#call(phone) {
    const callId = `${this.#random.hex(24)}@${phone.address}`;
    const callee = `sip:${20_000 + this.#random.below(5000)}@${REALM}`;
    const from = `From: "User ${phone.user}" <sip:${phone.user}@${REALM}>;tag=${this.#random.hex(10)}\r\n`;
    const number = ++this.#calls;
    const toTag = `;tag=${number}t`;
    const head = (/** @type {string} */ method, /** @type {string} */ branch, /** @type {number} */ cseq, tag = "") =>
      `${method} ${callee} SIP/2.0\r\n${this.#via(phone, branch)}${from}To: <${callee}>${tag}\r\nCall-ID: ${callId}\r\n` +
      `CSeq: ${cseq} ${method}\r\nContact: ${phone.contact}\r\nMax-Forwards: 70\r\nUser-Agent: ${phone.agent}\r\n`;
    const answer = (
      /** @type {string} */ status,
      /** @type {string} */ branch,
      /** @type {string} */ cseq,
      tag = toTag,
    ) =>
      `SIP/2.0 ${status}\r\n${this.#via(phone, branch)}${from}To: <${callee}>${tag}\r\nCall-ID: ${callId}\r\nCSeq: ${cseq}\r\n${SERVER_HEADER}`;
    const sdp = (/** @type {string} */ address) =>
      `v=0\r\no=- ${number} ${number} IN IP4 ${address}\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\nm=audio ${11_000 + (number % 9000) * 2} RTP/AVP 9 8 0 101\r\n` +
      "a=rtpmap:9 G722/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n";
    const withBody = (/** @type {string} */ start, /** @type {string} */ body) =>
      `${start}${ALLOW}Content-Type: application/sdp\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const none = "Content-Length: 0\r\n\r\n";
    const contact = `Contact: <sip:${SERVER_ADDRESS}:5060>\r\n`;

    const first = this.#random.hex(16);
    const invite = withBody(head("INVITE", first, 1), sdp(phone.address));
    yield this.#send(phone, true, invite, 400);
    if (this.#transport === "UDP" && this.#random.happens(0.02)) yield this.#send(phone, true, invite, 500_000);
    const nonce = `Z${this.#random.hex(46)}`;
    yield this.#send(
      phone,
      false,
      `${answer("407 Proxy Authentication Required", first, "1 INVITE")}Proxy-Authenticate: Digest realm="${REALM}", nonce="${nonce}", qop="auth"\r\n${none}`,
      300,
    );
    yield this.#send(phone, true, `${head("ACK", first, 1, toTag)}${none}`, 200);
    phone.nonce = nonce;
    phone.nonceCount = 0;
    const second = this.#random.hex(16);
    const credentials = this.#authorization(phone, "Proxy-Authorization", callee, REALM);
    yield this.#send(
      phone,
      true,
      withBody(`${head("INVITE", second, 2)}${credentials}`, sdp(phone.address)),
      200,
      true,
    );
    yield this.#send(phone, false, `${answer("100 Trying", second, "2 INVITE", "")}${none}`, 200);
    yield this.#send(phone, false, `${answer("180 Ringing", second, "2 INVITE")}${contact}${none}`, 200, true);
    if (this.#random.happens(0.1)) {
      yield this.#send(phone, false, `${answer("486 Busy Here", second, "2 INVITE")}${none}`, 300);
      yield this.#send(phone, true, `${head("ACK", second, 2, toTag)}${none}`, 200);
      return;
    }
    yield this.#send(
      phone,
      false,
      withBody(`${answer("200 OK", second, "2 INVITE")}${contact}`, sdp(SERVER_ADDRESS)),
      300,
    );
    yield this.#send(phone, true, `${head("ACK", this.#random.hex(16), 2, toTag)}${none}`, 200);
    const bye = this.#random.hex(16);
    yield this.#send(phone, true, `${head("BYE", bye, 3, toTag)}${none}`, 300, true);
    yield this.#send(phone, false, `${answer("200 OK", bye, "3 BYE")}${none}`, 200);
  }

  /** @param {Phone} phone @param {string} branch */
  #via(phone, branch) {
    return `Via: SIP/2.0/${this.#transport} ${phone.address}:5060;branch=z9hG4bK${branch};rport\r\n`;
  }

  /** @param {string} branch */
  #serverVia(branch) {
    return `Via: SIP/2.0/${this.#transport} ${SERVER_ADDRESS}:5060;branch=z9hG4bK${branch};rport\r\n`;
  }

  /** @param {Phone} phone */
  #toPhone(phone) {
    return `"User ${phone.user}" <sip:${phone.user}@${REALM}>;tag=${this.#random.hex(10)}`;
  }

  /** @param {string} status @param {Phone} phone @param {string} branch @param {string} cseq @param {string} to @param {string} callId */
  #responseHead(status, phone, branch, cseq, to, callId) {
    return (
      `SIP/2.0 ${status}\r\nVia: SIP/2.0/${this.#transport} ${phone.address}:5060;branch=z9hG4bK${branch};rport=5060\r\n` +
      `From: "User ${phone.user}" <sip:${phone.user}@${REALM}>;tag=${phone.number}f\r\nTo: ${to}\r\nCall-ID: ${callId}\r\nCSeq: ${cseq}\r\n`
    );
  }
}
