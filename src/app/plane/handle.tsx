import type { KeyboardEvent } from 'react';

interface HandleProps {
  readonly label: string;
  readonly orientation: 'horizontal' | 'vertical';
  readonly value: number;
  /** In CSS pixels of the plane. */
  readonly x: number;
  readonly y: number;
  readonly onChange: (value: number) => void;
}

const steps: Readonly<Record<string, number>> = {
  ArrowRight: 0.01,
  ArrowUp: 0.01,
  ArrowLeft: -0.01,
  ArrowDown: -0.01,
  PageUp: 0.05,
  PageDown: -0.05,
};

/** The end of a threshold's line, for the keyboard and for those who hear the page; the pointer drags the line itself. */
export function Handle({ label, orientation, value, x, y, onChange }: HandleProps) {
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? 1 : step ? value + step : undefined;
    if (next === undefined) return;
    event.preventDefault();
    onChange(Math.round(Math.min(1, Math.max(0, next)) * 100) / 100);
  };
  return (
    <div
      className="plane-handle"
      role="slider"
      tabIndex={0}
      aria-label={label}
      title={`${label}: drag its line, or move it by arrow keys`}
      aria-orientation={orientation}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={value}
      style={{ translate: `${x}px ${y}px` }}
      onKeyDown={press}
    />
  );
}
