/** Shows what is wrong with a trainer's lessons in the Problems panel, each mistake at its line. */
import * as vscode from "vscode";
import { DIAGNOSTIC_SOURCE } from "./convert.js";
import type { LessonLibrary } from "./lesson-library.js";

export function registerLessonMistakes(library: LessonLibrary): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection("siptrace.lessons");
  return vscode.Disposable.from(
    collection,
    library.onDidRead(({ uri, mistakes }) => {
      collection.set(
        uri,
        mistakes.map(({ line, message }) => {
          // Editors cut the range off where the line ends.
          const range = new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
          const mark = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
          mark.source = DIAGNOSTIC_SOURCE;
          return mark;
        }),
      );
    }),
  );
}
