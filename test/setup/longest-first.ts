import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Takes as long as half of all other files together: begun last, it would be all alone at the end. */
const LONGEST = /\/test\/bootstrap\.test\.ts$/;

/** vitest's own order, by what it knows of earlier runs and by size, but the longest file is first on a new machine too. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => Number(LONGEST.test(b.moduleId)) - Number(LONGEST.test(a.moduleId)));
  }
}
