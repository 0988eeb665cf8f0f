import { type Marks, unmarked } from '../../labels/document.ts';
import { rleFromChanges } from '../../masks/rle.ts';
import { type CandidateRow, tabulate } from '../../metrics/candidates.ts';
import type { Settings } from '../../settings/schema.ts';
import type { DeviceReport } from '../protocol/device.ts';
import type { Engine } from '../protocol/engine.ts';
import type { EngineEvent } from '../protocol/events.ts';
import type { AsideRun, RunDescription, RunImage, RunState } from '../protocol/run.ts';
import type { ImageView, Layers } from '../protocol/view.ts';

export interface StandInOptions {
  /** `progress` is 0 at the first step and 1 at the last. */
  readonly draw: (id: number, side: number, layers: Layers, progress: number) => Promise<ImageView>;
  /** Length of a training step. */
  readonly milliseconds: number;
}

export const standInCategories = [
  { name: 'bolt', colour: '#0072b2' },
  { name: 'screw', colour: '#56b4e9' },
  { name: 'washer', colour: '#d55e00' },
  { name: 'nut', colour: '#e69f00' },
  { name: 'key', colour: '#009e73' },
  { name: 'clip', colour: '#cc79a7' },
];

const images = (from: number, count: number, name: string): RunImage[] =>
  Array.from({ length: count }, (_, i) => ({
    id: from + i,
    name: `${name} ${i + 1}`,
    width: 256,
    height: 256,
  }));

const wasm: DeviceReport = {
  kind: 'wasm',
  description: 'WebAssembly, 2 threads',
  reason:
    'This browser offers no graphics adapter of its own, and WebAssembly is faster than an emulated one.',
};

/** None before the first step; then a cloud whose masks are better than its classes. */
function standInCandidates(step: number) {
  const chance = (i: number, salt: number): number => {
    const value = Math.sin(i * 127.1 + salt * 311.7) * 43758.5453;
    return value - Math.floor(value);
  };
  const rows = Array.from({ length: step > 0 ? 600 : 0 }, (_, i): CandidateRow => {
    const category = i % standInCategories.length;
    const classQuality = 0.3 + 0.7 * chance(i, 1) ** 0.6;
    const right = chance(i, 3) < classQuality;
    return {
      image: 21 + (i % 380),
      step,
      objectness: 0.9,
      teacherQuality: classQuality,
      classQuality,
      maskQuality: 0.6 + 0.4 * chance(i, 2) ** 0.4,
      teacherCategory: i % 9 === 0 ? (category + 1) % standInCategories.length : category,
      category,
      opinionCategory: category,
      opinionQuality: 0.5 + 0.5 * chance(i, 5),
      fate: classQuality >= 0.8 ? 'kept' : 'class',
      iou: 0.4 + 0.6 * chance(i, 4),
      object: 0,
      trueCategory: right ? category : (category + 1) % standInCategories.length,
    };
  });
  return tabulate([{ rows, objects: 400 }]);
}

/**
 * Speaks the engine's protocol without an engine, for tests of the page: it trains nothing, and its curves are
 * made up. Shipped nowhere.
 */
export function createStandIn({ draw, milliseconds }: StandInOptions): Engine {
  let listener: (event: EngineEvent) => void = () => {};
  let settings: Settings | undefined;
  let state: RunState = 'preparing';
  let step = 0;
  let offered = 0;
  const labelled = new Map<number, Marks>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const opened = (): Settings => {
    if (!settings) throw new Error('No run stands yet. Open one with its settings first.');
    return settings;
  };
  const enter = (next: RunState) => {
    state = next;
    listener({ type: 'state', state });
  };
  const noise = (salt: number) => Math.sin(step * 12.9898 + salt * 78.233) * 0.5;

  function takeStep(): void {
    const { steps, batch, learningRate, evaluateEvery } = opened();
    step++;
    const part = (from: number, to: number, salt: number) =>
      to +
      (from - to) * Math.exp((-6 * step) / 300) * (1 + 0.25 * noise(salt)) +
      0.05 * Math.abs(noise(salt + 9));
    const losses = {
      objectness: part(2.1, 0.35, 1),
      classes: part(1.8, 0.5, 2),
      mask: part(1.1, 0.22, 3),
      dice: part(1.9, 0.4, 4),
      unlabelled: 0,
    };
    listener({
      type: 'step',
      step,
      losses: { ...losses, total: losses.objectness + losses.classes + losses.mask + losses.dice },
      gradientNorm: part(12, 2, 5),
      learningRate,
      stepsPerSecond: 1000 / milliseconds,
      imagesPerSecond: (batch * 1000) / milliseconds,
      remainingSeconds: ((steps - step) * milliseconds) / 1000,
      deviceBytes: 184_000_000,
    });
    if (step % 20 === 0) listener({ type: 'predictions', step });
    if (step % evaluateEvery === 0 && step < steps) evaluate();
  }

  const moments: { readonly step: number; readonly ap: number }[] = [];
  function evaluate(): void {
    const ap = 52 * (1 - Math.exp(-step / 500)) + 2 * noise(6);
    listener({
      type: 'evaluation',
      step,
      teacher: { ap, ap50: ap * 1.45, ap75: ap * 0.95 },
    });
    const student = { ap: ap - 1, ap50: ap * 1.4, ap75: ap * 0.9 };
    listener({ type: 'student evaluation', step, student });
    moments.push({ step, ap });
    listener({ type: 'moments', moments: [...moments] });
  }

  function run(): void {
    timer = setTimeout(() => {
      if (state !== 'running') return;
      takeStep();
      // As the engine: the last evaluation follows the end of training.
      if (step >= opened().steps) {
        enter('finished');
        evaluate();
      } else run();
    }, milliseconds);
  }

  const progress = () => Math.min(1, step / 400);

  const asides: AsideRun[] = [];
  let broughtBack: AsideRun | undefined;
  function putAside(): void {
    if (!settings || step === 0) return;
    const aside = { id: crypto.randomUUID(), step, settings };
    asides.unshift(aside);
    listener({ type: 'put aside', ...aside });
  }
  const rows = (...steps: number[]) => Float64Array.from(steps);

  return {
    async capabilities() {
      const adapter = 'SwiftShader';
      return { webgpu: 'fallback', adapter, crossOriginIsolated: true, threads: 2, simd: true };
    },
    filesFetched: async () => [],
    async open(next, beginning = 'anew') {
      clearTimeout(timer);
      if (beginning === 'anew') putAside();
      settings = next;
      step = broughtBack?.step ?? 0;
      enter('preparing');
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      enter('paused');
      const description: RunDescription = {
        settings: next,
        device: wasm,
        categories: standInCategories,
        networkClasses: standInCategories.length,
        slots: { now: 16, wanted: 16 },
        labelled: images(1, 20, 'workbench'),
        unlabelled: images(21, 380, 'workbench'),
        validation: images(1001, 100, 'bench'),
        parameters: 762_113,
      };
      broughtBack = undefined;
      if (step === 0) return description;
      const [losses, nothing] = [rows(step), rows()];
      const curves = {
        losses: {
          step: losses,
          total: losses,
          objectness: losses,
          classes: losses,
          mask: losses,
          dice: losses,
          unlabelled: losses,
        },
        scores: { step: nothing, ap: nothing, ap50: nothing, ap75: nothing },
      };
      return { ...description, resumed: { step, saved: 0, copy: false, curves, moments: [] } };
    },
    async change(changes) {
      settings = { ...opened(), ...changes };
    },
    async play() {
      opened();
      enter('running');
      run();
    },
    async pause() {
      clearTimeout(timer);
      enter('paused');
    },
    async step() {
      clearTimeout(timer);
      takeStep();
      enter('paused');
    },
    asideRuns: async () => asides,
    async bringBack(id) {
      const at = asides.findIndex((one) => one.id === id);
      [broughtBack] = asides.splice(at, at < 0 ? 0 : 1);
      if (!broughtBack) throw new Error('This run is kept no longer.');
      putAside();
      step = 0;
      return broughtBack.settings;
    },
    async reset() {
      clearTimeout(timer);
      putAside();
      step = 0;
      enter('paused');
      listener({ type: 'predictions', step });
    },
    async thumbnail(id, side, layers) {
      return { ...(await draw(id, side, layers, progress())), step };
    },
    async view(id, side, layers, { at = step } = {}) {
      return { ...(await draw(id, side, layers, Math.min(1, at / 400))), step: at };
    },
    imageFile: async () => undefined,
    async offerFiles(files) {
      offered = files.length;
    },
    async glance() {
      return { images: true, project: undefined };
    },
    async importFiles() {
      listener({ type: 'import', done: offered, all: offered });
      const classes = standInCategories.map(({ name }) => name);
      const skipped = [{ path: 'readme.txt', why: 'is no image' }];
      return { name: 'own', images: offered, annotated: 1, classes, skipped, notices: [] };
    },
    async takeBackLabels() {
      return { images: 1, left: 0, description: undefined };
    },
    async cancelImport() {},
    async projects() {
      return [{ id: 'own', name: 'own', images: 500, annotated: labelled.size, touched: 0, open: true }];
    },
    openProject: async () => undefined,
    async renameProject() {},
    async duplicateProject() {},
    async takeOverProject() {},
    async restoreProject() {},
    async deleteProject() {},
    async marks(_project, id) {
      return labelled.get(id) ?? unmarked;
    },
    async saveMarks(_project, id, marks) {
      labelled.set(id, marks);
    },
    async takeUp() {
      return undefined;
    },
    async editClasses() {
      return undefined;
    },
    async undoClassEdit() {
      return undefined;
    },
    async proposals() {
      return [];
    },
    async objectSizes() {
      return new Float32Array();
    },
    async assist() {
      return undefined;
    },
    async reviewQueue(measure) {
      return { measure, step, images: [], left: 0 };
    },
    async suggestThresholds() {
      return { class: 0.82, mask: 0.91, coupled: 0.74, candidates: 96 };
    },
    async cancelSuggestion() {},
    async exportLabels() {
      return { kind: 'json', content: new TextEncoder().encode('{}'), notices: [] };
    },
    async exportPredictions() {
      return { kind: 'json', content: new TextEncoder().encode('{}'), notices: [] };
    },
    async exportWeights() {
      return new Uint8Array(8);
    },
    async exportProject() {
      return new Blob(['zip']);
    },
    async exportCheckpoint() {
      return new Uint8Array(8);
    },
    async takeCheckpoint() {
      return opened();
    },
    async exportModel() {
      return {
        file: new Uint8Array(3_100_000),
        side: 128,
        maskSide: 64,
        rows: 16,
        classes: standInCategories.map(({ name }) => name),
        step,
        check: { images: 3, objects: 14, leastIou: 0.9996, mostDifference: 2e-6, agrees: true },
      };
    },
    async candidates(at = step) {
      const { classThreshold, maskThreshold } = opened();
      const thresholds = {
        class: new Float32Array(standInCategories.length).fill(classThreshold),
        mask: new Float32Array(standInCategories.length).fill(maskThreshold),
      };
      const classes = standInCategories.length;
      const similarities = Float32Array.from({ length: classes * classes }, (_, i) =>
        i % (classes + 1) === 0 ? 1 : 0.4 + 0.5 * Math.abs(Math.sin(i)),
      );
      return {
        step: at,
        images: at > 0 ? 380 : 0,
        table: standInCandidates(at),
        thresholds,
        secondOpinion:
          at > 0
            ? { since: 0, similarities, now: 0.45, schedule: Float32Array.of(0.5, 0.43, 0.25, 0.07, 0) }
            : undefined,
      };
    },
    async candidateMask() {
      const columns = Array.from({ length: 40 }, (_, i) => (100 + i) * 256);
      return rleFromChanges(
        columns.flatMap((column) => [column + 90, column + 150]),
        256,
        256,
      );
    },
    async listen(next) {
      listener = next;
    },
    async loseDevice() {
      listener({
        type: 'notice',
        notice: {
          level: 'warning',
          what: 'The device was lost; training goes on from the last checkpoint in memory.',
          where: `step ${step}`,
          advice: 'Nothing needs to be done.',
        },
      });
      listener({ type: 'device', device: wasm });
    },
  };
}
