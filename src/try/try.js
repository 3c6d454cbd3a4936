// The page around the worker that judges: what goes in, how far it is, what came out.
(() => {
  const ROLES = {
    log: 'the log',
    against: 'another log, in place of a run (--against)',
    params: 'initial parameters (--params)',
    docs: 'documents (--docs)',
    input: 'the dataset (--input)',
    step: 'a dumped step (--step)',
    none: 'not used',
  };
  /** Characters that a text field shows without a wait; a longer text becomes a file. */
  const MOST_SHOWN = 200_000;
  /** Milliseconds in which it is found what files are: their ends are read. */
  const MOST_SORTING_MS = 20_000;
  const PASTED = 'pasted.log';
  const at = (id) => document.getElementById(id);
  const [log, chosen, said, progress, report] = ['log', 'chosen', 'said', 'progress', 'report'].map(at);
  /** Files that were dropped or chosen, and what each is. */
  let files = [];
  let result = null;
  let isBusy = false;
  let isFirstShown = false;
  let asked = 0;
  const packed = unpacked();
  let worker = started();

  at('try').addEventListener('submit', (event) => {
    event.preventDefault();
    judge();
  });
  at('stop').addEventListener('click', stop);
  at('clear').addEventListener('click', clear);
  at('files').addEventListener('change', ({ target }) => {
    add([...target.files]);
    target.value = '';
  });
  at('against').addEventListener('change', ({ target }) => {
    files = files.filter(({ role }) => role !== 'against');
    add([...target.files], 'against');
    target.value = '';
  });
  at('example').addEventListener('click', example);
  at('save').addEventListener('click', save);
  at('copy').addEventListener('click', copy);
  log.addEventListener('paste', pasted);
  log.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) judge();
  });
  for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop']) document.addEventListener(kind, dragged);

  /** The worker's code and the texts that it reads, out of the page. */
  async function unpacked() {
    const bytes = Uint8Array.from(atob(at('packed').textContent), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const { worker: code, texts } = JSON.parse(await new Response(stream).text());
    return { address: URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), texts };
  }

  async function started() {
    const { address, texts } = await packed;
    const one = new Worker(address);
    one.addEventListener('message', ({ data }) => {
      if (data.id === asked) taken(data);
    });
    one.addEventListener('error', ({ message }) => {
      taken({ kind: 'fault', said: `SUITE: ${message}` });
      restart(true);
    });
    one.postMessage({ kind: 'texts', texts });
    return one;
  }

  /** Another worker; what a dead one was asked is not asked again, for that may have been the cause. */
  async function restart(isDead = false) {
    asked++;
    const old = worker;
    worker = started();
    const ended = await old;
    ended.terminate();
    if (!isDead) ended.dispatchEvent(new Event('ended'));
  }

  /** Takes files, of the role or of that which each has by its looks. */
  async function add(more, role) {
    const id = ++asked;
    try {
      const roles = role === undefined ? await rolesOf(id, more) : more.map(() => role);
      files.push(...more.map((file, i) => ({ name: file.name, blob: file, role: roles[i] })));
    } catch ({ message }) {
      said.textContent = `${message}; the files were not taken: add them again`;
      return;
    }
    list();
    judge();
  }

  /** What files seem to be; asked of another worker where this one is ended, and given up where it dies. */
  async function rolesOf(id, more) {
    if (isBusy) await restart();
    const one = await worker;
    const done = new AbortController();
    const settled = new Promise((resolve, reject) => {
      const on = (kind, listener) => one.addEventListener(kind, listener, { signal: done.signal });
      on('message', ({ data }) => {
        if (data.id === id && data.kind === 'sorted') resolve(data.roles);
        if (data.id === id && data.kind === 'fault') reject(new Error(data.said));
      });
      on('error', ({ message }) => reject(new Error(`SUITE: ${message}`)));
      on('ended', () => resolve(rolesOf(id, more)));
      const late = setTimeout(() => {
        reject(new Error('SUITE: the worker does not answer'));
        restart(true);
      }, MOST_SORTING_MS);
      done.signal.addEventListener('abort', () => clearTimeout(late));
      one.postMessage({ kind: 'sort', id, files: more.map((file) => ({ name: file.name, blob: file })) });
    });
    return settled.finally(() => done.abort());
  }

  /** The files, where what they are can be changed. */
  function list() {
    chosen.replaceChildren(...files.map(row));
  }

  function row(file) {
    const select = element('select', { ariaLabel: `${file.name} is` });
    for (const [value, textContent] of Object.entries(ROLES)) select.append(element('option', { value, textContent }));
    select.value = file.role;
    select.addEventListener('change', () => {
      file.role = select.value;
      judge();
    });
    const remove = element('button', { type: 'button', textContent: 'remove', ariaLabel: `Remove ${file.name}` });
    remove.addEventListener('click', () => {
      files = files.filter((other) => other !== file);
      list();
      at('files').focus();
    });
    const line = element('li', {});
    line.append(element('bdi', { textContent: file.name }), select, remove);
    return line;
  }

  function element(tag, properties) {
    return Object.assign(document.createElement(tag), properties);
  }

  function pasted(event) {
    const text = event.clipboardData.getData('text');
    if (text.length <= MOST_SHOWN) {
      setTimeout(judge); // when the field has it
      return;
    }
    event.preventDefault();
    add([new File([text], PASTED)]);
  }

  function dragged(event) {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    document.body.classList.toggle('dropping', event.type === 'dragenter' || event.type === 'dragover');
    if (event.type === 'drop') add([...event.dataTransfer.files]);
  }

  async function judge() {
    if (isBusy) await restart();
    const id = ++asked;
    const typed = log.value === '' ? [] : [{ name: PASTED, blob: new Blob([log.value]), role: 'log' }];
    const request = {
      files: [...typed, ...files],
      search: at('search').value,
      flags: at('flags').value,
      pattern: at('pattern').value,
    };
    busy(true);
    isFirstShown = false;
    said.textContent = 'Reading.';
    (await worker).postMessage({ kind: 'judge', id, request });
  }

  function taken(data) {
    if (data.kind === 'progress') progress.textContent = data.said;
    if (data.kind === 'example') {
      busy(false);
      log.value = data.log;
      judge();
    }
    if (data.kind === 'first') {
      isFirstShown = true;
      show(data);
      said.textContent = `${data.lines.at(-1)}, so far: known mistakes are looked for.`;
    }
    if (data.kind === 'judged') {
      busy(false);
      show(data);
      said.textContent = data.lines.at(-1);
    }
    if (data.kind === 'fault') {
      busy(false);
      forget();
      said.textContent = data.said;
    }
  }

  function busy(is) {
    isBusy = is;
    at('stop').disabled = !is;
    report.setAttribute('aria-busy', is);
    progress.textContent = '';
  }

  async function stop() {
    await restart();
    busy(false);
    said.textContent = isFirstShown
      ? `Stopped. ${result.lines.at(-1)}, by diff --no-diagnosis: known mistakes were not looked for to the end.`
      : 'Stopped before there was a verdict.';
    if (!isFirstShown) forget();
    at('judge').focus();
  }

  async function clear() {
    if (isBusy) await restart();
    busy(false);
    files = [];
    log.value = '';
    said.textContent = '';
    list();
    forget();
    log.focus();
  }

  function forget() {
    result = null;
    report.replaceChildren();
    at('share').hidden = true;
    document.title = 'microgpt-spec: try a log';
  }

  /** Shows a report, whose texts the worker has escaped. */
  function show(data) {
    result = data;
    const frame = element('div', { innerHTML: `${data.header}${data.main}` });
    for (const head of frame.querySelectorAll('h1')) {
      head.replaceWith(element('h2', { className: 'verdict-words', textContent: head.textContent }));
    }
    report.replaceChildren(...frame.childNodes);
    report.dispatchEvent(new CustomEvent('report', { bubbles: true }));
    document.title = `microgpt-spec: ${data.lines.at(-1)}`;
    at('markdown').textContent = data.markdown;
    at('copied').textContent = '';
    at('share').hidden = false;
  }

  async function example() {
    if (isBusy) await restart();
    busy(true);
    isFirstShown = false;
    said.textContent = 'A run with a known mistake is being trained, to make a log of it.';
    (await worker).postMessage({ kind: 'example', id: ++asked });
  }

  function save() {
    const address = URL.createObjectURL(new Blob([result.json], { type: 'application/json' }));
    element('a', { href: address, download: 'microgpt-diff.json' }).click();
    setTimeout(() => URL.revokeObjectURL(address));
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(result.markdown);
    } catch {
      getSelection().selectAllChildren(at('markdown'));
      if (!document.execCommand('copy')) {
        at('copied').textContent = 'The browser refuses; the text is selected, copy it by hand.';
        return;
      }
    }
    at('copied').textContent = 'Copied.';
  }
})();
