import type { Variation } from "./ports.ts";

/**
 * How the environment of an independent rebuild differs from that of the first build: in everything that a program can see
 * of its surroundings and that no lock pins. Another moment it is anyway. The same for every build, so that rebuilds of one
 * environment share a root, and whoever repeats a rebuild repeats it under the same conditions.
 * @param parallelism the `-j` of ordinary builds on this worker
 */
export function variationFor({ parallelism }: { readonly parallelism: number }): Variation {
  return {
    // Longer than the usual path: what makes room for a path, or cuts one, shows too.
    buildPath: "/var/lib/another-place/for-the-rebuild",
    hostname: "another-host",
    umask: 0o002,
    // In every musl, and in every glibc since 2.35: another one would need files that the environment may not have.
    locale: "C.UTF-8",
    // POSIX form, for the same reason: 13 hours 45 minutes east of Greenwich, so that it is often another day, too.
    timezone: "REB-13:45",
    cpus: parallelism > 2 ? parallelism - 1 : parallelism === 1 ? 2 : 1,
    uid: 4711,
    fileOrder: "reversed",
  };
}
