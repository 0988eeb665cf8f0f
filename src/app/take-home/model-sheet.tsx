import { Copy, Download, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import type { ExportedModel, ModelCheck } from '../../engine/protocol/take-home.ts';
import { count } from '../format.ts';
import { download } from '../session/download.ts';
import { Sheet } from '../sheet.tsx';
import { codeForBrowser } from './code-for-browser.ts';
import { codeForNode } from './code-for-node.ts';
import { codeForPython } from './code-for-python.ts';
import { MODEL_NAME, type ModelFacts } from './model-facts.ts';

const targets = [
  { name: 'Python', file: 'find_objects.py', code: codeForPython },
  { name: 'Node', file: 'find-objects.mjs', code: codeForNode },
  { name: 'Browser', file: 'find-objects.html', code: codeForBrowser },
] as const satisfies { name: string; file: string; code: (facts: ModelFacts) => string }[];

/** What an exported model is, whether it does what the page does, and code that runs it. */
export default function ModelSheet({
  model,
  close,
}: {
  readonly model: ExportedModel;
  readonly close: () => void;
}) {
  const { side, maskSide, rows, classes, step, check, file } = model;
  return (
    <Sheet title="The model as ONNX" look="wide model-sheet" onClose={close}>
      <p>
        <strong>{MODEL_NAME}</strong> is in your downloads: the teacher after {count(step)}{' '}
        {step === 1 ? 'step' : 'steps'}, {(file.length / 1e6).toFixed(1)} MB, standard operators of ONNX
        version 18.
      </p>
      <Checked check={check} />
      <dl className="model-ends">
        <End name="image">
          uint8 [1, {side}, {side}, 3]: RGB, its longest side scaled to {side}, in the top-left corner of a
          square of grey 128. Normalisation is inside.
        </End>
        <End name="scores, labels">
          [{rows}], best first. What is nothing, or a better one’s duplicate (mask IoU over 0.6), scores 0.
          Labels count from 0: {new Intl.ListFormat('en').format(classes.slice(0, 8))}
          {classes.length > 8 ? ` and ${count(classes.length - 8)} more` : ''}.
        </End>
        <End name="boxes, masks">
          [{rows}, 4], left, top, right and bottom in pixels of the input; [{rows}, {side}, {side}], 0 or 1.
        </End>
        <End name="mask_logits">
          [{rows}, {maskSide}, {maskSide}]: to be scaled to any size and cut at 0, for finer edges.
        </End>
        <End name="probabilities, objectness, class_quality, mask_quality">
          What scores are made of: score = objectness × class quality × mask quality.
        </End>
      </dl>
      <Code facts={{ file: MODEL_NAME, side, classes }} />
    </Sheet>
  );
}

function End({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>
        <code>{name}</code>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What came of running the file beside the page. */
function Checked({
  check: { images, objects, leastIou, mostDifference, agrees },
}: {
  readonly check: ModelCheck;
}) {
  const found =
    objects === 0
      ? 'there is no object in them yet, in its eyes or in the page’s'
      : `${count(objects)} ${objects === 1 ? 'object' : 'objects'}, mask IoU at least ${leastIou.toFixed(4)}, scores within ${mostDifference.toExponential(0)}`;
  const on = `${count(images)} ${images === 1 ? 'image' : 'images'}`;
  return (
    <p className="model-check" data-agrees={agrees} role="status">
      {agrees ? (
        `Checked: run by ONNX Runtime on ${on}, it gives what the page sees (${found}).`
      ) : (
        <>
          <TriangleAlert aria-hidden="true" size={16} /> Run by ONNX Runtime on {on}, it does not give what
          the page sees ({found}
          ). Please report this; until then, do not rely on the file.
        </>
      )}
    </p>
  );
}

/** A page of code for each place where the model may run. */
function Code({ facts }: { readonly facts: ModelFacts }) {
  const [chosen, setChosen] = useState<(typeof targets)[number]['name']>('Python');
  const [copied, setCopied] = useState(false);
  const group = useId();
  const target = targets.find(({ name }) => name === chosen) ?? targets[0];
  const text = target.code(facts);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      // Without permission the text can still be selected by hand.
      () => setCopied(false),
    );
  return (
    <section aria-label="Code that runs it">
      <div className="model-code-head">
        <fieldset>
          <legend className="unseen">Where it is to run</legend>
          {targets.map(({ name }) => (
            <label key={name} title={`Shows code for ${name}`}>
              <input
                type="radio"
                name={group}
                checked={name === chosen}
                onChange={() => {
                  setChosen(name);
                  setCopied(false);
                }}
              />
              {name}
            </label>
          ))}
        </fieldset>
        <span className="spacer" />
        <button
          type="button"
          className="button small"
          title="Puts the code on the clipboard"
          onClick={() => void copy()}
        >
          <Copy aria-hidden="true" size={13} />
          {copied ? 'Copied' : 'Copy'}
        </button>
        <button
          type="button"
          className="button small"
          title="Downloads the code as a file"
          onClick={() => download(target.file, text, 'text/plain')}
        >
          <Download aria-hidden="true" size={13} />
          {target.file}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <section className="model-code" tabIndex={0} aria-label={`Code for ${target.name}`}>
        <pre>{text}</pre>
      </section>
    </section>
  );
}
