/** Moves the style sheet of our own SVG into its elements, for a painter that knows style attributes alone. */

/** For paper: what the sheet says of dark schemes is left out, and so are halos of words, which need `paint-order`. */
export function inlineStyles(svg: string): string {
  const rules = new Map<string, string>();
  const sheets = svg
    .replace(/^[^]*?<style>|<\/style>[^]*$/g, "")
    .replace(/@media[^{]*\{(?:[^{}]*\{[^}]*\})*[^}]*\}/g, "");
  for (const [, selectors = "", declarations = ""] of sheets.matchAll(/([^{}]+)\{([^}]*)\}/g))
    for (const selector of selectors.split(",").map((each) => each.trim()))
      rules.set(selector, `${rules.get(selector) ?? ""}${plain(declarations)}`);
  return svg
    .replace(/<style>[^]*?<\/style>\n?/, "")
    .replace(/<(\w+)([^>]*?)(\/?)>/g, (_, name: string, attributes: string, end: string) => {
      let style = rules.get(name) ?? "";
      const others = attributes
        .replace(/ class="([^"]*)"/, (_, classes: string) => {
          for (const each of classes.split(" ")) style += rules.get(`.${each}`) ?? "";
          return "";
        })
        .replace(/ style="([^"]*)"/, (_, own: string) => {
          style += own;
          return "";
        });
      return `<${name}${others}${style === "" ? "" : ` style="${style}"`}${end}>`;
    });
}

function plain(declarations: string): string {
  if (declarations.includes("paint-order"))
    declarations = declarations.replace(/paint-order:[^;]*;?|stroke[^:;]*:[^;]*;?/g, "");
  return declarations
    .replace(/font: ([\d.]+px) ([^;]+)/, "font-size: $1; font-family: $2")
    .trim()
    .replace(/;?$/, ";");
}
