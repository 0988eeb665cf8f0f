import { launch } from './launch.tsx';
import { becomeIsolated } from './session/isolate.ts';
import { keepOffline } from './session/keep-offline.ts';

const place = document.getElementById('page');
if (!place) throw new Error('index.html has no element with the id "page" for the app to be drawn in.');
// The development server sends the headers itself, and has no service worker to offer: one would forbid the inline scripts by
// which it reloads, and go on showing the page when that server was ended.
if (import.meta.env.DEV) void launch(place);
else if (!(await becomeIsolated())) void keepOffline(launch(place));
