import { describe, expect, test } from 'vitest';
import { stepLines } from '../../../diff/step/stepLines.ts';
import { stepPage } from './stepPage.ts';
import { judgedGolden, mistaken } from './steps.fixture.ts';

const wrong = await judgedGolden(mistaken);
const page = stepPage(
  { steps: wrong, notes: ['a.json: <script>alert(1)</script> is passed over'] },
  'diverges',
  stepLines(wrong),
);

/** The sections of steps. */
function sections(text: string): string[] {
  return [...text.matchAll(/<section class="step".*?<\/section>/gs)].map(([section]) => section);
}

describe('the page of judged steps', () => {
  test('says what is wrong first above all, and what to do next', () => {
    expect(page).toMatch(
      /<h1>diverges<\/h1>\s*<p class="verdict bad">.*step 1, first wrong: layer0\.q \(microgpt\.py, line 118; model\.10\)/,
    );
    expect(page).toMatch(/<h2 id="next">Next<\/h2><p>npx microgpt-spec explain model\.10 says what is due there/);
  });

  test('says above all what the dump itself has wrong', async () => {
    const [first, ...others] = await judgedGolden((dumps) => dumps.map((dump) => ({ ...dump, tokens: [0, 1] })));
    const text = stepPage({ steps: [first, ...others], notes: [] }, 'diverges', []);
    expect(text).toMatch(/<p class="verdict bad">.*step 1, check the dump first: tokens begin with 0 and end with 1/);
    expect(sections(text)[0]).toContain('<strong>Check the dump first:</strong> tokens begin with 0');
  });

  test('has a section a step, and folds those in which nothing is wrong', () => {
    const [first, ...others] = sections(page);
    expect(others.length).toBe(3);
    expect(first).toMatch(/^<section class="step" aria-labelledby="step1"><h2 id="step1">Step 1: \d+ held, \d+ wrong/);
    for (const other of others)
      expect(other).toMatch(/^<section class="step"><details><summary><h2>Step \d: \d+ held, 0 wrong/);
  });

  test('has every finding with its place, its clause, what it looks like, and its map', () => {
    const blocks = [
      ...page.matchAll(
        /<div class="finding-block" id="step1-finding\d">.*?(?=<div class="finding-block"|<details class="besides")/gs,
      ),
    ].map(([block]) => block);
    expect(blocks.map((block) => /<\/span> (.*?)<\/h3>/.exec(block)?.[1])).toEqual([
      'layer0.q (microgpt.py, line 118; model.10)',
      'layer0.attn_logits (microgpt.py, line 129; model.10)',
      'loss (microgpt.py, line 169; loss.6)',
      'the gradient of layer1.mlp_fc2 alone (microgpt.py, line 140; model.20)',
      'the gradient of layer1.attn_wo alone (microgpt.py, line 133; model.19)',
      'm of every matrix that could be judged (microgpt.py, line 177; optimizer.2)',
    ]);
    expect(blocks[4]).toContain('<p>It is the transpose of what is due.</p>');
    expect(blocks[4]).toMatch(/<span class="id">model\.19<\/span> .*MUST/);
    for (const block of blocks) expect(block).toMatch(/<div class="map">.*<table class="numbers">/s);
  });

  test('folds the maps of matrices that are wrong by the same mistake', () => {
    const besides = /<details class="besides">.*?<\/details>/s.exec(page)?.[0] ?? '';
    expect(besides).toMatch(/Differences of 13 more values that are wrong, as far as is known by what is wrong above</);
    expect(besides).toContain('<h3>adam m.layer1.mlp_fc1</h3>');
  });

  test('shows notes as text', () => {
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; is passed over');
  });

  test('where all hold, says so, and draws the one step', async () => {
    const right = (await judgedGolden((dumps) => dumps)).slice(0, 1);
    const text = stepPage({ steps: right, notes: [] }, 'f64', []);
    expect(text).toMatch(/<p class="verdict good">.*\d+ held, 0 wrong/);
    expect(sections(text)).toEqual([expect.stringMatching(/^<section class="step" aria-labelledby="step1">/)]);
    expect(text).not.toContain('class="cells"');
  });
});

test('a value of another shape has no map, and the picture leads to what is said of it', async () => {
  const [step] = await judgedGolden(([first]) => [
    { ...first, trace: new Map([...first.trace, ['pos1.layer0.q', [1, 2, 3]]]) },
  ]);
  const text = stepPage({ steps: [step], notes: [] }, 'diverges', []);
  expect(text).toContain('<p>pos1.layer0.q has 3 numbers, due are 8</p>');
  expect(text).toMatch(/<a href="#step1-finding1"><g class="stage wrong finding"><title>layer0\.q: 5 held, 1 wrong/);
  expect(text).not.toContain('class="map"');
});

test('of more findings than are shown each is said, and values are not said to be wrong by others', async () => {
  const [step] = await judgedGolden(([first]) => [
    { ...first, trace: new Map([...first.trace].map(([name, row]) => [name, row.map((x, i) => x + i)])) },
  ]);
  const text = stepPage({ steps: [step], notes: [] }, 'diverges', []);
  const rest = /<summary>(\d+) more findings, without maps<\/summary><ul>(.*?)<\/ul>/s.exec(text);
  expect(rest?.[2].match(/<li>/g)?.length).toBe(Number(rest?.[1]));
  expect(text).toMatch(/<summary>Differences of \d+ more values that are wrong<\/summary>/);
});

test('many steps are not all drawn, and those that are wrong come first', async () => {
  const [first, second] = await judgedGolden(mistaken);
  const steps = Array.from({ length: 30 }, (_, i) => ({ ...(i === 29 ? first : second), step: i + 1 }));
  const text = stepPage({ steps, notes: [] }, 'diverges', []);
  expect(sections(text).length).toBe(4);
  expect(text).toContain('id="step30"');
  expect(text).toContain('26 more steps, without pictures');
});
