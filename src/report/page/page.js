// Everything here adds to a page that can be read without it: what needs a script is hidden until it runs.
(() => {
  const SVG = 'http://www.w3.org/2000/svg';
  const ZOOM = 2;
  const LEAST_STEPS = 4;
  const TICKS = 8;
  /** Pixels from the axis to the numbers below it. */
  const BELOW = 18;
  /** What of a mark moves with the steps, beside paths. */
  const PLACES = { circle: ['cx'], line: ['x1', 'x2'], text: ['x'] };

  for (const charts of document.querySelectorAll('.charts')) interactive(charts);
  for (const form of document.querySelectorAll('form[data-filters]')) filtering(form);
  for (const table of document.querySelectorAll('table[data-sortable]')) sortable(table);

  for (const cells of document.querySelectorAll('[data-cells]')) readable(cells);

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
    const [left, right, top, bottom, width] = ['left', 'right', 'top', 'bottom', 'width'].map((name) =>
      Number(charts.dataset[name]),
    );
    const form = charts.querySelector('form');
    const slider = form.querySelector('input');
    const output = form.querySelector('output');
    const first = Math.min(run.steps[0], run.steps.at(-1) - 1);
    const whole = [first, run.steps.at(-1)];
    let shown = whole;
    const toX = (step, [low, high] = shown) => left + ((width - left - right) * (step - low)) / (high - low);
    const toStep = (x) => shown[0] + ((shown[1] - shown[0]) * (x - left)) / (width - left - right);
    const svgs = [...charts.querySelectorAll('svg')].map(prepared);
    form.hidden = false;
    form.addEventListener('submit', (event) => event.preventDefault());
    slider.addEventListener('input', () => select(Number(slider.value)));
    for (const button of form.querySelectorAll('button')) {
      button.addEventListener('click', () => zoomBy(button.dataset.zoom));
    }
    for (const { svg, selection } of svgs) dragging(svg, selection);
    select(0);

    /** Notes where everything stood, for the zoom to move it from there, and adds the cursor. */
    function prepared(svg) {
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
      return { svg, paths, places, cursor, selection, below: height - bottom + BELOW };
    }

    function select(index) {
      const step = run.steps[index];
      slider.value = index;
      for (const { cursor } of svgs) {
        const inside = step >= shown[0] && step <= shown[1];
        cursor.setAttribute('visibility', inside ? 'visible' : 'hidden');
        cursor.setAttribute('x1', toX(step));
        cursor.setAttribute('x2', toX(step));
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
      const shift = left - scale * toX(low, whole);
      for (const { svg, paths, places, below } of svgs) {
        for (const path of paths) path.setAttribute('transform', `translate(${shift},0) scale(${scale},1)`);
        for (const { mark, name, x } of places) mark.setAttribute(name, shift + scale * x);
        ticks(svg, below);
      }
      select(Number(slider.value));
    }

    /** Other ticks below, where the steps are others. */
    function ticks(svg, below) {
      svg.querySelector('.x-ticks').setAttribute('visibility', 'hidden');
      svg.querySelector('.own-ticks')?.remove();
      const group = svg.appendChild(document.createElementNS(SVG, 'g'));
      group.setAttribute('class', 'own-ticks');
      const rough = (shown[1] - shown[0]) / TICKS;
      const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
      const every = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power;
      for (let step = Math.ceil(shown[0] / every) * every; step <= shown[1]; step += every) {
        const text = group.appendChild(document.createElementNS(SVG, 'text'));
        text.setAttribute('x', toX(step));
        text.setAttribute('y', below);
        text.setAttribute('class', 'faint');
        text.setAttribute('text-anchor', 'middle');
        text.textContent = step;
      }
    }

    /** Moving over a chart selects a step; dragging across it zooms to what lies between. */
    function dragging(svg, selection) {
      let from = null;
      const xAt = (event) => {
        const box = svg.getBoundingClientRect();
        return Math.min(Math.max(((event.clientX - box.left) * width) / box.width, left), width - right);
      };
      svg.addEventListener('pointermove', (event) => {
        const x = xAt(event);
        select(nearest(toStep(x)));
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
        const steps = [toStep(Math.min(from, to)), toStep(Math.max(from, to))];
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
