/**
 * The cycles of a directed graph: for each group of nodes that reach one another, the node ids of one cycle through it.
 * Tarjan's strongly connected components with a stack of our own, because graphs may be deep.
 */
export function findCycles(nodeCount: number, targetsOf: readonly (readonly number[])[]): number[][] {
  const order = new Int32Array(nodeCount).fill(-1);
  const lowest = new Int32Array(nodeCount);
  const isOpen = new Uint8Array(nodeCount);
  const open: number[] = [];
  const groups: number[][] = [];
  let visited = 0;

  const visit = (start: number) => {
    const path = [{ node: start, next: 0 }];
    enter(start);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const target = targetsOf[top.node]?.[top.next];
      top.next += 1;
      if (target === undefined) leave(top.node, path);
      else if (order[target] === -1) {
        enter(target);
        path.push({ node: target, next: 0 });
      } else if (isOpen[target]) lower(top.node, order[target] ?? 0);
    }
  };
  const enter = (node: number) => {
    order[node] = visited;
    lowest[node] = visited;
    visited += 1;
    isOpen[node] = 1;
    open.push(node);
  };
  const lower = (node: number, value: number) => {
    if (value < (lowest[node] ?? 0)) lowest[node] = value;
  };
  const leave = (node: number, path: { node: number }[]) => {
    path.pop();
    const above = path.at(-1);
    if (above) lower(above.node, lowest[node] ?? 0);
    if (lowest[node] !== order[node]) return;
    const group = open.splice(open.lastIndexOf(node));
    for (const member of group) isOpen[member] = 0;
    if (group.length > 1 || targetsOf[node]?.includes(node)) groups.push(group);
  };

  for (let node = 0; node < nodeCount; node += 1) if (order[node] === -1) visit(node);
  return groups.map((group) => cycleIn(group, targetsOf));
}

/** Follows edges inside the group until a node comes twice. */
function cycleIn(group: readonly number[], targetsOf: readonly (readonly number[])[]): number[] {
  const members = new Set(group);
  const path: number[] = [];
  const places = new Map<number, number>();
  let node = Math.min(...group.slice(0, 1_000));
  while (!places.has(node)) {
    places.set(node, path.length);
    path.push(node);
    node = targetsOf[node]?.find((target) => members.has(target)) ?? node;
  }
  return path.slice(places.get(node));
}
