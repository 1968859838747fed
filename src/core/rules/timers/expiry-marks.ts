/** Where messages state an expiry: the Contact's parameter, else the Expires header (RFC 3261 §10.2.1.1). */
import type { Contact } from "../../sip/contact.js";
import type { Binding } from "../../trace/binding.js";
import type { Message } from "../../trace/message.js";
import type { Mark } from "../rule.js";

export function expiryMark(message: Message, contact: Contact | undefined): Mark {
  if (contact?.expires) return { message, header: contact.header.name, range: contact.expires.range };
  const field = message.sip.header("Expires");
  return field ? { message, header: field.name, range: field.valueRange } : { message };
}

export function askedMark({ request, contact }: Binding): Mark {
  return expiryMark(request, contact);
}

export function grantedMark({ grant, listed }: Binding): Mark {
  return expiryMark(grant, listed);
}

export function contactMark({ request, contact }: Binding): Mark {
  return { message: request, header: contact.header.name, range: contact.uriRange };
}
