/** What the linter asks of the code beyond the compiler: sound promises and types, and the borders between the parts. */
import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const NO_VSCODE = { name: "vscode", message: "Only src/vscode/ talks to the editor; hand plain values to it." };

/** Sinks that turn text into markup. What they would be given comes from a trace, and every byte of a trace is hostile. */
const MARKUP_SINKS = ["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "createContextualFragment"];

/** @param {string} name */
function reading(name) {
  return {
    selector: `MemberExpression[property.name="${name}"]`,
    message: "Text of a trace becomes text nodes only: use textContent or a template of lit.",
  };
}

export default defineConfig(
  globalIgnores(["dist/", ".cache/", ".tsbuild/", "test-results/", "samples/"]),
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "off",
      // Generators pace long work; some have nothing to yield in a given build.
      "require-yield": "off",
      // The compiler tells unused names, and undefined ones, better.
      "no-unused-vars": "off",
      "no-undef": "off",
    },
  },
  {
    files: ["**/*.ts", "**/*.mts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-deprecated": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // An index into a typed array that was just compared with its length is sound, and `!` says so.
      "@typescript-eslint/no-non-null-assertion": "off",
      // Numbers in messages are what they look like.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      // An interface's method may have nothing to wait for.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/only-throw-error": "error",
    },
  },
  {
    // AssemblyScript: to this compiler all its numbers are one type, so that its conversions look like nothing.
    files: ["src/kernel/**"],
    rules: { "@typescript-eslint/no-unnecessary-type-assertion": "off" },
  },
  {
    // The compiler already keeps Node and the DOM out of core; this tells in words what it would say in riddles.
    files: ["src/core/**", "src/view/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [NO_VSCODE],
          patterns: [
            {
              group: ["node:*"],
              message: "Core runs in browsers too: take a ByteSource, or what you need, as a value.",
            },
          ],
        },
      ],
      "no-restricted-globals": [
        "error",
        ...[
          "process",
          "Buffer",
          "require",
          "global",
          "window",
          "document",
          "self",
          "navigator",
          "fetch",
          "console",
        ].map((name) => ({
          name,
          message: "Core knows no host; src/core/platform.d.ts declares what every host has.",
        })),
        ...["setTimeout", "setInterval", "setImmediate", "queueMicrotask"].map((name) => ({
          name,
          message: "Core has no timers: long work is a generator, and its caller paces it.",
        })),
      ],
    },
  },
  {
    files: ["src/worker/**", "src/cli/**", "webview/**", "test/**"],
    rules: { "no-restricted-imports": ["error", { paths: [NO_VSCODE] }] },
  },
  {
    files: ["webview/**"],
    rules: {
      "no-restricted-syntax": ["error", ...MARKUP_SINKS.map(reading)],
      // lit calls an event's listener with the element as `this`.
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    files: ["test/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "CallExpression MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo)$/]",
          message: "Every test runs, always. A test for a known flaw says what it wants and is made to pass.",
        },
      ],
    },
  },
);
