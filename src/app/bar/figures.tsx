import { bytes, figure, percent } from '../format.ts';
import { useFigures } from '../session/context.tsx';

function Figure({ label, value, help }: { label: string; value: string; help: string }) {
  return (
    <div className="figure" title={help}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The running numbers, at a pace that can be read. */
export function Figures() {
  const { stepsPerSecond, imagesPerSecond, deviceBytes, loss, teacher } = useFigures((facts) => facts);
  return (
    <dl className="figures">
      <Figure
        label="ms/step"
        value={figure(stepsPerSecond && 1000 / stepsPerSecond)}
        help={`Milliseconds of a training step, lately: ${figure(stepsPerSecond)} steps a second`}
      />
      <Figure label="Images/s" value={figure(imagesPerSecond)} help="Training images per second, lately" />
      <Figure label="Memory" value={bytes(deviceBytes)} help="Tensors alive on the device" />
      <Figure label="Loss" value={figure(loss)} help="Total loss of the latest step" />
      <Figure
        label="AP"
        value={percent(teacher?.ap)}
        help="Mask average precision of the teacher on the validation images, in percent"
      />
    </dl>
  );
}
