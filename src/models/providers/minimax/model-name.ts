/**
 * MiniMax tells capitals apart; Dify's catalogue writes its models small and knows some by names that MiniMax has given
 * up (models/minimax/models/llm/_functional.py; https://platform.minimaxi.com/docs/api-reference/text-post).
 */
const SENT_NAMES: Readonly<Record<string, string>> = {
  'minimax-m3': 'MiniMax-M3',
  'minimax-m2.7': 'MiniMax-M2.7',
  'minimax-m2.7-highspeed': 'MiniMax-M2.7-highspeed',
  'minimax-m2.7-lightning': 'MiniMax-M2.7-highspeed',
  'minimax-m2.5': 'MiniMax-M2.5',
  'minimax-m2.5lightning': 'MiniMax-M2.5-highspeed',
  'minimax-m2.5-lightning': 'MiniMax-M2.5-highspeed',
  'minimax-m2.1': 'MiniMax-M2.1',
  'minimax-m2.1-lightning': 'MiniMax-M2.1-highspeed',
  'minimax-m2': 'MiniMax-M2',
  'minimax-m2-her': 'M2-her',
  'minimax-m1': 'MiniMax-M1',
  'minimax-text-01': 'MiniMax-Text-01',
};

export function sentName(model: string): string {
  const small = model.toLowerCase();
  return Object.hasOwn(SENT_NAMES, small) ? (SENT_NAMES[small] ?? model) : model;
}
