import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/**
 * A root made of an export's apks alone, unpacked by the host's tar (an apk is a tar to it): none of Ascent's own code
 * has a hand in it.
 */
export async function unpackExport(packages: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "ascent-root-"));
  // gzip and sed come after busybox, whose links of the same names they replace.
  const apks = (await readdir(packages)).filter((file) => file.endsWith(".apk")).sort();
  for (const apk of apks) {
    await exec("tar", ["-xzf", join(packages, apk), "-C", root, "--warning=no-unknown-keyword", "--exclude=.*"]);
  }
  for (const directory of ["dev", "proc", "tmp", "work"]) await mkdir(join(root, directory), { recursive: true });
  return root;
}

/** Runs a script by the root's own /bin/sh, with nothing of this host but a folder `/work`. Resolves to its stdout. */
export async function inRoot(root: string, work: string, script: string): Promise<string> {
  const { stdout } = await exec(
    "bwrap",
    [
      ...["--unshare-all", "--die-with-parent", "--ro-bind", root, "/", "--dev", "/dev", "--proc", "/proc"],
      ...["--tmpfs", "/tmp", "--bind", work, "/work", "--chdir", "/work", "--clearenv", "--setenv", "PATH", "/usr/bin"],
      ...["/bin/sh", "-ec", script],
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return stdout;
}
