import { canonicalJson, Fault } from "@ascent/core";
import { choose, namesFromSeed, planOneArch } from "@ascent/engine";
import { loadBlueprint, sha256 } from "@ascent/formats";
import type { App } from "../app.ts";
import { IdempotencyHeader } from "../parameters.ts";
import type { ApiPorts } from "../ports.ts";
import { DefectsFault } from "../problems.ts";
import { OF_BLUEPRINTS, OF_SEEDS, problems } from "../responses.ts";
import { LockSeed, SeedLockView } from "../schema/plan.ts";
import { clientGone } from "../sse.ts";
import { seedLockView } from "../views.ts";

/** Locks a seed outside of any run: what `ascent seed lock` asks for. Answers when everything is fetched. */
export function registerSeedLocks(app: App, ports: ApiPorts): void {
  app.post(
    "/v1/seed-locks",
    {
      config: { role: "maintainer", action: "seed.lock", repeats: "kept" },
      schema: {
        operationId: "lockSeed",
        summary: "Resolve, fetch and pin a seed now",
        tags: ["seeds"],
        headers: IdempotencyHeader,
        body: LockSeed,
        response: { 200: SeedLockView, ...problems(...OF_BLUEPRINTS, ...OF_SEEDS) },
      },
    },
    async (request, reply) => {
      const lock = await lockSeed(ports, request.body, clientGone(reply));
      const digest = await ports.store.put(new TextEncoder().encode(canonicalJson(lock)));
      return seedLockView(lock, digest);
    },
  );
}

async function lockSeed(ports: ApiPorts, wanted: LockSeed, signal: AbortSignal) {
  const files = await ports.blueprints.read(wanted.blueprint);
  const loaded = loadBlueprint(files, await ports.blueprints.pipelines(), sha256);
  if (!loaded.ok) throw new DefectsFault(loaded.defects);
  choose(loaded.value, { seeds: [wanted.seed], arches: [wanted.arch] });
  const seed = loaded.value.blueprint.seeds.find((declared) => declared.name === wanted.seed);
  if (seed === undefined) throw new Fault("seed-unknown", `there is no seed named "${wanted.seed}"`);
  const planned = planOneArch(loaded.value, { seed: seed.name, arch: wanted.arch, offer: { kind: "assumed" } });
  if (!planned.ok) throw new DefectsFault(planned.defects);
  const request = { seed, arch: wanted.arch, names: namesFromSeed(planned.value), files, onProgress: () => {}, signal };
  if (wanted.renew === true) await ports.seeds.forget(request);
  return ports.seeds.acquire(request);
}
