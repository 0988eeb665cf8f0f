// What a mask's logits say of it. One workgroup per row.
//
//   quality = sum_p s(p) [q(p) > 0] / sum_p [q(p) > 0], s = sigmoid(q): mean foreground probability; 0 for an empty mask
//
// logits  [N, P]
// quality [N, 4]  out: quality, area = sum_p [q > 0] in mask pixels, mean of 1 - 2 |s - 1/2| over all pixels, sum of s
// Grid: x rows.

struct Uniforms {
  count: u32,
  pixels: u32,
}

@group(0) @binding(0) var<storage, read> logits: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> quality: array<vec4<f32>>;
@group(1) @binding(0) var<uniform> uniforms: Uniforms;

const threads = 256u;
var<workgroup> partial: array<vec4<f32>, threads>;

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let row = group.x;
  let vectors = uniforms.pixels / 4u;
  let one = vec4(1.0);
  var sum = vec4(0.0); // foreground s, area, uncertainty, s
  for (var i = thread; i < vectors; i += threads) {
    let q = logits[row * vectors + i];
    let e = exp(-abs(q));
    let s = select(e, one, q >= vec4(0.0)) / (1.0 + e);
    let foreground = select(vec4(0.0), one, q > vec4(0.0));
    sum += vec4(dot(foreground, s), dot(foreground, one), dot(2.0 * e / (1.0 + e), one), dot(s, one));
  }

  partial[thread] = sum;
  workgroupBarrier();
  for (var half = threads / 2u; half > 0u; half /= 2u) {
    if (thread < half) {
      partial[thread] += partial[thread + half];
    }
    workgroupBarrier();
  }
  if (thread == 0u) {
    let total = partial[0];
    quality[row] = vec4(total.x / max(total.y, 1.0), total.y, total.z / f32(uniforms.pixels), total.w);
  }
}
