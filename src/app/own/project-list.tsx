import { Trash2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { ProjectSummary } from '../../engine/protocol.ts';
import { count } from '../format.ts';
import { useActions, useRun } from '../session/context.tsx';

/** A person's projects on this computer: open one, or delete it once they said so twice. */
export function ProjectList() {
  const { projects, openProject, deleteProject } = useActions();
  // Another run may mean another project.
  const description = useRun((facts) => facts.description);
  const [list, setList] = useState<readonly ProjectSummary[]>([]);
  const [doomed, setDoomed] = useState<string>();
  const refresh = useCallback(() => {
    // Where nothing can be kept there is nothing to list.
    projects().then(setList, () => setList([]));
  }, [projects]);
  useEffect(() => {
    if (description) refresh();
  }, [description, refresh]);
  if (list.length === 0) return null;
  return (
    <ul className="projects" aria-label="Your projects">
      {list.map(({ id, name, images, annotated, open }) => (
        <li key={id}>
          <button
            type="button"
            className="button small"
            aria-pressed={open && description?.settings.dataset === 'own'}
            title={`Go on with ${name}`}
            onClick={() => void openProject(id)}
          >
            <strong>{name}</strong>
            <span className="muted">
              {count(annotated)} of {count(images)} labelled
            </span>
          </button>
          <button
            type="button"
            className={doomed === id ? 'button small attention' : 'icon-button'}
            aria-label={doomed === id ? `Delete ${name} for good` : `Delete ${name}`}
            title="Its images and labels, from this computer"
            onBlur={() => setDoomed(undefined)}
            onClick={() => {
              if (doomed !== id) return setDoomed(id);
              setDoomed(undefined);
              void deleteProject(id).then(refresh);
            }}
          >
            {doomed === id ? 'Delete for good' : <Trash2 aria-hidden="true" size={14} />}
          </button>
        </li>
      ))}
    </ul>
  );
}
