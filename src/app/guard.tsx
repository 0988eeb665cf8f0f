import { Component, type ReactNode } from 'react';

/** Where drawing the page fails, says so instead of leaving it blank. */
export class Guard extends Component<{ readonly children: ReactNode }, { readonly error?: Error }> {
  override readonly state: { readonly error?: Error } = {};

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main className="fallen" role="alert">
        <h1>The page could not be drawn.</h1>
        <p>
          {error.name}: {error.message}
        </p>
        <p>Reloading starts it again with the settings in the link.</p>
        <button
          type="button"
          className="button primary"
          title="Loads the page anew; the run is kept as of its last checkpoint"
          onClick={() => location.reload()}
        >
          Reload
        </button>
      </main>
    );
  }
}
