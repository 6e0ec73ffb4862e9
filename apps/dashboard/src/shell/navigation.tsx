import { NavLink } from "@mantine/core";
import { IconPlaneDeparture, IconServer2 } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";

const PLACES = [
  { href: "/", label: "Runs", icon: IconPlaneDeparture, below: /^\/($|runs|builds)/ },
  { href: "/workers", label: "Workers", icon: IconServer2, below: /^\/workers/ },
] as const;

/** The places of the page, as links; the one that is shown is marked. */
export function Navigation() {
  const [location] = useLocation();
  return PLACES.map(({ href, label, icon: Icon, below }) => {
    const active = below.test(location);
    return (
      <NavLink
        key={href}
        component={Link}
        href={href}
        label={label}
        leftSection={<Icon size={18} aria-hidden />}
        active={active}
        aria-current={active ? "page" : undefined}
        w="auto"
        px="sm"
        style={{ borderRadius: 8 }}
      />
    );
  });
}
