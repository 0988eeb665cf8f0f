// The pixel-level heart of PL-DC: weighted binary cross-entropy and dice of each row of mask logits against its
// target, with the gradient. Pseudo-labels are made here from the teacher's logits q; truth has weight 1.
//
//   y = [q > 0],  w = 1 - u,  u by uniforms.uncertainty:   0 none      u = 0
//                                                          1 tent      u = 1 - 2 |sigmoid(q) - 1/2|
//                                                          2 entropy   u = H(sigmoid(q)) / ln 2
//   bce  = sum w BCE(x, y) / Z,   Z = number of pixels (normaliser 0) or sum w (normaliser 1)
//   dice = 1 - (2 sum w' s y + 1) / (sum w' s + sum w' y + 1),   s = sigmoid(x),  w' = w where weightDice, else 1
//   loss = rowWeight (bceWeight bce + diceWeight dice)
//   d loss / d x = rowWeight (bceWeight w (s - y) / Z + diceWeight w' (n - 2 y d) s (1 - s) / d^2)   with dice = 1 - n/d
//
// logits  [N, P]  student
// targets [T, P]  coverage in 0..1, or the teacher's logits
// rows    [N, 4]  row weight, 1 for a pseudo-label and 0 for truth, 0, 0
// cells   [N, 4]  image, cell, target, 0
// dLogits [N, P]  out
// sums    [N, 8]  out: bce, dice, sum w, mean u, IoU of the masks x > 0 and y >= 1/2, area of x > 0, area of y >= 1/2, loss
// Grid: x rows.
//
// Fused: one workgroup owns a row and needs each pixel twice, before and after its sums. The first 4,096 pixels stay
// in registers in between (4 vectors of logits and 4 of targets a thread, 32 registers, unrolled by hand so that no
// compiler spills an indexed array): a 64 x 64 plane is read from memory exactly once. Of larger planes (to 160 x 160)
// the rest is read again; a row and its target are then at most 200 KiB that the same workgroup has just touched, so
// the second read comes from a cache. Holding 25,600 pixels would take 200 registers a thread, and workgroup memory
// (16 KiB by default) holds fewer pixels than the registers do.

struct Uniforms {
  count: u32,
  pixels: u32,
  uncertainty: u32,
  normaliser: u32,
  weightDice: u32,
  bceWeight: f32,
  diceWeight: f32,
}

@group(0) @binding(0) var<storage, read> logits: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> targets: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> rows: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> cells: array<vec4<u32>>;
@group(0) @binding(4) var<storage, read_write> dLogits: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> sums: array<vec4<f32>>;
@group(1) @binding(0) var<uniform> uniforms: Uniforms;

const threads = 256u;
const held = 4u;

/// ln(1 + e) for e in 0..1 as 2 artanh(e / (2 + e)), to 2e-8: WGSL's log is only good to 2^-21 near 1.
fn log_one_plus(e: vec4<f32>) -> vec4<f32> {
  let z = e / (2.0 + e);
  let z2 = z * z;
  return 2.0 * z * (1.0 + z2 * (1.0 / 3.0 + z2 * (0.2 + z2 * (1.0 / 7.0 + z2 * (1.0 / 9.0 + z2 * (1.0 / 11.0 + z2 / 13.0))))));
}

/// sigmoid(x), given e = exp(-|x|).
fn sigmoid_of(x: vec4<f32>, e: vec4<f32>) -> vec4<f32> {
  return select(e, vec4(1.0), x >= vec4(0.0)) / (1.0 + e);
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

struct Target {
  y: vec4<f32>,
  w: vec4<f32>,
}

fn target_of(given: vec4<f32>, pseudo: bool) -> Target {
  if (pseudo) {
    return Target(
      select(vec4(0.0), vec4(1.0), given > vec4(0.0)),
      1.0 - uncertainty_of(given, uniforms.uncertainty),
    );
  }
  return Target(given, vec4(1.0));
}

struct Sums {
  a: vec4<f32>, // w BCE, w, w' s y, w' s
  b: vec4<f32>, // w' y, both masks, predicted mask, target mask
}

fn add(sum: Sums, x: vec4<f32>, given: vec4<f32>, pseudo: bool) -> Sums {
  let goal = target_of(given, pseudo);
  let y = goal.y;
  let one = vec4(1.0);
  let e = exp(-abs(x));
  let s = sigmoid_of(x, e);
  let bce = max(x, vec4(0.0)) - x * y + log_one_plus(e);
  let dice_weight = select(one, goal.w, uniforms.weightDice != 0u);
  let predicted = select(vec4(0.0), one, x > vec4(0.0));
  let wanted = select(vec4(0.0), one, y >= vec4(0.5));
  return Sums(
    sum.a + vec4(dot(goal.w, bce), dot(goal.w, one), dot(dice_weight, s * y), dot(dice_weight, s)),
    sum.b + vec4(dot(dice_weight, y), dot(predicted, wanted), dot(predicted, one), dot(wanted, one)),
  );
}

/// What the gradient needs of the row's sums.
struct Slopes {
  bce: f32, // rowWeight bceWeight / Z
  dice: f32, // rowWeight diceWeight / d^2
  n: f32,
  d: f32,
}

fn gradient_of(x: vec4<f32>, given: vec4<f32>, pseudo: bool, slopes: Slopes) -> vec4<f32> {
  let goal = target_of(given, pseudo);
  let e = exp(-abs(x));
  let s = sigmoid_of(x, e);
  let dice_weight = select(vec4(1.0), goal.w, uniforms.weightDice != 0u);
  let by_bce = goal.w * (s - goal.y);
  let by_dice = dice_weight * (slopes.n - 2.0 * goal.y * slopes.d) * s * (1.0 - s);
  return slopes.bce * by_bce + slopes.dice * by_dice;
}

var<workgroup> partial_a: array<vec4<f32>, threads>;
var<workgroup> partial_b: array<vec4<f32>, threads>;

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let row = group.x;
  let vectors = uniforms.pixels / 4u;
  let pseudo = rows[row].y != 0.0;
  let here = row * vectors;
  let there = cells[row].z * vectors;
  let i0 = thread;
  let i1 = thread + threads;
  let i2 = thread + 2u * threads;
  let i3 = thread + 3u * threads;

  var x0 = vec4(0.0);
  var x1 = vec4(0.0);
  var x2 = vec4(0.0);
  var x3 = vec4(0.0);
  var given0 = vec4(0.0);
  var given1 = vec4(0.0);
  var given2 = vec4(0.0);
  var given3 = vec4(0.0);
  var sum = Sums(vec4(0.0), vec4(0.0));
  if (i0 < vectors) {
    x0 = logits[here + i0];
    given0 = targets[there + i0];
    sum = add(sum, x0, given0, pseudo);
  }
  if (i1 < vectors) {
    x1 = logits[here + i1];
    given1 = targets[there + i1];
    sum = add(sum, x1, given1, pseudo);
  }
  if (i2 < vectors) {
    x2 = logits[here + i2];
    given2 = targets[there + i2];
    sum = add(sum, x2, given2, pseudo);
  }
  if (i3 < vectors) {
    x3 = logits[here + i3];
    given3 = targets[there + i3];
    sum = add(sum, x3, given3, pseudo);
  }
  for (var i = thread + held * threads; i < vectors; i += threads) {
    sum = add(sum, logits[here + i], targets[there + i], pseudo);
  }

  partial_a[thread] = sum.a;
  partial_b[thread] = sum.b;
  workgroupBarrier();
  for (var half = threads / 2u; half > 0u; half /= 2u) {
    if (thread < half) {
      partial_a[thread] += partial_a[thread + half];
      partial_b[thread] += partial_b[thread + half];
    }
    workgroupBarrier();
  }
  let a = partial_a[0];
  let b = partial_b[0];

  let row_weight = rows[row].x;
  let pixels = f32(uniforms.pixels);
  // A row without any weight has no cross-entropy to average; 1e-12 only keeps 0 / 0 away.
  let z = select(pixels, max(a.y, 1e-12), uniforms.normaliser != 0u);
  let n = 2.0 * a.z + 1.0;
  let d = a.w + b.x + 1.0;
  let slopes = Slopes(row_weight * uniforms.bceWeight / z, row_weight * uniforms.diceWeight / (d * d), n, d);
  if (i0 < vectors) {
    dLogits[here + i0] = gradient_of(x0, given0, pseudo, slopes);
  }
  if (i1 < vectors) {
    dLogits[here + i1] = gradient_of(x1, given1, pseudo, slopes);
  }
  if (i2 < vectors) {
    dLogits[here + i2] = gradient_of(x2, given2, pseudo, slopes);
  }
  if (i3 < vectors) {
    dLogits[here + i3] = gradient_of(x3, given3, pseudo, slopes);
  }
  for (var i = thread + held * threads; i < vectors; i += threads) {
    dLogits[here + i] = gradient_of(logits[here + i], targets[there + i], pseudo, slopes);
  }

  if (thread == 0u) {
    let bce = a.x / z;
    let dice = 1.0 - n / d;
    let joined = b.z + b.w - b.y; // area of the union
    let loss = row_weight * (uniforms.bceWeight * bce + uniforms.diceWeight * dice);
    sums[2u * row] = vec4(bce, dice, a.y, (pixels - a.y) / pixels);
    sums[2u * row + 1u] = vec4(b.y / max(joined, 1.0), b.z, b.w, loss);
  }
}
