// Square planes flipped and turned by quarters: exact, so that features and masks of the same turn belong together.
//
//   out[n, y, x] = in[n, source(y, x)]
//   source: swapped (turn & 4), then mirrored across (turn & 1) and down (turn & 2)
//
// source [N, S, S]
// turned [N, S, S]  out; `size` = N * S * S
// Grid: x blocks of 64 pixels, y rows of blocks where there are more than fit.

struct Uniforms {
  size: u32,
  side: u32,
  turn: u32,
}

@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> turned: array<f32>;
@group(1) @binding(0) var<uniform> uniforms: Uniforms;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let at = id.x + id.y * groups.x * 64u;
  if (at >= uniforms.size) {
    return;
  }
  let side = uniforms.side;
  let plane = at / (side * side);
  var place = vec2(at % side, (at / side) % side);
  if ((uniforms.turn & 4u) != 0u) {
    place = place.yx;
  }
  if ((uniforms.turn & 1u) != 0u) {
    place.x = side - 1u - place.x;
  }
  if ((uniforms.turn & 2u) != 0u) {
    place.y = side - 1u - place.y;
  }
  turned[at] = source[plane * side * side + place.y * side + place.x];
}
