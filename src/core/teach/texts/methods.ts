/** What each registered method asks for. */
import type { Text } from "./text.js";

export const METHODS: Readonly<Record<string, Text>> = {
  ACK: ["Confirms the final response to an INVITE. It is never answered.", 3261, "13.2.2.4"],
  BYE: ["Ends the call.", 3261, "15"],
  CANCEL: ["Takes an INVITE back that has no final answer yet. The INVITE is then answered 487.", 3261, "9"],
  INFO: ["Carries data within a call, such as digits that were pressed.", 6086],
  INVITE: ["Begins a call, or changes one within its dialog.", 3261, "13"],
  MESSAGE: ["A short text message.", 3428],
  NOTIFY: ["Tells the state that was subscribed to.", 6665],
  OPTIONS: ["Asks what the other side supports; widely used to see whether it is alive.", 3261, "11"],
  PRACK: ["Confirms a reliable provisional response.", 3262],
  PUBLISH: ["Gives the own state, such as presence, to a server.", 3903],
  REFER: ["Asks the other side to call somebody: transfer.", 3515],
  REGISTER: ["Binds the Contact to the AoR in To, asks for the bindings, or removes them.", 3261, "10"],
  SUBSCRIBE: ["Asks to be told a state and its changes.", 6665],
  UPDATE: ["Changes the session before or after it is answered, without a new INVITE.", 3311],
};
