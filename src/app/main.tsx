import { launch } from './launch.tsx';

const place = document.getElementById('page');
if (!place) throw new Error('index.html has no element with the id "page" for the app to be drawn in.');
launch(place);
