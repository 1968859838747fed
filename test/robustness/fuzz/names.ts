/** The names of all fuzz targets, for the command line. */
import { TARGETS } from "./targets.js";

export const NAMES: readonly string[] = TARGETS.map(({ name }) => name);
