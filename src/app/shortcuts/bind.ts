import { type KeyBindingMap, tinykeys } from 'tinykeys';
import type { Shortcut } from './table.ts';

/** What an element does with keys of its own; structural, so that it can be tested without a DOM. */
interface KeyTarget {
  readonly tagName?: string;
  readonly type?: string;
  readonly isContentEditable?: boolean;
  readonly closest?: (selector: string) => unknown;
}

const typing = new Set(['text', 'number', 'search', 'email', 'url', 'password', 'tel']);

/** Does the element that has the focus need this key itself? */
export function isTaken(keys: string, target: KeyTarget | null): boolean {
  const tag = target?.tagName?.toLowerCase();
  if (!target || !tag) return false;
  if (target.isContentEditable || tag === 'textarea' || tag === 'select') return true;
  if (tag === 'input' && typing.has(target.type ?? 'text')) return true;
  if (target.closest?.('dialog')) return keys === 'Space';
  // Space presses what has the focus; letters do nothing there.
  return keys === 'Space' && (tag === 'button' || tag === 'input' || tag === 'summary' || tag === 'a');
}

/** Binds every shortcut of a table. Returns what unbinds them. */
export function bindShortcuts<On>(
  table: Readonly<Record<string, Shortcut<On>>>,
  on: On,
  target: Window = window,
): () => void {
  const map: KeyBindingMap = {};
  for (const { keys, act } of Object.values(table)) {
    for (const key of keys) {
      map[key] = (event) => {
        // A held key would play and pause in turn; held, it should do what it did once.
        if (event.repeat && key === 'Space') return;
        if (event.defaultPrevented || isTaken(key, event.target as KeyTarget | null)) return;
        event.preventDefault();
        act(on, key);
      };
    }
  }
  return tinykeys(target, map);
}
