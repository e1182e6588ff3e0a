import { defineModelProvider } from '../../model-provider.ts';
import { sparkModels } from '../catalogue/spark.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { chatWire } from './chat.ts';

const field = (name: string, label: string, isSecret: boolean, ...environment: string[]) => ({
  name,
  label,
  isSecret,
  isRequired: false,
  environment,
});

/** iFlytek's Spark, with the three credentials of Dify or with the one password of its HTTP service. */
export const spark = defineModelProvider({
  id: 'spark',
  label: 'iFLYTEK SPARK',
  kinds: ['llm'],
  credentials: [
    // part of the websocket's address only; kept because Dify stores it
    field('app_id', 'APPID', false, 'SPARKAI_APP_ID', 'IFLYTEK_SPARK_APP_ID'),
    field('api_secret', 'APISecret', true, 'SPARKAI_API_SECRET', 'IFLYTEK_SPARK_API_SECRET'),
    field('api_key', 'APIKey', true, 'SPARKAI_API_KEY', 'IFLYTEK_SPARK_API_KEY'),
    field('api_password', 'APIPassword', true, 'SPARK_API_PASSWORD'),
  ],
  hasAccess: (values) => Boolean(values['api_password'] || (values['api_key'] && values['api_secret'])),
  models: readCatalogue(sparkModels),
  unknownModel: { contextSize: 8192 },
  language: (connection, model) => ({ chat: chatWire(connection, model) }),
});
