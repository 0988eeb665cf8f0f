import { describe, expect, it } from 'vitest';
import { testDevice } from '../testing/index.ts';
import { colourTable } from './colour-maps.ts';
import { heatMap } from './heat-map.ts';
import { overlay } from './overlay.ts';
import { discLogits } from './testing/discs.ts';
import { pictures } from './testing/pictures.ts';
import { drawn as random } from './testing/values.ts';

const width = 53;
const height = 41;
/** More pixels than the display has; the rest is not touched. */
const picture = pictures(70, 1, 53);

/** Every byte within one step: the devices may round 127.5 differently. */
const expectSamePicture = (gpu: Uint32Array, twin: Uint32Array): void => {
  let worst = 0;
  for (let i = 0; i < twin.length; i++)
    for (const shift of [0, 8, 16, 24])
      worst = Math.max(worst, Math.abs(((gpu[i] >>> shift) & 255) - ((twin[i] >>> shift) & 255)));
  expect(worst).toBeLessThanOrEqual(1);
};

describe('display on the GPU', () => {
  it.each([
    [1.5, 0.37],
    [4, 0.11],
    [1, 1.3],
  ])('overlays as the twin does, outlines of %f at scale %f', async (outlineWidth, scale) => {
    const device = await testDevice();
    const maskSide = 16;
    const logits = discLogits(
      [
        { x: 5, y: 6, radius: 4, steepness: 2 },
        { x: 9, y: 8.5, radius: 3.3, steepness: 7 },
        { x: 15, y: 1, radius: 5, steepness: 0.3 },
        { x: 3, y: 3, radius: 1.2, steepness: 5 },
      ],
      maskSide,
    );
    const noise = random(71, logits.length, -0.4, 0.4);
    const rough = logits.map((q, i) => q + noise[i]);
    const instances = random(72, 32, 0, 1);
    for (let row = 0; row < 4; row++) {
      instances[8 * row + 5] = row === 1 ? 0 : 1;
      // Some dashed, some hatched, one both.
      instances[8 * row + 6] = row > 1 ? 3 : 0;
      instances[8 * row + 7] = row === 2 ? 0 : 6;
    }
    const uniforms = { width, height, maskSide, count: 4, scale, offsetX: -1.2, offsetY: 0.7, outlineWidth };
    const inputs = { picture, logits: rough, instances };
    const twin = new Uint32Array(width * height);
    overlay.twin({ ...inputs, drawn: twin }, uniforms);
    const tensors = {
      picture: device.upload('u32', [picture.length], picture),
      logits: device.upload('f32', [rough.length], rough),
      instances: device.upload('f32', [32], instances),
      drawn: device.create('u32', [width * height]),
    };
    device.run(overlay, tensors, uniforms);
    const [gpu] = await device.read(tensors.drawn);
    expectSamePicture(gpu, twin);
    expect(twin).not.toEqual(picture.subarray(0, twin.length));
    for (const tensor of Object.values(tensors)) tensor.dispose();
  });

  it('draws heat maps as the twin does', async () => {
    const device = await testDevice();
    const planes = random(73, 3 * 81, -0.1, 1.1);
    const colours = colourTable('inferno');
    const uniforms = {
      width,
      height,
      side: 9,
      plane: 2,
      scale: 0.19,
      offsetX: 0.3,
      offsetY: -0.4,
      opacity: 0.7,
      fade: 0.6,
    };
    const twin = new Uint32Array(width * height);
    heatMap.twin({ picture, planes, colours, drawn: twin }, uniforms);
    const tensors = {
      picture: device.upload('u32', [picture.length], picture),
      planes: device.upload('f32', [planes.length], planes),
      colours: device.upload('u32', [256], colours),
      drawn: device.create('u32', [width * height]),
    };
    device.run(heatMap, tensors, uniforms);
    const [gpu] = await device.read(tensors.drawn);
    expectSamePicture(gpu, twin);
    for (const tensor of Object.values(tensors)) tensor.dispose();
  });
});
