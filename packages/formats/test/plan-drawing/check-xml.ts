import { expect } from "vitest";

/** Enough of XML to see that what is opened is closed, and that nothing stands there unescaped. */
export function checkXml(text: string): number {
  const open: string[] = [];
  let elements = 0;
  for (const [, closing, name, attributes, selfClosing] of text.matchAll(
    /<(\/?)([a-z]+)((?: [\w:-]+="[^"<&]*(?:&\w+;[^"<&]*)*")*)(\/?)>/g,
  )) {
    if (closing === "/") expect(open.pop()).toBe(name);
    else if (selfClosing === "") open.push(name ?? "");
    expect(attributes).toBeDefined();
    elements += 1;
  }
  expect(open).toEqual([]);
  expect(text.replace(/<[^<>]*>/g, "")).not.toMatch(/[<>]|&(?!\w+;)/);
  return elements;
}
