/**
 * Compiled kernels, one per WGSL text and constants. The layouts come from the kernel's declaration, not from the
 * shader ('auto'), so a shader that disagrees with it is refused here and not at some dispatch.
 */
import { type DeviceError, KernelError, sentence } from './errors.ts';
import type { Faults } from './gpu-faults.ts';
import { type GpuUniforms, uniformBytes } from './gpu-uniforms.ts';
import type { Kernel } from './kernel.ts';

export interface GpuPipeline {
  readonly pipeline: GPUComputePipeline;
  readonly storage: GPUBindGroupLayout;
  /** Group 1; undefined where the kernel has no uniforms. */
  readonly uniforms: GPUBindGroup | undefined;
}

export class GpuPipelines {
  private readonly gpu: GPUDevice;
  private readonly faults: Faults;
  private readonly ring: GpuUniforms;
  private readonly byKernel = new WeakMap<Kernel, GpuPipeline>();
  private readonly byText = new Map<string, GpuPipeline>();
  private readonly uniformGroups = new Map<number, { layout: GPUBindGroupLayout; group: GPUBindGroup }>();

  constructor(gpu: GPUDevice, faults: Faults, ring: GpuUniforms) {
    this.gpu = gpu;
    this.faults = faults;
    this.ring = ring;
  }

  get(kernel: Kernel): GpuPipeline {
    const known = this.byKernel.get(kernel);
    if (known) return known;
    const { name, code, constants = {}, bindings, uniforms } = kernel;
    const text = JSON.stringify([name, code, constants, bindings, uniforms]);
    const pipeline = this.byText.get(text) ?? this.compile(kernel);
    this.byText.set(text, pipeline);
    this.byKernel.set(kernel, pipeline);
    return pipeline;
  }

  private compile(kernel: Kernel): GpuPipeline {
    const storage = this.gpu.createBindGroupLayout({
      label: kernel.name,
      entries: Object.values(kernel.bindings).map(({ access }, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
      })),
    });
    const bytes = uniformBytes(kernel.uniforms);
    const uniforms = bytes > 0 ? this.uniformGroup(bytes) : undefined;
    this.gpu.pushErrorScope('validation');
    const module = this.gpu.createShaderModule({ label: kernel.name, code: kernel.code });
    const pipeline = this.gpu.createComputePipeline({
      label: kernel.name,
      layout: this.gpu.createPipelineLayout({
        bindGroupLayouts: uniforms ? [storage, uniforms.layout] : [storage],
      }),
      compute: { module, entryPoint: 'main', constants: { ...kernel.constants } },
    });
    this.faults.watch(complaint(kernel, module, this.gpu.popErrorScope()));
    return { pipeline, storage, uniforms: uniforms?.group };
  }

  private uniformGroup(bytes: number): { layout: GPUBindGroupLayout; group: GPUBindGroup } {
    const known = this.uniformGroups.get(bytes);
    if (known) return known;
    const layout = this.gpu.createBindGroupLayout({
      entries: [
        {
          binding: 0,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: 'uniform', hasDynamicOffset: true, minBindingSize: bytes },
        },
      ],
    });
    const group = this.gpu.createBindGroup({
      layout,
      entries: [{ binding: 0, resource: { buffer: this.ring.buffer, size: bytes } }],
    });
    const made = { layout, group };
    this.uniformGroups.set(bytes, made);
    return made;
  }
}

/** What is wrong with a kernel's WGSL or with its declaration, with the line it is in. */
async function complaint(
  kernel: Kernel,
  module: GPUShaderModule,
  scope: Promise<GPUError | null>,
): Promise<DeviceError | undefined> {
  const [{ messages }, error] = await Promise.all([module.getCompilationInfo(), scope]);
  const first = messages.find(({ type }) => type === 'error');
  if (first) {
    const line = kernel.code.split('\n')[first.lineNum - 1] ?? '';
    const caret = `${' '.repeat(Math.max(0, first.linePos - 1))}^`;
    return new KernelError(
      `shaders/${kernel.name}.wgsl does not compile. Line ${first.lineNum}: ${sentence(first.message)}\n` +
        `  ${line}\n  ${caret}\n`,
      'Mend that line.',
    );
  }
  if (!error) return undefined;
  return new KernelError(
    `Kernel "${kernel.name}" was refused: ${sentence(error.message)}`,
    'Check that its bindings, uniforms and constants are those that its WGSL declares.',
  );
}
