// A plane of figures in 0..1 (uncertainty, weight, objectness) as colours over a picture.
//
// picture  u32 [H*W]    packed RGBA8 at display size
// planes   f32 [N, M*M] in 0..1; `plane` says which one is shown
// colours  u32 [256]    packed RGBA8: a colour map, src/compute/kernels/colour-maps.ts
// drawn    u32 [H*W]    packed RGBA8
//
// A display pixel's centre lies at (x + 0.5) * scale + offset in plane pixels; values are bilinear, continued
// outwards, and the map is linear between its entries. Opacity: opacity * (1 - fade + fade * value), so fade 1 makes
// low values clear.
// One invocation per display pixel, in tiles of 8 x 8.

struct Uniforms {
  width: u32,
  height: u32,
  side: u32,
  plane: u32,
  scale: f32,
  offsetX: f32,
  offsetY: f32,
  opacity: f32,
  fade: f32,
}

@group(0) @binding(0) var<storage, read> picture: array<u32>;
@group(0) @binding(1) var<storage, read> planes: array<f32>;
@group(0) @binding(2) var<storage, read> colours: array<u32>;
@group(0) @binding(3) var<storage, read_write> drawn: array<u32>;
@group(1) @binding(0) var<uniform> u: Uniforms;

fn valueAt(pixel: vec2f) -> f32 {
  let last = f32(u.side - 1u);
  let at = clamp((pixel + 0.5) * u.scale + vec2f(u.offsetX, u.offsetY) - 0.5, vec2f(0.0), vec2f(last));
  let corner = min(floor(at), vec2f(max(last - 1.0, 0.0)));
  let t = at - corner;
  let first = u.plane * u.side * u.side + u32(corner.y) * u.side + u32(corner.x);
  let right = min(u.side - 1u, 1u);
  let below = right * u.side;
  let top = mix(planes[first], planes[first + right], t.x);
  let bottom = mix(planes[first + below], planes[first + below + right], t.x);
  return saturate(mix(top, bottom, t.y));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= u.width || id.y >= u.height) {
    return;
  }
  let value = valueAt(vec2f(id.xy));
  let place = 255.0 * value;
  let entry = min(u32(place), 254u);
  let tint = mix(unpack4x8unorm(colours[entry]), unpack4x8unorm(colours[entry + 1u]), place - f32(entry)).rgb;
  let below = unpack4x8unorm(picture[id.y * u.width + id.x]);
  let opacity = u.opacity * (1.0 - u.fade + u.fade * value);
  drawn[id.y * u.width + id.x] = pack4x8unorm(vec4f(mix(below.rgb, tint, opacity), below.a));
}
