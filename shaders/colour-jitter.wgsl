// Brightness, contrast, saturation and hue of each picture, then grey: in place, in one pass.
//
// appearance  f32 [B, 24]       see src/compute/kernels/appearance.ts
// mean        f32 [B]           from `image-mean`
// view        f32 [B, 3, S, S]  in 0..1; images that are not chosen are not touched
//
// torchvision's definitions, each clamped to 0..1, always in this order (torchvision draws a random order):
//   brightness  x <- f x
//   contrast    x <- f x + (1 - f) mean(grey)
//   saturation  x <- f x + (1 - f) grey(x)
//   hue         h <- h + shift (turns) in HSV
//   grey        x <- grey(x)
// One invocation per pixel; grid (pixels / 64, B).

struct Uniforms {
  batch: u32,
  side: u32,
}

@group(0) @binding(0) var<storage, read> appearance: array<f32>;
@group(0) @binding(1) var<storage, read> mean: array<f32>;
@group(0) @binding(2) var<storage, read_write> view: array<f32>;
@group(1) @binding(0) var<uniform> u: Uniforms;

fn grey(colour: vec3f) -> f32 {
  return dot(colour, vec3f(0.2989, 0.587, 0.114));
}

// HSV without the conversion back: channel n in (5, 3, 1) is v - c * clamp(min(k, 4 - k), 0, 1), k = (n + 6h) mod 6.
fn turnHue(colour: vec3f, turns: f32) -> vec3f {
  let value = max(colour.r, max(colour.g, colour.b));
  let chroma = value - min(colour.r, min(colour.g, colour.b));
  if (chroma <= 0.0) {
    return colour;
  }
  var sextant = 4.0 + (colour.r - colour.g) / chroma;
  if (value == colour.r) {
    sextant = (colour.g - colour.b) / chroma;
  } else if (value == colour.g) {
    sextant = 2.0 + (colour.b - colour.r) / chroma;
  }
  let k = vec3f(5.0, 3.0, 1.0) + sextant + 6.0 * turns;
  let wrapped = k - 6.0 * floor(k / 6.0);
  return value - chroma * saturate(min(wrapped, 4.0 - wrapped));
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let pixels = u.side * u.side;
  let pixel = id.x;
  let image = id.y;
  if (pixel >= pixels || image >= u.batch) {
    return;
  }
  let row = image * 24u;
  let jitter = appearance[row] > 0.5;
  let toGrey = appearance[row + 5u] > 0.5;
  if (!jitter && !toGrey) {
    return;
  }
  let at = image * 3u * pixels + pixel;
  var colour = vec3f(view[at], view[at + pixels], view[at + 2u * pixels]);
  if (jitter) {
    let contrast = appearance[row + 2u];
    let saturation = appearance[row + 3u];
    let turns = appearance[row + 4u];
    colour = saturate(appearance[row + 1u] * colour);
    colour = saturate(contrast * colour + (1.0 - contrast) * mean[image]);
    colour = saturate(saturation * colour + (1.0 - saturation) * grey(colour));
    if (turns != 0.0) {
      colour = turnHue(colour, turns);
    }
  }
  if (toGrey) {
    colour = vec3f(grey(colour));
  }
  view[at] = colour.r;
  view[at + pixels] = colour.g;
  view[at + 2u * pixels] = colour.b;
}
