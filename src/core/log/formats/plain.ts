/** What no format announces: SIP messages one after another, and SIP messages in any other text. */

/** Nothing but blank lines stands between the messages. */
export const PLAIN = {
  id: "plain",
  title: "Plain SIP messages",
  printedBy: "whoever copies messages, or writes them down",
} as const;

/** Messages found by their start line; the text around them is searched for times and addresses. */
export const ANY_TEXT = {
  id: "any-text",
  title: "SIP messages in another text",
  printedBy: "any other program; a mail, a ticket, a web page",
} as const;
