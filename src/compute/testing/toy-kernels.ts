/** Small kernels with closed forms, for tests of the devices themselves. */
import { defineKernel, read, readWrite } from '../kernel.ts';

/** y += scale a x over the first n elements; the extra uniforms check that all three types arrive. */
export const axpy = defineKernel({
  name: 'toy-axpy',
  code: `
struct Uniforms { a: f32, n: u32, shift: i32 }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@group(1) @binding(0) var<uniform> uniforms: Uniforms;
override scale: f32 = 1;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= uniforms.n) { return; }
  y[id.x] += scale * uniforms.a * x[id.x] + f32(uniforms.shift);
}
`,
  bindings: { x: read('f32'), y: readWrite('f32') },
  uniforms: { a: 'f32', n: 'u32', shift: 'i32' },
  constants: { scale: 2 },
  grid: ({ n }) => [Math.ceil(n / 64)],
  elements: ({ n }) => ({ x: n, y: n }),
  twin: ({ x, y }, { a, n, shift }) => {
    for (let i = 0; i < n; i++) y[i] = (y[i] ?? 0) + 2 * a * (x[i] ?? 0) + shift;
  },
});

/** The same text with another constant: must not share a pipeline with `axpy`. */
export const axpyTimesTen = defineKernel({
  ...axpy,
  constants: { scale: 10 },
  twin: ({ x, y }, { a, n, shift }) => {
    for (let i = 0; i < n; i++) y[i] = (y[i] ?? 0) + 10 * a * (x[i] ?? 0) + shift;
  },
});

/** Writes the length that the shader sees, to the last element; without uniforms, on integers. */
export const measure = defineKernel({
  name: 'toy-measure',
  code: `
@group(0) @binding(0) var<storage, read_write> marks: array<u32>;
@group(0) @binding(1) var<storage, read_write> signs: array<i32>;

@compute @workgroup_size(1)
fn main() {
  marks[arrayLength(&marks) - 1] = arrayLength(&marks);
  signs[0] = -i32(arrayLength(&signs));
}
`,
  bindings: { marks: readWrite('u32'), signs: readWrite('i32') },
  uniforms: {},
  grid: () => [1],
  twin: ({ marks, signs }) => {
    marks[marks.length - 1] = marks.length;
    signs[0] = -signs.length;
  },
});
