/** Mermaid's colours for sequence diagrams, taken from the theme of the editor. */

/** Forms that Mermaid can reckon with; a theme may hold any that CSS knows. */
const PLAIN_COLOUR = /^(?:#[0-9a-f]{3,8}|rgba?\([\d.,% ]+\))$/i;

/** Values for Mermaid's theme `base`, of which no colour is left to it. */
export function mermaidTheme(style: CSSStyleDeclaration, isDark: boolean): Readonly<Record<string, string | boolean>> {
  const colour = (otherwise: string, ...names: readonly string[]): string =>
    names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find((value) => PLAIN_COLOUR.test(value)) ??
    otherwise;
  const back = colour(isDark ? "#1f1f1f" : "#ffffff", "editor-background");
  const text = colour(isDark ? "#cccccc" : "#3b3b3b", "editor-foreground", "foreground");
  const line = colour("#808080", "contrastBorder", "descriptionForeground");
  const box = colour(back, "editorWidget-background", "sideBar-background");
  return {
    darkMode: isDark,
    background: back,
    mainBkg: box,
    primaryColor: box,
    primaryTextColor: text,
    primaryBorderColor: line,
    lineColor: text,
    textColor: text,
    titleColor: text,
    actorBkg: box,
    actorBorder: line,
    actorTextColor: text,
    actorLineColor: line,
    signalColor: text,
    signalTextColor: text,
    labelBoxBkgColor: box,
    labelBoxBorderColor: line,
    labelTextColor: text,
    loopTextColor: text,
    noteBkgColor: box,
    noteBorderColor: colour(line, "contrastBorder", "editorWarning-foreground", "charts-yellow"),
    noteTextColor: text,
  };
}
