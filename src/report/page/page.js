// Everything here adds to a page that can be read without it: what needs a script is hidden until it runs.
(() => {
  const SVG = 'http://www.w3.org/2000/svg';
  const ZOOM = 2;
  const LEAST_STEPS = 4;
  /** Pixels from tick to tick, about. */
  const TICK_WIDTH = 95;
  /** Pixels from the axis to the numbers below it. */
  const BELOW = 18;
  /** Milliseconds for which it is said that something is copied. */
  const SAID_FOR = 2000;
  const FOLLOWS = Node.DOCUMENT_POSITION_FOLLOWING;
  /** What of a mark moves with the steps, beside paths. */
  const PLACES = { circle: ['cx'], line: ['x1', 'x2'], text: ['x'] };

  enliven(document);
  // A page that shows one report after the other says when there is a new one.
  document.addEventListener('report', ({ target }) => enliven(target));
  window.addEventListener('hashchange', reveal);

  /** Adds what needs a script to a part of the page. */
  function enliven(part) {
    for (const charts of part.querySelectorAll('.charts')) interactive(charts);
    for (const form of part.querySelectorAll('form[data-filters]')) filtering(form);
    for (const table of part.querySelectorAll('table[data-sortable]')) sortable(table);
    for (const cells of part.querySelectorAll('[data-cells]')) readable(cells);
    for (const text of part.querySelectorAll('[data-copy]')) copyable(text);
    for (const nav of part.querySelectorAll('.contents')) following(nav);
    reveal();
  }

  /** Shows what the address names: what is folded around it and in it opens, and what a filter hides is shown again. */
  function reveal() {
    const target = document.querySelector(':target');
    if (target === null || target.id === 'main') return;
    if (target.closest('[hidden]') !== null) {
      for (const form of document.querySelectorAll('form[data-filters]')) {
        form.reset();
        form.dispatchEvent(new Event('input'));
      }
    }
    for (let inner = target; inner !== null; inner = inner.parentElement) {
      if (inner.tagName === 'DETAILS') inner.open = true;
    }
    const own = target.querySelector(':scope > details');
    if (own !== null) own.open = true;
    target.scrollIntoView();
  }

  /** A button behind what is made to be pasted. */
  function copyable(text) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'copy';
    button.setAttribute('aria-label', `Copy the ${text.dataset.copy}`);
    button.addEventListener('click', async () => {
      button.textContent = (await copied(text)) ? 'copied' : 'select and copy it';
      setTimeout(() => {
        button.textContent = 'copy';
      }, SAID_FOR);
    });
    text.after(' ', button);
  }

  /** Copies an element's text, also where a page has no clipboard of its own: then it is selected, which is the older way. */
  async function copied(element) {
    try {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(element);
      return document.execCommand('copy');
    }
  }

  /** The table of contents says where one is, and folds again where a section was chosen. */
  function following(nav) {
    const links = new Map([...nav.querySelectorAll('a')].map((link) => [link.hash.slice(1), link]));
    const seen = new Set();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) seen.add(target);
          else seen.delete(target);
        }
        const [first] = [...seen].sort((a, b) => (a.compareDocumentPosition(b) === FOLLOWS ? -1 : 1));
        for (const [id, link] of links) {
          if (first?.getAttribute('aria-labelledby') === id) link.setAttribute('aria-current', 'true');
          else link.removeAttribute('aria-current');
        }
      },
      { rootMargin: '0px 0px -60% 0px' },
    );
    for (const section of document.querySelectorAll('main > section')) observer.observe(section);
    nav.addEventListener('click', (event) => {
      if (event.target.tagName === 'A') nav.querySelector('details').open = false;
    });
  }

  /** A map says the entry under the pointer at once, and any one by the arrow keys. */
  function readable(cells) {
    const picture = cells.querySelector('.picture');
    const output = cells.querySelector('output');
    const marks = picture.querySelector('g');
    const placeOf = (path) => /^M(\d+)\S* (\d+)/.exec(path.getAttribute('d')).slice(1).join(' ');
    const byPlace = new Map([...marks.children].map((path) => [placeOf(path), path]));
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    let at = [0, 0];
    let chosen = null;
    output.hidden = false;
    output.textContent = 'Point at a cell, or press an arrow key here.';
    picture.tabIndex = 0;
    picture.setAttribute('role', 'group');
    picture.setAttribute('aria-label', 'Cells of the map: the arrow keys go through them');
    picture.addEventListener('pointermove', (event) => {
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(marks.getScreenCTM().inverse());
      choose([Math.floor(x), Math.floor(y)]);
    });
    picture.addEventListener('keydown', (event) => {
      const move = moves[event.key];
      if (move === undefined) return;
      event.preventDefault();
      choose(chosen === null ? at : [at[0] + move[0], at[1] + move[1]]);
    });

    function choose(place) {
      const path = byPlace.get(place.join(' '));
      if (path === undefined) return;
      chosen?.classList.remove('chosen');
      path.classList.add('chosen');
      [at, chosen] = [place, path];
      output.textContent = path.querySelector('title').textContent;
    }
  }

  /** A cursor and a zoom that both charts of a run share. */
  function interactive(charts) {
    const run = JSON.parse(document.querySelector('script[data-for="charts"]').textContent);
    const form = charts.querySelector('form');
    const slider = form.querySelector('input');
    const output = form.querySelector('output');
    const first = Math.min(run.steps[0], run.steps.at(-1) - 1);
    const whole = [first, run.steps.at(-1)];
    let shown = whole;
    const toX = ({ left, across }, step, [low, high] = shown) => left + (across * (step - low)) / (high - low);
    const toStep = ({ left, across }, x) => shown[0] + ((shown[1] - shown[0]) * (x - left)) / across;
    const drawn = [...charts.querySelectorAll('.chart > svg')].map(prepared);
    form.hidden = false;
    form.addEventListener('submit', (event) => event.preventDefault());
    slider.addEventListener('input', () => select(Number(slider.value)));
    for (const button of form.querySelectorAll('button')) {
      button.addEventListener('click', () => zoomBy(button.dataset.zoom));
    }
    for (const one of drawn) dragging(one);
    select(0);

    /** Notes where everything stood, for the zoom to move it from there, and adds the cursor. */
    function prepared(svg) {
      const [left, right, top, bottom, width] = ['left', 'right', 'top', 'bottom', 'width'].map((name) =>
        Number(svg.parentElement.dataset[name]),
      );
      const paths = [...svg.querySelectorAll('.marks path')];
      for (const path of paths) path.setAttribute('vector-effect', 'non-scaling-stroke');
      const places = Object.entries(PLACES).flatMap(([tag, names]) =>
        [...svg.querySelectorAll(`.marks ${tag}`)].flatMap((mark) =>
          names.map((name) => ({ mark, name, x: Number(mark.getAttribute(name)) })),
        ),
      );
      const cursor = svg.appendChild(document.createElementNS(SVG, 'line'));
      cursor.setAttribute('class', 'cursor');
      const [, , , height] = svg.getAttribute('viewBox').split(' ').map(Number);
      cursor.setAttribute('y1', top);
      cursor.setAttribute('y2', height - bottom);
      const selection = svg.appendChild(document.createElementNS(SVG, 'rect'));
      selection.setAttribute('class', 'selection');
      selection.setAttribute('y', top);
      selection.setAttribute('height', height - top - bottom);
      selection.setAttribute('width', 0);
      const frame = { left, width, across: width - left - right, below: height - bottom + BELOW };
      return { svg, frame, paths, places, cursor, selection };
    }

    function select(index) {
      const step = run.steps[index];
      slider.value = index;
      for (const { cursor, frame } of drawn) {
        const inside = step >= shown[0] && step <= shown[1];
        cursor.setAttribute('visibility', inside ? 'visible' : 'hidden');
        cursor.setAttribute('x1', toX(frame, step));
        cursor.setAttribute('x2', toX(frame, step));
      }
      const delta = Number(run.delta[index]);
      const off = Number.isFinite(delta) && delta !== 0 ? delta.toExponential(1) : run.delta[index];
      output.textContent = `step ${step}: expected ${run.expected[index]}, got ${run.got[index]}, |difference| ${off}`;
      slider.setAttribute('aria-valuetext', `step ${step}`);
    }

    function nearest(step) {
      let best = 0;
      for (let i = 1; i < run.steps.length; i++) {
        if (Math.abs(run.steps[i] - step) < Math.abs(run.steps[best] - step)) best = i;
      }
      return best;
    }

    function zoomBy(how) {
      const span = (shown[1] - shown[0]) * (how === 'in' ? 1 / ZOOM : ZOOM);
      const middle = run.steps[Number(slider.value)];
      zoomTo(how === 'all' ? whole : [middle - span / 2, middle + span / 2]);
    }

    function zoomTo([from, to]) {
      const span = Math.min(Math.max(to - from, LEAST_STEPS), whole[1] - whole[0]);
      const low = Math.min(Math.max(from, whole[0]), whole[1] - span);
      shown = [low, low + span];
      const scale = (whole[1] - whole[0]) / span;
      for (const { svg, frame, paths, places } of drawn) {
        const shift = frame.left - scale * toX(frame, low, whole);
        for (const path of paths) path.setAttribute('transform', `translate(${shift},0) scale(${scale},1)`);
        for (const { mark, name, x } of places) mark.setAttribute(name, shift + scale * x);
        ticks(svg, frame);
      }
      select(Number(slider.value));
    }

    /** Other ticks below, where the steps are others. */
    function ticks(svg, frame) {
      svg.querySelector('.x-ticks').setAttribute('visibility', 'hidden');
      svg.querySelector('.own-ticks')?.remove();
      const group = svg.appendChild(document.createElementNS(SVG, 'g'));
      group.setAttribute('class', 'own-ticks');
      const rough = ((shown[1] - shown[0]) * TICK_WIDTH) / frame.across;
      const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
      const every = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power;
      for (let step = Math.ceil(shown[0] / every) * every; step <= shown[1]; step += every) {
        const text = group.appendChild(document.createElementNS(SVG, 'text'));
        text.setAttribute('x', toX(frame, step));
        text.setAttribute('y', frame.below);
        text.setAttribute('class', 'faint');
        text.setAttribute('text-anchor', 'middle');
        text.textContent = step;
      }
    }

    /** Moving over a chart selects a step; dragging across it zooms to what lies between. */
    function dragging({ svg, frame, selection }) {
      const { left, width, across } = frame;
      let from = null;
      const xAt = (event) => {
        const box = svg.getBoundingClientRect();
        return Math.min(Math.max(((event.clientX - box.left) * width) / box.width, left), left + across);
      };
      svg.addEventListener('pointermove', (event) => {
        const x = xAt(event);
        select(nearest(toStep(frame, x)));
        if (from === null) return;
        selection.setAttribute('x', Math.min(from, x));
        selection.setAttribute('width', Math.abs(x - from));
      });
      svg.addEventListener('pointerdown', (event) => {
        if (event.pointerType !== 'mouse' || event.button !== 0) return;
        from = xAt(event);
        event.preventDefault();
      });
      window.addEventListener('pointerup', (event) => {
        if (from === null) return;
        const to = xAt(event);
        const steps = [toStep(frame, Math.min(from, to)), toStep(frame, Math.max(from, to))];
        if (Math.abs(to - from) > LEAST_STEPS) zoomTo(steps);
        from = null;
        selection.setAttribute('width', 0);
      });
    }
  }

  /** Hides the items that do not have a text and a status. */
  function filtering(form) {
    const list = document.querySelector(form.dataset.filters);
    const items = [...list.querySelectorAll('[data-item]')].map((item) => ({
      item,
      text: item.textContent.toLowerCase(),
    }));
    const groups = [...list.querySelectorAll('[data-group]')];
    const wereOpen = groups.map((group) => group.open);
    const output = form.querySelector('output');
    form.hidden = false;
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', apply);

    function apply() {
      const text = (form.elements.text?.value ?? '').trim().toLowerCase();
      const status = form.elements.status?.value ?? '';
      const filtered = text !== '' || status !== '';
      let count = 0;
      for (const entry of items) {
        const wanted =
          entry.text.includes(text) && (status === '' || entry.item.dataset.status.split(' ').includes(status));
        entry.item.hidden = !wanted;
        if (wanted) count++;
      }
      groups.forEach((group, i) => {
        const some = group.querySelector('[data-item]:not([hidden])') !== null;
        group.hidden = !some;
        if ('open' in group) group.open = filtered ? some : wereOpen[i];
      });
      output.textContent = filtered ? `${count} of ${items.length}` : '';
    }
  }

  /** Makes the heads of a table's columns into buttons that sort its rows. */
  function sortable(table) {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const falling = head.getAttribute('aria-sort') === 'ascending';
        for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
        const keyOf = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent;
        const rows = [...body.rows].sort((a, b) => keyOf(a).localeCompare(keyOf(b), 'en', { numeric: true }));
        body.append(...(falling ? rows.reverse() : rows));
      });
    });
  }
})();
