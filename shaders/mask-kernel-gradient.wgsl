// Gradient of the loss by the dynamic kernels, from its gradient by the mask logits. One workgroup per cell that
// predicts a mask; sums over pixels by a tree, so the result does not depend on the order of execution.
//
//   dk[c] = sum_p dq(p) F[c](p);   dk[C..C+5] = sum_p dq(p) (dx, dy, dx^2, dy^2, dx dy, 1)      (see mask-logits.wgsl)
//
// dLogits  [N, M*M]
// features [B, C, M, M]
// cells    [N, 4]          image, cell, target, 0; no two rows share image and cell
// dKernels [B, C+6, G, G]  out; only the rows' cells are written: hand in zeros
// Grid: x rows of cells.

struct Uniforms {
  count: u32,
  channels: u32,
  gridSide: u32,
  maskSide: u32,
}

@group(0) @binding(0) var<storage, read> dLogits: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> features: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> cells: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read_write> dKernels: array<f32>;
@group(1) @binding(0) var<uniform> uniforms: Uniforms;

const threads = 256u;
var<workgroup> partial: array<vec4<f32>, threads>;

/// Sum of `value` over the workgroup.
fn total(value: vec4<f32>, thread: u32) -> vec4<f32> {
  partial[thread] = value;
  workgroupBarrier();
  for (var half = threads / 2u; half > 0u; half /= 2u) {
    if (thread < half) {
      partial[thread] += partial[thread + half];
    }
    workgroupBarrier();
  }
  let sum = partial[0];
  workgroupBarrier();
  return sum;
}

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
  let row = group.x;
  let image = cells[row].x;
  let cell = cells[row].y;
  let channels = uniforms.channels;
  let cells_per_image = uniforms.gridSide * uniforms.gridSide;
  let kernel = image * (channels + 6u) * cells_per_image + cell;
  let vectors = uniforms.maskSide * uniforms.maskSide / 4u;

  // Four channels at a time: a gradient read once serves four, and one tree sums four.
  for (var first = 0u; first < channels; first += 4u) {
    // Channels past the last repeat it; their sums are dropped below.
    let last = channels - 1u;
    let plane = (image * channels + vec4(first, min(first + 1u, last), min(first + 2u, last), min(first + 3u, last)))
      * vectors;
    var sum = vec4(0.0);
    for (var i = thread; i < vectors; i += threads) {
      let gradient = dLogits[row * vectors + i];
      sum += vec4(
        dot(gradient, features[plane.x + i]),
        dot(gradient, features[plane.y + i]),
        dot(gradient, features[plane.z + i]),
        dot(gradient, features[plane.w + i]),
      );
    }
    let sums = total(sum, thread);
    if (thread < 4u && first + thread < channels) {
      dKernels[kernel + (first + thread) * cells_per_image] = sums[thread];
    }
  }

  var linear = vec4(0.0); // by dx, dy, dx^2, dy^2
  var mixed = vec4(0.0); // by dx dy and 1
  for (var i = thread; i < vectors; i += threads) {
    let gradient = dLogits[row * vectors + i];
    let u = f32(4u * i % uniforms.maskSide) + vec4(0.0, 1.0, 2.0, 3.0);
    let v = vec4(f32(4u * i / uniforms.maskSide));
    let dx = offset_from_cell(u, cell % uniforms.gridSide);
    let dy = offset_from_cell(v, cell / uniforms.gridSide);
    linear += vec4(dot(gradient, dx), dot(gradient, dy), dot(gradient, dx * dx), dot(gradient, dy * dy));
    mixed += vec4(dot(gradient, dx * dy), dot(gradient, vec4(1.0)), 0.0, 0.0);
  }
  let linear_sums = total(linear, thread);
  let mixed_sums = total(mixed, thread);
  if (thread < 6u) {
    let sum = select(linear_sums[thread & 3u], mixed_sums[thread & 3u], thread >= 4u);
    dKernels[kernel + (channels + thread) * cells_per_image] = sum;
  }
}
