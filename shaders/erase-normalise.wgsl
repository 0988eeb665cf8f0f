// Three random erasings and the network's normalisation: the last pass of either view.
//
// appearance  f32 [B, 24]       [7] = key of the noise, [8..19] = three rectangles: left, top, right, bottom (pixels)
// view        f32 [B, 3, S, S]  in 0..1
// input       f32 [B, 3, S, S]  (x - 0.5) / 0.25
//
// An erased value is uniform noise in 0..1, drawn per pixel and channel from a counter: pcg(pcg(4 key + rectangle) +
// position in the image). The third rectangle lies over the second, the second over the first. PCG-RXS-M-XS as a hash:
// Jarzynski and Olano, "Hash Functions for GPU Rendering", JCGT 2020.
// One invocation per value; grid (3 pixels / 64, B).

struct Uniforms {
  batch: u32,
  side: u32,
}

@group(0) @binding(0) var<storage, read> appearance: array<f32>;
@group(0) @binding(1) var<storage, read> view: array<f32>;
@group(0) @binding(2) var<storage, read_write> input: array<f32>;
@group(1) @binding(0) var<uniform> u: Uniforms;

fn pcg(n: u32) -> u32 {
  let state = n * 747796405u + 2891336453u;
  let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return (word >> 22u) ^ word;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let values = 3u * u.side * u.side;
  let image = id.y;
  if (id.x >= values || image >= u.batch) {
    return;
  }
  let row = image * 24u;
  let x = f32(id.x % u.side);
  let y = f32((id.x / u.side) % u.side);
  var value = view[image * values + id.x];
  for (var rectangle = 0u; rectangle < 3u; rectangle++) {
    let first = row + 8u + 4u * rectangle;
    let inside = x >= appearance[first] && y >= appearance[first + 1u]
      && x < appearance[first + 2u] && y < appearance[first + 3u];
    if (inside) {
      let key = pcg(4u * u32(appearance[row + 7u]) + rectangle);
      value = f32(pcg(key + id.x) >> 8u) / 16777216.0;
    }
  }
  input[image * values + id.x] = (value - 0.5) / 0.25;
}
