import { Component, type ReactNode } from "react";
import { Trouble } from "./trouble.tsx";

interface Props {
  /** The address: another one gets a try of its own. */
  readonly place: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: unknown;
}

/** Keeps a defect of one page from taking the whole window with it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  // Not by a key: what has another address, such as a tab, would be made anew, and lose the keyboard's focus.
  override componentDidUpdate(before: Props): void {
    if (before.place !== this.props.place && this.state.error !== undefined) this.setState({ error: undefined });
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <Trouble title="This page broke" error={this.state.error} onRetry={() => this.setState({ error: undefined })} />
    );
  }
}
