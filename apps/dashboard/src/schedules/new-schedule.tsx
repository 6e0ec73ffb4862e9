import { Button, Group, Paper, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { blueprintsQuery } from "../runs/run-queries.ts";
import { useClient } from "../session/session.tsx";
import { Trouble } from "../shell/trouble.tsx";

/** Makes a schedule: which blueprint, and when. */
export function NewScheduleForm() {
  const client = useClient();
  const queries = useQueryClient();
  const { data } = useQuery(blueprintsQuery(client));
  const [name, setName] = useState("");
  const [cron, setCron] = useState("30 2 * * *");
  const [blueprint, setBlueprint] = useState<string | null>(null);
  const create = useMutation({
    mutationFn: (chosen: string) =>
      client.createSchedule({ name: name.trim(), cron: cron.trim(), request: { blueprint: chosen } }),
    onSuccess: async () => {
      setName("");
      await queries.invalidateQueries({ queryKey: ["schedules"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (blueprint !== null) create.mutate(blueprint);
  };
  return (
    <Paper withBorder p="sm" component="form" onSubmit={submit} aria-label="A new schedule">
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <TextInput
            label="Name"
            placeholder="nightly"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
          />
          <Select
            label="Blueprint"
            data={(data?.blueprints ?? []).map((known) => known.name)}
            value={blueprint}
            onChange={setBlueprint}
            required
          />
          <TextInput
            label="When (cron, UTC)"
            value={cron}
            onChange={(event) => setCron(event.currentTarget.value)}
            required
          />
          <Button type="submit" loading={create.isPending} disabled={blueprint === null || name.trim() === ""}>
            Schedule it
          </Button>
        </Group>
        {create.error !== null && <Trouble title="It was not scheduled" error={create.error} />}
      </Stack>
    </Paper>
  );
}
