/**
 * Voices that every account has (https://platform.minimaxi.com/docs/faq/system-voice-id). Voices that people made
 * themselves are not listed; they are used by their ids.
 */
const VOICES = [
  'male-qn-qingse',
  'male-qn-jingying',
  'male-qn-badao',
  'male-qn-daxuesheng',
  'female-shaonv',
  'female-yujie',
  'female-chengshu',
  'female-tianmei',
  'presenter_male',
  'presenter_female',
  'audiobook_male_1',
  'audiobook_male_2',
  'audiobook_female_1',
  'audiobook_female_2',
  'clever_boy',
  'cute_boy',
  'lovely_girl',
  'English_Graceful_Lady',
  'English_Insightful_Speaker',
  'English_Persuasive_Man',
  'Japanese_Whisper_Belle',
];

export const systemVoices: readonly { readonly name: string; readonly value: string }[] = VOICES.map((value) => ({
  name: value,
  value,
}));
