// One pass of a separable Gaussian blur, along x (axis 0) or y (axis 1).
//
// appearance  f32 [B, 24]       [6] = sigma in pixels; 0: this image is skipped and `blurred` keeps what it holds
// view        f32 [B, 3, S, S]
// blurred     f32 [B, 3, S, S]
//
// w(k) = exp(-k^2 / 2 sigma^2), |k| <= ceil(3 sigma) <= MAX_RADIUS, divided by their sum; borders are reflected
// without repeating the border pixel, as in torchvision's gaussian_blur.
// One invocation per value; grid (3 pixels / 64, B).

override MAX_RADIUS: i32 = 6;

struct Uniforms {
  batch: u32,
  side: u32,
  axis: u32,
}

@group(0) @binding(0) var<storage, read> appearance: array<f32>;
@group(0) @binding(1) var<storage, read> view: array<f32>;
@group(0) @binding(2) var<storage, read_write> blurred: array<f32>;
@group(1) @binding(0) var<uniform> u: Uniforms;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let values = 3u * u.side * u.side;
  let image = id.y;
  if (id.x >= values || image >= u.batch) {
    return;
  }
  let sigma = appearance[image * 24u + 6u];
  if (sigma <= 0.0) {
    return;
  }
  let radius = min(MAX_RADIUS, i32(ceil(3.0 * sigma)));
  let at = image * values + id.x;
  let step = select(u.side, 1u, u.axis == 0u);
  let place = i32((id.x / step) % u.side);
  let start = i32(at) - place * i32(step);
  let last = i32(u.side) - 1;
  var sum = view[at];
  var weights = 1.0;
  for (var k = 1; k <= radius; k++) {
    let weight = exp(-f32(k * k) / (2.0 * sigma * sigma));
    let before = abs(place - k);
    let after = last - abs(last - place - k);
    sum += weight * (view[start + before * i32(step)] + view[start + after * i32(step)]);
    weights += 2.0 * weight;
  }
  blurred[at] = sum / weights;
}
