// Weighted softmax cross-entropy of class logits with optional label smoothing, and its gradient. One thread per row.
//
//   g_k = (1 - smoothing) goal_k + smoothing / K;   p = softmax(x)
//   loss = -weight / normaliser sum_k g_k ln p_k;   d loss / d x_k = weight / normaliser (p_k - g_k)
//
// logits   [R, K]
// goals    [R, K]  distributions: 1 for the label, or what is thought of each class
// weights  [R]     a row that weighs 0 has loss and gradient 0 whatever its logits
// gradient [R, K]  out
// losses   [R]     out
// Grid: x blocks of 64 rows.

struct Uniforms {
  count: u32,
  classes: u32,
  normaliser: f32,
  smoothing: f32,
}

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> goals: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read_write> gradient: array<f32>;
@group(0) @binding(4) var<storage, read_write> losses: array<f32>;
@group(1) @binding(0) var<uniform> uniforms: Uniforms;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let row = id.x;
  if (row >= uniforms.count) {
    return;
  }
  let start = row * uniforms.classes;
  let end = start + uniforms.classes;
  let weight = weights[row] / uniforms.normaliser;
  if (weight == 0.0) {
    for (var i = start; i < end; i++) {
      gradient[i] = 0.0;
    }
    losses[row] = 0.0;
    return;
  }

  var largest = logits[start];
  for (var i = start + 1u; i < end; i++) {
    largest = max(largest, logits[i]);
  }
  var sum = 0.0;
  for (var i = start; i < end; i++) {
    sum += exp(logits[i] - largest);
  }
  let log_sum = log(sum);

  let spread = uniforms.smoothing / f32(uniforms.classes);
  var loss = 0.0;
  for (var i = start; i < end; i++) {
    let log_p = logits[i] - largest - log_sum;
    let goal = (1.0 - uniforms.smoothing) * goals[i] + spread;
    loss -= goal * log_p;
    gradient[i] = weight * (exp(log_p) - goal);
  }
  losses[row] = weight * loss;
}
