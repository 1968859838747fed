/** The page's entry: messages of the host in, intents out. */
import { App } from "./app.js";
import { connectHost } from "./host.js";
import type { ToWebview } from "../src/view/protocol.js";
import "./theme.css";

const root = document.getElementById("app") ?? document.body.appendChild(document.createElement("div"));
const host = connectHost();
const app = new App(root, host);
window.addEventListener("message", (event: MessageEvent<ToWebview>) => app.receive(event.data));
host.send({ type: "ready" });
