import { launch } from './launch.tsx';
import { becomeIsolated } from './session/isolate.ts';

const place = document.getElementById('page');
if (!place) throw new Error('index.html has no element with the id "page" for the app to be drawn in.');
// The development server sends the headers itself, and has no service worker to offer.
if (import.meta.env.DEV || !(await becomeIsolated())) launch(place);
