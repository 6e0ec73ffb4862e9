import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/**
 * Hands out CPUs so that `nproc` inside a sandbox answers with the parallelism that the build was given, and builds side by
 * side do not share a CPU while another idles. Which CPUs a build runs on must not, and need not, change its bits.
 */
export class CpuShares {
  readonly #load: Map<number, number>;

  constructor(cpus: readonly number[] = allowedCpus()) {
    this.#load = new Map(cpus.map((cpu) => [cpu, 0]));
  }

  /** The least used `count` CPUs, or undefined when the build may use them all. Give back with `release`. */
  acquire(count: number): readonly number[] | undefined {
    if (count >= this.#load.size) return undefined;
    const chosen = [...this.#load]
      .sort(([cpuA, loadA], [cpuB, loadB]) => loadA - loadB || cpuA - cpuB)
      .slice(0, Math.max(count, 1))
      .map(([cpu]) => cpu)
      .sort((a, b) => a - b);
    this.#add(chosen, 1);
    return chosen;
  }

  release(cpus: readonly number[] | undefined): void {
    this.#add(cpus ?? [], -1);
  }

  #add(cpus: readonly number[], load: number): void {
    for (const cpu of cpus) this.#load.set(cpu, (this.#load.get(cpu) ?? 0) + load);
  }
}

/** CPUs that this process may use: `0-3,8` in /proc/self/status. */
function allowedCpus(): number[] {
  const status = readFileSync("/proc/self/status", "latin1");
  const list = /^Cpus_allowed_list:\s*(.+)$/m.exec(status)?.[1];
  if (list === undefined) return Array.from({ length: availableParallelism() }, (_, cpu) => cpu);
  return parseCpuList(list);
}

/** The kernel's list format (cpuset(7)): numbers and ranges, comma-separated. */
export function parseCpuList(list: string): number[] {
  return list.split(",").flatMap((part) => {
    const [first = 0, last = first] = part.trim().split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
}
