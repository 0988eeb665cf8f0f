import type { Download } from '../engine/protocol/events.ts';

const missing = '–';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const plural = (number: number, one: string, many: string): string =>
  `${whole.format(number)} ${number === 1 ? one : many}`;

export const count = (value: number): string => whole.format(value);

/** Three significant digits, without trailing noise: 0.0123, 1.23, 12.3, 1,234. */
export function figure(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return missing;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size >= 100) return whole.format(value);
  if (size > 0 && size < 0.001) return value.toExponential(1);
  return value.toPrecision(3).replace('-', '−');
}

/** "45 s", "3 min 20 s", "45 min", "2 h 5 min": as fine as one can trust an estimate. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds)) return missing;
  const rounded = Math.round(seconds);
  if (rounded < 60) return `${rounded} s`;
  const minutes = Math.floor(rounded / 60);
  if (minutes < 60) return minutes >= 30 ? `${minutes} min` : `${minutes} min ${rounded % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function bytes(value: number | undefined): string {
  if (value === undefined) return missing;
  const units = ['B', 'KB', 'MB', 'GB'];
  let unit = 0;
  let left = value;
  while (left >= 1000 && unit < units.length - 1) {
    left /= 1000;
    unit++;
  }
  return `${unit === 0 || left >= 100 ? whole.format(left) : left.toPrecision(2)} ${units[unit]}`;
}

/** "6.2 MB of 14 MB"; "14 MB from the cache" once it is here. */
export function downloadInWords({ state, received, total, from }: Download): string {
  if (state === 'failed') return 'could not be fetched';
  if (state === 'here') return `${bytes(received)}${from ? ` from the ${from}` : ''}`;
  return total === undefined ? `${bytes(received)} so far` : `${bytes(received)} of ${bytes(total)}`;
}

/** A share from 0 to 1, as two decimals. */
export const share = (value: number | undefined): string =>
  value === undefined ? missing : value.toFixed(2);

export const percent = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? missing : value.toFixed(1);
