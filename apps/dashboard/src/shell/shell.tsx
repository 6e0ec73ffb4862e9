import { AppShell, Burger, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useEffect } from "react";
import { Link, useLocation } from "wouter";
import { Connection } from "./connection-banner.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Logo } from "./logo.tsx";
import { Navigation } from "./navigation.tsx";
import { SchemeSwitch } from "./scheme-switch.tsx";
import { SearchButton, SearchEverything } from "./search.tsx";
import { SignOut } from "./sign-out.tsx";
import "./shell.css";

/** The frame of every page: where one is, where one can go, and whether the service answers. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure();
  const [location] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the menu
  useEffect(close, [location]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 240, breakpoint: "sm", collapsed: { desktop: true, mobile: !opened } }}
      padding="md"
    >
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <AppShell.Header px="md">
        <Group h="100%" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label="Menu"
              aria-expanded={opened}
            />
            <Link href="/" className="brand">
              <Logo size={28} /> Ascent
            </Link>
            <Group gap={4} visibleFrom="sm" component="nav" aria-label="Main" wrap="nowrap">
              <Navigation />
            </Group>
          </Group>
          <Group gap={6} wrap="nowrap">
            <SearchButton />
            <SchemeSwitch />
            <SignOut />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Menu">
        {opened && <Navigation />}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Connection />
        <ErrorBoundary key={location}>{children}</ErrorBoundary>
      </AppShell.Main>
      <SearchEverything />
    </AppShell>
  );
}
