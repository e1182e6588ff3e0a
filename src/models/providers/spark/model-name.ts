/** Spark's own names of its models (https://www.xfyun.cn/doc/spark/HTTP%E8%B0%83%E7%94%A8%E6%96%87%E6%A1%A3.html). */
const SENT_NAMES: Readonly<Record<string, string>> = {
  'spark-lite': 'lite',
  'spark-pro': 'generalv3',
  'spark-pro-128k': 'pro-128k',
  'spark-max': 'generalv3.5',
  'spark-max-32k': 'max-32k',
  'spark-4.0-ultra': '4.0Ultra',
  'spark-1.5': 'lite',
  'spark-3': 'generalv3',
  'spark-3.5': 'generalv3.5',
  'spark-4': '4.0Ultra',
};

export function sentName(model: string): string {
  return Object.hasOwn(SENT_NAMES, model) ? (SENT_NAMES[model] ?? model) : model;
}

/** The thinking models are served under another version (https://www.xfyun.cn/doc/spark/X1http.html). */
export function versionOf(model: string): 'v1' | 'v2' {
  return /^(spark-x|x1)/.test(model) ? 'v2' : 'v1';
}
