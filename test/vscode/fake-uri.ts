/** An address as VS Code's `Uri` has it: the parts that src/vscode/ uses, encoded the same way where it matters. */
import { posix } from "node:path";

interface Parts {
  readonly scheme: string;
  readonly authority?: string;
  readonly path?: string;
  readonly query?: string;
}

export class FakeUri {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;

  private constructor({ scheme, authority = "", path = "", query = "" }: Parts) {
    this.scheme = scheme;
    this.authority = authority;
    this.path = path;
    this.query = query;
  }

  static from(parts: Parts): FakeUri {
    return new FakeUri(parts);
  }

  static parse(text: string): FakeUri {
    const match = /^([\w-]+):(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/.exec(text);
    if (!match) throw new Error(`no address: ${text}`);
    const [, scheme = "", authority = "", path = "", query = ""] = match;
    return new FakeUri({ scheme, authority, path: decodeURIComponent(path), query: decodeURIComponent(query) });
  }

  static joinPath(base: FakeUri, ...parts: readonly string[]): FakeUri {
    return new FakeUri({ ...base, path: posix.join(base.path, ...parts) });
  }

  with(change: Partial<Parts>): FakeUri {
    return new FakeUri({ ...this, ...change });
  }

  get fsPath(): string {
    return this.path;
  }

  toString(): string {
    const path = this.path.split("/").map(encodeURIComponent).join("/");
    const query = this.query === "" ? "" : `?${encodeURIComponent(this.query)}`;
    return `${this.scheme}:${this.authority === "" && this.scheme !== "file" ? "" : `//${this.authority}`}${path}${query}`;
  }
}
