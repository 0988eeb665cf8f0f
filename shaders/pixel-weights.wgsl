// Uncertainty of each pixel of a pseudo-mask and the weight made of it, as they enter the mask loss: for the eye.
// uncertainty_of is the text of mask-loss.wgsl (a test compares them).
//
//   variant 0 none  u = 0;   1 tent  u = 1 - 2 |sigmoid(q) - 1/2|;   2 entropy  u = H(sigmoid(q)) / ln 2;   w = 1 - u
//
// logits           [T, P]  teacher; `size` = T * P, a multiple of 4
// pixelUncertainty [T, P]  out
// weights          [T, P]  out
// Grid: x blocks of 1,024 pixels.

struct Uniforms {
  size: u32,
  uncertainty: u32,
}

@group(0) @binding(0) var<storage, read> logits: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> pixelUncertainty: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> weights: array<vec4<f32>>;
@group(1) @binding(0) var<uniform> uniforms: Uniforms;

/// ln(1 + e) for e in 0..1 as 2 artanh(e / (2 + e)), to 2e-8: WGSL's log is only good to 2^-21 near 1.
fn log_one_plus(e: vec4<f32>) -> vec4<f32> {
  let z = e / (2.0 + e);
  let z2 = z * z;
  return 2.0 * z * (1.0 + z2 * (1.0 / 3.0 + z2 * (0.2 + z2 * (1.0 / 7.0 + z2 * (1.0 / 9.0 + z2 * (1.0 / 11.0 + z2 / 13.0))))));
}

/// Uncertainty of pixels whose teacher logits are q.
fn uncertainty_of(q: vec4<f32>, variant: u32) -> vec4<f32> {
  let size = min(abs(q), vec4(80.0));
  let e = exp(-size);
  let doubt = e / (1.0 + e); // the smaller of sigmoid(q) and 1 - sigmoid(q)
  switch variant {
    case 1u: { return 2.0 * doubt; }
    case 2u: { return (log_one_plus(e) + size * doubt) / 0.6931471805599453; }
    default: { return vec4(0.0); }
  }
}

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= uniforms.size / 4u) {
    return;
  }
  let u = uncertainty_of(logits[id.x], uniforms.uncertainty);
  pixelUncertainty[id.x] = u;
  weights[id.x] = 1.0 - u;
}
