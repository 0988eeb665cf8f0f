// Two rows of weights per mask that pool features at stride 4: their mean under the mask, and their mean along a
// two-pixel band on its boundary. One workgroup per mask.
//
//   m4 = mean over 2x2 pixels of the mask plane m at stride 2;   m = coverage (mode 0) or [q > 0] (mode 1)
//   inside = m4 / sum m4;   ring = (max3x3 m4 - min3x3 m4) / its sum, neighbourhoods clipped at the border
//
// planes [R, M*M]   coverage in 0..1, or mask logits
// slots  [R]        row of the outputs that a mask fills; no two alike; 0xffffffff: none
// inside [*, Q]     out, Q = (M/2)^2; rows that no mask fills are left alone: hand in zeros
// ring   [*, Q]     out, likewise
// An empty mask gives zeros; so does the ring of a mask without a boundary (all of the image).
// Grid: x masks.

struct Uniforms {
  count: u32,
  maskSide: u32,
  mode: u32,
}

@group(0) @binding(0) var<storage, read> planes: array<f32>;
@group(0) @binding(1) var<storage, read> slots: array<u32>;
@group(0) @binding(2) var<storage, read_write> inside: array<f32>;
@group(0) @binding(3) var<storage, read_write> ring: array<f32>;
@group(1) @binding(0) var<uniform> uniforms: Uniforms;

const threads = 256u;
var<workgroup> partial: array<vec2<f32>, threads>;

fn coverage(pixel: u32) -> f32 {
  let value = planes[pixel];
  return select(value, select(0.0, 1.0, value > 0.0), uniforms.mode == 1u);
}

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let slot = slots[group.x];
  let used = slot != 0xffffffffu;
  let side = uniforms.maskSide / 2u;
  // A mask without a slot does no work, yet meets every barrier.
  let cells = select(0u, side * side, used);
  let plane = group.x * uniforms.maskSide * uniforms.maskSide;
  let row = slot * side * side;

  var sum = vec2(0.0); // inside, ring
  for (var i = thread; i < cells; i += threads) {
    let corner = plane + 2u * (i / side) * uniforms.maskSide + 2u * (i % side);
    let below = corner + uniforms.maskSide;
    let mean = 0.25 * (coverage(corner) + coverage(corner + 1u) + coverage(below) + coverage(below + 1u));
    inside[row + i] = mean;
    sum.x += mean;
  }
  // The band reads neighbours that other threads have just written.
  storageBarrier();
  for (var i = thread; i < cells; i += threads) {
    let x = i % side;
    let y = i / side;
    var least = inside[row + i];
    var most = least;
    for (var v = max(y, 1u) - 1u; v <= min(y + 1u, side - 1u); v++) {
      for (var u = max(x, 1u) - 1u; u <= min(x + 1u, side - 1u); u++) {
        let neighbour = inside[row + v * side + u];
        least = min(least, neighbour);
        most = max(most, neighbour);
      }
    }
    ring[row + i] = most - least;
    sum.y += most - least;
  }

  partial[thread] = sum;
  workgroupBarrier();
  for (var half = threads / 2u; half > 0u; half /= 2u) {
    if (thread < half) {
      partial[thread] += partial[thread + half];
    }
    workgroupBarrier();
  }
  // The barriers above also keep the division below behind everybody's reading of neighbours.
  storageBarrier();
  let total = partial[0];
  let scale = select(1.0 / total, vec2(0.0), total == vec2(0.0));
  for (var i = thread; i < cells; i += threads) {
    inside[row + i] *= scale.x;
    ring[row + i] *= scale.y;
  }
}
