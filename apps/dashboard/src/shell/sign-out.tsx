import { ActionIcon } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import { useSession } from "../session/session.tsx";

export function SignOut() {
  const { signOut } = useSession();
  return (
    <ActionIcon variant="default" size="lg" onClick={signOut} aria-label="Sign out">
      <IconLogout size={18} />
    </ActionIcon>
  );
}
