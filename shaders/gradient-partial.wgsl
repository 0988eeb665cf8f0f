// First stage of the gradient's norm: each workgroup sums the squares of one contiguous chunk.
//
// gradient  f32 [N]
// partials  f32 [W, 2]   sum of squares of the sound elements; number of unsound ones
//
// An element is sound below 1e15 in magnitude: 3e8 squares of such fit a f32, and NaN and infinity never do. The test
// is on the bits, because WGSL may assume that NaN and infinity do not occur.
// Grid (W): element i belongs to workgroup i / ceil(N / W).

override WORKGROUP: u32 = 256;

struct Uniforms {
  count: u32,
  workgroups: u32,
}

@group(0) @binding(0) var<storage, read> gradient: array<f32>;
@group(0) @binding(1) var<storage, read_write> partials: array<f32>;
@group(1) @binding(0) var<uniform> u: Uniforms;

var<workgroup> sums: array<vec2f, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let chunk = (u.count + u.workgroups - 1u) / u.workgroups;
  let end = min(u.count, (group.x + 1u) * chunk);
  var sum = vec2f(0.0);
  for (var i = group.x * chunk + lane; i < end; i += WORKGROUP) {
    let value = gradient[i];
    if ((bitcast<u32>(value) & 0x7fffffffu) < bitcast<u32>(1e15f)) {
      sum.x += value * value;
    } else {
      sum.y += 1.0;
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
    partials[2u * group.x] = sums[0].x;
    partials[2u * group.x + 1u] = sums[0].y;
  }
}
