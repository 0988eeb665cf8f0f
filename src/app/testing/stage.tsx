import { launch } from '../launch.tsx';

/** The page with the stand-in engine, served by `vite dev` only; no build reaches this file. */
const place = document.getElementById('page');
if (!place) throw new Error('stage.html has no element with the id "page".');
void launch(place, () => new Worker(new URL('./stand-in-worker.ts', import.meta.url), { type: 'module' }));
