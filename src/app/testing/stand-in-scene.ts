import type { ImageView, Layers, ViewInstance } from '../../engine/protocol/view.ts';
import { standInCategories } from '../../engine/testing/stand-in-engine.ts';

/** A small linear congruential generator: the same picture for the same image, and nothing more is asked of it. */
function randomOf(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Shape {
  readonly category: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly turn: number;
}

function shapesOf(id: number): Shape[] {
  const random = randomOf(id);
  return Array.from({ length: 4 + Math.floor(random() * 5) }, () => ({
    category: Math.floor(random() * standInCategories.length),
    x: 0.12 + random() * 0.76,
    y: 0.12 + random() * 0.76,
    radius: 0.05 + random() * 0.08,
    turn: random() * Math.PI,
  }));
}

function trace(path: Path2D, { category, x, y, radius, turn }: Shape, side: number): void {
  if (category % 2 === 0) {
    path.ellipse(x * side, y * side, radius * side, radius * side * 0.62, turn, 0, Math.PI * 2);
    return;
  }
  for (let corner = 0; corner < 6; corner++) {
    const angle = turn + (corner * Math.PI) / 3;
    const at = [(x + radius * Math.cos(angle)) * side, (y + radius * Math.sin(angle)) * side] as const;
    if (corner === 0) path.moveTo(...at);
    else path.lineTo(...at);
  }
  path.closePath();
}

/** A workbench of sorts with shapes on it, and "predictions" that creep up on them as `progress` grows. */
export function drawScene(id: number, side: number, layers: Layers, progress: number): ImageView {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gives workers no 2d canvas.');
  const random = randomOf(id + 77);
  const warm = 28 + random() * 14;
  context.fillStyle = `hsl(${warm} 22% 46%)`;
  context.fillRect(0, 0, side, side);
  for (let line = 0; line < 26; line++) {
    context.fillStyle = `hsl(${warm} 24% ${38 + random() * 14}% / 0.35)`;
    context.fillRect(0, random() * side, side, 1 + random() * side * 0.03);
  }
  const instances: ViewInstance[] = [];
  const topmost = new Uint16Array(side * side);
  const shapes = shapesOf(id);
  for (const shape of shapes) {
    const path = new Path2D();
    trace(path, shape, side);
    context.save();
    context.shadowColor = 'rgb(0 0 0 / 0.5)';
    context.shadowBlur = side / 40;
    context.shadowOffsetY = side / 90;
    context.fillStyle = `hsl(${210 + shape.category * 8} 8% ${58 + random() * 16}%)`;
    context.fill(path);
    context.restore();
  }
  const paint = (shape: Shape, source: ViewInstance['source'], opacity: number, order: number) => {
    const quality = Math.min(0.97, 0.35 + 0.6 * progress + 0.05 * Math.sin(order));
    const shift = source === 'truth' ? 0 : (1 - progress) * 0.05 * Math.sin(order * 3 + id);
    const drawn = { ...shape, x: shape.x + shift, radius: shape.radius * (1 - (1 - progress) * 0.35) };
    const used = source === 'truth' ? shape : drawn;
    const path = new Path2D();
    trace(path, used, side);
    const colour = standInCategories[shape.category]?.colour ?? '#888';
    context.globalAlpha = opacity;
    context.fillStyle = colour;
    context.fill(path);
    context.globalAlpha = Math.min(1, opacity * 1.5);
    context.strokeStyle = colour;
    context.lineWidth = side / 128;
    context.stroke(path);
    context.globalAlpha = 1;
    const predicted = source !== 'truth';
    const { x, y, radius } = used;
    instances.push({
      source,
      category: shape.category,
      score: predicted ? quality * 0.92 : undefined,
      classQuality: predicted ? quality * 0.96 : undefined,
      maskQuality: predicted ? quality : undefined,
      iou: predicted ? quality * 0.93 : undefined,
      box: [(x - radius) * 256, (y - radius) * 256, radius * 512, radius * 512],
      area: Math.round(Math.PI * (radius * 256) ** 2 * 0.62),
    });
    const reach = Math.ceil(radius * side);
    for (let v = Math.max(0, Math.floor(y * side) - reach); v < Math.min(side, y * side + reach); v++) {
      for (let u = Math.max(0, Math.floor(x * side) - reach); u < Math.min(side, x * side + reach); u++) {
        if (context.isPointInPath(path, u + 0.5, v + 0.5)) topmost[v * side + u] = instances.length;
      }
    }
  };
  const { truth = 0, teacher = 0 } = layers;
  if (truth > 0) for (const [order, shape] of shapes.entries()) paint(shape, 'truth', truth, order);
  if (teacher > 0 && progress > 0) {
    for (const [order, shape] of shapes.entries()) {
      if (progress > order * 0.06) paint(shape, 'teacher', teacher, order);
    }
  }
  return {
    imageId: id,
    step: 0,
    aspect: 'image',
    offered: ['truth', 'teacher'],
    bitmap: canvas.transferToImageBitmap(),
    instances,
    topmost,
  };
}
