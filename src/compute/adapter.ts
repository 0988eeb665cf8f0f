/** What we say of a GPU adapter and ask of it. */

/** The adapter in words, as far as the browser tells. */
export function adapterName(info: GPUAdapterInfo): string {
  const words = [info.vendor, info.architecture, info.device, info.description].filter((word) => word !== '');
  return [...new Set(words)].join(' ') || 'unnamed adapter';
}

/**
 * The adapter's best where more helps ONNX Runtime (webgpu_context.cc, GetRequiredLimits, asks for the same); our own
 * kernels keep to the defaults, but their tensors may be big.
 */
export function wantedLimits({ limits }: GPUAdapter): Record<string, number> {
  return {
    maxBufferSize: limits.maxBufferSize,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
    maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
    maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
    maxComputeWorkgroupSizeY: limits.maxComputeWorkgroupSizeY,
    maxComputeWorkgroupSizeZ: limits.maxComputeWorkgroupSizeZ,
  };
}

export function wantedFeatures({ features }: GPUAdapter): GPUFeatureName[] {
  const useful: GPUFeatureName[] = ['subgroups', 'shader-f16', 'timestamp-query'];
  return useful.filter((feature) => features.has(feature));
}
