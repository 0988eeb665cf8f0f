import type { Device, ElementType, Tensor, TypedArrays } from './device.ts';

/** A typed array with a shape, or a view on another's array. */
export class WasmTensor<T extends ElementType = ElementType> implements Tensor<T> {
  readonly device: Device;
  readonly type: T;
  readonly shape: readonly number[];
  readonly data: TypedArrays[T];
  private readonly whole: WasmTensor | undefined;
  private readonly freed: () => void;
  private kept = true;

  /** @param whole the tensor this is a view of; a view lives no longer than it. */
  constructor(
    device: Device,
    type: T,
    shape: readonly number[],
    data: TypedArrays[T],
    whole?: WasmTensor,
    freed: () => void = () => undefined,
  ) {
    this.device = device;
    this.type = type;
    this.shape = [...shape];
    this.data = data;
    this.whole = whole;
    this.freed = freed;
  }

  get size(): number {
    return this.data.length;
  }

  get alive(): boolean {
    return this.kept && (this.whole?.alive ?? true);
  }

  dispose(): void {
    if (!this.kept) return;
    this.kept = false;
    this.freed();
  }
}
