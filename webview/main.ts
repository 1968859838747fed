/** The page's entry: messages of the host in, intents out. */
import { App } from "./app.js";
import { connectHost } from "./host.js";
import type { ToWebview } from "../src/view/protocol.js";
import "./theme.css";
import "./frame.css";
import "./overview/overview.css";
import "./overview/overview-head.css";
import "./ladder/ladder.css";
import "./ladder/row.css";
import "./pane/pane.css";
import "./pane/registration-card.css";
import "./teach/teach.css";
// These change what the others say, so they come last.
import "./narrow.css";
import "./contrast.css";

const root = document.getElementById("app") ?? document.body.appendChild(document.createElement("div"));
const host = connectHost();
const app = new App(root, host);
window.addEventListener("message", (event: MessageEvent<ToWebview>) => app.receive(event.data));
host.send({ type: "ready" });
