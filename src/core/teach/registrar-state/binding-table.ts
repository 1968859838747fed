/** The registrar's bindings of one AoR as its responses tell them (RFC 3261 §10.3): each 200 to a REGISTER lists all there are. */
import { seconds } from "../../model/instant.js";
import type { Contact } from "../../sip/contact.js";
import { sameUri } from "../../sip/uri.js";
import type { Binding } from "../../trace/binding.js";
import type { Flow } from "../../trace/flow.js";
import type { Message } from "../../trace/message.js";
import type { Transaction } from "../../trace/transaction.js";
import { Marked, settle } from "./entry.js";

/** Bindings kept of one AoR: registrars allow a dozen, and an attack may register without end. */
const MOST_BINDINGS = 64;

export class KnownBinding extends Marked {
  /** The 200 that told of it last. */
  grant: Message;
  contact: Contact;
  /** As the registrar lists it, which may be rewritten; undefined when it does not. */
  listed: Contact | undefined;
  seconds: number | undefined;
  /** Undefined for one of another device, which the trace saw listed only. */
  flow: Flow | undefined;
  device: string;

  constructor(
    readonly key: string,
    grant: Message,
    contact: Contact,
  ) {
    super();
    this.grant = grant;
    this.contact = contact;
    this.device = "";
  }

  /** NaN where no time or no expiry is known. */
  get expiresAtMicros(): number {
    return this.grant.atMicros + seconds(this.seconds ?? NaN);
  }

  isOf(contact: Contact): boolean {
    const instance = this.contact.instanceId?.value ?? this.listed?.instanceId?.value;
    if (instance !== undefined && instance === contact.instanceId?.value) {
      return (this.contact.regId ?? this.listed?.regId)?.value === contact.regId?.value;
    }
    return (
      sameUri(this.contact.uri, contact.uri) || (this.listed !== undefined && sameUri(this.listed.uri, contact.uri))
    );
  }
}

export class BindingTable {
  #bindings: KnownBinding[] = [];
  #count = 0;

  get all(): readonly KnownBinding[] {
    return this.#bindings;
  }

  settle(): void {
    this.#bindings = settle(this.#bindings);
  }

  /** What runs out until an instant. */
  expire(atMicros: number): void {
    for (const binding of this.#bindings) {
      if (binding.change !== "ended" && binding.expiresAtMicros <= atMicros) binding.mark("ended", "expired");
    }
  }

  /**
   * A REGISTER was answered by a 2xx.
   * @param own what the trace knows of its Contacts
   */
  accept(transaction: Transaction, own: readonly Binding[], device: string): void {
    const { request, final } = transaction;
    if (!final) return;
    const told = new Set<KnownBinding>();
    for (const contact of request?.sip.contacts ?? []) {
      const asked = contact.expiresSeconds ?? request?.sip.expiresSeconds;
      if (contact.isStar) this.#removeAll();
      else if (asked === 0) this.#find(contact)?.mark("ended", "removed");
    }
    for (const { contact, listed, grantedSeconds, flow } of own) {
      const binding = this.#learn(contact, final);
      Object.assign(binding, { grant: final, contact, listed, seconds: grantedSeconds, flow, device });
      told.add(binding);
    }
    const listed = final.sip.contacts.filter(({ isStar }) => !isStar);
    for (const contact of listed) told.add(this.#list(contact, final, told));
    // A registrar that lists others and not this one has let it go: another device took its place, or a limit did.
    if (listed.length === 0) return;
    for (const binding of this.#living) if (!told.has(binding)) binding.mark("ended", "no longer listed");
  }

  get #living(): KnownBinding[] {
    return this.#bindings.filter(({ change }) => change !== "ended");
  }

  #removeAll(): void {
    for (const binding of this.#living) binding.mark("ended", "removed");
  }

  #find(contact: Contact): KnownBinding | undefined {
    return this.#living.find((binding) => binding.isOf(contact));
  }

  #learn(contact: Contact, final: Message): KnownBinding {
    const known = this.#find(contact);
    if (known) {
      known.mark("changed", sameUri(known.contact.uri, contact.uri) ? "refreshed" : "moved to another address");
      return known;
    }
    const binding = new KnownBinding(`b${this.#count++}`, final, contact);
    binding.mark("added", "added");
    this.#bindings.push(binding);
    if (this.#bindings.length > MOST_BINDINGS) this.#bindings.shift();
    return binding;
  }

  /** An entry of the 200: one that the request bound, one that is known, or one from before the trace or past it. */
  #list(contact: Contact, final: Message, told: ReadonlySet<KnownBinding>): KnownBinding {
    for (const binding of told) if (binding.listed === contact || binding.isOf(contact)) return binding;
    const known = this.#find(contact);
    const binding = known ?? this.#learn(contact, final);
    if (known) known.mark("changed", "listed again");
    else binding.changeWords = "listed: bound elsewhere, or before the trace";
    const left = contact.expiresSeconds ?? final.sip.expiresSeconds ?? binding.seconds;
    Object.assign(binding, { grant: final, listed: contact, seconds: left });
    return binding;
  }
}
