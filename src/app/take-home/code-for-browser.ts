import { listOf, type ModelFacts } from './model-facts.ts';

/** The version that the page itself runs. */
const RUNTIME = 'https://cdn.jsdelivr.net/npm/onnxruntime-web@1.30.0/dist/ort.wasm.min.mjs';

/** A page that finds objects in an image, without a server: only ONNX Runtime is fetched. */
export const codeForBrowser = ({ file, side, classes }: ModelFacts): string => `<!doctype html>
<!--
  Finds objects in an image with a model trained with Penumbra. Put this page and ${file} into one folder and
  serve it: npx serve . Only ONNX Runtime is fetched from elsewhere; no image leaves the computer.
-->
<html lang="en">
  <meta charset="utf-8" />
  <title>Find objects</title>
  <p><label>Image <input type="file" accept="image/*" /></label></p>
  <canvas></canvas>
  <ul></ul>
  <script type="module">
    import * as ort from '${RUNTIME}';

    const MODEL = ${JSON.stringify(file)};
    const SIDE = ${side}; // the model's input, in pixels
    const NAMES = ${listOf(classes)};
    const THRESHOLD = 0.3; // what scores less is not shown
    const session = ort.InferenceSession.create(MODEL);

    /** The image in the top-left corner of a grey square, uint8 [1, SIDE, SIDE, 3]. */
    function letterboxed(image, scale) {
      const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d');
      context.fillStyle = 'rgb(128 128 128)';
      context.fillRect(0, 0, SIDE, SIDE);
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, image.width * scale, image.height * scale);
      const { data } = context.getImageData(0, 0, SIDE, SIDE);
      const rgb = Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, i) => data[4 * Math.floor(i / 3) + (i % 3)]);
      return new ort.Tensor('uint8', rgb, [1, SIDE, SIDE, 3]);
    }

    /** A mask of the input's size as a picture of one colour. */
    function painted(mask, [red, green, blue]) {
      const canvas = new OffscreenCanvas(SIDE, SIDE);
      const picture = new ImageData(SIDE, SIDE);
      mask.forEach((inside, i) => inside && picture.data.set([red, green, blue, 120], 4 * i));
      canvas.getContext('2d').putImageData(picture, 0, 0);
      return canvas;
    }

    document.querySelector('input').onchange = async ({ target }) => {
      const image = await createImageBitmap(target.files[0]);
      const scale = SIDE / Math.max(image.width, image.height);
      const found = await (await session).run({ image: letterboxed(image, scale) });
      const canvas = document.querySelector('canvas');
      Object.assign(canvas, { width: image.width, height: image.height });
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const list = document.querySelector('ul');
      list.replaceChildren();
      for (const [row, score] of found.scores.data.entries()) {
        // Rows come best first; those that are nothing, or a better one's duplicate, score 0.
        if (score < THRESHOLD) break;
        const label = Number(found.labels.data[row]);
        const colour = [(label * 97 + 30) % 256, (label * 151 + 120) % 256, (label * 211 + 200) % 256];
        const mask = found.masks.data.subarray(row * SIDE * SIDE, (row + 1) * SIDE * SIDE);
        context.drawImage(painted(mask, colour), 0, 0, SIDE / scale, SIDE / scale);
        const line = document.createElement('li');
        line.textContent = \`\${NAMES[label]} \${score.toFixed(2)}\`;
        list.append(line);
      }
    };
  </script>
</html>
`;
