/** Models of yi; columns: `read-catalogue.ts`. Prices per million tokens. */
export const yiModels = `
yi-34b-chat-0205 | llm chat | 4096 | r | 2.5 2.5 RMB | temperature max_tokens=4000 top_p
yi-34b-chat-200k | llm chat | 200000 | r | 12 12 RMB | temperature max_tokens=199950 top_p
yi-large-turbo | llm chat | 16384 | r | 12 12 RMB | temperature max_tokens=16384 top_p
yi-large | llm chat | 16384 | r | 20 20 RMB | temperature max_tokens=16384 top_p
yi-lightning | llm chat | 16384 | r | 0.99 0.99 RMB | temperature max_tokens=4000 top_p
yi-medium-200k | llm chat | 204800 | r | 12 12 RMB | temperature max_tokens=204800 top_p
yi-medium | llm chat | 16384 | r | 2.5 2.5 RMB | temperature max_tokens=16384 top_p
yi-spark | llm chat | 16384 | r | 1 1 RMB | temperature max_tokens=16384 top_p
yi-vision | llm chat | 4096 | rv | 6 6 RMB | temperature max_tokens=4096 top_p
yi-vl-plus | llm chat | 4096 | v | 6 6 RMB | temperature max_tokens=4000 top_p
`;
