/** A middlebox (SIP ALG) that changed addresses inside SIP messages. */
import { isMasked } from "../../model/masked.js";
import { isIpAddress, isPublicAddress, isSiteAddress } from "../../model/address.js";
import { formatEndpoint } from "../../model/endpoint.js";
import { parseProduct } from "../../sip/product.js";
import { canonicalAor } from "../../sip/uri.js";
import type { Binding } from "../../trace/binding.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { PublicEndpoints } from "../public-endpoints.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { contactSpot, type Rewriting } from "./rewriting.js";
import { Backgrounds } from "./backgrounds.js";
import { rewritingSign } from "./rewriting-signs.js";
import { compareSightings } from "./rewritten-sightings.js";
import { undelivered } from "./undelivered.js";

/** PBXs and SBCs are configured with their public address and mix it with private ones of their own accord. */
const SERVER_PRODUCTS = new Set([
  ...["3cx", "asterisk", "asterisk-pjsip", "audiocodes", "freepbx", "freeswitch", "kamailio", "openser", "opensips"],
  ...["oracle-sbc", "resiprocate", "ribbon", "sipsak", "sipp", "teams", "yate"],
]);

/** Final answers that an altered message provokes; the others have causes of their own. */
const FAILURES = new Set([400, 408, 415, 488, 606]);

export default defineRule({
  id: "alg-rewritten-contact",
  title: "SIP ALG rewriting",
  severity: "warning",
  kind: "cause",
  summary: "A middlebox between the device and the server changes the addresses inside SIP messages.",
  why: "A SIP ALG hides the NAT from a server that would cope with it, and often changes only some of the addresses or forgets the length of the body. Registrations, calls or audio then fail in ways that neither end can explain.",
  looksLike:
    "It works from one site or with one router and not with another. Registrations last, but calls in fail, or audio is missing in one direction. Addresses inside the message contradict each other: a public Contact beside a private address in Via, Call-ID or SDP.",
  confirm: {
    wireshark: "sip.Contact || sip.Via || sdp",
    steps: [
      "Capture on both sides of the router at once and open both files with `--together`: the same message with other addresses proves it.",
      "Register over TLS, or to another port than 5060: if the fault goes, an ALG it was.",
      "Linux router: `lsmod | grep nf_nat_sip`.",
    ],
  },
  notWhen: [
    "The device asked a STUN server: then it writes the public address itself.",
    "An SBC or B2BUA stands between: it makes new messages, with its own Call-ID or Via.",
    "Contact is private and the packet's source public: that is plain NAT (nat-detected).",
  ],
  remedy: "Switch SIP ALG off in the router, or avoid it: TLS, or another port than 5060.",
  sources: [rfc(4787, "7"), rfc(3581, "4"), rfc(3261, "18.2.1"), rfc(5626, "1")],
  fixes: { device: ["transport"], router: true },
  messages: {
    "both-sides": "A middlebox changes {what}: {before} was sent, {after} arrives.",
    half: "{what} says {after}, where the packet came from, but {where} still says {before}: a middlebox rewrote the message on the way.",
    length:
      "A middlebox has replaced {before} by {after} in the body without correcting Content-Length {declared}: it has {actual} octets.",
    "in-response":
      "The 200 lists {after} where the device registered {before}: neither its own nor its NAT's address, so something on the way may have changed it.",
  },
  check(trace, report) {
    const cases = new Map<string, Case[]>();
    for (const found of rewritingsIn(trace)) {
      const key = `${found.registration?.index ?? ""} ${found.aor}`;
      const own = cases.get(key);
      if (own) own.push(found);
      else cases.set(key, [found]);
    }
    for (const own of cases.values()) for (const single of reportsOf(trace, own)) report(single);
  },
});

interface Case {
  readonly rewriting: Rewriting;
  readonly aor: string | null;
  readonly registration: Registration | undefined;
}

function* rewritingsIn(trace: Trace): Generator<Case> {
  const owners = new Owners(trace);
  const compared = new Set<number>();
  for (const transaction of trace.transactions) {
    if (!transaction.hasSightings) continue;
    const { isSeenOnBothSides, rewriting } = compareSightings(trace, transaction);
    // Seen on both sides and equal: whatever its addresses look like, nobody changed it.
    if (isSeenOnBothSides) compared.add(transaction.index);
    if (rewriting) yield { rewriting, ...owners.of(transaction) };
  }
  // Where the log names no endpoints they were taken from the messages, and prove nothing about them.
  if (trace.hasInferredSides) return;
  const backgrounds = new Backgrounds(trace);
  for (const registration of trace.registrations) {
    let quietCallId = -1;
    for (const transaction of registration.transactions) {
      if (transaction.callIdNumber === quietCallId || compared.has(transaction.index)) continue;
      const rewriting = signIn(trace, transaction, backgrounds);
      // The addresses of a REGISTER stay the same within a Call-ID, so one look is enough where nothing shows.
      if (rewriting) yield { rewriting, aor: registration.aor, registration };
      else if (registration.isSteady) break;
      else quietCallId = transaction.callIdNumber;
    }
    if (registration.hasPlainContacts) continue;
    for (const binding of registration.bindings) {
      if (binding.isListedAsSent || compared.has(binding.transaction.index)) continue;
      const rewriting = signInResponse(trace, registration, binding);
      if (rewriting) yield { rewriting, aor: registration.aor, registration };
    }
  }
  const publicOnes = new PublicEndpoints(trace.messages);
  for (const transaction of trace.transactions) {
    if (transaction.isRegister || !publicOnes.has(transaction.clientNumber)) continue;
    if (transaction.method !== "INVITE" || compared.has(transaction.index)) continue;
    const rewriting = signIn(trace, transaction, backgrounds);
    if (rewriting) yield { rewriting, ...owners.of(transaction) };
  }
}

function signIn(trace: Trace, transaction: Transaction, backgrounds: Backgrounds): Rewriting | undefined {
  const { client, transport, hops } = transaction;
  if (hops !== 1 || (transport !== "udp" && transport !== "tcp")) return undefined;
  if (!isPublicAddress(client.address) || trace.usesStun(client.address)) return undefined;
  const { request } = transaction;
  if (!request) return undefined;
  if (backgrounds.isTaughtByStun(client.address)) return undefined;
  const background = backgrounds.of(transaction);
  // A REGISTER has no body that could be rewritten alone, so behind a plain NAT it needs no look.
  if (background.isPlainNat && transaction.method === "REGISTER") return undefined;
  const { product } = parseProduct(request.sip.userAgent);
  if (product !== null && SERVER_PRODUCTS.has(product)) return undefined;
  return rewritingSign(transaction, background);
}

/**
 * The 200 has exactly one Contact, of the same user and with the full expiry, at an address that neither the device,
 * nor its NAT, nor the server has: no registrar's habit explains it.
 */
function signInResponse(trace: Trace, registration: Registration, binding: Binding): Rewriting | undefined {
  const { contact, listed, grant, request, transaction, grantedSeconds } = binding;
  if (!listed || grant.sip.contacts.length !== 1 || transaction.hops !== 1) return undefined;
  if (!isSiteAddress(request.source.address) || !isPublicAddress(request.destination.address)) return undefined;
  const was = contactSpot(contact);
  const is = contactSpot(listed);
  if (!was || !is || !isIpAddress(was.host) || !isIpAddress(is.host) || was.host === is.host) return undefined;
  if (contact.uri.user?.value !== listed.uri.user?.value || listed.received) return undefined;
  const isWhole =
    grantedSeconds === binding.askedSeconds ||
    grantedSeconds === grant.sip.expiresSeconds ||
    registration.bindings.filter((other) => other.grantedSeconds === grantedSeconds).length > 1;
  const known = [request.source.address, request.destination.address, grant.sip.vias[0]?.received?.value];
  // One of them was blotted out before the trace was posted, and may be the one listed.
  if ([...known, contact.uri.host?.value, listed.uri.host?.value].some((host) => host && isMasked(host)))
    return undefined;
  if (!isWhole || known.includes(is.host) || trace.usesStun(request.source.address)) return undefined;
  if (trace.devices.some(({ address }) => address === is.host)) return undefined;
  // Two devices of one AoR: what is listed may be the other one's.
  const others = trace.registrations.filter(
    ({ aor, index }) => aor === registration.aor && index !== registration.index,
  );
  if (others.length > 0) return undefined;
  return {
    sign: "in-response",
    transaction,
    message: grant,
    header: is.header,
    range: is.range,
    values: { before: was.text, after: is.text },
    strength: "possible",
    evidence: [
      `The device sent ${was.text} from ${formatEndpoint(request.source)}; the 200 lists ${is.text} alone, for ${grantedSeconds} s.`,
    ],
    related: [{ message: request, header: was.header, range: was.range, label: "the Contact as it was sent" }],
  };
}

/** Whose message it is: the registration of the same address-of-record, else of the same client address. */
class Owners {
  readonly #byAor = new Map<string, Registration>();
  readonly #byTransaction = new Map<number, Registration>();
  readonly #byEndpoint = new Map<number, Registration>();
  #isRead = false;

  constructor(private readonly trace: Trace) {}

  /** Few traces have anything to own. */
  #read(): void {
    this.#isRead = true;
    for (const registration of this.trace.registrations) {
      this.#byAor.set(registration.aor, registration);
      for (const { index, clientNumber } of registration.transactions) {
        this.#byTransaction.set(index, registration);
        this.#byEndpoint.set(clientNumber, registration);
      }
    }
  }

  of(transaction: Transaction): Pick<Case, "aor" | "registration"> {
    if (!this.#isRead) this.#read();
    const from = transaction.first.sip.from;
    const caller = from ? canonicalAor(from.uri) : null;
    const registration =
      this.#byTransaction.get(transaction.index) ??
      (caller === null ? undefined : this.#byAor.get(caller)) ??
      this.#byEndpoint.get(transaction.clientNumber) ??
      this.#byEndpoint.get(transaction.serverNumber);
    return { aor: registration?.aor ?? caller, registration };
  }
}

/** The first tells everything that is known of this client; the others are there to be counted. */
function* reportsOf(trace: Trace, cases: readonly Case[]): Generator<Report> {
  const failures = cases.map((one) => failureOf(trace, one));
  const evidence = new Set<string>();
  for (const fact of cases[0]?.rewriting.evidence ?? []) evidence.add(fact);
  for (const failure of failures) if (failure) evidence.add(failure);
  for (const { rewriting } of cases.slice(1, 20)) for (const fact of rewriting.evidence.slice(0, 2)) evidence.add(fact);
  for (const [index, { rewriting, aor, registration }] of cases.entries()) {
    const { sign, message, header, range, values, strength, related, transaction } = rewriting;
    const isFailing = failures[index] !== undefined;
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
      explains: isFailing ? [transaction.index] : [],
    };
  }
}

/** How the exchange fails, in one sentence; undefined when it does not, or for a reason of its own. */
function failureOf(trace: Trace, { rewriting, registration }: Case): string | undefined {
  const { transaction } = rewriting;
  const { method, status, final } = transaction;
  if (final && FAILURES.has(status)) return `The ${method} ends with ${status} ${final.sip.reason}.`;
  if (status !== 0) return undefined;
  const attempt = registration?.attempts.find(({ transactions }) => transactions.includes(transaction));
  if (attempt?.outcome === "unanswered" || undelivered(trace, transaction)) return `The ${method} is never answered.`;
  return undefined;
}
