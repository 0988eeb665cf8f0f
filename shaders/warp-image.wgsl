// Resamples packed RGBA8 pictures under one affine map per image: the shared geometry of the weak and the strong view.
//
// source    u32 [B, S*S]    r | g<<8 | b<<16 | a<<24
// geometry  f32 [B, 8]      a b c d e f . .   source x = a x + b y + c, source y = d x + e y + f, in pixel indices
// view      f32 [B, 3, S, S] in 0..1
//
// Bilinear over the four nearest pixel centres; a centre outside the picture counts as mid-grey 0.5.
// One invocation per pixel; grid (pixels / 64, B).

struct Uniforms {
  batch: u32,
  side: u32,
}

@group(0) @binding(0) var<storage, read> source: array<u32>;
@group(0) @binding(1) var<storage, read> geometry: array<f32>;
@group(0) @binding(2) var<storage, read_write> view: array<f32>;
@group(1) @binding(0) var<uniform> u: Uniforms;

const outside = vec3f(0.5);

fn texel(image: u32, x: i32, y: i32) -> vec3f {
  let side = i32(u.side);
  if (x < 0 || y < 0 || x >= side || y >= side) {
    return outside;
  }
  return unpack4x8unorm(source[image * u.side * u.side + u32(y * side + x)]).rgb;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let pixels = u.side * u.side;
  let pixel = id.x;
  let image = id.y;
  if (pixel >= pixels || image >= u.batch) {
    return;
  }
  let x = f32(pixel % u.side);
  let y = f32(pixel / u.side);
  let row = image * 8u;
  // Far outside everything is grey: the clamp keeps the conversion to integers defined.
  let far = f32(u.side) + 2.0;
  let at = clamp(
    vec2f(
      geometry[row] * x + geometry[row + 1u] * y + geometry[row + 2u],
      geometry[row + 3u] * x + geometry[row + 4u] * y + geometry[row + 5u],
    ),
    vec2f(-2.0),
    vec2f(far),
  );
  let corner = floor(at);
  let t = at - corner;
  let x0 = i32(corner.x);
  let y0 = i32(corner.y);
  let top = mix(texel(image, x0, y0), texel(image, x0 + 1, y0), t.x);
  let bottom = mix(texel(image, x0, y0 + 1), texel(image, x0 + 1, y0 + 1), t.x);
  let colour = mix(top, bottom, t.y);
  let first = image * 3u * pixels + pixel;
  view[first] = colour.r;
  view[first + pixels] = colour.g;
  view[first + 2u * pixels] = colour.b;
}
