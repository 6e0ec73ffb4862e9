import type { Blueprint, Limits, ResidueException } from "@ascent/core";
import { complain, type Reading } from "../yaml/decode.ts";
import { placeOf } from "../yaml/node.ts";
import { DEFAULT_LIMITS, type ExceptionSection, type PoliciesSection } from "./schema.ts";

/** `policies:`. Defects: `empty-reason`. */
export function policiesOf(section: PoliciesSection | undefined, reading: Reading): Blueprint["policies"] {
  const { exceptions = [] } = section?.residue ?? {};
  return {
    require: section?.require ?? "resolved",
    limits: limitsOf(section?.limits),
    ...(exceptions.length > 0 && { residue: { exceptions: exceptions.map((each) => exceptionOf(each, reading)) } }),
  };
}

function limitsOf(section: PoliciesSection["limits"]): Limits {
  if (section === undefined) return DEFAULT_LIMITS;
  return {
    seconds: section.seconds,
    memoryBytes: section.memory,
    processes: section.processes,
    diskBytes: section.disk,
    logBytes: section.log,
  };
}

function exceptionOf(section: ExceptionSection, reading: Reading): ResidueException {
  const reason = section.reason.value.trim();
  if (reason === "") {
    complain(reading, section.reason, {
      code: "empty-reason",
      message: `It is not said why residue of the seed in ${section.package.value} is accepted.`,
      wayOut: "Write what was looked at, and why these bytes are no harm: the verdict shows it.",
    });
  }
  return {
    package: section.package.value,
    path: section.path.value.replace(/^\/+/, ""),
    kind: section.kind,
    ...(section.detail !== undefined && { detail: section.detail.value }),
    reason,
    place: placeOf(section.package),
  };
}
