import type { CodeLanguage } from './contract.ts';

const MISSING_PYTHON = /ModuleNotFoundError: No module named '([^']+)'/;
const HALTED_PYTHON = /ModuleNotFoundError: import of (\S+) halted; None in sys\.modules/;
const MISSING_JAVASCRIPT = /Cannot find module '([^']+)'/;

/** The text of the script's own error; for a module that is not there also who could offer it. */
export function explainScriptError(language: CodeLanguage, text: string): string {
  if (language === 'javascript') {
    const name = MISSING_JAVASCRIPT.exec(text)?.[1];
    return name === undefined ? text : `${text}\n${missingJavaScript(name)}`;
  }
  const plain = text.replace(HALTED_PYTHON, "ModuleNotFoundError: No module named '$1'");
  const name = MISSING_PYTHON.exec(plain)?.[1];
  return name === undefined ? plain : `${plain}\n${missingPython(name)}`;
}

function missingPython(name: string): string {
  return (
    `The embedded Python has its standard library only, so there is no "${name}". An operator can offer it: ` +
    'CODE_EXECUTION=python runs code in a Python of their choice, CODE_EXECUTION_ENDPOINT in a dify-sandbox service.'
  );
}

function missingJavaScript(name: string): string {
  return (
    `The embedded JavaScript has no modules, so there is no "${name}". ` +
    'An operator can offer it: CODE_EXECUTION_ENDPOINT runs code in a dify-sandbox service.'
  );
}
