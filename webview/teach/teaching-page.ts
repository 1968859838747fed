/** The page that shows a digest step by step, or the simulation of timers and NAT: one of the two, as its host says. */
import type { FromTeachingPage, TeachingSubject, ToTeachingPage } from "../../src/view/teaching.js";
import { DigestWalk } from "./digest-walk.js";
import type { Destination } from "./place-button.js";
import { WhatIf } from "./what-if.js";
import "./teaching-page.css";

interface VsCodeApi {
  postMessage(message: FromTeachingPage): void;
  setState(state: TeachingSubject): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const host = acquireVsCodeApi();
const app = document.getElementById("app")!;

/** Another view takes the place of the one before, and whatever was typed goes with that. */
function show(told: ToTeachingPage): void {
  host.setState(told.subject);
  if (told.type === "digestWalk") {
    const walk = new DigestWalk();
    walk.view = told.view;
    walk.password = told.password;
    app.replaceChildren(walk);
  } else {
    const whatIf = new WhatIf();
    whatIf.view = told.view;
    app.replaceChildren(whatIf);
  }
}

app.addEventListener("go-to", (event) => {
  const { message, start, end } = (event as CustomEvent<Destination>).detail;
  host.postMessage({ type: "goTo", message, start, end });
});
window.addEventListener("message", ({ data }: MessageEvent<ToTeachingPage>) => show(data));
host.postMessage({ type: "ready" });
