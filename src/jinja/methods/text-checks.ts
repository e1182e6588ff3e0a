import { isCased, isSpace } from './plain-text.ts';

/** The `str.is…` family. What Python reads from its Unicode tables is asked of JavaScript's properties. */

type Check = (text: string) => boolean;

function everyCharacter(pattern: RegExp): Check {
  return (text) => text !== '' && pattern.test(text);
}

// Numbers among the CJK letters, which Unicode lists as letters with a numeric value.
const HAN_NUMBERS = '一二三四五六七八九十百千万萬億亿兆零〇两兩壹贰貳叁參肆伍陆陸柒捌玖拾佰仟';
const DIGITS = '\\p{Nd}²³¹⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒';

const isUpperLetter = /^[\p{Lu}\p{Lt}]$/u;
const isLowerLetter = /^[\p{Lowercase}]$/u;

/** `isupper` and `islower`: at least one cased letter and none of the other case. */
function isAllCase(mine: RegExp, text: string): boolean {
  let isFound = false;
  for (const character of text) {
    if (!isCased(character)) continue;
    if (!mine.test(character)) return false;
    isFound = true;
  }
  return isFound;
}

function isTitle(text: string): boolean {
  let [isInside, isFound] = [false, false];
  for (const character of text) {
    const isLarge = isUpperLetter.test(character);
    if (isLarge ? isInside : isCased(character) && !isInside) return false;
    isInside = isCased(character);
    isFound ||= isInside;
  }
  return isFound;
}

const NOT_PRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

export const textChecks: Readonly<Record<string, Check>> = {
  isalnum: everyCharacter(/^[\p{L}\p{N}]+$/u),
  isalpha: everyCharacter(/^\p{L}+$/u),
  isascii: (text) => !/[^\0-\x7f]/.test(text),
  isdecimal: everyCharacter(/^\p{Nd}+$/u),
  isdigit: everyCharacter(new RegExp(`^[${DIGITS}]+$`, 'u')),
  isidentifier: everyCharacter(/^[\p{ID_Start}_]\p{ID_Continue}*$/u),
  islower: (text) => isAllCase(isLowerLetter, text),
  isnumeric: everyCharacter(new RegExp(`^[\\p{N}${HAN_NUMBERS}]+$`, 'u')),
  isprintable: (text) => !NOT_PRINTABLE.test(text),
  isspace: (text) => text !== '' && Array.from(text).every(isSpace),
  istitle: isTitle,
  isupper: (text) => isAllCase(/^[\p{Uppercase}]$/u, text),
};
