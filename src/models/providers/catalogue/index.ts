/** The tables of models, each loaded when its provider is asked for. */
const tables: Readonly<Record<string, () => Promise<string>>> = {
  anthropic: async () => (await import('./anthropic.ts')).anthropicModels,
  baichuan: async () => (await import('./baichuan.ts')).baichuanModels,
  cohere: async () => (await import('./cohere.ts')).cohereModels,
  deepseek: async () => (await import('./deepseek.ts')).deepseekModels,
  fireworks: async () => (await import('./fireworks.ts')).fireworksModels,
  gitee_ai: async () => (await import('./gitee-ai.ts')).giteeAiModels,
  google: async () => (await import('./google.ts')).googleModels,
  groq: async () => (await import('./groq.ts')).groqModels,
  hunyuan: async () => (await import('./hunyuan.ts')).hunyuanModels,
  jina: async () => (await import('./jina.ts')).jinaModels,
  longcat: async () => (await import('./longcat.ts')).longcatModels,
  mimo: async () => (await import('./mimo.ts')).mimoModels,
  minimax: async () => (await import('./minimax.ts')).minimaxModels,
  mistralai: async () => (await import('./mistralai.ts')).mistralaiModels,
  modelscope: async () => (await import('./modelscope.ts')).modelscopeModels,
  moonshot: async () => (await import('./moonshot.ts')).moonshotModels,
  novita: async () => (await import('./novita.ts')).novitaModels,
  nvidia: async () => (await import('./nvidia.ts')).nvidiaModels,
  openai: async () => (await import('./openai.ts')).openaiModels,
  openrouter: async () => (await import('./openrouter.ts')).openrouterModels,
  sambanova: async () => (await import('./sambanova.ts')).sambanovaModels,
  siliconflow: async () => (await import('./siliconflow.ts')).siliconflowModels,
  spark: async () => (await import('./spark.ts')).sparkModels,
  stepfun: async () => (await import('./stepfun.ts')).stepfunModels,
  tongyi: async () => (await import('./tongyi.ts')).tongyiModels,
  upstage: async () => (await import('./upstage.ts')).upstageModels,
  vertex_ai: async () => (await import('./vertex-ai.ts')).vertexAiModels,
  voyage: async () => (await import('./voyage.ts')).voyageModels,
  wenxin: async () => (await import('./wenxin.ts')).wenxinModels,
  x: async () => (await import('./x.ts')).xModels,
  yi: async () => (await import('./yi.ts')).yiModels,
  zhipuai: async () => (await import('./zhipuai.ts')).zhipuaiModels,
};

/** The provider's table; an empty one when its models cannot be known beforehand. */
export async function catalogueTable(providerId: string): Promise<string> {
  return (await tables[providerId]?.()) ?? '';
}

export const catalogueNames: readonly string[] = Object.keys(tables);
