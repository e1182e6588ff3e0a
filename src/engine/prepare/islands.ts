import type { ResponseSegment } from '../node.ts';
import type { Island, PreparedEdge, PreparedNode, ResponsePlan } from '../prepared-graph.ts';

/** A node under construction. */
export type DraftNode<C> = { -readonly [Key in keyof PreparedNode<C>]: PreparedNode<C>[Key] } & {
  outgoing: PreparedEdge<C>[];
};

export interface DraftEdge<C> {
  readonly source: DraftNode<C>;
  readonly target: DraftNode<C>;
  readonly handle: string;
}

/** Cuts the graph into islands and gives nodes and edges their places in them. */
export function formIslands<C>(nodes: readonly DraftNode<C>[], edges: readonly DraftEdge<C>[]): void {
  const groups = new Groups(nodes);
  for (const edge of edges) groups.unite(edge.source, edge.target);
  const drafts = new Map<DraftNode<C>, { nodes: DraftNode<C>[]; edgeCount: number }>();
  for (const node of nodes) {
    const first = groups.firstOf(node);
    const draft = drafts.get(first) ?? { nodes: [], edgeCount: 0 };
    drafts.set(first, draft);
    node.slot = draft.nodes.length;
    draft.nodes.push(node);
  }
  for (const { source, target, handle } of edges) {
    const draft = drafts.get(groups.firstOf(source));
    if (!draft) continue;
    source.outgoing.push({ source, target, handle, slot: draft.edgeCount });
    target.incomingCount += 1;
    draft.edgeCount += 1;
  }
  for (const draft of drafts.values()) {
    const island = toIsland(draft.nodes, draft.edgeCount);
    for (const node of draft.nodes) node.island = island;
  }
}

/** Union-find: which nodes are connected. */
class Groups<Node> {
  readonly #leaders: Map<Node, Node>;

  constructor(nodes: readonly Node[]) {
    this.#leaders = new Map(nodes.map((node) => [node, node]));
  }

  firstOf(node: Node): Node {
    let leader = node;
    for (let next = this.#leaders.get(leader); next && next !== leader; next = this.#leaders.get(leader)) {
      this.#leaders.set(leader, this.#leaders.get(next) ?? next);
      leader = next;
    }
    return leader;
  }

  unite(a: Node, b: Node): void {
    this.#leaders.set(this.firstOf(b), this.firstOf(a));
  }
}

function toIsland<C>(nodes: readonly PreparedNode<C>[], edgeCount: number): Island<C> {
  const responses = nodes
    .filter((node) => node.definition.role === 'response')
    .map((node) => ({ node, segments: segmentsOf(node) }))
    .sort((a, b) => (a.node.id < b.node.id ? -1 : 1));
  const writers = responses.length === 0 ? [] : nodes.filter((node) => node.definition.writes);
  const holdGroups = new HoldGroups(nodes);
  return {
    nodes,
    edgeCount,
    incomingCounts: Uint32Array.from(nodes, (node) => node.incomingCount),
    responses: responses.map(
      (response): ResponsePlan<C> => ({
        ...response,
        holdGroup: holdGroups.of(writers, response.segments),
      }),
    ),
    holdGroups: holdGroups.sets,
    streamed: streamedVariables(responses.flatMap((response) => response.segments)),
  };
}

function segmentsOf<C>(node: PreparedNode<C>): readonly ResponseSegment[] {
  return (node.definition.response?.(node.config) ?? []).filter(
    (segment) => segment.kind === 'variable' || segment.text !== '',
  );
}

/**
 * The nodes whose edges hold back a response until they are taken: branch, container and response nodes hold back all,
 * an assigner those that show a variable it writes (Dify core/workflow/graph_engine/response_coordinator).
 * Responses held back by the same nodes share one set.
 */
class HoldGroups<C> {
  readonly sets: Set<number>[] = [];
  readonly #byWriters = new Map<string, number>();
  readonly #holdAll: readonly number[];

  constructor(nodes: readonly PreparedNode<C>[]) {
    this.#holdAll = nodes.filter(holdsAll).map((node) => node.slot);
  }

  of(writers: readonly PreparedNode<C>[], segments: readonly ResponseSegment[]): number {
    const shown = new Set(segments.flatMap((part) => (part.kind === 'variable' ? [keyOf(part.selector)] : [])));
    const holders = writers.filter((node) =>
      node.definition.writes?.(node.config).some((selector) => shown.has(keyOf(selector))),
    );
    const slots = holders.map((node) => node.slot);
    const known = this.#byWriters.get(slots.join());
    if (known !== undefined) return known;
    this.#byWriters.set(slots.join(), this.sets.length);
    return this.sets.push(new Set([...this.#holdAll, ...slots])) - 1;
  }
}

function holdsAll<C>(node: PreparedNode<C>): boolean {
  const { role } = node.definition;
  return node.isBranch || role === 'container' || role === 'response';
}

/** Ids and names hold no NUL. */
function keyOf(selector: readonly string[]): string {
  return `${selector[0]}\0${selector[1]}`;
}

function streamedVariables(segments: readonly ResponseSegment[]): ReadonlyMap<string, ReadonlySet<string>> {
  const streamed = new Map<string, Set<string>>();
  for (const segment of segments) {
    // a longer path reads a part of the value, which exists only when the node has finished
    if (segment.kind !== 'variable' || segment.selector.length !== 2) continue;
    const [nodeId = '', name = ''] = segment.selector;
    streamed.set(nodeId, (streamed.get(nodeId) ?? new Set()).add(name));
  }
  return streamed;
}
