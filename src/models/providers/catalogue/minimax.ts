/** Models of minimax; columns: `read-catalogue.ts`. Prices per million tokens. */
export const minimaxModels = `
abab5-chat | llm chat | 6144 | r | 15 15 RMB | temperature top_p max_tokens=6144 mask_sensitive_info presence_penalty frequency_penalty
abab5.5-chat | llm chat | 16384 | rst | 15 15 RMB | temperature top_p max_tokens=16384 mask_sensitive_info presence_penalty frequency_penalty plugin_web_search
abab5.5s-chat | llm chat | 8192 | r | 5 5 RMB | temperature top_p max_tokens=8192 mask_sensitive_info presence_penalty frequency_penalty
abab6-chat | llm chat | 32768 | rst | 100 100 RMB | temperature top_p max_tokens=32768 mask_sensitive_info presence_penalty frequency_penalty
abab6.5-chat | llm chat | 8192 | rst | 30 30 RMB | temperature top_p max_tokens=8192 mask_sensitive_info presence_penalty frequency_penalty
abab6.5s-chat | llm chat | 245760 | rst | 10 10 RMB | temperature top_p max_tokens=245760 mask_sensitive_info presence_penalty frequency_penalty
abab6.5t-chat | llm chat | 8192 | r | 5 5 RMB | temperature top_p max_tokens=8192 mask_sensitive_info presence_penalty frequency_penalty
abab7-chat-preview | llm chat | 245760 | rst | 100 100 RMB | temperature top_p max_tokens=245760 mask_sensitive_info presence_penalty frequency_penalty
minimax-m1 | llm chat | 1000000 | rst | 800 2400 RMB | temperature top_p max_tokens=1000000 presence_penalty frequency_penalty
minimax-m2-her | llm chat | 204800 | rst | 2.1 8.4 RMB | temperature top_p max_tokens=204800 presence_penalty frequency_penalty
minimax-m2.1-lightning | llm chat | 204800 | rst | 2.1 8.4 RMB | temperature top_p max_tokens=204800 presence_penalty frequency_penalty
minimax-m2.1 | llm chat | 204800 | rst | 2.1 8.4 RMB | temperature top_p max_tokens=204800 presence_penalty frequency_penalty
MiniMax-M2.5lightning | llm chat | 204800 | rst | 4.2 16.8 RMB | temperature top_p max_tokens=204800 presence_penalty frequency_penalty
MiniMax-M2.5 | llm chat | 204800 | rst | 2.1 8.4 RMB | temperature top_p max_tokens=204800 presence_penalty frequency_penalty
minimax-m2.7-highspeed | llm chat | 204800 | rst | 4.2 16.8 RMB | temperature top_p max_tokens=204800 presence_penalty frequency_penalty
minimax-m2.7 | llm chat | 204800 | rst | 2.1 8.4 RMB | temperature top_p max_tokens=204800 presence_penalty frequency_penalty thinking thinking_budget
minimax-m2 | llm chat | 204800 | rst | 2.1 8.4 RMB | temperature top_p max_tokens=204800 presence_penalty frequency_penalty
minimax-m3 | llm chat | 1000000 | rstvw | 4.2 16.8 RMB | temperature top_p max_tokens=524288 thinking exclude_reasoning_tokens
minimax-text-01 | llm chat | 1000192 | rst | 1 8 RMB | temperature top_p max_tokens=1000192 mask_sensitive_info presence_penalty frequency_penalty
embo-01 | text-embedding | 4096 | - | 0.5 0 RMB
speech-01-hd | tts | - | - | 100 0 RMB
speech-01-turbo | tts | - | - | 100 0 RMB
speech-02-hd | tts | - | - | 100 0 RMB
speech-02-turbo | tts | - | - | 100 0 RMB
speech-2.6-hd | tts | - | - | 100 0 RMB
speech-2.6-turbo | tts | - | - | 100 0 RMB
`;
