import type { Device, ElementType, Tensor, TypedArrays } from '../compute/device.ts';

/** Keeps the tensors that live for one computation, and frees them all at its end. */
export class Scope {
  readonly device: Device;
  readonly #tensors: Tensor[] = [];

  constructor(device: Device) {
    this.device = device;
  }

  keep<T extends Tensor>(tensor: T): T {
    this.#tensors.push(tensor);
    return tensor;
  }

  keepAll<R extends Readonly<Record<string, Tensor>>>(tensors: R): R {
    this.#tensors.push(...Object.values(tensors));
    return tensors;
  }

  create<T extends ElementType>(type: T, shape: readonly number[]): Tensor<T> {
    return this.keep(this.device.create(type, shape));
  }

  upload<T extends ElementType>(type: T, shape: readonly number[], data: TypedArrays[T]): Tensor<T> {
    return this.keep(this.device.upload(type, shape, data));
  }

  reshape<T extends ElementType>(tensor: Tensor<T>, shape: readonly number[]): Tensor<T> {
    return this.keep(this.device.reshape(tensor, shape));
  }

  dispose(): void {
    for (const tensor of this.#tensors.splice(0).reverse()) tensor.dispose();
  }
}

/** Runs `work` with a scope whose tensors are freed when it is done, whether it succeeds or throws. */
export async function within<R>(device: Device, work: (scope: Scope) => Promise<R>): Promise<R> {
  const scope = new Scope(device);
  try {
    return await work(scope);
  } finally {
    scope.dispose();
  }
}
