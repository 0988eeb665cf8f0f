import type { Device, Tensor } from '../compute/device.ts';
import type { Trainer } from '../training/trainer.ts';

/** The teacher's weights as they were at a step, on the device, while training goes on. */
export interface TeacherSnapshot {
  readonly step: number;
  /** Views by parameter name. */
  readonly parameters: Readonly<Record<string, Tensor<'f32'>>>;
  dispose(): void;
}

/** Copies on the device; does not wait. @param whose another network's weights of the same run. */
export function snapshotTeacher(
  device: Device,
  trainer: Trainer,
  whose: 'teacher' | 'student' = 'teacher',
): TeacherSnapshot {
  const { segmenter, step } = trainer;
  const { specs, size: total } = segmenter.layout;
  const flat = device.create('f32', [total]);
  const parameters: Record<string, Tensor<'f32'>> = {};
  for (const { name, shape, offset, size } of specs) {
    device.copy(trainer[whose][name], 0, flat, offset, size);
    parameters[name] = device.reshape(flat, shape, offset);
  }
  return {
    step,
    parameters,
    dispose() {
      for (const view of Object.values(parameters)) view.dispose();
      flat.dispose();
    },
  };
}
