import { packedGolden } from '../../../try/packedGolden.ts';
import { packedText, takeTexts } from '../../../try/packedTexts.ts';
import { LiveRun } from './liveRun.ts';

/** Steps from one word to the next, and the milliseconds between: all 1000 steps take 0.2 s, too little to be followed. */
const [STEPS, PAUSE] = [10, 50];

let run = null;
let name = null;
let timer = null;

/** The worker that trains in the page: it takes the package's texts and names, and trains, stops, and begins again. */
self.addEventListener('message', ({ data }) => {
  if (data.kind === 'texts') {
    takeTexts(data.texts);
    begin();
  }
  if (data.kind === 'name') name = data.name;
  if (data.kind === 'train') timer ??= setInterval(go, PAUSE);
  if (data.kind === 'stop') stop();
  if (data.kind === 'again') begin();
  if (name !== null) tell();
});

function begin() {
  stop();
  run = new LiveRun(packedGolden(packedText));
}

function go() {
  run.advance(STEPS);
  if (run.isDone) stop();
  tell();
}

function stop() {
  clearInterval(timer);
  timer = null;
}

function tell() {
  const { losses, due, outside } = run;
  self.postMessage({ losses, due, outside, isTraining: timer !== null, reading: run.reading(name) });
}
