import { Burger, Drawer, Group } from "@mantine/core";
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
  const [location] = useLocation();
  return (
    <>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <header className="shell-header">
        <Group gap="sm" wrap="nowrap">
          <Menu />
          <Link href="/" className="brand">
            <Logo size={28} /> Ascent
          </Link>
          <Group gap={4} visibleFrom="md" component="nav" aria-label="Main" wrap="nowrap">
            <Navigation />
          </Group>
        </Group>
        <Group gap={6} wrap="nowrap">
          <SearchButton />
          <SchemeSwitch />
          <SignOut />
        </Group>
      </header>
      <main className="shell-main" id="content" tabIndex={-1}>
        <Connection />
        <ErrorBoundary place={location}>{children}</ErrorBoundary>
      </main>
      <SearchEverything />
    </>
  );
}

/** The same places where there is no room for them beside each other. */
function Menu() {
  const [opened, { toggle, close }] = useDisclosure();
  const [location] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the menu
  useEffect(close, [location]);
  return (
    <>
      <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label="Menu" aria-expanded={opened} />
      <Drawer opened={opened} onClose={close} title="Menu" size="xs" closeButtonProps={{ "aria-label": "Close" }}>
        <nav aria-label="Menu">
          <Navigation />
        </nav>
      </Drawer>
    </>
  );
}
