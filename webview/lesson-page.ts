/** The page of a lesson, beside its capture: a page and bundle of its own, loaded with the first lesson. */
import type { FromLessonPage, ToLessonPage } from "../src/view/lesson.js";
import { LessonApp } from "./lesson/lesson-app.js";
import "./theme.css";
import "./lesson/lesson.css";

declare function acquireVsCodeApi(): { postMessage(message: FromLessonPage): void };

const host = acquireVsCodeApi();
const app = new LessonApp(document.getElementById("app")!, (message) => host.postMessage(message));
window.addEventListener("message", ({ data }: MessageEvent<ToLessonPage>) => app.receive(data));
host.postMessage({ type: "ready" });
