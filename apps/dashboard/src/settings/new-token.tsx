import { ROLES, type Role } from "@ascent/core";
import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../session/session.tsx";
import { RowForm } from "../shell/row-form.tsx";

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
  return (
    <RowForm label="A new token" onSubmit={() => create.mutate()} error={create.error} trouble="It was not made">
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
    </RowForm>
  );
}
