/** What desktop and browser do differently; `#platform` is one of the two files beside this one. */
import type * as vscode from "vscode";
import type { Channel, ChannelListener } from "../../worker/channel.js";

export interface Platform {
  /**
   * Starts a thread with an engine in it.
   * @param warn takes a sentence for the log when the engine runs in a lesser way than it should.
   */
  startEngine(extension: vscode.Uri, listener: ChannelListener, warn: (message: string) => void): Promise<Channel>;
  /** A path where the engine can read the file itself; undefined where the octets must be sent. */
  localPath(uri: vscode.Uri): string | undefined;
  /** What the system calls its user; undefined where it does not tell. */
  userName(): string | undefined;
  /** The first octets of a file; undefined where files can only be read whole. */
  readHead(uri: vscode.Uri, octets: number): Promise<Uint8Array | undefined>;
}
