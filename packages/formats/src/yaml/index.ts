export { nearest } from "./near.ts";
export {
  placeInside,
  placeOf,
  type YamlEntry,
  type YamlMapping,
  type YamlNode,
  type YamlScalar,
  type YamlSequence,
} from "./node.ts";
export { parseYaml } from "./parse.ts";
export { SourceText } from "./source-text.ts";
