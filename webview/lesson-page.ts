/** The page of a lesson, beside its capture: a page and bundle of its own, loaded with the first lesson. */
import type { FromLessonPage, LessonPageState, ToLessonPage } from "../src/view/lesson.js";
import { LessonApp } from "./lesson/lesson-app.js";
import "./theme.css";
import "./lesson/lesson.css";

interface VsCodeApi {
  postMessage(message: FromLessonPage): void;
  setState(state: LessonPageState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const host = acquireVsCodeApi();
const app = new LessonApp(document.getElementById("app")!, (message) => host.postMessage(message));
window.addEventListener("message", ({ data }: MessageEvent<ToLessonPage>) => {
  if (data.type === "lesson") host.setState({ address: data.address });
  app.receive(data);
});
host.postMessage({ type: "ready" });
