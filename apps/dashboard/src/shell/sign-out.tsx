import { ActionIcon } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useMe } from "../session/rights.ts";
import { useSession } from "../session/session.tsx";

/** Ends the session, here and at the service; where that does not answer one stays signed in. */
export function SignOut() {
  const { signOut } = useSession();
  const me = useMe();
  const leaving = useMutation({ mutationFn: signOut });
  return (
    <ActionIcon
      variant="default"
      size="lg"
      loading={leaving.isPending}
      onClick={() => leaving.mutate()}
      title={me && `${me.name} is signed in, as ${me.role}`}
      aria-label="Sign out"
    >
      <IconLogout size={18} />
    </ActionIcon>
  );
}
