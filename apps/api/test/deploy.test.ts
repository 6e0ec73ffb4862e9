import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import { collectDefaultMetrics, Registry } from "prom-client";
import { beforeAll, describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { createWorkerMetrics } from "../../worker/src/metrics.ts";
import { CATALOG } from "../src/metrics/catalog.ts";
import { CHECKOUT } from "./rig.ts";

interface Known {
  readonly labels: ReadonlySet<string>;
}

/** What Prometheus itself adds to every sample. */
const SCRAPED = ["job", "instance"];
const known = new Map<string, Known>([["up", { labels: new Set(SCRAPED) }]]);

beforeAll(async () => {
  for (const { name, type, labels } of CATALOG) learn(name, type, labels);
  const register = new Registry();
  collectDefaultMetrics({ register });
  for (const { name, type, values } of await register.getMetricsAsJSON()) {
    learn(
      name,
      String(type),
      values.flatMap(({ labels }) => Object.keys(labels)),
    );
  }
  // A worker's own, which its text tells.
  for (const [, name = "", type = ""] of (await createWorkerMetrics().render()).matchAll(
    /^# TYPE (ascent_\w+) (\w+)$/gm,
  )) {
    learn(name, type, ["kind", "outcome"]);
  }
});

function learn(name: string, type: string, labels: readonly string[]): void {
  const own = new Set([...SCRAPED, ...labels]);
  if (type === "histogram" || type === "summary") {
    known.set(`${name}_sum`, { labels: own }).set(`${name}_count`, { labels: own });
    if (type === "histogram") known.set(`${name}_bucket`, { labels: new Set([...own, "le"]) });
  } else known.set(name, { labels: own });
}

interface Query {
  readonly metrics: readonly { readonly name: string; readonly labels: readonly string[] }[];
  /** Of `by`, `on` and the like. */
  readonly grouping: readonly string[];
  readonly broken: boolean;
}

/** What a PromQL expression asks for, by Prometheus's own grammar. Grafana's variables are put in as it would. */
function read(expression: string): Query {
  const text = expression.replaceAll("$__rate_interval", "5m");
  const metrics: { name: string; labels: string[] }[] = [];
  const grouping: string[] = [];
  let broken = false;
  const textOf = ({ from, to }: { from: number; to: number }) => text.slice(from, to);
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError) broken = true;
      if (node.name === "VectorSelector") metrics.push(selector(node.node, textOf));
      if (node.name === "GroupingLabels") grouping.push(...node.node.getChildren("LabelName").map(textOf));
    },
  });
  return { metrics, grouping, broken };
}

function selector(node: SyntaxNode, textOf: (of: SyntaxNode) => string) {
  const name = node.getChild("Identifier");
  const matchers = node.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? [];
  const labels = matchers.flatMap((matcher) => matcher.getChildren("LabelName").map(textOf));
  return { name: name === null ? "" : textOf(name), labels };
}

/** What is wrong with an expression, in words; nothing when all that it names exists. */
function complaints(expression: string, told: readonly string[] = []): string[] {
  const { metrics, grouping, broken } = read(expression);
  if (broken || metrics.length === 0) return [`cannot be read: ${expression}`];
  const unknown = metrics.filter(({ name }) => !known.has(name)).map(({ name }) => `no metric ${name}`);
  const wrong = metrics.flatMap(({ name, labels }) =>
    labels
      .filter((label) => known.get(name)?.labels.has(label) === false)
      .map((label) => `${name} has no label ${label}`),
  );
  const all = new Set(metrics.flatMap(({ name }) => [...(known.get(name)?.labels ?? [])]));
  const ungrouped = grouping.filter((label) => !all.has(label)).map((label) => `nothing to group by ${label}`);
  const left = grouping.length > 0 ? new Set(grouping) : all;
  const untold = told.filter((label) => !left.has(label)).map((label) => `tells ${label}, which is not there`);
  return [...unknown, ...wrong, ...ungrouped, ...untold];
}

function labelsIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, label = ""]) => label);
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<string, string>>;
}

async function rules(): Promise<readonly Rule[]> {
  const { groups } = parseYaml(await readFile(join(CHECKOUT, "deploy/prometheus/alerts.yml"), "utf8"));
  return groups.flatMap((group: { rules: Rule[] }) => group.rules);
}

test("the check itself tells what does not exist", () => {
  expect(complaints("sum by (arch) (ascent_ready_work) > 0")).toEqual([]);
  expect(complaints("ascent_ready_jobs > 0")).toEqual(["no metric ascent_ready_jobs"]);
  expect(complaints('ascent_ready_work{stage="x"}')).toEqual(["ascent_ready_work has no label stage"]);
  expect(complaints("sum by (stage) (ascent_ready_work)")).toEqual(["nothing to group by stage"]);
  expect(complaints("sum by (arch) (ascent_ready_work)", ["kind"])).toEqual(["tells kind, which is not there"]);
  expect(complaints("ascent_build_seconds > 0")).toEqual(["no metric ascent_build_seconds"]);
  expect(complaints("sum by (ascent_ready_work")).toEqual(["cannot be read: sum by (ascent_ready_work"]);
});

describe("alert rules", () => {
  test("ask for metrics and labels that exist, and tell labels that are left", async () => {
    const all = await rules();
    expect(all.length).toBeGreaterThan(10);
    for (const { alert, expr, annotations } of all) {
      const told = labelsIn(JSON.stringify(annotations), /\$labels\.(\w+)/g);
      expect(complaints(expr, told), alert).toEqual([]);
    }
  });

  test("are each told of with what to do, and no other is", async () => {
    const page = await readFile(join(CHECKOUT, "docs/operations.md"), "utf8");
    const told = labelsIn(page, /^\| `(Ascent\w+)` \|/gm);
    expect(told).toEqual((await rules()).map(({ alert }) => alert));
  });
});

test("the dashboard asks for metrics and labels that exist, and names labels that are left", async () => {
  const dashboard = JSON.parse(await readFile(join(CHECKOUT, "deploy/grafana/ascent.json"), "utf8"));
  const targets = dashboard.panels.flatMap(
    (panel: { title: string; targets?: { expr: string; legendFormat: string }[] }) =>
      (panel.targets ?? []).map((target) => ({ ...target, title: panel.title })),
  );
  expect(targets.length).toBeGreaterThan(20);
  for (const { expr, legendFormat, title } of targets) {
    expect(complaints(expr, labelsIn(legendFormat, /\{\{(\w+)\}\}/g)), title).toEqual([]);
  }
  const variables = dashboard.templating.list.flatMap((one: { query: { query?: string } }) => one.query.query ?? []);
  for (const query of variables) {
    const [, metric = "", label = ""] = /^label_values\((\w+), (\w+)\)$/.exec(query) ?? [];
    expect(known.get(metric)?.labels.has(label), query).toBe(true);
  }
});

test("the page of metrics is the registry's: names, types, labels and what they mean", async () => {
  const page = await readFile(join(CHECKOUT, "docs/operations.md"), "utf8");
  const rows = page.split("\n").filter((line) => /^\| `ascent_(?!worker_job)/.test(line));
  expect(rows).toEqual(
    CATALOG.map(({ name, type, labels, help }) => {
      return `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(", ")} | ${help} |`;
    }),
  );
});
