import { DeviceLine } from './device-line.tsx';
import { Figures } from './figures.tsx';
import { PageButtons } from './page-buttons.tsx';
import { Progress } from './progress.tsx';
import { Transport } from './transport.tsx';

export function TrainingBar() {
  return (
    <header className="bar">
      <h1 className="brand">
        <img src="./icon.svg" alt="" width="22" height="22" />
        Penumbra
      </h1>
      <Transport />
      <Progress />
      <Figures />
      <PageButtons />
      <DeviceLine />
    </header>
  );
}
