import type { Commands } from '../../engine/client.ts';
import type { AnnotationFile, AnnotationForm, ExportedModel } from '../../engine/protocol/take-home.ts';
import { addNotice } from '../../state/notices.ts';
import type { KeptRun } from '../../state/runs.ts';
import type { Stores } from '../../state/stores.ts';
import type { Split } from '../../state/viewer.ts';
import { runsAsCsv, runsAsJson } from '../runs/runs-out.ts';
import { svgAsPng } from '../runs/svg-as-png.ts';
import { MODEL_NAME } from '../take-home/model-facts.ts';
import type { Complain } from './complain.ts';
import { download } from './download.ts';
import type { Labelling } from './labelling.ts';

/** Everything that leaves as a file. */
export function createTakeHome(
  engine: Commands,
  { run, progress, notices }: Pick<Stores, 'run' | 'progress' | 'notices'>,
  complain: Complain,
  { settle, takingHome }: Pick<Labelling, 'settle' | 'takingHome'>,
) {
  /** "labels.json", "labels-yolo.zip"; what the form cannot hold is told. */
  function takeFile(
    name: string,
    form: AnnotationForm,
    { kind, content, notices: left }: AnnotationFile,
  ): void {
    const [file, type] =
      kind === 'json' ? [`${name}.json`, 'application/json'] : [`${name}-${form}.zip`, 'application/zip'];
    download(file, content, type);
    if (left.length > 0)
      addNotice(notices, {
        level: 'warning',
        what: left.join(' '),
        where: `taking ${file} home`,
        advice: '',
      });
  }

  return {
    async takeLabels(form: AnnotationForm): Promise<void> {
      try {
        // What was drawn a moment ago may still be on its way.
        await settle();
        const taken = takingHome();
        takeFile('labels', form, await engine.exportLabels(form));
        taken();
      } catch (error) {
        complain('taking the labels home', error);
      }
    },
    /** The teacher's masks on the images of a split, in the form that was chosen. */
    async takeMasks(split: Split, form: AnnotationForm): Promise<void> {
      const ids = run.getState().description?.[split].map(({ id }) => id) ?? [];
      try {
        takeFile(`${split}-masks`, form, await engine.exportPredictions(ids, form));
      } catch (error) {
        complain('taking the masks home', error);
      }
    },
    async takeWeights(): Promise<void> {
      try {
        const file = new Uint8Array(await engine.exportWeights());
        download('penumbra-weights.safetensors', file, 'application/octet-stream');
      } catch (error) {
        complain('taking the weights home', error);
      }
    },
    /** Everything of the open project, to be taken in again on this or another computer. */
    async takeProject(): Promise<void> {
      try {
        await settle();
        const taken = takingHome();
        download('penumbra-project.zip', await engine.exportProject(), 'application/zip');
        taken();
      } catch (error) {
        complain('taking the project home', error);
      }
    },
    /** The run as it stands, to go on with on another day or another computer. */
    async takeCheckpoint(): Promise<void> {
      try {
        const file = await engine.exportCheckpoint();
        download(`penumbra-step-${progress.getState().step}.safetensors`, file, 'application/octet-stream');
      } catch (error) {
        complain('taking a checkpoint home', error);
      }
    },
    /** The model as a file; what it is and how to run it is for the page to show. */
    async takeModel(): Promise<ExportedModel | undefined> {
      try {
        const model = await engine.exportModel();
        download(MODEL_NAME, model.file, 'application/octet-stream');
        return model;
      } catch (error) {
        complain('taking the model home', error);
        return undefined;
      }
    },
    takeRuns(name: string, kept: readonly KeptRun[], kind: 'csv' | 'json'): void {
      if (kind === 'csv') download(`${name}.csv`, runsAsCsv(kept), 'text/csv');
      else download(`${name}.json`, runsAsJson(kept), 'application/json');
    },
    async takePicture(name: string, picture: SVGSVGElement | null): Promise<void> {
      try {
        if (picture) download(`${name}.png`, await svgAsPng(picture), 'image/png');
      } catch (error) {
        complain('drawing the picture', error);
      }
    },
  };
}
