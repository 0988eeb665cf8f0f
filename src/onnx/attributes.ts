import type { Attribute, ConstantTensor, Node } from './model.ts';

export type Attributes = Readonly<Record<string, Attribute>>;

export const int = (value: number): Attribute => ({ type: 'int', value });
export const float = (value: number): Attribute => ({ type: 'float', value });
export const string = (value: string): Attribute => ({ type: 'string', value });
export const ints = (value: readonly number[]): Attribute => ({ type: 'ints', value });
export const floats = (value: readonly number[]): Attribute => ({ type: 'floats', value });
export const tensor = (value: ConstantTensor): Attribute => ({ type: 'tensor', value });

/** Reading with the default that the specification gives where the attribute is absent. */
export function intOf(node: Node, name: string, absent: number): number {
  const attribute = node.attributes[name];
  return attribute?.type === 'int' ? attribute.value : absent;
}

export function floatOf(node: Node, name: string, absent: number): number {
  const attribute = node.attributes[name];
  return attribute?.type === 'float' || attribute?.type === 'int' ? attribute.value : absent;
}

export function stringOf(node: Node, name: string, absent: string): string {
  const attribute = node.attributes[name];
  return attribute?.type === 'string' ? attribute.value : absent;
}

export function intsOf(node: Node, name: string): readonly number[] | undefined {
  const attribute = node.attributes[name];
  return attribute?.type === 'ints' ? attribute.value : undefined;
}
