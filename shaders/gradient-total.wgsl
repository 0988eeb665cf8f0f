// Second stage of the gradient's norm: what `adamw` reads on the device, and the one thing the CPU reads back.
//
// partials  f32 [W, 2]   from `gradient-partial`
// status    f32 [4]      norm, clip scale, 1 where all elements are sound else 0, number of unsound elements
//
// clip scale = min(1, maxNorm / (norm + 1e-6)), PyTorch's clip_grad_norm_; maxNorm 0 means no clipping.
// One workgroup.

override WORKGROUP: u32 = 256;

struct Uniforms {
  workgroups: u32,
  maxNorm: f32,
}

@group(0) @binding(0) var<storage, read> partials: array<f32>;
@group(0) @binding(1) var<storage, read_write> status: array<f32>;
@group(1) @binding(0) var<uniform> u: Uniforms;

var<workgroup> sums: array<vec2f, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(local_invocation_index) lane: u32) {
  var sum = vec2f(0.0);
  for (var i = lane; i < u.workgroups; i += WORKGROUP) {
    sum += vec2f(partials[2u * i], partials[2u * i + 1u]);
  }
  sums[lane] = sum;
  for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) {
      sums[lane] += sums[lane + half];
    }
  }
  if (lane == 0u) {
    let norm = sqrt(sums[0].x);
    let sound = sums[0].y == 0.0;
    status[0] = norm;
    status[1] = select(1.0, min(1.0, u.maxNorm / (norm + 1e-6)), u.maxNorm > 0.0);
    status[2] = select(0.0, 1.0, sound);
    status[3] = sums[0].y;
  }
}
