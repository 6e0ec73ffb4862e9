import { Fault, type RecipePackage } from "@ascent/core";

/** Names by number (linux/capability.h). */
const NAMES =
  "chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore".split(
    " ",
  );

/** `VFS_CAP_REVISION_2` and `VFS_CAP_FLAGS_EFFECTIVE` (linux/capability.h). */
const REVISION_2 = 0x02000000;
const EFFECTIVE = 1;

/**
 * The extended attribute `security.capability` for one file: `add` maps names (`cap_net_raw`, several with commas) to flags
 * as setcap takes them (`+ep`). Throws Fault "unknown-capability".
 */
export function capabilityAttribute(add: Readonly<Record<string, string>>): Uint8Array {
  let [permitted, inheritable, effective] = [0n, 0n, false];
  for (const [names, flags] of Object.entries(add)) {
    const bits = names.split(",").reduce((sum, name) => sum | bitOf(name), 0n);
    checkFlags(names, flags);
    if (flags.includes("p")) permitted |= bits;
    if (flags.includes("i")) inheritable |= bits;
    effective ||= flags.includes("e");
  }
  const view = new DataView(new ArrayBuffer(20));
  const words = [permitted & 0xffffffffn, inheritable & 0xffffffffn, permitted >> 32n, inheritable >> 32n];
  view.setUint32(0, REVISION_2 | (effective ? EFFECTIVE : 0), true);
  words.forEach((word, index) => {
    view.setUint32(4 + index * 4, Number(word), true);
  });
  return new Uint8Array(view.buffer);
}

function bitOf(name: string): bigint {
  const number = NAMES.indexOf(name.trim().toLowerCase().replace(/^cap_/, ""));
  if (number < 0) throw unknown(`there is no capability "${name}"`);
  return 1n << BigInt(number);
}

function checkFlags(names: string, flags: string): void {
  if (!/^[+=][eip]+$/.test(flags)) throw unknown(`"${flags}" for ${names} is not of the form +eip`);
}

function unknown(why: string): Fault {
  return new Fault("unknown-capability", why, { wayOut: "Write capabilities as setcap does: cap_net_raw: +ep." });
}

/** `security.capability` by path without a leading slash. */
export function attributesOf(output: RecipePackage): Map<string, Uint8Array> {
  return new Map(output.capabilities.map(({ path, add }) => [path.replace(/^\/+/, ""), capabilityAttribute(add)]));
}
