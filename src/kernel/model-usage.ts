/** What calls of a model used (Dify core/model_runtime/entities/llm_entities.py, `LLMUsage`). Prices are decimal texts. */
export interface ModelUsage {
  readonly promptTokens: number;
  readonly promptUnitPrice: string;
  readonly promptPriceUnit: string;
  readonly promptPrice: string;
  readonly completionTokens: number;
  readonly completionUnitPrice: string;
  readonly completionPriceUnit: string;
  readonly completionPrice: string;
  readonly totalTokens: number;
  readonly totalPrice: string;
  readonly currency: string;
  /** In seconds. */
  readonly latency: number;
  /** In seconds. */
  readonly timeToFirstToken?: number;
  /** In seconds. */
  readonly timeToGenerate?: number;
}
