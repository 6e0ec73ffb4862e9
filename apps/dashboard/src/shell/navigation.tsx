import { mayAct, type Role } from "@ascent/core";
import { NavLink } from "@mantine/core";
import { IconCalendarClock, IconListDetails, IconPlaneDeparture, IconServer2, IconSettings } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";
import { useMe } from "../session/rights.ts";

interface Place {
  readonly href: string;
  readonly label: string;
  readonly icon: typeof IconServer2;
  /** Addresses that are shown as being there. */
  readonly below: RegExp;
  /** Who may look. */
  readonly role: Role;
}

const PLACES: readonly Place[] = [
  { href: "/", label: "Runs", icon: IconPlaneDeparture, below: /^\/($|runs|builds)/, role: "viewer" },
  { href: "/workers", label: "Workers", icon: IconServer2, below: /^\/workers/, role: "viewer" },
  { href: "/schedules", label: "Schedules", icon: IconCalendarClock, below: /^\/schedules/, role: "viewer" },
  { href: "/actions", label: "Action log", icon: IconListDetails, below: /^\/actions/, role: "admin" },
  { href: "/settings", label: "Settings", icon: IconSettings, below: /^\/settings/, role: "admin" },
];

/** Those that who looks may see. */
export function usePlaces(): readonly Place[] {
  const role = useMe()?.role ?? "viewer";
  return PLACES.filter((place) => mayAct(role, place.role));
}

/** The places of the page, as links; the one that is shown is marked. */
export function Navigation() {
  const [location] = useLocation();
  return usePlaces().map(({ href, label, icon: Icon, below }) => {
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
