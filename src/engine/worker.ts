/** The dedicated worker: everything heavy happens here. */
import { expose, transfer } from 'comlink';
import { capabilities } from '../compute/capabilities.ts';
import { chooseDevice } from '../compute/choose.ts';
import { watchDownloads } from '../compute/download.ts';
import { demoSource } from '../training/sources.ts';
import { fetchBaseWeights } from './base-weights.ts';
import { breathe } from './breathe.ts';
import { TrainingEngine } from './engine.ts';
import { OwnData } from './own/own-data.ts';
import type { Engine } from './protocol/engine.ts';
import type { AnnotationFile } from './protocol/take-home.ts';
import type { ImageView } from './protocol/view.ts';
import { BrowserVault } from './resume/vault.ts';

const vault = new BrowserVault(navigator.locks);
const own = new OwnData(vault);

const engine = new TrainingEngine({
  capabilities: () => capabilities(),
  chooseDevice: (preference) => chooseDevice(preference),
  openSource: (settings, purpose) =>
    settings.dataset === 'own' ? own.source(settings, purpose) : demoSource(settings),
  own,
  vault,
  baseWeights: fetchBaseWeights,
  watchDownloads,
  breathe,
  createBitmap: (pixels, width, height) => createImageBitmap(new ImageData(pixels, width, height)),
  now: () => performance.now(),
  readAhead: true,
});

const handOver = (view: ImageView): ImageView => transfer(view, [view.bitmap, view.topmost.buffer]);

const handOverFile = (file: AnnotationFile): AnnotationFile => transfer(file, [file.content.buffer]);

const exposed: Engine = {
  capabilities: () => engine.capabilities(),
  filesFetched: () => engine.filesFetched(),
  open: (settings, beginning) => engine.open(settings, beginning),
  change: (settings) => engine.change(settings),
  play: () => engine.play(),
  pause: () => engine.pause(),
  step: () => engine.step(),
  reset: () => engine.reset(),
  asideRuns: () => engine.asideRuns(),
  bringBack: (id) => engine.bringBack(id),
  thumbnail: async (id, side, layers) => handOver(await engine.thumbnail(id, side, layers)),
  view: async (id, side, layers, options) => handOver(await engine.view(id, side, layers, options)),
  imageFile: (id) => engine.imageFile(id),
  offerFiles: (files) => engine.offerFiles(files),
  glance: () => engine.glance(),
  importFiles: (destination) => engine.importFiles(destination),
  takeBackLabels: () => engine.takeBackLabels(),
  cancelImport: () => engine.cancelImport(),
  projects: () => engine.projects(),
  openProject: (id) => engine.openProject(id),
  renameProject: (id, name) => engine.renameProject(id, name),
  duplicateProject: (id) => engine.duplicateProject(id),
  takeOverProject: () => engine.takeOverProject(),
  restoreProject: (id) => engine.restoreProject(id),
  deleteProject: (id) => engine.deleteProject(id),
  marks: (project, id) => engine.marks(project, id),
  saveMarks: (project, id, marks) => engine.saveMarks(project, id, marks),
  takeUp: (project, ids) => engine.takeUp(project, ids),
  editClasses: (project, edit) => engine.editClasses(project, edit),
  undoClassEdit: (project) => engine.undoClassEdit(project),
  proposals: (id) => engine.proposals(id),
  objectSizes: () => engine.objectSizes(),
  assist: (id, seed) => engine.assist(id, seed),
  reviewQueue: (measure) => engine.reviewQueue(measure),
  suggestThresholds: () => engine.suggestThresholds(),
  cancelSuggestion: () => engine.cancelSuggestion(),
  exportLabels: async (form) => handOverFile(await engine.exportLabels(form)),
  exportPredictions: async (ids, form) => handOverFile(await engine.exportPredictions(ids, form)),
  exportWeights: async () => {
    const file = await engine.exportWeights();
    return transfer(file, [file.buffer]);
  },
  exportProject: () => engine.exportProject(),
  exportCheckpoint: async () => {
    const file = await engine.exportCheckpoint();
    return transfer(file, [file.buffer]);
  },
  takeCheckpoint: (file) => engine.takeCheckpoint(file),
  exportModel: async () => {
    const model = await engine.exportModel();
    return transfer(model, [model.file.buffer]);
  },
  candidates: async (at) => {
    const survey = await engine.candidates(at);
    const tables = [survey.table, ...(survey.validation ? [survey.validation] : [])];
    const columns = tables.flatMap((table) => Object.values(table)).filter((it) => ArrayBuffer.isView(it));
    return transfer(
      survey,
      columns.map(({ buffer }) => buffer),
    );
  },
  candidateMask: (id, place, step) => engine.candidateMask(id, place, step),
  // Across the boundary a call is a promise, which rejects where the page's listener throws.
  listen: (listener) =>
    engine.listen((event) => {
      Promise.resolve(listener(event)).catch((error: unknown) =>
        console.error('The page did not take an event.', error),
      );
    }),
  loseDevice: () => engine.loseDevice(),
};

expose(exposed);
