/** Lets a person choose the time zone of the ladder's clock. */
import * as vscode from "vscode";

/** @returns `local`, or a name of the time zone database; undefined when nothing was chosen. */
export async function chooseZone(current: string): Promise<string | undefined> {
  const names = Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC");
  const items = [
    { label: "Local time", description: "of this computer", zone: "local" },
    { label: "UTC", description: "", zone: "UTC" },
    ...names.map((name) => ({ label: name, description: "", zone: name })),
  ].map((item) => ({ ...item, description: item.zone === current ? "chosen" : item.description }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: "Time zone of the clock" });
  return chosen?.zone;
}
