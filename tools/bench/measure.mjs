/** Runs a program and says what it cost: processor time of itself and its children, time by the clock, peak memory. */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";

/**
 * @typedef {object} Cost
 * @property {number} cpuSeconds user and system
 * @property {number} wallSeconds
 * @property {number} peakMebi resident memory; NaN where this system does not tell
 * @property {boolean} isStopped it did not end in time
 */

const GNU_TIME = "/usr/bin/time";
/** Without GNU time: how often the process is looked at. */
const LOOK_MILLIS = 10;

/** @param {string} program */
export function isInstalled(program) {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

/**
 * @param {readonly string[]} command program and arguments
 * @param {{ output: string, timeoutSeconds: number }} options file for what it prints
 * @returns {Promise<Cost>}
 */
export async function measure(command, { output, timeoutSeconds }) {
  const notes = `${output}.time`;
  const hasTime = existsSync(GNU_TIME);
  const [program = "", ...rest] = hasTime ? [GNU_TIME, "-f", "%U %S %M", "-o", notes, ...command] : command;
  const descriptor = openSync(output, "w");
  const started = process.hrtime.bigint();
  const child = spawn(program, rest, { stdio: ["ignore", descriptor, "ignore"], detached: true });
  let isStopped = false;
  const timer = setTimeout(() => {
    isStopped = true;
    // The whole group, since GNU time stands between us and the program.
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }, timeoutSeconds * 1000);
  let looked = { cpuSeconds: NaN, peakMebi: NaN };
  const looking = hasTime ? undefined : setInterval(() => (looked = lookAt(child.pid) ?? looked), LOOK_MILLIS);
  await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  clearTimeout(timer);
  clearInterval(looking);
  closeSync(descriptor);
  const wallSeconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (isStopped || !hasTime) return { ...looked, wallSeconds, isStopped };
  const last = readFileSync(notes, "utf8").trim().split("\n").at(-1) ?? "";
  rmSync(notes);
  const [user = NaN, system = NaN, kibi = NaN] = last.split(" ").map(Number);
  return { cpuSeconds: user + system, wallSeconds, peakMebi: kibi / 1024, isStopped };
}

/** What Linux tells of a running process. @param {number | undefined} pid */
function lookAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    const kibi = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
    return { cpuSeconds: ticks / 100, peakMebi: Number(kibi) / 1024 };
  } catch {
    return undefined;
  }
}
