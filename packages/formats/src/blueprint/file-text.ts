import type { Checked } from "@ascent/core";

/** The bytes of a file as text. Defect `not-utf8`. */
export function textOfFile(file: string, bytes: Uint8Array): Checked<string> {
  try {
    return { ok: true, value: new TextDecoder("utf-8", { fatal: true }).decode(bytes), warnings: [] };
  } catch {
    return {
      ok: false,
      defects: [
        {
          severity: "defect",
          code: "not-utf8",
          place: { file, line: 1, column: 1 },
          message: `${file} is not text in UTF-8.`,
          wayOut: "Save it as UTF-8.",
        },
      ],
    };
  }
}
