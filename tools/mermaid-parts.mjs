/** Keeps of Mermaid what a ladder needs: of its diagrams, which it imports when a text asks for them, the sequence diagram. */

/**
 * For esbuild. The other diagrams, the layouts of graphs and the setting of formulas are four fifths of Mermaid.
 * @type {import("esbuild").Plugin}
 */
export const sequenceDiagramOnly = {
  name: "sequence-diagram-only",
  setup(build) {
    build.onResolve({ filter: /./ }, ({ kind, path, importer }) => {
      const isOfMermaid = kind === "dynamic-import" && /node_modules[\\/]mermaid[\\/]/.test(importer);
      return isOfMermaid && !path.includes("/sequenceDiagram-") ? { path, namespace: "left-out" } : undefined;
    });
    build.onLoad({ filter: /./, namespace: "left-out" }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is not part of this page.`)});`,
    }));
  },
};
