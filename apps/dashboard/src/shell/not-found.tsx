import { IconMapQuestion } from "@tabler/icons-react";
import { Nothing } from "./nothing.tsx";

export function NotFound() {
  return (
    <Nothing icon={<IconMapQuestion />} title="There is no such page">
      Perhaps the address was cut short.
    </Nothing>
  );
}
