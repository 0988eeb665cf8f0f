import type { Device, Tensor } from '../compute/device.ts';
import { packParameterGroups } from '../compute/kernels/parameter-groups.ts';
import type { ParameterLayout } from '../network/parameters.ts';

/** Everything that training changes, as plain arrays in the order of the layout: what a checkpoint holds. */
export interface WeightState {
  readonly student: Float32Array;
  readonly teacher: Float32Array;
  /** AdamW's first and second moment. */
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** A state that starts from `parameters`: teacher = student, moments zero. It is only read, so equals are one array. */
export function freshState(parameters: Float32Array): WeightState {
  const zeros = new Float32Array(parameters.length);
  return { student: parameters, teacher: parameters, first: zeros, second: zeros };
}

/** How fast each part of the network learns, as multiples of the step's learning rate. */
export interface GroupRates {
  readonly trunk: number;
  readonly class: number;
}

/** Student, teacher, gradient and moments on a device: flat buffers of one layout, with a view per parameter. */
export class Weights {
  readonly layout: ParameterLayout;
  readonly student: Tensor<'f32'>;
  readonly teacher: Tensor<'f32'>;
  readonly gradient: Tensor<'f32'>;
  readonly first: Tensor<'f32'>;
  readonly second: Tensor<'f32'>;
  /** Per element: which of `rates` applies. */
  readonly groups: Tensor<'u32'>;
  readonly rates: Tensor<'f32'>;
  /** Views into the flat buffers by parameter name: what sessions are fed. */
  readonly studentViews: Readonly<Record<string, Tensor<'f32'>>>;
  readonly teacherViews: Readonly<Record<string, Tensor<'f32'>>>;
  readonly #device: Device;

  constructor(
    device: Device,
    layout: ParameterLayout,
    state: WeightState,
    rates: GroupRates = { trunk: 1, class: 1 },
  ) {
    this.#device = device;
    this.layout = layout;
    const flat = (data: Float32Array): Tensor<'f32'> => device.upload('f32', [layout.size], data);
    this.student = flat(state.student);
    this.teacher = flat(state.teacher);
    this.first = flat(state.first);
    this.second = flat(state.second);
    this.gradient = device.create('f32', [layout.size]);
    const packed = packParameterGroups(
      layout.specs.map(({ offset, group, decay }, i) => ({
        count: (layout.specs[i + 1]?.offset ?? layout.size) - offset,
        learningRate: rates[group],
        weightDecay: decay ? 1 : 0,
      })),
    );
    this.groups = device.upload('u32', [packed.groups.length], packed.groups);
    this.rates = device.upload('f32', [packed.rates.length], packed.rates);
    this.studentViews = this.#views(this.student);
    this.teacherViews = this.#views(this.teacher);
  }

  #views(flat: Tensor<'f32'>): Record<string, Tensor<'f32'>> {
    return Object.fromEntries(
      this.layout.specs.map(({ name, shape, offset }) => [name, this.#device.reshape(flat, shape, offset)]),
    );
  }

  /** SYNC POINT: reads everything back, for a checkpoint. */
  async state(): Promise<WeightState> {
    const [student, teacher, first, second] = await this.#device.read(
      this.student,
      this.teacher,
      this.first,
      this.second,
    );
    return { student, teacher, first, second };
  }

  dispose(): void {
    const views = [...Object.values(this.studentViews), ...Object.values(this.teacherViews)];
    const flats = [
      this.student,
      this.teacher,
      this.gradient,
      this.first,
      this.second,
      this.groups,
      this.rates,
    ];
    for (const tensor of [...views, ...flats]) tensor.dispose();
  }
}
