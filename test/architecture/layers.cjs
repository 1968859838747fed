/** Which way imports may point, for dependency-cruiser. Each rule's comment says where the code should go instead. */

/** The stations of core in the order of the data's way: each may import those before it. */
const STATIONS = ["model", "capture", "packet", "log", "sip", "trace", "rules", "ladder", "report", "teach"];

/**
 * @param {string} name
 * @param {string} comment
 * @param {object} from
 * @param {object} to
 */
function forbid(name, comment, from, to) {
  return { name, comment, severity: "error", from, to };
}

/** @param {string} station */
function orderRule(station) {
  const later = STATIONS.slice(STATIONS.indexOf(station) + 1);
  return forbid(
    `${station}-before-${later[0]}`,
    `Data flows ${STATIONS.join(" → ")}. Move what both need to the earliest station that knows its words, ` +
      `or have the later station hand ${station} the value.`,
    { path: `^src/core/${station}/` },
    { path: `^src/core/(${later.join("|")})/` },
  );
}

module.exports = {
  forbidden: [
    ...STATIONS.slice(0, -1).map(orderRule),
    forbid(
      "stations-without-facade",
      "index.ts is the way into core for others; a station imports the module it needs by its path.",
      { path: "^src/core/[^/]+/" },
      { path: "^src/core/index\\.ts$" },
    ),
    forbid(
      "analysis-is-made-of-stations",
      "The files directly in src/core put the stations together; only ladder, report and teach, which show the whole, know them.",
      { path: `^src/core/(${STATIONS.slice(0, STATIONS.indexOf("ladder")).join("|")})/` },
      { path: "^src/core/[^/]+\\.ts$" },
    ),
    forbid(
      "core-knows-no-front",
      "Core is used by workers and fronts and knows none: let it return a value, or take what it needs as a parameter.",
      { path: "^src/core/" },
      { path: "^(src/(worker|cli|vscode)|webview|test|tools)/" },
    ),
    forbid(
      "core-knows-no-node",
      "Core runs in browsers too: files come as a ByteSource, and src/core/platform.d.ts declares what every host has.",
      { path: "^src/(core|view)/" },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "vscode-only-in-src-vscode",
      "Only src/vscode/ talks to the editor: convert to plain values there and hand them over.",
      { pathNot: "^src/vscode/" },
      { path: "^vscode$|(^|/)node_modules/@types/vscode/" },
    ),
    forbid(
      "view-is-closed",
      "src/view/ holds the types that cross to the page and nothing else: describe what is drawn in its own types.",
      { path: "^src/view/" },
      { pathNot: "^src/view/" },
    ),
    forbid(
      "webview-knows-views-only",
      "The page draws view models: compute in core (ladder, teach), put the result into a type of src/view/, send it. " +
        "Only the PNG's rows of pixels, which never leave the host that painted them, are packed by what core has for it.",
      { path: "^webview/", pathNot: "^webview/teach/" },
      { path: "^(src|tools|test)/", pathNot: "^src/(view/|core/ladder/png\\.ts$)" },
    ),
    forbid(
      "teaching-page-knows-what-runs-live",
      "A page that answers while a value is changed may compute with src/core/teach/live/ alone, which needs no trace; all else comes as a view.",
      { path: "^webview/teach/" },
      { path: "^(src|tools|test)/", pathNot: "^src/(view|core/teach/live)/" },
    ),
    forbid(
      "live-needs-no-trace",
      "What runs in a page is small and takes plain values: no reader, trace, rule or analysis goes with it.",
      { path: "^src/core/teach/live/" },
      {
        path: "^src/core/",
        pathNot: "^src/core/(teach/live/|model/|sip/(digest-response|lexical)\\.ts$|ladder/visible\\.ts$)",
      },
    ),
    forbid(
      "worker-knows-no-front",
      "A worker answers requests: what it says to its front is a type of the worker's protocol or of src/view/.",
      { path: "^src/worker/" },
      { path: "^(src/(cli|vscode)|webview|test|tools)/" },
    ),
    forbid(
      "cli-and-extension-are-apart",
      "What both fronts need belongs in core or worker.",
      { path: "^src/cli/" },
      { path: "^(src/vscode|webview|test|tools)/" },
    ),
    forbid(
      "extension-and-cli-are-apart",
      "What both fronts need belongs in core or worker; the page is loaded as a bundle, not imported.",
      { path: "^src/vscode/" },
      { path: "^(src/cli|webview|test|tools)/" },
    ),
    forbid(
      "no-cycles",
      "Two modules that need each other are one idea, or a third is hidden between them: name it. Types count as well.",
      {},
      { circular: true },
    ),
    forbid(
      "everything-resolves",
      "The import leads nowhere; and an import that cannot be followed escapes every other rule here.",
      {},
      { couldNotResolve: true, pathNot: "^vscode$" },
    ),
  ],
};
