/**
 * The languages of Dify's console, and the time zone that each suggests for a new account (api/constants/languages.py).
 */
export const timezoneOfLanguage: Readonly<Record<string, string>> = {
  'en-US': 'America/New_York',
  'zh-Hans': 'Asia/Shanghai',
  'zh-Hant': 'Asia/Taipei',
  'pt-BR': 'America/Sao_Paulo',
  'es-ES': 'Europe/Madrid',
  'fr-FR': 'Europe/Paris',
  'de-DE': 'Europe/Berlin',
  'ja-JP': 'Asia/Tokyo',
  'ko-KR': 'Asia/Seoul',
  'ru-RU': 'Europe/Moscow',
  'it-IT': 'Europe/Rome',
  'uk-UA': 'Europe/Kyiv',
  'vi-VN': 'Asia/Ho_Chi_Minh',
  'ro-RO': 'Europe/Bucharest',
  'pl-PL': 'Europe/Warsaw',
  'hi-IN': 'Asia/Kolkata',
  'tr-TR': 'Europe/Istanbul',
  'fa-IR': 'Asia/Tehran',
  'sl-SI': 'Europe/Ljubljana',
  'th-TH': 'Asia/Bangkok',
  'id-ID': 'Asia/Jakarta',
};

export const languages: readonly string[] = Object.keys(timezoneOfLanguage);
export const DEFAULT_LANGUAGE = 'en-US';
