/** The nonces that a registrar handed out to one AoR's devices: when, how often they were used, and which are too old (RFC 7616 §3.3). */
import type { Message } from "../../trace/message.js";
import { Marked, settle } from "./entry.js";

/** Nonces kept: a registrar makes a new one for each challenge, and only the latest are of use. */
const MOST_NONCES = 4;

export class KnownNonce extends Marked {
  uses = 0;
  /** As the last request wrote it; undefined without qop. */
  count: string | undefined;

  constructor(
    readonly value: string,
    readonly realm: string,
    /** The challenge; undefined when the trace begins after it. */
    readonly issued: Message | undefined,
  ) {
    super();
  }
}

export class NonceBook {
  #nonces: KnownNonce[] = [];

  get all(): readonly KnownNonce[] {
    return this.#nonces;
  }

  settle(): void {
    this.#nonces = settle(this.#nonces);
  }

  /** A 401 or 407. @param request that it answers */
  challenge(response: Message, request: Message | undefined): void {
    for (const { nonce, realm, stale } of response.sip.challenges) {
      if (!nonce) continue;
      if (stale === true) this.#endOf(request);
      if (this.#find(nonce.value)) continue;
      this.#add(new KnownNonce(nonce.value, realm?.value ?? "", response)).mark("added", "issued");
    }
  }

  use(request: Message): void {
    for (const { nonce, realm, nonceCount } of request.sip.credentials) {
      if (!nonce) continue;
      const known = this.#find(nonce.value);
      const used = known ?? this.#add(new KnownNonce(nonce.value, realm?.value ?? "", undefined));
      used.uses++;
      used.count = nonceCount?.value;
      if (known) used.mark("changed", used.uses === 1 ? "used" : "used again");
      else used.mark("added", "used: from before the trace");
    }
  }

  /** `stale=true`: the nonce was too old. */
  #endOf(request: Message | undefined): void {
    for (const { nonce } of request?.sip.credentials ?? []) {
      if (nonce) this.#find(nonce.value)?.mark("ended", "stale: too old for the registrar");
    }
  }

  #find(value: string): KnownNonce | undefined {
    return this.#nonces.find((nonce) => nonce.value === value && nonce.change !== "ended");
  }

  #add(nonce: KnownNonce): KnownNonce {
    this.#nonces.push(nonce);
    if (this.#nonces.length > MOST_NONCES) this.#nonces.shift();
    return nonce;
  }
}
