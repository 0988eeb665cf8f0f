export const softwareGpuFlags: string[];
export const realGpuFlags: string[];
export function chromiumPath(): string | undefined;
