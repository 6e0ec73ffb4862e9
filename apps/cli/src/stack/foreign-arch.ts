import { readFile } from "node:fs/promises";
import { hostArch } from "@ascent/config";
import { type Arch, Fault } from "@ascent/core";

/**
 * Refuses an arch that this host can neither run nor emulate. Emulation needs qemu registered with flag F (the kernel
 * opens the interpreter at registration), because no root that Ascent assembles holds one. Throws Fault
 * "arch-not-runnable".
 */
export async function refuseForeignArch(arch: Arch): Promise<void> {
  if (arch === hostArch()) return;
  const handler = await readFile(`/proc/sys/fs/binfmt_misc/qemu-${arch}`, "utf8").catch(() => "");
  if (/^enabled$/m.test(handler) && /^flags: \S*F/m.test(handler)) return;
  throw new Fault("arch-not-runnable", `this host is ${hostArch()} and cannot run programs for ${arch}`, {
    wayOut:
      "Install an emulator (apt-get install qemu-user-static binfmt-support), or start `ascent up` here and `ascent worker` on a host of that arch.",
  });
}
