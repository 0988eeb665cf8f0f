import { Download, Upload } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import type { AnnotationForm, ExportedModel } from '../../engine/protocol/take-home.ts';
import type { Split } from '../../state/viewer.ts';
import { count } from '../format.ts';
import { useActions, useRun } from '../session/context.tsx';
import { FORMS, FormChoice } from './form-choice.tsx';

const splits: readonly { readonly split: Split; readonly title: string }[] = [
  { split: 'unlabelled', title: 'Masks of unlabelled images' },
  { split: 'validation', title: 'Masks of validation images' },
];

/** Nobody needs it before there is a model. */
const ModelSheet = lazy(() => import('./model-sheet.tsx'));

/** What a person takes away: masks that other tools read, and the weights. */
export function TakeHome() {
  const ready = useRun((facts) => facts.description !== undefined && facts.state !== 'preparing');
  const own = useRun((facts) => facts.description?.settings.dataset === 'own');
  const { takeLabels, takeCheckpoint, takeMasks, takeModel, takeProject, takeWeights } = useActions();
  const [form, setForm] = useState<AnnotationForm>('coco');
  const [model, setModel] = useState<ExportedModel>();
  return (
    <>
      <FormChoice form={form} choose={setForm} />
      {own && (
        <Take
          ready={ready}
          take={takeProject}
          help="Everything of the project in one file: images, labels, splits, checkpoint and model"
        >
          Whole project (zip)
        </Take>
      )}
      {own && (
        <Take
          ready={ready}
          take={() => takeLabels(form)}
          help="Everything that is marked in the project's images"
        >
          Labels ({FORMS[form].short})
        </Take>
      )}
      {splits.map(({ split, title }) => (
        <Take
          key={split}
          ready={ready}
          take={() => takeMasks(split, form)}
          help={`What the teacher sees in each of the ${split} images`}
        >
          {title} ({FORMS[form].short})
        </Take>
      ))}
      <Take
        ready={ready}
        take={() => takeModel().then(setModel)}
        help="The teacher as a file that runs in other programs, with code for them"
      >
        Model (ONNX)
      </Take>
      {model && (
        <Suspense>
          <ModelSheet model={model} close={() => setModel(undefined)} />
        </Suspense>
      )}
      <Take ready={ready} take={takeWeights} help="The teacher's parameters by name, in half precision">
        Weights (safetensors)
      </Take>
      <Take
        ready={ready}
        take={takeCheckpoint}
        help="The whole run as it stands, to go on with on another day or computer"
      >
        Checkpoint, to go on from
      </Take>
      <GoOn />
      <Kept />
    </>
  );
}

/** A checkpoint of one's own: picked here, or dropped anywhere on the page. */
function GoOn() {
  const { goOnFrom } = useActions();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="button small"
        title="Opens the run of a checkpoint file where it stood"
        onClick={() => input.current?.click()}
      >
        <Upload aria-hidden="true" size={13} />
        Go on from a checkpoint…
      </button>
      <input
        ref={input}
        className="unseen"
        type="file"
        accept=".safetensors"
        aria-label="A checkpoint file"
        title="Opens the run of a checkpoint file where it stood"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void goOnFrom(file);
          // The same file may be picked again.
          event.target.value = '';
        }}
      />
    </>
  );
}

/** How far the run is safe from a reload. */
function Kept() {
  const kept = useRun((facts) => facts.kept);
  return (
    <p className="muted facts kept" data-step={kept}>
      {kept === undefined
        ? 'The run is kept on this computer as it goes on; a reload finds it where it stood.'
        : `The run is kept on this computer as of step ${count(kept)}; a reload finds it there.`}
    </p>
  );
}

interface TakeProps {
  readonly ready: boolean;
  readonly take: () => Promise<void>;
  readonly help: string;
  readonly children: ReactNode;
}

function Take({ ready, take, help, children }: TakeProps) {
  const [busy, setBusy] = useState(false);
  return (
    <button
      type="button"
      className="button small"
      disabled={!ready || busy}
      title={help}
      onClick={() => {
        setBusy(true);
        void take().finally(() => setBusy(false));
      }}
    >
      <Download aria-hidden="true" size={13} />
      {children}
      {busy && '…'}
    </button>
  );
}
