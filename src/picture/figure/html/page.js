(() => {
'use strict';
const one = (query, of = document) => of.querySelector(query);
const all = (query, of = document) => [...of.querySelectorAll(query)];
const figure = one('figure'), svg = one('svg', figure), told = one('aside'), stage = one('.stage');
const field = one('input'), count = one('#count');
const home = svg.viewBox.baseVal, first = {x: home.x, y: home.y, w: home.width, h: home.height};
let box = {...first}, rest = {...first}, timer = 0, frame = 0;

// While it moves, the whole picture is shifted and scaled; when it rests it is drawn anew.
const show = () => {
  frame = 0;
  const width = svg.clientWidth, scale = rest.w / box.w;
  const x = (rest.x - box.x) * width / box.w, y = (rest.y - box.y) * width / box.w;
  svg.style.transform = `translate(${x}px,${y}px) scale(${scale})`;
  clearTimeout(timer);
  timer = setTimeout(settle, 160);
};
const settle = () => {
  rest = {...box};
  svg.setAttribute('viewBox', `${box.x} ${box.y} ${box.w} ${box.h}`);
  svg.style.transform = '';
};
const moved = () => { frame = frame || requestAnimationFrame(show); };
const place = event => {
  const at = figure.getBoundingClientRect();
  return {x: box.x + (event.clientX - at.left) / svg.clientWidth * box.w,
          y: box.y + (event.clientY - at.top) / svg.clientWidth * box.w};
};
const zoom = (by, at) => {
  const w = Math.min(first.w * 2, Math.max(first.w / 60, box.w / by)), share = w / box.w;
  at = at || {x: box.x + box.w / 2, y: box.y + box.h / 2};
  box = {x: at.x - (at.x - box.x) * share, y: at.y - (at.y - box.y) * share, w, h: box.h * share};
  moved();
};
const pan = (x, y) => { box.x += x * box.w; box.y += y * box.h; moved(); };
const whole = () => { box = {...first}; moved(); };

const nodes = new Map(all('.node', svg).map(node => [node.dataset.id, node]));
const relations = all('.relation', svg);
const lines = new Map(relations.map(line => [line.dataset.id, line]));
const labels = new Map(all('.relation-label', svg).map(label => [label.dataset.of, label]));
const rows = new Map(all('tr[data-id]').map(row => [row.dataset.id, row]));
const ties = new Map([...nodes.keys()].map(id => [id, []]));
for (const relation of relations) {
  const {from, to} = relation.dataset;
  if (ties.has(from) && ties.has(to)) { ties.get(from).push([to, relation]); ties.get(to).push([from, relation]); }
}
// A line with its label, if it has one.
const written = line => [line, labels.get(line.dataset.id)].filter(Boolean);
const middle = node => {
  const at = one('path', node).getBBox();
  return {x: at.x + at.width / 2, y: at.y + at.height / 2};
};
let chosen = null, current = null;
const mark = (list, name) => {
  all('.' + name, svg).forEach(thing => thing.classList.remove(name));
  list.forEach(thing => thing.classList.add(name));
};
const clear = () => {
  chosen = null;
  svg.classList.remove('dim');
  stage.classList.remove('told');
  mark([], 'near'); mark([], 'chosen');
  told.replaceChildren();
};
// What is told of a thing stands in its row of the list.
const tell = (row, extra) => {
  told.replaceChildren();
  if (!row) return;
  const head = document.createElement('h2');
  head.dir = 'auto';
  head.textContent = row.dataset.name;
  told.append(head);
  all('td', row).forEach(cell => {
    const part = document.createElement('div');
    part.append(...cell.cloneNode(true).childNodes);
    if (part.textContent.trim()) told.append(part);
  });
  if (extra.length) {
    const list = document.createElement('ul');
    for (const tied of extra) {
      const item = document.createElement('li');
      item.dir = 'auto';
      item.textContent = tied;
      list.append(item);
    }
    told.append(list);
  }
  stage.classList.add('told');
};
const choose = id => {
  const node = nodes.get(id);
  if (!node) return;
  chosen = id;
  const near = ties.get(id);
  mark([node, ...near.flatMap(([other, line]) => [nodes.get(other), ...written(line)])], 'near');
  mark([node], 'chosen');
  svg.classList.add('dim');
  tell(rows.get(id), [...new Set(near.map(([, line]) => one('title', line)?.textContent || ''))].filter(Boolean));
  visit(node);
};
const chooseLine = line => {
  chosen = line.dataset.id;
  mark([...written(line), nodes.get(line.dataset.from), nodes.get(line.dataset.to)].filter(Boolean), 'near');
  mark([line], 'chosen');
  svg.classList.add('dim');
  tell(rows.get(line.dataset.id), []);
};
// One node can be reached by the tabulator; arrows lead from there.
const visit = node => {
  if (current) current.tabIndex = -1;
  current = node;
  node.tabIndex = 0;
};
const step = (x, y) => {
  const from = middle(current), id = current.dataset.id;
  const near = ties.get(id).map(([other]) => nodes.get(other));
  const ahead = list => list.filter(other => other !== current).map(other => {
    const to = middle(other), dx = to.x - from.x, dy = to.y - from.y, far = Math.hypot(dx, dy) || 1;
    return {other, turn: (dx * x + dy * y) / far, far};
  }).filter(way => way.turn > .35).sort((a, b) => a.far * (2 - a.turn) - b.far * (2 - b.turn))[0];
  const way = ahead(near) || ahead([...nodes.values()]);
  if (!way) return;
  visit(way.other);
  way.other.focus({preventScroll: true});
};
const search = () => {
  const text = field.value.trim().toLowerCase();
  const found = text ? [...rows.values()].filter(row =>
    nodes.has(row.dataset.id) && row.dataset.find.includes(text)).map(row => nodes.get(row.dataset.id)) : [];
  clear();
  if (text) { mark(found, 'near'); svg.classList.add('dim'); }
  count.textContent = text ? `${found.length} found` : '';
  return found;
};

let down = null;
const fingers = new Map();
figure.addEventListener('pointerdown', event => {
  fingers.set(event.pointerId, event);
  down = {x: event.clientX, y: event.clientY, moved: false, target: event.target};
});
figure.addEventListener('pointermove', event => {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  if (fingers.size === 2) {
    const other = [...fingers.values()].find(finger => finger.pointerId !== event.pointerId);
    const far = finger => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY) || 1;
    zoom(far(event) / far(before), place(other));
    down.moved = true;
  } else if (down.moved || Math.hypot(event.clientX - down.x, event.clientY - down.y) > 4) {
    if (!down.moved) figure.setPointerCapture(event.pointerId);
    down.moved = true;
    pan((before.clientX - event.clientX) / svg.clientWidth, (before.clientY - event.clientY) / svg.clientHeight);
  }
  fingers.set(event.pointerId, event);
});
const up = event => {
  fingers.delete(event.pointerId);
  if (event.type === 'pointerup' && down && !down.moved) {
    const at = down.target.closest('.node, .relation, .relation-label');
    const thing = at && at.classList.contains('relation-label') ? lines.get(at.dataset.of) : at;
    if (!thing) clear();
    else if (thing.classList.contains('node')) choose(thing.dataset.id);
    else chooseLine(thing);
  }
};
figure.addEventListener('pointerup', up);
figure.addEventListener('pointercancel', up);
figure.addEventListener('wheel', event => {
  event.preventDefault();
  zoom(Math.exp(-event.deltaY * (event.deltaMode ? .05 : .0018)), place(event));
}, {passive: false});
figure.addEventListener('dblclick', event => zoom(1.8, place(event)));
const ways = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
figure.addEventListener('keydown', event => {
  const way = ways[event.key], on = event.target.closest('.node');
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (way && on && !event.shiftKey) step(...way);
  else if (way) pan(way[0] * .1, way[1] * .1);
  else if ((event.key === 'Enter' || event.key === ' ') && on) choose(on.dataset.id);
  else if (event.key === '+' || event.key === '=') zoom(1.3);
  else if (event.key === '-') zoom(1 / 1.3);
  else if (event.key === '0') whole();
  else return;
  event.preventDefault();
});
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') { field.value = ''; search(); }
  else if (event.key === '/' && event.target !== field) { event.preventDefault(); field.focus(); }
});
field.addEventListener('input', search);
field.form.addEventListener('submit', event => {
  event.preventDefault();
  const found = search();
  if (found.length) { choose(found[0].dataset.id); found[0].focus({preventScroll: true}); }
});
one('#closer').addEventListener('click', () => zoom(1.4));
one('#further').addEventListener('click', () => zoom(1 / 1.4));
one('#whole').addEventListener('click', whole);
for (const node of nodes.values()) {
  node.tabIndex = -1;
  node.setAttribute('aria-label', one('title', node)?.textContent || node.dataset.id);
}
if (nodes.size) visit(nodes.values().next().value);
figure.classList.add('alive');
one('.tools').hidden = false;
})();
