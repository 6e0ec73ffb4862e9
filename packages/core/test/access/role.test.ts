import { mayAct, ROLES } from "@ascent/core";
import { describe, expect, test } from "vitest";

describe("roles", () => {
  test("each may what it is asked for itself, and what those before it may, and nothing of those after it", () => {
    expect(ROLES).toEqual(["viewer", "worker", "maintainer", "admin"]);
    const may = ROLES.map((role) => ROLES.filter((needed) => mayAct(role, needed)));
    expect(may).toEqual([
      ["viewer"],
      ["viewer", "worker"],
      ["viewer", "worker", "maintainer"],
      ["viewer", "worker", "maintainer", "admin"],
    ]);
  });

  test("what asks for nobody is open to every role", () => {
    for (const role of ROLES) expect(mayAct(role, "anyone")).toBe(true);
  });
});
