/** Models of mistralai; columns: `read-catalogue.ts`. */
export const mistralaiModels = `
codestral-2501 | llm chat | 256000 | r | 0.3 0.9 USD | temperature top_p max_tokens=256000 safe_prompt random_seed frequency_penalty presence_penalty
codestral-latest | llm chat | 256000 | r | 0.3 0.9 USD | temperature top_p max_tokens=256000 safe_prompt random_seed frequency_penalty presence_penalty
devstral-small-2505 | llm chat | 128000 | r | 0.1 0.3 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
devstral-small-latest | llm chat | 128000 | r | 0.1 0.3 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
magistral-medium-2506 | llm chat | 128000 | r | 2 5 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty reasoning_mode
magistral-medium-latest | llm chat | 128000 | r | 2 5 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty reasoning_mode
magistral-small-2506 | llm chat | 128000 | r | 0.5 1.5 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty reasoning_mode
magistral-small-latest | llm chat | 128000 | r | 0.5 1.5 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty reasoning_mode
mathstral | llm chat | 32000 | r | - | temperature top_p max_tokens=32000 safe_prompt random_seed frequency_penalty presence_penalty
ministral-3b-2410 | llm chat | 128000 | r | 0.04 0.04 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
ministral-3b-latest | llm chat | 128000 | r | 0.04 0.04 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
ministral-8b-2410 | llm chat | 128000 | r | 0.1 0.1 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
ministral-8b-latest | llm chat | 128000 | r | 0.1 0.1 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
mistral-large-2411 | llm chat | 128000 | r | 2 6 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
mistral-large-latest | llm chat | 128000 | r | 2 6 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
mistral-medium-2505 | llm chat | 128000 | r | 0.4 2 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
mistral-medium-latest | llm chat | 128000 | r | 0.4 2 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
mistral-saba-2502 | llm chat | 32000 | r | 0.2 0.6 USD | temperature top_p max_tokens=32000 safe_prompt random_seed frequency_penalty presence_penalty
mistral-saba-latest | llm chat | 32000 | r | 0.2 0.6 USD | temperature top_p max_tokens=32000 safe_prompt random_seed frequency_penalty presence_penalty
mistral-small-2503 | llm chat | 128000 | rv | 0.1 0.3 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
mistral-small-latest | llm chat | 128000 | rv | 0.1 0.3 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
open-codestral-mamba | llm chat | 256000 | r | 0.008 0.024 USD 0.001 | temperature top_p max_tokens=256000 safe_prompt random_seed frequency_penalty presence_penalty
open-mistral-nemo-2407 | llm chat | 128000 | r | 0.15 0.15 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
open-mistral-nemo | llm chat | 128000 | r | 0.15 0.15 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
pixtral-12b-2409 | llm chat | 128000 | rv | 0.15 0.15 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
pixtral-large-2411 | llm chat | 128000 | rv | 2 6 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
pixtral-large-latest | llm chat | 128000 | rv | 2 6 USD | temperature top_p max_tokens=128000 safe_prompt random_seed frequency_penalty presence_penalty
codestral-embed | text-embedding | 8192 | - | 0.15 0 USD
mistral-embed | text-embedding | 8192 | - | 0.1 0 USD
mistral-moderation-2411 | moderation | 8192 | - | 0.1 0 USD
mistral-moderation-latest | moderation | 8192 | - | 0.1 0 USD
`;
