// Objectness: the penalty-reduced focal loss of centre heat maps (CornerNet, arXiv 1808.01244, equation 1, with
// alpha 2 and beta 4), in logits. One workgroup per image.
//
//   p = sigmoid(x);  L+(x) = softplus(x) = -ln(1 - p);  L-(x) = softplus(-x) = -ln p
//   heat = 1:  loss = (1-p)^2 L-            d loss / d x = -(1-p)^2 (2 p L- + 1 - p)
//   heat < 1:  loss = (1-heat)^4 p^2 L+     d loss / d x = (1-heat)^4 p^2 (2 (1-p) L+ + p)
//   both times weight / normaliser
//
// logits   [B, g]  g cells an image
// heat     [B, g]  in 0..1
// weights  [B, g]  0 where a cell is ignored
// gradient [B, g]  out
// losses   [B]     out: sum over the image's cells
// Grid: x images.

struct Uniforms {
  images: u32,
  cells: u32,
  normaliser: f32,
}

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> heat: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read_write> gradient: array<f32>;
@group(0) @binding(4) var<storage, read_write> losses: array<f32>;
@group(1) @binding(0) var<uniform> uniforms: Uniforms;

const threads = 256u;
var<workgroup> partial: array<f32, threads>;

/// ln(1 + e) for e in 0..1 as 2 artanh(e / (2 + e)), to 2e-8: WGSL's log is only good to 2^-21 near 1.
fn log_one_plus(e: f32) -> f32 {
  let z = e / (2.0 + e);
  let z2 = z * z;
  return 2.0 * z * (1.0 + z2 * (1.0 / 3.0 + z2 * (0.2 + z2 * (1.0 / 7.0 + z2 * (1.0 / 9.0 + z2 * (1.0 / 11.0 + z2 / 13.0))))));
}

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let image = group.x;
  var sum = 0.0;
  for (var cell = thread; cell < uniforms.cells; cell += threads) {
    let i = image * uniforms.cells + cell;
    let weight = weights[i] / uniforms.normaliser;
    // An ignored cell counts for nothing whatever its logit.
    if (weight == 0.0) {
      gradient[i] = 0.0;
      continue;
    }
    // Both cases are one: `margin` is the logit of being wrong, p for heat < 1 and 1 - p for heat = 1.
    let positive = heat[i] == 1.0;
    let margin = select(logits[i], -logits[i], positive);
    let e = exp(-abs(margin));
    let wrong = select(e, 1.0, margin >= 0.0) / (1.0 + e);
    let right = select(1.0, e, margin >= 0.0) / (1.0 + e);
    let entropy = max(margin, 0.0) + log_one_plus(e);
    let cool = 1.0 - heat[i];
    let factor = weight * wrong * wrong * select(cool * cool * cool * cool, 1.0, positive);
    let slope = factor * (2.0 * right * entropy + wrong);
    gradient[i] = select(slope, -slope, positive);
    sum += factor * entropy;
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
    losses[image] = partial[0];
  }
}
