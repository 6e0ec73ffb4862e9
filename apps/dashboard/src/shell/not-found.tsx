import { useDocumentTitle } from "@mantine/hooks";
import { IconMapQuestion } from "@tabler/icons-react";
import { NoSuch } from "./nothing.tsx";

export function NotFound() {
  useDocumentTitle("No such page · Ascent");
  return (
    <NoSuch
      icon={<IconMapQuestion size={28} />}
      what="page"
      why="Perhaps the address was cut short."
      back={{ href: "/", label: "All runs" }}
    />
  );
}
