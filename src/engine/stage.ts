import type { Choice } from '../compute/choose.ts';
import type { Device, DeviceLoss } from '../compute/device.ts';
import { DeviceLostError } from '../compute/errors.ts';
import type { SegmenterOptions } from '../network/geometry.ts';
import { Segmenter } from '../training/segmenter.ts';
import {
  type Checkpoint,
  DivergenceError,
  Trainer,
  type TrainingImages,
  type TrainingSettings,
} from '../training/trainer.ts';
import type { DeviceReport } from './protocol/device.ts';

/** Milliseconds that an error waits for the news that its device is lost. */
const lossDelay = 400;

/** A device with everything of a run that lives on it. Goes down with its device; the run then makes another. */
export class Stage {
  readonly device: Device;
  readonly segmenter: Segmenter;
  readonly report: DeviceReport;
  #trainer: Trainer | undefined;
  #loss: DeviceLoss | undefined;

  private constructor({ device, reason }: Choice, segmenter: Segmenter) {
    this.device = device;
    this.segmenter = segmenter;
    this.report = { kind: device.kind, description: device.description, reason };
    device.lost.then((loss) => {
      this.#loss = loss;
    });
  }

  /** Makes the network's sessions. Where that fails the device is freed. @throws whatever the device throws. */
  static async build(choice: Choice, options: SegmenterOptions, batch: number): Promise<Stage> {
    try {
      const stage = new Stage(choice, new Segmenter(choice.device, options));
      await stage.segmenter.prepare({ training: batch, inference: 1 });
      return stage;
    } catch (error) {
      await choice.device.destroy().catch(() => {});
      throw error;
    }
  }

  get trainer(): Trainer {
    if (!this.#trainer)
      throw new Error('The trainer was used before it was started; this is a mistake in Penumbra.');
    return this.#trainer;
  }

  get loss(): DeviceLoss | undefined {
    return this.#loss;
  }

  /** Starts training at the checkpoint, or at step 0 without one. */
  start(images: TrainingImages, settings: TrainingSettings, checkpoint: Checkpoint | undefined): void {
    this.#trainer?.dispose();
    this.#trainer = new Trainer(this.segmenter, images, settings, checkpoint);
  }

  /** Whether what was thrown is owed to the loss of the device, of which the news may come a little later. */
  async isLoss(thrown: unknown): Promise<boolean> {
    if (this.#loss || thrown instanceof DeviceLostError) return true;
    if (thrown instanceof DivergenceError) return false;
    const patience = new Promise((resolve) => setTimeout(resolve, lossDelay));
    await Promise.race([this.device.lost, patience]);
    return this.#loss !== undefined;
  }

  async dispose(): Promise<void> {
    this.#trainer?.dispose();
    // Sessions that were never made whole have nothing to release; the device frees what is left.
    await this.segmenter.release().catch(() => {});
    await this.device.destroy();
  }
}
