import { z } from "zod";

/** A list in one variable, separated by commas. */
export const List = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

/** One of some words in a variable. */
export function oneOf<const Words extends readonly string[]>(words: Words) {
  return z.enum(words, `must be one of ${words.join(", ")}`);
}

/** A whole number in a variable. */
export function whole(least: number, most: number) {
  const wanted = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, wanted)
    .transform(Number)
    .pipe(z.int(wanted).min(least, wanted).max(most, wanted));
}

/** An address in a variable. */
export function server(protocol: RegExp, example: string) {
  return z.url({ protocol, error: `must be an address such as ${example}` });
}

/** `7071` on loopback, or `host:7071`; `[::1]:7071` for IPv6. */
export function listenAddress() {
  const wanted = "must be a port, or host:port";
  return z
    .string()
    .regex(/^(?:(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):)?\d{1,5}$/, wanted)
    .transform((text) => {
      const at = text.lastIndexOf(":");
      const host = at < 0 ? "127.0.0.1" : text.slice(0, at).replace(/^\[|\]$/g, "");
      return { host, port: Number(text.slice(at + 1)) };
    })
    .refine(({ port }) => port <= 65535, wanted);
}
