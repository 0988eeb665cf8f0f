// Mean grey value of each picture after its change of brightness: what the contrast of `colour-jitter` blends with.
//
// appearance  f32 [B, 24]       see src/compute/kernels/appearance.ts
// view        f32 [B, 3, S, S]  in 0..1
// mean        f32 [B]           0 for images without colour jitter
//
// grey(p) = .2989 R + .587 G + .114 B of clamp(brightness * p, 0, 1): ITU-R BT.601, torchvision's adjust_contrast.
// One workgroup per image: strided sums, then a tree in shared memory.

override WORKGROUP: u32 = 256;

struct Uniforms {
  batch: u32,
  side: u32,
}

@group(0) @binding(0) var<storage, read> appearance: array<f32>;
@group(0) @binding(1) var<storage, read> view: array<f32>;
@group(0) @binding(2) var<storage, read_write> mean: array<f32>;
@group(1) @binding(0) var<uniform> u: Uniforms;

var<workgroup> sums: array<f32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x;
  let row = image * 24u;
  let chosen = appearance[row] > 0.5;
  let brightness = appearance[row + 1u];
  let pixels = u.side * u.side;
  let first = image * 3u * pixels;
  var sum = 0.0;
  if (chosen) {
    for (var pixel = lane; pixel < pixels; pixel += WORKGROUP) {
      let at = first + pixel;
      let colour = saturate(brightness * vec3f(view[at], view[at + pixels], view[at + 2u * pixels]));
      sum += dot(colour, vec3f(0.2989, 0.587, 0.114));
    }
  }
  sums[lane] = sum;
  for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) {
      sums[lane] += sums[lane + half];
    }
  }
  if (lane == 0u) {
    mean[image] = sums[0] / f32(pixels);
  }
}
