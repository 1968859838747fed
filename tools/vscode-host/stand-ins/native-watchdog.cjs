/** Stands in for the native `@vscode/native-watchdog`: ends this process once the one it belongs to is gone. */
const LOOK_EVERY_MILLIS = 2000;
/** The status that the native module ends with; VS Code tells it from a crash. */
const PARENT_GONE = 87;

/** @param {number} pid */
exports.start = (pid) => {
  const look = () => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(PARENT_GONE);
    }
  };
  setInterval(look, LOOK_EVERY_MILLIS).unref();
};

/** @param {number} [code] */
exports.exit = (code) => process.exit(code ?? 0);
