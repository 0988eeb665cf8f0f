import { Columns2, Image, SquareSplitHorizontal } from 'lucide-react';
import type { Arrangement } from '../../state/viewer.ts';
import { useActions, useViewer } from '../session/context.tsx';

const choices: readonly {
  readonly name: Arrangement;
  readonly label: string;
  readonly help: string;
  readonly Icon: typeof Image;
}[] = [
  { name: 'picture', label: 'One picture', help: 'One picture with all of its layers (V)', Icon: Image },
  {
    name: 'compare',
    label: 'Teacher and student',
    help: 'What the teacher and what the student sees, with a divider (V)',
    Icon: SquareSplitHorizontal,
  },
  {
    name: 'views',
    label: 'Views in training',
    help: 'What the teacher saw and what the student learnt from at the latest step with this image (V)',
    Icon: Columns2,
  },
];

/** How the picture is arranged. */
export function Arrangements() {
  const arrangement = useViewer((facts) => facts.arrangement);
  const { arrange } = useActions();
  return (
    <fieldset className="arrangements" aria-label="Picture shown as">
      {choices.map(({ name, label, help, Icon }) => (
        <button
          key={name}
          type="button"
          className="icon-button"
          aria-label={label}
          aria-pressed={name === arrangement}
          title={help}
          onClick={() => arrange(name)}
        >
          <Icon aria-hidden="true" size={16} />
        </button>
      ))}
    </fieldset>
  );
}
