import type { LintRule } from "../rule.ts";

export const keyringMissing: LintRule = {
  code: "keyring-missing",
  severity: "warning",
  perDefinition: true,
  title: "Repositories without a keyring",
  why: "Nothing says whose signature on these packages is to be believed.",
  wayOut: "Name the repositories' public keys under environment.contents.keyring.",
  *check({ definitions }) {
    for (const { name, repositories, keyring } of definitions) {
      const remote = repositories.find(({ value }) => /https?:\/\//.test(value));
      if (remote === undefined || keyring.length > 0) continue;
      yield { place: remote.place, message: `${name.value} names ${remote.value} and no key for it` };
    }
  },
};
