// Masks over a picture: a translucent fill and a soft outline per instance, later instances over earlier ones.
//
// picture    u32 [H*W]   packed RGBA8 at display size
// logits     f32 [N, M*M] mask logits
// instances  f32 [N, 8]  red, green, blue (0..1), fill opacity, outline opacity, visible (0 or 1), dash, hatch
// drawn      u32 [H*W]   packed RGBA8
//
// A display pixel's centre lies at (x + 0.5) * scale + offset in mask pixels; logits are bilinear, continued outwards.
// With q the logit and g its central difference over +-reach display pixels, q / |g| is the signed distance to the
// contour q = 0 in display pixels. Fill: coverage clamp(distance + 1/2). Outline: clamp(w/2 + 1/2 - |distance|), where
// the contour truly passes within reach = ceil(sqrt(2) (w/2 + 1/2)), w being the outline's width.
// Dash d > 0: the outline shows on the squares of a chessboard of d pixels that its first square belongs to, whatever
// its direction. Hatch h > 0: the fill shows on diagonal stripes, h pixels from one to the next, half of that wide.
// One invocation per display pixel, in tiles of 8 x 8.

struct Uniforms {
  width: u32,
  height: u32,
  maskSide: u32,
  count: u32,
  scale: f32,
  offsetX: f32,
  offsetY: f32,
  outlineWidth: f32,
}

@group(0) @binding(0) var<storage, read> picture: array<u32>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> instances: array<f32>;
@group(0) @binding(3) var<storage, read_write> drawn: array<u32>;
@group(1) @binding(0) var<uniform> u: Uniforms;

// Bilinear logit at a display pixel (fractions of pixels never occur: reach is whole).
fn logitAt(plane: u32, pixel: vec2f) -> f32 {
  let last = f32(u.maskSide - 1u);
  let at = clamp((pixel + 0.5) * u.scale + vec2f(u.offsetX, u.offsetY) - 0.5, vec2f(0.0), vec2f(last));
  let corner = min(floor(at), vec2f(max(last - 1.0, 0.0)));
  let t = at - corner;
  let first = plane * u.maskSide * u.maskSide + u32(corner.y) * u.maskSide + u32(corner.x);
  let right = min(u.maskSide - 1u, 1u);
  let below = right * u.maskSide;
  let top = mix(logits[first], logits[first + right], t.x);
  let bottom = mix(logits[first + below], logits[first + below + right], t.x);
  return mix(top, bottom, t.y);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= u.width || id.y >= u.height) {
    return;
  }
  let pixel = vec2f(id.xy);
  let reach = ceil(1.41421356 * (0.5 * u.outlineWidth + 0.5));
  var colour = unpack4x8unorm(picture[id.y * u.width + id.x]);
  for (var i = 0u; i < u.count; i++) {
    let row = 8u * i;
    if (instances[row + 5u] < 0.5) {
      continue;
    }
    let tint = vec3f(instances[row], instances[row + 1u], instances[row + 2u]);
    let here = logitAt(i, pixel);
    let east = logitAt(i, pixel + vec2f(reach, 0.0));
    let west = logitAt(i, pixel - vec2f(reach, 0.0));
    let south = logitAt(i, pixel + vec2f(0.0, reach));
    let north = logitAt(i, pixel - vec2f(0.0, reach));
    var fill = select(0.0, 1.0, here > 0.0);
    let lowest = min(here, min(min(east, west), min(south, north)));
    let highest = max(here, max(max(east, west), max(south, north)));
    var outline = 0.0;
    if (lowest <= 0.0 && highest > 0.0) {
      let slope = length(vec2f(east - west, south - north)) / (2.0 * reach);
      let distance = here / max(slope, 1e-6);
      fill = saturate(distance + 0.5);
      outline = saturate(0.5 * u.outlineWidth + 0.5 - abs(distance));
    }
    let dash = u32(instances[row + 6u]);
    if (dash > 0u && ((id.x / dash + id.y / dash) & 1u) == 1u) {
      outline = 0.0;
    }
    let hatch = u32(instances[row + 7u]);
    if (hatch > 0u && 2u * ((id.x + id.y) % hatch) >= hatch) {
      fill = 0.0;
    }
    colour = vec4f(mix(colour.rgb, tint, fill * instances[row + 3u]), colour.a);
    colour = vec4f(mix(colour.rgb, tint, outline * instances[row + 4u]), colour.a);
  }
  drawn[id.y * u.width + id.x] = pack4x8unorm(colour);
}
