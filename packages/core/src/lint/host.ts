/** Host and path of an http(s) or git URL; undefined for anything else. */
export interface Address {
  readonly scheme: string;
  readonly host: string;
  /** With its leading slash. */
  readonly path: string;
}

const ADDRESS = /^([a-z][a-z+]*):\/\/(?:[^/@\s]*@)?([^/:\s]+)(?::\d+)?(\/\S*)?$/i;

/** Written by hand: core knows no host, and with it no `URL`. */
export function parseAddress(text: string): Address | undefined {
  const match = ADDRESS.exec(text);
  if (match === null) return undefined;
  const [, scheme = "", host = "", path = "/"] = match;
  return { scheme: scheme.toLowerCase(), host: host.toLowerCase(), path };
}
