// Mask logits of the cells that predict a mask: one dynamic 1x1 convolution per cell, with terms that are quadratic
// in the pixel's place relative to the cell.
//
//   q_n(u,v) = sum_c k[c] F[c](u,v) + k[C] dx + k[C+1] dy + k[C+2] dx^2 + k[C+3] dy^2 + k[C+4] dx dy + k[C+5]
//   dx = 2 (x_pixel - x_cell),  x_pixel = 2 (u + 0.5) / M - 1,  x_cell = 2 (cx + 0.5) / G - 1;  dy likewise
//
// kernels  [B, C+6, G, G]  one kernel per cell of the grid
// features [B, C, M, M]    four neighbouring pixels at a time; M is a multiple of 4
// cells    [N, 4]          image, cell (row-major in the grid), target, 0
// logits   [N, M*M]        out
// Grid: x pixels, y rows of cells.

struct Uniforms {
  count: u32,
  channels: u32,
  gridSide: u32,
  maskSide: u32,
}

@group(0) @binding(0) var<storage, read> kernels: array<f32>;
@group(0) @binding(1) var<storage, read> features: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> cells: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read_write> logits: array<vec4<f32>>;
@group(1) @binding(0) var<uniform> uniforms: Uniforms;

override WIDEST_KERNEL: u32;
override VECTORS_PER_THREAD: u32;
const threads = 64u;

var<workgroup> weights: array<f32, WIDEST_KERNEL>;

/// dx or dy of pixels at `pixel` (index of the column or row) from the cell at index `cell`.
fn offset_from_cell(pixel: vec4<f32>, cell: u32) -> vec4<f32> {
  let at = (pixel + 0.5) / f32(uniforms.maskSide);
  let centre = (f32(cell) + 0.5) / f32(uniforms.gridSide);
  return (at - centre) * 4.0;
}

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let row = group.y;
  let image = cells[row].x;
  let cell = cells[row].y;
  let channels = uniforms.channels;
  let width = channels + 6u;
  let cells_per_image = uniforms.gridSide * uniforms.gridSide;
  for (var c = thread; c < width; c += threads) {
    weights[c] = kernels[(image * width + c) * cells_per_image + cell];
  }
  workgroupBarrier();

  let vectors = uniforms.maskSide * uniforms.maskSide / 4u;
  let first = group.x * threads * VECTORS_PER_THREAD + thread;
  for (var step = 0u; step < VECTORS_PER_THREAD; step++) {
    let i = first + step * threads;
    if (i >= vectors) {
      break;
    }
    let u = f32(4u * i % uniforms.maskSide) + vec4(0.0, 1.0, 2.0, 3.0);
    let v = vec4(f32(4u * i / uniforms.maskSide));
    let dx = offset_from_cell(u, cell % uniforms.gridSide);
    let dy = offset_from_cell(v, cell / uniforms.gridSide);
    var sum = weights[channels] * dx + weights[channels + 1u] * dy + weights[channels + 2u] * dx * dx
      + weights[channels + 3u] * dy * dy + weights[channels + 4u] * dx * dy + weights[channels + 5u];
    for (var c = 0u; c < channels; c++) {
      sum += weights[c] * features[(image * channels + c) * vectors + i];
    }
    logits[row * vectors + i] = sum;
  }
}
