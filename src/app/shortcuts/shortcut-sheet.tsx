import { useActions, useLook } from '../session/context.tsx';
import { Sheet } from '../sheet.tsx';
import {
  labellingShortcuts,
  lookingShortcuts,
  planeShortcuts,
  reviewShortcuts,
  type Shortcut,
  shortcuts,
  viewerKeys,
} from './table.ts';

const groups: readonly Shortcut['group'][] = ['Training', 'Images', 'Page'];

interface Row {
  readonly shown: string;
  readonly does: string;
}

function Keys({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(({ shown, does }) => (
          <div key={does}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The list of shortcuts, made from the table that binds them. */
export function ShortcutSheet() {
  const open = useLook((facts) => facts.shortcutsOpen);
  const { toggleShortcuts } = useActions();
  return (
    <Sheet title="Keyboard shortcuts" open={open} onClose={toggleShortcuts}>
      <div className="sheet-groups">
        {groups.map((group) => (
          <Keys
            key={group}
            title={group}
            rows={Object.values<Shortcut>(shortcuts).filter((shortcut) => shortcut.group === group)}
          />
        ))}
        <Keys title="While looking" rows={Object.values(lookingShortcuts)} />
        <Keys title="While labelling" rows={Object.values(labellingShortcuts)} />
        <Keys title="While reviewing" rows={Object.values(reviewShortcuts)} />
        <Keys title="In the plane, on images of your own" rows={Object.values(planeShortcuts)} />
        <Keys title="On the image, once it has the focus" rows={viewerKeys} />
      </div>
    </Sheet>
  );
}
