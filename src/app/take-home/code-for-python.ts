import { listOf, type ModelFacts } from './model-facts.ts';

/** A program in Python that finds objects in an image. */
export const codeForPython = ({
  file,
  side,
  classes,
}: ModelFacts): string => `"""Finds objects in an image with ${file}, a model trained with Penumbra.

    pip install onnxruntime numpy pillow
    python find_objects.py photo.png
"""

import sys

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

MODEL = ${JSON.stringify(file)}
SIDE = ${side}  # the model's input, in pixels
NAMES = ${listOf(classes)}
GREY = 128
THRESHOLD = 0.3  # what scores less is not reported


def letterboxed(image):
    """The image in the top-left corner of a grey square, uint8 [1, SIDE, SIDE, 3], and its scale."""
    scale = SIDE / max(image.size)
    width, height = (max(1, round(length * scale)) for length in image.size)
    square = np.full((1, SIDE, SIDE, 3), GREY, dtype=np.uint8)
    square[0, :height, :width] = np.asarray(image.resize((width, height), Image.Resampling.BILINEAR))
    return square, scale


def find_objects(session, image, threshold=THRESHOLD):
    """Objects, best first: name, score, box in pixels of the image, and its mask, bool [height, width]."""
    image = image.convert("RGB")
    square, scale = letterboxed(image)
    outputs = [output.name for output in session.get_outputs()]
    found = dict(zip(outputs, session.run(outputs, {"image": square})))
    objects = []
    for row, score in enumerate(found["scores"]):
        # Rows come best first; those that are nothing, or a better one's duplicate, score 0.
        if score < threshold:
            break
        # Logits at half the input's side: brought to the size of the image, they are positive inside the mask.
        plane = Image.fromarray(found["mask_logits"][row])
        covered = tuple(min(length * scale / 2, SIDE / 2) for length in image.size)
        logits = plane.resize(image.size, Image.Resampling.BILINEAR, box=(0, 0, *covered))
        objects.append(
            {
                "name": NAMES[found["labels"][row]],
                "score": float(score),
                "class_quality": float(found["class_quality"][row]),
                "mask_quality": float(found["mask_quality"][row]),
                "box": [float(edge / scale) for edge in found["boxes"][row]],
                "mask": np.asarray(logits) > 0,
            }
        )
    return objects


if __name__ == "__main__":
    session = onnxruntime.InferenceSession(MODEL, providers=["CPUExecutionProvider"])
    for path in sys.argv[1:]:
        # Phones store photos lying and say which way is up.
        for found in find_objects(session, ImageOps.exif_transpose(Image.open(path))):
            left, top, right, bottom = (round(edge) for edge in found["box"])
            print(f"{path}: {found['name']} {found['score']:.2f}, {left},{top} to {right},{bottom}, {found['mask'].sum()} pixels")
`;
