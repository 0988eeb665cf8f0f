// Gradient of the loss by the mask features, from its gradient by the mask logits: each pixel gathers from all cells
// of its image that predict a mask. A thread holds four channels of four pixels, so a gradient read once serves four
// channels, and nothing is added across threads.
//
//   dF[c](p) = sum over rows n of the image of k_n[c] dq_n(p)                                   (see mask-logits.wgsl)
//
// dLogits    [N, M*M]
// kernels    [B, C+6, G, G]
// cells      [N, 4]          image, cell, target, 0; rows sorted by image
// imageStart [B+1]           rows imageStart[b] to imageStart[b+1] - 1 belong to image b
// dFeatures  [B, C, M, M]    out; zero where an image has no rows
// Grid: x pixels, y blocks of four channels, z images.

struct Uniforms {
  images: u32,
  channels: u32,
  gridSide: u32,
  maskSide: u32,
}

@group(0) @binding(0) var<storage, read> dLogits: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> kernels: array<f32>;
@group(0) @binding(2) var<storage, read> cells: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read> imageStart: array<u32>;
@group(0) @binding(4) var<storage, read_write> dFeatures: array<vec4<f32>>;
@group(1) @binding(0) var<uniform> uniforms: Uniforms;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let vectors = uniforms.maskSide * uniforms.maskSide / 4u;
  let i = id.x;
  if (i >= vectors) {
    return;
  }
  let first = id.y * 4u;
  let image = id.z;
  let channels = uniforms.channels;
  let cells_per_image = uniforms.gridSide * uniforms.gridSide;
  // Reading up to three planes past the last channel is safe: six more follow it in every kernel.
  let kernel = (image * (channels + 6u) + first) * cells_per_image;

  var sum0 = vec4(0.0);
  var sum1 = vec4(0.0);
  var sum2 = vec4(0.0);
  var sum3 = vec4(0.0);
  for (var row = imageStart[image]; row < imageStart[image + 1u]; row++) {
    let gradient = dLogits[row * vectors + i];
    let at = kernel + cells[row].y;
    sum0 += kernels[at] * gradient;
    sum1 += kernels[at + cells_per_image] * gradient;
    sum2 += kernels[at + 2u * cells_per_image] * gradient;
    sum3 += kernels[at + 3u * cells_per_image] * gradient;
  }

  let plane = (image * channels + first) * vectors + i;
  dFeatures[plane] = sum0;
  if (first + 1u < channels) {
    dFeatures[plane + vectors] = sum1;
  }
  if (first + 2u < channels) {
    dFeatures[plane + 2u * vectors] = sum2;
  }
  if (first + 3u < channels) {
    dFeatures[plane + 3u * vectors] = sum3;
  }
}
