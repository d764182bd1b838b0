// A graph on a canvas: a small force layout, drawing, pan and zoom, hits, and moving by arrow keys.
// It knows nothing of pages; Explore and the single-file export both use it.

const LENGTH = 90;

export class GraphView {
  constructor(canvas, { hueOf, onOpen, onSelect, isShown }) {
    Object.assign(this, { canvas, hueOf, onOpen, onSelect, isShown });
    this.nodes = new Map();
    this.edges = new Map();
    this.selected = null;
    this.hovered = null;
    this.scale = 1;
    this.origin = { x: 0, y: 0 };
    this.heat = 0;
    this.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#listen();
    new ResizeObserver(() => this.#resize()).observe(canvas);
    addEventListener("themechange", () => this.draw());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  // Add nodes and edges that are not there yet; new nodes appear around the one they are opened from.
  add(nodes, edges, from = null) {
    const centre = from ? this.nodes.get(from) : { x: 0, y: 0 };
    let turn = this.nodes.size;
    for (const node of nodes) {
      if (this.nodes.has(node.id)) continue;
      const angle = turn * 2.39996;
      const radius = from ? LENGTH : 14 * Math.sqrt(turn + 1);
      turn += 1;
      const place = node.x === undefined ? { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) } : {};
      this.nodes.set(node.id, { vx: 0, vy: 0, degree: 0, ...node, ...place });
    }
    for (const edge of edges) {
      if (this.edges.has(edge.id) || !this.nodes.has(edge.source) || !this.nodes.has(edge.target)) continue;
      this.edges.set(edge.id, edge);
      this.nodes.get(edge.source).degree += 1;
      this.nodes.get(edge.target).degree += 1;
    }
  }

  remove(id) {
    for (const [key, edge] of this.edges) {
      if (edge.source !== id && edge.target !== id) continue;
      this.edges.delete(key);
      const other = this.nodes.get(edge.source === id ? edge.target : edge.source);
      if (other) other.degree -= 1;
    }
    this.nodes.delete(id);
    if (this.selected === id) this.selected = null;
    this.draw();
  }

  shownNodes() {
    return [...this.nodes.values()].filter((node) => this.isShown(node));
  }

  shownEdges() {
    const ends = new Set(this.shownNodes().map((node) => node.id));
    return [...this.edges.values()].filter((edge) => ends.has(edge.source) && ends.has(edge.target) && this.isShown(edge));
  }

  // Let the layout settle: at once where motion is unwelcome, else frame by frame.
  settle({ fit = true } = {}) {
    this.heat = 1;
    const first = this.still ? 260 : 120;
    for (let turn = 0; turn < first; turn += 1) this.#step();
    this.fitting = fit; // until somebody moves something
    if (fit) this.fit();
    else this.draw();
    if (!this.still) requestAnimationFrame(() => this.#animate());
  }

  fit() {
    const nodes = this.shownNodes();
    if (!nodes.length) return this.draw();
    const { width, height } = this.canvas.getBoundingClientRect();
    const xs = nodes.map((node) => node.x);
    const ys = nodes.map((node) => node.y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const room = Math.min(190, width * 0.42); // for the names on the right
    this.scale = Math.min(1.6, (width - room) / Math.max(right - left, 1), (height - 70) / Math.max(bottom - top, 1));
    this.scale = Math.max(this.scale, 0.02);
    this.origin = { x: (width - room + 30) / 2 - this.scale * (left + right) / 2, y: height / 2 - this.scale * (top + bottom) / 2 };
    this.draw();
  }

  zoom(factor, at = null) {
    const { width, height } = this.canvas.getBoundingClientRect();
    const { x, y } = at ?? { x: width / 2, y: height / 2 };
    const next = Math.min(6, Math.max(0.02, this.scale * factor));
    this.origin = { x: x - ((x - this.origin.x) / this.scale) * next, y: y - ((y - this.origin.y) / this.scale) * next };
    this.scale = next;
    this.fitting = false;
    this.draw();
  }

  select(id, { move = true } = {}) {
    this.selected = id;
    if (id !== null && move) this.#reveal(this.nodes.get(id));
    this.onSelect?.(id === null ? null : this.nodes.get(id));
    this.draw();
  }

  // Where a node is on the canvas, in CSS pixels.
  at(id) {
    const node = this.nodes.get(id);
    return { x: this.origin.x + this.scale * node.x, y: this.origin.y + this.scale * node.y };
  }

  draw() {
    const paper = this.canvas.getContext("2d");
    const style = getComputedStyle(this.canvas);
    // The colour of lines stands in caret-color: of a property of our own the browser would give back
    // light-dark(...) as it is written, which a canvas does not understand.
    const colours = { ink: style.color, soft: style.caretColor, paper: style.backgroundColor };
    const { width, height } = this.canvas.getBoundingClientRect();
    paper.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    paper.clearRect(0, 0, width, height);
    paper.font = `12px ${style.fontFamily}`;
    const focus = this.hovered ?? this.selected;
    const near = this.#around(focus);
    this.#drawEdges(paper, colours, focus);
    const nodes = this.shownNodes().sort((a, b) => a.degree - b.degree);
    for (const node of nodes) this.#drawNode(paper, colours, node, focus && !near.has(node.id));
    this.#drawLabels(paper, colours, nodes.reverse(), focus, near);
  }

  #around(id) {
    const found = new Set([id]);
    if (id) {
      for (const edge of this.edges.values()) {
        if (edge.source === id) found.add(edge.target);
        if (edge.target === id) found.add(edge.source);
      }
    }
    return found;
  }

  #drawEdges(paper, colours, focus) {
    for (const edge of this.shownEdges()) {
      const [a, b] = [this.at(edge.source), this.at(edge.target)];
      const lit = focus && (edge.source === focus || edge.target === focus);
      paper.globalAlpha = focus && !lit ? 0.18 : 0.75;
      paper.strokeStyle = lit ? colours.ink : colours.soft;
      paper.lineWidth = lit ? 1.6 : 1;
      paper.setLineDash(edge.is_doubted ? [4, 3] : []);
      paper.beginPath();
      if (edge.source === edge.target) paper.arc(a.x, a.y - 12, 10, 0, 7);
      else {
        paper.moveTo(a.x, a.y);
        paper.lineTo(b.x, b.y);
      }
      paper.stroke();
      if (lit && this.scale > 0.5 && this.canvas.clientWidth > 560) this.#drawText(paper, colours, edge.label, ...this.#along(edge, focus), true);
    }
    paper.setLineDash([]);
    paper.globalAlpha = 1;
  }

  // Two thirds from the thing in focus towards the other, where names of links do not crowd.
  #along(edge, focus) {
    const [near, far] = edge.source === focus ? [edge.source, edge.target] : [edge.target, edge.source];
    const [a, b] = [this.at(near), this.at(far)];
    return [a.x + (b.x - a.x) * 0.62, a.y + (b.y - a.y) * 0.62 - 3];
  }

  #drawNode(paper, colours, node, dim) {
    const { x, y } = this.at(node.id);
    const radius = this.#radius(node);
    paper.globalAlpha = dim ? 0.3 : 1;
    paper.beginPath();
    paper.arc(x, y, radius, 0, 7);
    paper.fillStyle = `oklch(0.62 0.14 ${this.hueOf(node)})`;
    paper.fill();
    paper.lineWidth = this.selected === node.id ? 3 : 1.5;
    paper.strokeStyle = this.selected === node.id ? colours.ink : colours.paper;
    paper.stroke();
    paper.globalAlpha = 1;
  }

  // Names of the best connected things first; none over another.
  #drawLabels(paper, colours, nodes, focus, near) {
    const taken = [];
    const first = focus ? [...nodes].sort((a, b) => near.has(b.id) - near.has(a.id)) : nodes;
    for (const node of first) {
      const { x, y } = this.at(node.id);
      const gap = this.#radius(node) + 4;
      const { text, wide, turned } = this.#fitting(paper, node.label, x, gap);
      const box = { left: turned ? x - gap - wide : x + gap, top: y - 8 };
      Object.assign(box, { right: box.left + wide, bottom: box.top + 16 });
      const covered = taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
      if (covered && node.id !== focus) continue;
      taken.push(box);
      paper.globalAlpha = focus && !near.has(node.id) ? 0.35 : 1;
      this.#drawText(paper, colours, text, box.left, y + 4, false);
    }
    paper.globalAlpha = 1;
  }

  // A name beside its thing: on the left where only there is room for it, cut where there is none on either side.
  #fitting(paper, label, x, gap) {
    let text = label.length > 38 ? `${label.slice(0, 37)}…` : label;
    let wide = paper.measureText(text).width;
    const right = this.canvas.clientWidth - x - gap;
    const left = x - gap;
    const turned = wide > right && left > right;
    const room = turned ? left : right;
    if (wide > room && room > 40) {
      text = `${text.slice(0, Math.floor((text.length * room) / wide) - 2)}…`;
      wide = paper.measureText(text).width;
    }
    return { text, wide, turned };
  }

  #drawText(paper, colours, text, x, y, centred) {
    paper.textAlign = centred ? "center" : "left";
    paper.lineWidth = 3;
    paper.lineJoin = "round";
    paper.strokeStyle = colours.paper;
    paper.strokeText(text, x, y);
    paper.fillStyle = colours.ink;
    paper.fillText(text, x, y);
  }

  #radius(node) {
    const size = (node.is_situation ? 3.5 : 5) + 1.5 * Math.sqrt(node.degree);
    return Math.max(2.5, Math.min(size, 16) * Math.min(1, 0.35 + this.scale * 0.65));
  }

  #animate() {
    if (this.heat < 0.02) {
      if (this.fitting) this.fit();
      return;
    }
    this.#step();
    this.#step();
    if (this.fitting) this.fit();
    else this.draw();
    requestAnimationFrame(() => this.#animate());
  }

  // One round of forces: all push each other off, links pull, a weak pull keeps the whole together.
  #step() {
    const nodes = this.shownNodes();
    for (let i = 0; i < nodes.length; i += 1) {
      const a = nodes[i];
      for (let j = i + 1; j < nodes.length; j += 1) {
        const b = nodes[j];
        const [dx, dy] = [a.x - b.x || 0.1, a.y - b.y || 0.1];
        const force = Math.min((LENGTH * LENGTH * 0.9) / (dx * dx + dy * dy), 4);
        a.vx += dx * force * 0.02;
        a.vy += dy * force * 0.02;
        b.vx -= dx * force * 0.02;
        b.vy -= dy * force * 0.02;
      }
      a.vx -= a.x * 0.004;
      a.vy -= a.y * 0.004;
    }
    for (const edge of this.shownEdges()) {
      const [a, b] = [this.nodes.get(edge.source), this.nodes.get(edge.target)];
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const length = Math.hypot(dx, dy) || 1;
      const pull = ((length - LENGTH) / length) * 0.06 / Math.sqrt(Math.min(a.degree, b.degree) || 1);
      a.vx += dx * pull;
      a.vy += dy * pull;
      b.vx -= dx * pull;
      b.vy -= dy * pull;
    }
    for (const node of nodes) {
      if (node.id !== this.dragged) {
        const speed = Math.hypot(node.vx, node.vy);
        const most = 30 * this.heat + 0.01;
        const cut = speed > most ? most / speed : 1;
        node.x += node.vx * cut;
        node.y += node.vy * cut;
      }
      node.vx *= 0.6;
      node.vy *= 0.6;
    }
    this.heat *= 0.988;
  }

  // -- pointers and keys

  #listen() {
    const { canvas } = this;
    const place = (event) => ({ x: event.offsetX, y: event.offsetY });
    const pointers = new Map();
    let start = null;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.fitting = false;
      pointers.set(event.pointerId, place(event));
      start = { ...place(event), hit: this.#hit(place(event)), moved: false };
    });
    canvas.addEventListener("pointermove", (event) => {
      const now = place(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        const hit = this.#hit(now);
        if (hit !== this.hovered) {
          this.hovered = hit;
          canvas.style.cursor = hit ? "pointer" : "grab";
          this.draw();
        }
        return;
      }
      if (pointers.size === 2) this.#pinch(pointers, event.pointerId, now);
      pointers.set(event.pointerId, now);
      if (pointers.size > 1) return;
      if (Math.hypot(now.x - start.x, now.y - start.y) > 4) start.moved = true;
      if (!start.moved) return;
      if (start.hit) {
        this.dragged = start.hit;
        const node = this.nodes.get(start.hit);
        node.x += (now.x - before.x) / this.scale;
        node.y += (now.y - before.y) / this.scale;
      } else {
        this.origin.x += now.x - before.x;
        this.origin.y += now.y - before.y;
      }
      this.draw();
    });
    const end = (event) => {
      pointers.delete(event.pointerId);
      this.dragged = null;
      if (event.type === "pointerup" && start && !start.moved) {
        if (start.hit) {
          this.select(start.hit, { move: false });
          this.onOpen?.(this.nodes.get(start.hit));
        } else this.select(null);
      }
      start = null;
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("pointerleave", () => {
      if (this.hovered) {
        this.hovered = null;
        this.draw();
      }
    });
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 400), place(event));
    }, { passive: false });
  }

  #pinch(pointers, id, now) {
    const [other] = [...pointers.entries()].filter(([key]) => key !== id).map(([, at]) => at);
    const before = pointers.get(id);
    const wide = (one) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
    this.zoom(wide(now) / wide(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  // The nearest node in the direction of an arrow key.
  step(key) {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    const nodes = this.shownNodes();
    if (!nodes.length) return;
    const from = this.nodes.get(this.selected);
    if (!from) return this.select(nodes.reduce((a, b) => (b.degree > a.degree ? b : a)).id);
    let best = null;
    for (const node of nodes) {
      const along = (node.x - from.x) * dx + (node.y - from.y) * dy;
      const aside = Math.abs((node.x - from.x) * dy) + Math.abs((node.y - from.y) * dx);
      if (node === from || along <= 0) continue;
      const cost = along + 2 * aside;
      if (!best || cost < best.cost) best = { node, cost };
    }
    if (best) this.select(best.node.id);
  }

  #reveal(node) {
    const { width, height } = this.canvas.getBoundingClientRect();
    const { x, y } = this.at(node.id);
    if (x < 40 || x > width - 120) this.origin.x += width / 2 - x;
    if (y < 30 || y > height - 30) this.origin.y += height / 2 - y;
  }

  #hit({ x, y }) {
    let best = null;
    for (const node of this.shownNodes()) {
      const at = this.at(node.id);
      const distance = Math.hypot(at.x - x, at.y - y);
      if (distance < Math.max(this.#radius(node) + 4, 9) && (!best || distance < best.distance)) best = { id: node.id, distance };
    }
    return best?.id ?? null;
  }

  #resize() {
    const { width, height } = this.canvas.getBoundingClientRect();
    this.canvas.width = Math.round(width * devicePixelRatio);
    this.canvas.height = Math.round(height * devicePixelRatio);
    if (this.sized) this.draw();
    else if (width) {
      this.sized = true;
      this.fit();
    }
  }
}
