import { mayAct, type Role } from "@ascent/core";
import { IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useMe } from "../session/rights.ts";
import { Nothing } from "./nothing.tsx";
import { PageLoader } from "./page-loader.tsx";

/** A page that needs a role; who has it not is told so instead of being shown what would be refused. */
export function ForRole({ needs, children }: { readonly needs: Role; readonly children: ReactNode }) {
  const me = useMe();
  if (me === undefined) return <PageLoader />;
  if (mayAct(me.role, needs)) return children;
  return (
    <Nothing icon={<IconLock size={28} />} title={`This needs the role ${needs}`} order={1}>
      {me.name} is {me.role}. Ask an admin for a token with that role.
    </Nothing>
  );
}
