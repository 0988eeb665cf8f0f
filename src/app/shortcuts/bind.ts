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

/**
 * Does the element that has the focus need this key itself?
 * @param pressed a button that has the focus for the pointer's sake alone: nobody went to it to press it by Space.
 */
export function isTaken(keys: string, target: KeyTarget | null, pressed?: KeyTarget | null): boolean {
  const tag = target?.tagName?.toLowerCase();
  if (!target || !tag) return false;
  if (target.isContentEditable || tag === 'textarea' || tag === 'select') return true;
  if (tag === 'input' && typing.has(target.type ?? 'text')) return true;
  if (target.closest?.('dialog')) return keys === 'Space';
  if (target === pressed) return false;
  // Space presses what has the focus; letters do nothing there.
  return keys === 'Space' && (tag === 'button' || tag === 'input' || tag === 'summary' || tag === 'a');
}

/** Binds every shortcut of a table. Returns what unbinds them. */
export function bindShortcuts<On>(
  table: Readonly<Record<string, Shortcut<On>>>,
  on: On,
  target: Window | HTMLElement = window,
): () => void {
  const map: KeyBindingMap = {};
  const pressed = watchPressed();
  for (const { keys, act } of Object.values(table)) {
    for (const key of keys) {
      map[key] = (event) => {
        // A held key would play and pause in turn; held, it should do what it did once.
        if (event.repeat && key === 'Space') return;
        if (event.defaultPrevented || isTaken(key, event.target as KeyTarget | null, pressed.button()))
          return;
        event.preventDefault();
        act(on, key);
      };
    }
  }
  const unbind = tinykeys(target, map);
  return () => {
    unbind();
    pressed.stop();
  };
}

/** Which button was pressed by the pointer, as long as the focus has not been moved since. */
function watchPressed(): { button: () => Element | null; stop: () => void } {
  let button: Element | null = null;
  const stopped = new AbortController();
  const options = { capture: true, signal: stopped.signal };
  window.addEventListener(
    'pointerdown',
    ({ target: on }) => {
      button = on instanceof Element ? on.closest('button') : null;
    },
    options,
  );
  window.addEventListener(
    'keydown',
    ({ key }) => {
      if (key === 'Tab') button = null;
    },
    options,
  );
  // Some browsers press a button when Space is let go, whatever became of its being pressed.
  window.addEventListener(
    'keyup',
    (event) => {
      if (event.key === ' ' && button && event.target === button) event.preventDefault();
    },
    options,
  );
  return { button: () => button, stop: () => stopped.abort() };
}
