import { Component, type ReactNode } from "react";
import { Trouble } from "./trouble.tsx";

interface State {
  readonly error: unknown;
}

/** Keeps a defect of one page from taking the whole window with it. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <Trouble title="This page broke" error={this.state.error} onRetry={() => this.setState({ error: undefined })} />
    );
  }
}
