/** What a document is made of. An alias is the very node it names, so one node may stand in several places. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  /** As Python writes the value. */
  readonly text: string;
}

export type ScalarType = 'str' | 'null' | 'bool' | 'int' | 'float' | 'timestamp';

export interface YamlSequence {
  readonly kind: 'sequence';
  readonly items: YamlNode[];
}

export interface YamlMapping {
  readonly kind: 'mapping';
  /** By type and text of the key: the later one of two wins, at the place of the first. */
  readonly entries: Map<string, readonly [key: YamlScalar, value: YamlNode]>;
}
