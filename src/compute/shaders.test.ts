/** Each shader against its kernel's declaration, without a GPU: what the dispatcher relies on. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { type IntrinsicDefinition, makeShaderDataDefinitions, type StructDefinition } from 'webgpu-utils';
import type { ElementType } from './device.ts';
import { bytesPerElement } from './elements.ts';
import { kernels } from './kernels/index.ts';

vi.hoisted(() => {
  // webgpu-utils names these globals of browsers (Node has the first from 24 on). No shader here uses f16.
  const browser = { Float16Array: Uint16Array, GPUShaderStage: { VERTEX: 1, FRAGMENT: 2, COMPUTE: 4 } };
  for (const [name, value] of Object.entries(browser)) {
    if (!(name in globalThis)) Object.assign(globalThis, { [name]: value });
  }
});

const folder = new URL('../../shaders/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.wgsl'));

const storage = /@group\((\d+)\)\s*@binding\((\d+)\)\s*var<storage,\s*(\w+)>\s*(\w+)\s*:\s*([^;]+);/g;
const scalars: Readonly<Record<string, ElementType>> = { f: 'f32', u: 'u32', i: 'i32' };

/** The scalar that an array is made of: array<f32>, array<vec4<f32>>, array<vec4f>, array<atomic<u32>>. */
const scalarOf = (type: string): ElementType | undefined =>
  scalars[/\b([fui])32\b|\bvec[234]([fui])\b/.exec(type)?.slice(1).find(Boolean) ?? ''];

test('every shader belongs to one kernel and every kernel has its shader', () => {
  expect(kernels.map(({ name }) => `${name}.wgsl`).sort()).toEqual(files.sort());
});

describe.each(kernels.map((kernel) => [kernel.name, kernel] as const))('shaders/%s.wgsl', (name, kernel) => {
  const code = kernel.code;
  const definitions = makeShaderDataDefinitions(code);

  test('is the text that the kernel runs, and begins by saying what it does', () => {
    expect(readFileSync(new URL(`${name}.wgsl`, folder), 'utf8')).toBe(code);
    expect(code).toMatch(/^\/\/ \S/);
  });

  test('has one entry point, main', () => {
    expect(Object.keys(definitions.entryPoints)).toEqual(['main']);
    expect(code.match(/@compute\b/g)).toHaveLength(1);
  });

  test('declares its storage buffers in the order, with the names, types and access of the kernel', () => {
    const declared = [...code.matchAll(storage)].map(([, group, binding, access, variable, type]) => ({
      group: Number(group),
      binding: Number(binding),
      access,
      name: variable,
      type: scalarOf(type ?? ''),
    }));
    const expected = Object.entries(kernel.bindings).map(([variable, { access, type }], binding) => ({
      group: 0,
      binding,
      access,
      name: variable,
      type,
    }));
    expect(declared.sort((a, b) => a.binding - b.binding)).toEqual(expected);
    expect(Object.keys(definitions.storages)).toHaveLength(expected.length);
    expect(expected.length).toBeLessThanOrEqual(8);
  });

  test('lays out its uniforms as the kernel does: 4-byte scalars in declared order', () => {
    const uniforms = Object.values(definitions.uniforms);
    const names = Object.entries(kernel.uniforms);
    expect(uniforms).toHaveLength(names.length > 0 ? 1 : 0);
    if (!uniforms[0]) return;
    expect([uniforms[0].group, uniforms[0].binding]).toEqual([1, 0]);
    const { fields } = uniforms[0].typeDefinition as StructDefinition;
    expect(
      Object.entries(fields).map(([field, { offset, type }]) => [
        field,
        (type as IntrinsicDefinition).type,
        offset,
      ]),
    ).toEqual(names.map(([field, type], index) => [field, type, index * bytesPerElement]));
  });

  test('has every constant that the kernel sets', () => {
    const overrides = [...code.matchAll(/^override\s+(\w+)[^;]*;/gm)].map(([, constant]) => constant);
    expect(overrides).toEqual(expect.arrayContaining(Object.keys(kernel.constants ?? {})));
    const unset = [...code.matchAll(/^override\s+(\w+)\s*(?::[^=;]*)?;/gm)].map(([, constant]) => constant);
    expect(Object.keys(kernel.constants ?? {})).toEqual(expect.arrayContaining(unset));
  });
});
