import { listOf, type ModelFacts } from './model-facts.ts';

/** A program for Node that finds objects in an image. */
export const codeForNode = ({
  file,
  side,
  classes,
}: ModelFacts): string => `// Finds objects in an image with ${file}, a model trained with Penumbra.
//
//     npm install onnxruntime-node sharp
//     node find-objects.mjs photo.png

import * as ort from 'onnxruntime-node';
import sharp from 'sharp';

const MODEL = ${JSON.stringify(file)};
const SIDE = ${side}; // the model's input, in pixels
const NAMES = ${listOf(classes)};
const GREY = { r: 128, g: 128, b: 128 };
const THRESHOLD = 0.3; // what scores less is not reported

/** The image in the top-left corner of a grey square, uint8 [1, SIDE, SIDE, 3], with its own size. */
async function letterboxed(path) {
  const { data: rgb, info } = await sharp(path).rotate().flatten({ background: GREY }).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const scale = SIDE / Math.max(info.width, info.height);
  const [width, height] = [info.width, info.height].map((length) => Math.max(1, Math.round(length * scale)));
  const data = await sharp(rgb, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .extend({ right: SIDE - width, bottom: SIDE - height, background: GREY })
    .removeAlpha()
    .raw()
    .toBuffer();
  return { image: new ort.Tensor('uint8', new Uint8Array(data), [1, SIDE, SIDE, 3]), scale, width: info.width, height: info.height };
}

/** Logits at half the input's side, brought to the size of the image: 1 where they are positive, [height * width]. */
function maskAtImageSize(logits, { scale, width, height }) {
  const side = SIDE / 2;
  const mask = new Uint8Array(width * height);
  const place = (at) => {
    const exact = Math.min(Math.max(((at + 0.5) * scale) / 2 - 0.5, 0), side - 1);
    const first = Math.min(Math.floor(exact), side - 2);
    return [first, exact - first];
  };
  const columns = Array.from({ length: width }, (_, x) => place(x));
  for (let y = 0; y < height; y++) {
    const [v, down] = place(y);
    for (let x = 0; x < width; x++) {
      const [u, across] = columns[x];
      const at = v * side + u;
      const above = logits[at] + across * (logits[at + 1] - logits[at]);
      const below = logits[at + side] + across * (logits[at + side + 1] - logits[at + side]);
      mask[y * width + x] = above + down * (below - above) > 0 ? 1 : 0;
    }
  }
  return mask;
}

/** Objects, best first: name, score, both qualities, box in pixels of the image, and its mask. */
export async function findObjects(session, path, threshold = THRESHOLD) {
  const { image, ...frame } = await letterboxed(path);
  const found = await session.run({ image });
  const pixels = (SIDE / 2) ** 2;
  const objects = [];
  for (const [row, score] of found.scores.data.entries()) {
    // Rows come best first; those that are nothing, or a better one's duplicate, score 0.
    if (score < threshold) break;
    objects.push({
      name: NAMES[Number(found.labels.data[row])],
      score,
      classQuality: found.class_quality.data[row],
      maskQuality: found.mask_quality.data[row],
      box: Array.from(found.boxes.data.slice(4 * row, 4 * row + 4), (edge) => edge / frame.scale),
      mask: maskAtImageSize(found.mask_logits.data.slice(row * pixels, (row + 1) * pixels), frame),
    });
  }
  return objects;
}

export const loadModel = () => ort.InferenceSession.create(MODEL);

if (process.argv.length > 2) {
  const session = await loadModel();
  for (const path of process.argv.slice(2)) {
    for (const { name, score, box, mask } of await findObjects(session, path)) {
      const area = mask.reduce((sum, inside) => sum + inside, 0);
      const [left, top, right, bottom] = box.map(Math.round);
      console.log(\`\${path}: \${name} \${score.toFixed(2)}, \${left},\${top} to \${right},\${bottom}, \${area} pixels\`);
    }
  }
}
`;
