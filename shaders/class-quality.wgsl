// Class probabilities by softmax, and the best of them. One thread per row.
//
//   p = softmax(x);   class quality = max_k p_k
//
// logits        [R, K]
// probabilities [R, K]  out
// best          [R, 2]  out: class quality, its class (the first of equals)
// Grid: x blocks of 64 rows.

struct Uniforms {
  count: u32,
  classes: u32,
}

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read_write> probabilities: array<f32>;
@group(0) @binding(2) var<storage, read_write> best: array<f32>;
@group(1) @binding(0) var<uniform> uniforms: Uniforms;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let row = id.x;
  if (row >= uniforms.count) {
    return;
  }
  let start = row * uniforms.classes;
  var winner = 0u;
  for (var k = 1u; k < uniforms.classes; k++) {
    if (logits[start + k] > logits[start + winner]) {
      winner = k;
    }
  }
  let largest = logits[start + winner];
  var sum = 0.0;
  for (var k = 0u; k < uniforms.classes; k++) {
    sum += exp(logits[start + k] - largest);
  }
  for (var k = 0u; k < uniforms.classes; k++) {
    probabilities[start + k] = exp(logits[start + k] - largest) / sum;
  }
  best[2u * row] = 1.0 / sum;
  best[2u * row + 1u] = f32(winner);
}
