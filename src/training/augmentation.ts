/**
 * Weak and strong views of a batch of pictures, on a device. What is drawn for image `index` of `step` depends on
 * nothing but (seed, step, index); both views of a picture share its geometry, so masks need warping only once.
 */
import type { Device, Tensor } from '../compute/device.ts';
import { appearanceStride } from '../compute/kernels/appearance.ts';
import { blur } from '../compute/kernels/blur.ts';
import { colourJitter } from '../compute/kernels/colour-jitter.ts';
import { eraseNormalise } from '../compute/kernels/erase-normalise.ts';
import { imageMean } from '../compute/kernels/image-mean.ts';
import { geometryStride, warpImage } from '../compute/kernels/warp-image.ts';

export type { Affine } from './affine.ts';
export { apply, compose, identity, invert } from './affine.ts';
export type { Appearance, AppearanceOptions, Rectangle } from './appearance.ts';
export { drawAppearance, packAppearance } from './appearance.ts';
export type { GeometryOptions, Strength } from './geometry.ts';
export { drawGeometry, packGeometry } from './geometry.ts';
export type { CoverageBox } from './warp-coverage.ts';
export { warpCoverage } from './warp-coverage.ts';

/** The batch's size and side. */
interface Frame {
  readonly batch: number;
  readonly side: number;
}

/** @throws RangeError where source is not [B, S*S] or the geometry not [B, 8]. */
const frameOf = (source: Tensor<'u32'>, geometry: Float32Array): Frame => {
  const [batch, pixels] = source.shape;
  const side = Math.round(Math.sqrt(pixels));
  if (source.shape.length !== 2 || side * side !== pixels || side < 8)
    throw new RangeError(
      `Pictures to augment must be packed as [B, S*S] with S at least 8, not [${source.shape.join(', ')}].`,
    );
  if (geometry.length !== batch * geometryStride)
    throw new RangeError(
      `A batch of ${batch} pictures needs ${batch * geometryStride} figures of geometry, not ${geometry.length}.`,
    );
  return { batch, side };
};

/** f32 [B, 3, S, S] in 0..1. */
const warped = (device: Device, source: Tensor<'u32'>, rows: Float32Array, frame: Frame): Tensor<'f32'> => {
  const { batch, side } = frame;
  const geometry = device.upload('f32', [batch, geometryStride], rows);
  const view = device.create('f32', [batch, 3, side, side]);
  device.run(warpImage, { source, geometry, view }, frame);
  geometry.dispose();
  return view;
};

const normalised = (
  device: Device,
  view: Tensor<'f32'>,
  appearance: Tensor<'f32'>,
  frame: Frame,
): Tensor<'f32'> => {
  const input = device.create('f32', view.shape);
  device.run(eraseNormalise, { appearance, view, input }, frame);
  return input;
};

const plain = (device: Device, view: Tensor<'f32'>, frame: Frame): Tensor<'f32'> => {
  const appearance = device.create('f32', [frame.batch, appearanceStride]);
  const input = normalised(device, view, appearance, frame);
  appearance.dispose();
  return input;
};

/** Changes the colours of `view` in place; gives the network's input. */
const recoloured = (device: Device, view: Tensor<'f32'>, rows: Float32Array, frame: Frame): Tensor<'f32'> => {
  const { batch } = frame;
  if (rows.length !== batch * appearanceStride)
    throw new RangeError(
      `A batch of ${batch} pictures needs ${batch * appearanceStride} figures of appearance, not ${rows.length}.`,
    );
  const appearance = device.upload('f32', [batch, appearanceStride], rows);
  const mean = device.create('f32', [batch]);
  const scratch = device.create('f32', view.shape);
  device.run(imageMean, { appearance, view, mean }, frame);
  device.run(colourJitter, { appearance, mean, view }, frame);
  device.run(blur, { appearance, view, blurred: scratch }, { ...frame, axis: 0 });
  device.run(blur, { appearance, view: scratch, blurred: view }, { ...frame, axis: 1 });
  const input = normalised(device, view, appearance, frame);
  for (const tensor of [appearance, mean, scratch]) tensor.dispose();
  return input;
};

/**
 * The network's input f32 [B, 3, S, S], (x - 0.5) / 0.25, from pictures u32 [B, S*S] of packed RGBA8. Does not wait.
 * @param geometry f32 [B, 8], from `packGeometry`.
 * @param appearance f32 [B, 24], from `packAppearance`; without it the colours stay as they are (the weak view).
 * @throws RangeError where the shapes do not fit together.
 */
export const augment = (
  device: Device,
  source: Tensor<'u32'>,
  geometry: Float32Array,
  appearance?: Float32Array,
): Tensor<'f32'> => {
  const frame = frameOf(source, geometry);
  const view = warped(device, source, geometry, frame);
  const input = appearance ? recoloured(device, view, appearance, frame) : plain(device, view, frame);
  view.dispose();
  return input;
};

/**
 * Both views of the same pictures under the same geometry, warped once: weak for the teacher, strong for the student.
 * @throws RangeError as `augment` does.
 */
export const augmentPair = (
  device: Device,
  source: Tensor<'u32'>,
  geometry: Float32Array,
  appearance: Float32Array,
): { readonly weak: Tensor<'f32'>; readonly strong: Tensor<'f32'> } => {
  const frame = frameOf(source, geometry);
  const view = warped(device, source, geometry, frame);
  const weak = plain(device, view, frame);
  const strong = recoloured(device, view, appearance, frame);
  view.dispose();
  return { weak, strong };
};
