/** Builds of a worker that runs as root run as the first of these that the host has. */
const BUILD_USERS = ["ascent-build", "nobody"];

export interface BuildUser {
  readonly uid: number;
  readonly gid: number;
}

/** The unprivileged user that builds run as: undefined when the worker itself is unprivileged already. */
export function buildUser(passwd: string, workerUid: number | undefined): BuildUser | undefined {
  if (workerUid !== 0) return undefined;
  const users = passwd.split("\n").map((line) => line.split(":"));
  for (const name of BUILD_USERS) {
    const user = users.find((fields) => fields[0] === name);
    if (user !== undefined) return { uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw new Error("this host has neither a user ascent-build nor nobody to run builds as");
}
