import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { blueprintsQuery } from "../runs/run-queries.ts";
import { useClient } from "../session/session.tsx";
import { RowForm } from "../shell/row-form.tsx";

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
  const submit = () => {
    if (blueprint !== null) create.mutate(blueprint);
  };
  return (
    <RowForm label="A new schedule" onSubmit={submit} error={create.error} trouble="It was not scheduled">
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
    </RowForm>
  );
}
