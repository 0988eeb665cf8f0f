import type { Choice } from '../compute/choose.ts';
import type { SegmenterOptions } from '../network/geometry.ts';
import type { Settings } from '../settings/schema.ts';
import { gaveWayNotice, insteadOfGpu, isGpuFailure } from './gpu-failure.ts';
import type { EngineEvent } from './protocol/events.ts';
import { Stage } from './stage.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Makes a stage; on WebAssembly, and says so, where the GPU was the engine's own choice and fails at it.
 * @throws UnavailableError where it was asked for; otherwise whatever the device throws.
 */
export async function buildStage(
  { surroundings, emit }: { surroundings: Surroundings; emit: (event: EngineEvent) => void },
  { device, batch }: Settings,
  choice: Choice,
  options: SegmenterOptions,
): Promise<Stage> {
  try {
    return await Stage.build(choice, options, batch);
  } catch (error) {
    if (!isGpuFailure(error, choice.device)) throw error;
    const instead = await insteadOfGpu(error, device, surroundings);
    emit({ type: 'notice', notice: gaveWayNotice(instead, 'preparing the network') });
    return Stage.build(instead, options, batch);
  }
}
