// Hard masks as bits, 32 pixels a word: a small read-back for the removal of duplicates. Bit j of word i is pixel
// 32 i + j (little-endian). One thread per word.
//
//   bit = [q > 0]
//
// logits [N, P]     P a multiple of 32
// bits   [N, P/32]  out; `words` = N * P / 32
// Grid: x blocks of 64 words.

struct Uniforms {
  words: u32,
}

@group(0) @binding(0) var<storage, read> logits: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> bits: array<u32>;
@group(1) @binding(0) var<uniform> uniforms: Uniforms;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let word = id.x;
  if (word >= uniforms.words) {
    return;
  }
  var packed = 0u;
  for (var j = 0u; j < 8u; j++) {
    let inside = select(vec4(0u), vec4(1u, 2u, 4u, 8u), logits[word * 8u + j] > vec4(0.0));
    packed |= (inside.x | inside.y | inside.z | inside.w) << (4u * j);
  }
  bits[word] = packed;
}
