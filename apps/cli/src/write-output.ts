import { writeFile } from "node:fs/promises";
import { Fault } from "@ascent/core";

/** Writes a file that a person named. Fault "output-unwritable". */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  if (path.startsWith("-"))
    throw new Fault("output-unwritable", `${path} is taken for the name of a file, and looks like an option`, {
      wayOut: `Name the file behind its option, such as --svg out.svg; one that is really called so is ./${path}.`,
    });
  try {
    await writeFile(path, content);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault("output-unwritable", `${path} cannot be written: ${why}`, {
      cause,
      wayOut: "Name a file in a folder that is there and that you may write to.",
    });
  }
}
