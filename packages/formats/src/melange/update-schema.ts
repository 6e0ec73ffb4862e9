import { boolean, integer, list, optional, record, required, text, withDefault } from "../yaml/decode.ts";

const none = [] as const;

const filters = {
  stripPrefix: optional(text),
  stripSuffix: optional(text),
  tagFilterPrefix: optional(text),
  tagFilterContains: optional(text),
};

const releaseMonitorShape = {
  identifier: required(integer),
  stripPrefix: optional(text),
  stripSuffix: optional(text),
  versionFilterContains: optional(text),
  versionFilterPrefix: optional(text),
};
const githubShape = {
  ...filters,
  identifier: required(text),
  tagFilter: optional(text),
  useTag: withDefault(boolean, false),
};
const ociShape = { ...filters, identifier: required(text) };

const versionSourceShape = {
  name: required(text),
  stream: required(text),
  ignore: withDefault(list(text), none),
  commitSource: optional(text, "commit_source"),
  useRelease: withDefault(boolean, false, "use_release"),
};
const versionDataShape = {
  versionFormat: required(text, "version_format"),
  sources: withDefault(list(record("a version source", versionSourceShape)), none),
};

const scheduleShape = { reason: optional(text), period: optional(text) };
const transformShape = { match: required(text), replace: required(text) };

const updateShape = {
  enabled: withDefault(boolean, false),
  manual: withDefault(boolean, false),
  requireSequential: withDefault(boolean, false),
  shared: withDefault(boolean, false),
  versionSeparator: optional(text),
  ignoreRegexPatterns: withDefault(list(text), none),
  releaseMonitor: optional(record("release-monitor", releaseMonitorShape)),
  github: optional(record("github", githubShape)),
  git: optional(record("git", filters)),
  oci: optional(record("oci", ociShape)),
  versionData: optional(record("version_data", versionDataShape), "version_data"),
  versionTransform: withDefault(list(record("a version transform", transformShape)), none),
  excludeReason: optional(text),
  schedule: optional(record("schedule", scheduleShape)),
  enablePrereleaseTags: withDefault(boolean, false),
};
/** How a definition is kept up to date: read and checked, without meaning for a build. */
export const readUpdate = record("update", updateShape);
