/** What a refusal asks of the client: to stay away for so many seconds (RFC 3261 §20.33). */
import type { HeaderField } from "../../sip/header-fields.js";
import type { SipMessage } from "../../sip/message.js";

export interface RetryAfter {
  readonly field: HeaderField;
  readonly seconds: number;
}

/** `120`, `18000;duration=3600` or `120 (I'm in a meeting)`; undefined when absent or no number. */
export function retryAfterOf(sip: SipMessage): RetryAfter | undefined {
  const field = sip.header("Retry-After");
  const digits = field && /^\s*(\d{1,10})(?![\w.])/.exec(field.value)?.[1];
  return field && digits !== undefined ? { field, seconds: Number.parseInt(digits, 10) } : undefined;
}
