// One step of AdamW on all parameters at once, with clipping and the teacher's moving average fused.
//
// parameters  f32 [N]          gradient  f32 [N]
// first       f32 [N]          second    f32 [N]      moments of the gradient
// teacher     f32 [N]
// status      f32 [4]          from `gradient-total`: norm, clip scale, finite, number unsound
// groups      u32 [ceil(N/4)]  one byte per element, lowest first: its parameter group
// rates       f32 [G, 2]       per group: multiplier of the learning rate, multiplier of the weight decay
//
// Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, as torch.optim.AdamW computes it:
//   g <- clip * g;  lr = rate * learningRate
//   p <- p * (1 - lr * decay * weightDecay)
//   m <- beta1 m + (1 - beta1) g;  v <- beta2 v + (1 - beta2) g^2
//   p <- p - lr * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
//   teacher <- emaDecay * teacher + (1 - emaDecay) * p;   emaDecay 0 copies
// Where the gradient is not finite nothing is written. The CPU gives 1 - beta^t: pow is imprecise here.
// One invocation per element; grid (N / 256).

struct Uniforms {
  count: u32,
  learningRate: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
  weightDecay: f32,
  firstCorrection: f32,
  secondCorrection: f32,
  emaDecay: f32,
}

@group(0) @binding(0) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read_write> first: array<f32>;
@group(0) @binding(3) var<storage, read_write> second: array<f32>;
@group(0) @binding(4) var<storage, read_write> teacher: array<f32>;
@group(0) @binding(5) var<storage, read> status: array<f32>;
@group(0) @binding(6) var<storage, read> groups: array<u32>;
@group(0) @binding(7) var<storage, read> rates: array<f32>;
@group(1) @binding(0) var<uniform> u: Uniforms;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= u.count || status[2] < 0.5) {
    return;
  }
  let group = (groups[i / 4u] >> (8u * (i % 4u))) & 255u;
  let learningRate = u.learningRate * rates[2u * group];
  let decay = u.weightDecay * rates[2u * group + 1u];
  let g = status[1] * gradient[i];
  let m = u.beta1 * first[i] + (1.0 - u.beta1) * g;
  let v = u.beta2 * second[i] + (1.0 - u.beta2) * g * g;
  let denominator = sqrt(v / u.secondCorrection) + u.epsilon;
  let p = parameters[i] * (1.0 - learningRate * decay) - learningRate / u.firstCorrection * m / denominator;
  first[i] = m;
  second[i] = v;
  parameters[i] = p;
  if (u.emaDecay > 0.0) {
    teacher[i] = u.emaDecay * teacher[i] + (1.0 - u.emaDecay) * p;
  } else {
    teacher[i] = p;
  }
}
