import type { Client, SchedulePlanView, ScheduleView } from "@ascent/client";
import { type Arch, Fault } from "@ascent/core";
import { type Command, Option } from "commander";
import { archOption, blueprintOption, serviceOptions } from "../options.ts";
import { findClient, type ServiceOptions } from "../service.ts";
import { EXIT, print, printJson } from "../tell.ts";
import { schedulePlanLines } from "../view/forecast-view.ts";
import { terminalPaint } from "../view/paint.ts";
import { firingText, scheduleLines } from "../view/schedules-view.ts";

interface CreateOptions extends ServiceOptions {
  readonly blueprint: string;
  readonly cron: string;
  readonly zone: string;
  readonly seed?: string[];
  readonly arch?: Arch;
  readonly overlap: "skip" | "start";
  readonly dryRun?: boolean;
}

/** `schedules`, and what changes them. */
export function addSchedules(program: Command): void {
  const schedules = program.command("schedules").description("runs that start by themselves: rebuilt daily, say");
  addList(schedules);
  addCreate(schedules);
  addNext(schedules);
  addPause(schedules, "pause", false);
  addPause(schedules, "resume", true);
  addFire(schedules);
  addRemove(schedules);
}

function addList(schedules: Command): void {
  serviceOptions(schedules.command("list", { isDefault: true }))
    .description("list them: when each fires next, and what came of the last time")
    .action(async (options: ServiceOptions) => {
      const { schedules: list } = await (await findClient(options)).schedules();
      if (options.json === true) return printJson(list);
      if (list.length === 0) print('no schedules yet; make one: ascent schedules create nightly --cron "30 2 * * *"');
      else print(scheduleLines(list, terminalPaint(process.stdout)).join("\n"));
    });
}

function addCreate(schedules: Command): void {
  serviceOptions(schedules.command("create"))
    .argument("<name>", "what to call it")
    .description("make a schedule; what could not be started now is refused")
    .requiredOption("--cron <pattern>", 'minute, hour, day of month, month, day of week; or "@daily", "@weekly" …')
    .option("--zone <name>", "the time zone in which that is read (IANA name)", "UTC")
    .addOption(blueprintOption())
    .option("--seed <name...>", "seeds to try, in order (default: the blueprint's order)")
    .addOption(archOption())
    .addOption(
      new Option("--overlap <what>", "while its last run still goes on: start none, or another")
        .choices(["skip", "start"])
        .default("skip"),
    )
    .option("--dry-run", "tell when it would fire and what it would start; make nothing")
    .addHelpText(
      "after",
      '\nExamples:\n  ascent schedules create nightly --cron "30 2 * * *" --zone Europe/Vienna\n  ascent schedules create weekly --cron @weekly --blueprint hello --seed debian',
    )
    .action(async (name: string, options: CreateOptions) => create(await findClient(options), name, options));
}

async function create(client: Client, name: string, options: CreateOptions): Promise<void> {
  const { blueprint, seed, arch, cron, zone: timezone, overlap } = options;
  const request = { blueprint, ...(seed && { seeds: seed }), ...(arch && { arches: [arch] }) };
  const wanted = { name, request, cron, timezone, overlap };
  if (options.dryRun === true) return tellPlan(await client.planSchedule(wanted), options);
  const planned = await client.createSchedule(wanted);
  if (options.json === true) return printJson(planned);
  print(scheduleLines([planned.schedule], terminalPaint(process.stdout)).join("\n"));
}

function tellPlan(plan: SchedulePlanView, { json }: ServiceOptions): void {
  if (json === true) printJson(plan);
  else print(schedulePlanLines(plan).join("\n"));
}

function addNext(schedules: Command): void {
  serviceOptions(schedules.command("next"))
    .argument("<schedule>", "its name, or its id")
    .description("tell when it fires next, and what it would start now")
    .action(async (name: string, options: ServiceOptions) => {
      const client = await findClient(options);
      tellPlan(await client.schedulePlan((await chooseSchedule(client, name)).id), options);
    });
}

function addPause(schedules: Command, verb: "pause" | "resume", enabled: boolean): void {
  serviceOptions(schedules.command(verb))
    .argument("<schedule>", "its name, or its id")
    .description(
      enabled ? "let it fire again; what was missed is not made up for" : "let it fire no more until resumed",
    )
    .action(async (name: string, options: ServiceOptions) => {
      const client = await findClient(options);
      const { id } = await chooseSchedule(client, name);
      const changed = await client.changeSchedule(id, { enabled });
      if (options.json === true) return printJson(changed);
      print(scheduleLines([changed.schedule], terminalPaint(process.stdout)).join("\n"));
    });
}

function addFire(schedules: Command): void {
  serviceOptions(schedules.command("fire"))
    .argument("<schedule>", "its name, or its id")
    .description("start its run now, also when it is paused; the exit code says whether one was started")
    .action(async (name: string, options: ServiceOptions) => {
      const client = await findClient(options);
      const firing = await client.fireSchedule((await chooseSchedule(client, name)).id);
      if (options.json === true) printJson(firing);
      else print(firingText(firing, terminalPaint(process.stdout)));
      process.exitCode = firing.outcome === "started" ? EXIT.ok : EXIT.failed;
    });
}

function addRemove(schedules: Command): void {
  serviceOptions(schedules.command("remove"))
    .argument("<schedule>", "its name, or its id")
    .description("remove it; its runs stay")
    .action(async (name: string, options: ServiceOptions) => {
      const client = await findClient(options);
      const schedule = await chooseSchedule(client, name);
      await client.removeSchedule(schedule.id);
      if (options.json === true) printJson({ removed: schedule.id });
      else print(`${schedule.name} is removed`);
    });
}

/** Throws Fault "schedule-unknown". */
async function chooseSchedule(client: Client, name: string): Promise<ScheduleView> {
  const { schedules } = await client.schedules();
  const found = schedules.find((schedule) => schedule.name === name || schedule.id === name);
  if (found !== undefined) return found;
  const known = schedules.map((schedule) => schedule.name).join(", ");
  throw new Fault("schedule-unknown", `there is no schedule "${name}"`, {
    wayOut: known === "" ? "Make one: ascent schedules create" : `There are: ${known}.`,
  });
}
