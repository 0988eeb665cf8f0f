import type { Download } from '../../compute/download.ts';
import type { Losses, Scores } from './curves.ts';
import type { DeviceReport } from './device.ts';
import type { Notice } from './notice.ts';
import type { PseudoLabelFigures, PseudoLabelWorth } from './pseudo-labels.ts';
import type { AsideRun, MomentFacts, RunState } from './run.ts';

export type { Download };

export type EngineEvent =
  | { readonly type: 'state'; readonly state: RunState }
  | {
      readonly type: 'step';
      readonly step: number;
      readonly losses: Losses;
      readonly gradientNorm: number;
      readonly learningRate: number;
      /** Over the last seconds of training. */
      readonly stepsPerSecond: number;
      readonly imagesPerSecond: number;
      readonly remainingSeconds: number;
      /** Tensors alive on the device. */
      readonly deviceBytes: number;
      /** Undefined during burn-in and without unlabelled images. */
      readonly pseudoLabels?: PseudoLabelFigures;
    }
  | {
      readonly type: 'evaluation';
      readonly step: number;
      readonly teacher: Scores;
      /** How many validation images were evaluated: all of them, or fewer on a slow device while training goes on. */
      readonly images?: number;
    }
  /** The student on the same images, some time after the teacher. */
  | { readonly type: 'student evaluation'; readonly step: number; readonly student: Scores }
  /** How the teacher's labelling stands. */
  | {
      readonly type: 'labelling';
      readonly step: number;
      readonly worth: PseudoLabelWorth;
      /** Of each class. */
      readonly thresholds: { readonly class: Float32Array; readonly mask: Float32Array };
    }
  /** Moments that can be looked back at: one more, or fewer. */
  | { readonly type: 'moments'; readonly moments: readonly MomentFacts[] }
  /** Predictions have changed: views of images may be asked for again. */
  | { readonly type: 'predictions'; readonly step: number }
  /** The run is kept on this computer as it was after this step. */
  | { readonly type: 'kept'; readonly step: number }
  /** A run has given its place to another; for a while it can be brought back. */
  | ({ readonly type: 'put aside' } & AsideRun)
  /** Dropped images are being read. */
  | { readonly type: 'import'; readonly done: number; readonly all: number }
  /** Networks are trained on parts of the labels, to suggest thresholds from the rest. */
  | { readonly type: 'suggesting'; readonly done: number; readonly all: number }
  /** A file that training needs comes, or has come. */
  | { readonly type: 'download'; readonly download: Download }
  | { readonly type: 'device'; readonly device: DeviceReport }
  /** Whether the open project may be changed in this tab: another one may have it. */
  | { readonly type: 'project'; readonly writable: boolean }
  | { readonly type: 'notice'; readonly notice: Notice }
  /** All that is amiss with the labels as they are: what was told before and is not among it is mended. */
  | { readonly type: 'cautions'; readonly cautions: readonly Notice[] };
