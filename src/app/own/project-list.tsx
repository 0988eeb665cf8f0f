import { CopyPlus, Pencil, Trash2, Undo2 } from 'lucide-react';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import type { ProjectSummary } from '../../engine/protocol/projects.ts';
import { count } from '../format.ts';
import { useActions, useRun } from '../session/context.tsx';
import { StorageMeter } from './storage-meter.tsx';

/** A person's projects on this computer: open one, rename it, copy it, delete it, and bring it back for a while. */
export function ProjectList() {
  const { projects } = useActions();
  // Another run may mean another project.
  const description = useRun((facts) => facts.description);
  const [list, setList] = useState<readonly ProjectSummary[]>([]);
  const [renamed, setRenamed] = useState<string>();
  const refresh = useCallback(
    () =>
      // Where nothing can be kept there is nothing to list.
      projects().then(setList, () => setList([])),
    [projects],
  );
  useEffect(() => {
    if (description) void refresh();
  }, [description, refresh]);
  if (list.length === 0) return null;
  return (
    <>
      <ul className="projects" aria-label="Your projects">
        {list.map((project) => (
          <li key={project.id}>
            {project.deleted !== undefined ? (
              <Deleted project={project} refresh={refresh} />
            ) : renamed === project.id ? (
              <Renaming
                project={project}
                onDone={() => {
                  setRenamed(undefined);
                  void refresh();
                }}
              />
            ) : (
              <Row project={project} refresh={refresh} onRename={() => setRenamed(project.id)} />
            )}
          </li>
        ))}
      </ul>
      <StorageMeter projects={list} />
    </>
  );
}

interface RowProps {
  readonly project: ProjectSummary;
  readonly refresh: () => Promise<void>;
}

function Row({ project, refresh, onRename }: RowProps & { readonly onRename: () => void }) {
  const { id, name, images, annotated, open } = project;
  const { openProject, duplicateProject, deleteProject } = useActions();
  const own = useRun((facts) => facts.description?.settings.dataset === 'own');
  return (
    <>
      <button
        type="button"
        className="button small"
        aria-pressed={open && own}
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
        className="icon-button"
        aria-label={`Rename ${name}`}
        title="Rename"
        onClick={onRename}
      >
        <Pencil aria-hidden="true" size={14} />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={`Duplicate ${name}`}
        title="A copy with its images and labels"
        onClick={() => void duplicateProject(id).then(refresh)}
      >
        <CopyPlus aria-hidden="true" size={14} />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={`Delete ${name}`}
        title="Its images and labels, from this computer; for five minutes it can be brought back"
        onClick={() => void deleteProject(id).then(refresh)}
      >
        <Trash2 aria-hidden="true" size={14} />
      </button>
    </>
  );
}

function Deleted({ project: { id, name }, refresh }: RowProps) {
  const { restoreProject } = useActions();
  return (
    <>
      <span className="muted deleted" role="status">
        {name} is deleted.
      </span>
      <button
        type="button"
        className="button small"
        aria-label={`Bring ${name} back`}
        title="For five minutes; then its images and labels are gone"
        onClick={() => void restoreProject(id).then(refresh)}
      >
        <Undo2 aria-hidden="true" size={14} />
        Undo
      </button>
    </>
  );
}

function Renaming({ project, onDone }: { readonly project: ProjectSummary; readonly onDone: () => void }) {
  const [name, setName] = useState(project.name);
  const { renameProject } = useActions();
  const rename = (event: FormEvent) => {
    event.preventDefault();
    void renameProject(project.id, name).then(onDone);
  };
  return (
    <form
      className="renaming"
      onSubmit={rename}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <input
        type="text"
        aria-label="Name of the project"
        title="What the project is called"
        maxLength={80}
        // It was asked for by a press: what is typed next is the name.
        ref={(field) => field?.focus()}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className="button small" title="Keeps the name" disabled={name.trim() === ''}>
        Done
      </button>
    </form>
  );
}
