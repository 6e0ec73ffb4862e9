import { ROLES, type Role } from "@ascent/core";
import { Button, Group, Paper, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useClient } from "../session/session.tsx";
import { Trouble } from "../shell/trouble.tsx";

/** Makes a token; its secret is given once. */
export function NewToken({ onSecret }: { readonly onSecret: (secret: string) => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const create = useMutation({
    mutationFn: () => client.createToken({ name: name.trim(), role }),
    onSuccess: async ({ secret }) => {
      onSecret(secret);
      setName("");
      await queries.invalidateQueries({ queryKey: ["tokens"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Paper withBorder p="sm" component="form" onSubmit={submit} aria-label="A new token">
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <TextInput
            label="Name"
            placeholder="grafana"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
          />
          <Select
            label="Role"
            data={[...ROLES]}
            value={role}
            onChange={(chosen) => setRole(ROLES.find((known) => known === chosen) ?? "viewer")}
            allowDeselect={false}
          />
          <Button type="submit" loading={create.isPending}>
            Make a token
          </Button>
        </Group>
        {create.error !== null && <Trouble title="It was not made" error={create.error} />}
      </Stack>
    </Paper>
  );
}
