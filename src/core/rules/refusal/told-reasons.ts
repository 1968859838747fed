/** What a refusal says about itself, beyond its status. */
import type { Message } from "../../trace/message.js";
import { printable, whereIs } from "../wording.js";

/** Headers in which servers tell why; `P-Registrar-Error` is that of Kamailio and OpenSIPS. */
const TELLING = ["Reason", "Warning", "P-Registrar-Error", "Retry-After", "Unsupported", "Error-Info"];

/** One sentence a header, for the evidence of a finding. */
export function toldReasons(message: Message): string[] {
  return TELLING.flatMap((name) =>
    message.sip.headers(name).map((field) => `${whereIs(message)} says ${field.name}: ${printable(field.value)}.`),
  );
}

/** The most telling words: those of P-Registrar-Error, Warning or Reason; undefined when the status stands alone. */
export function tellingWords({ sip }: Message): string | undefined {
  const value = (name: string) => sip.header(name)?.value.trim();
  const warning = /"((?:[^"\\]|\\.)*)"/.exec(value("Warning") ?? "")?.[1];
  const reason = /\btext\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(value("Reason") ?? "")?.[1];
  return [value("P-Registrar-Error"), warning, reason, value("Reason")].find(
    (words) => words !== undefined && words !== "",
  );
}
