/**
 * Owns the tool `count_words`: words (what white space separates), lines and characters of a text.
 * What the host offers is in the contract, wit/prx.wit.
 */
import { log } from 'prx:host/log@0.1.0';

const parameters = {
  type: 'object',
  properties: { text: { type: 'string', description: 'The text to count in' } },
  required: ['text'],
  additionalProperties: false,
};

export const toolExports = {
  getSpec() {
    return {
      name: 'count_words',
      description: 'Counts the words, lines and characters of a text',
      parametersSchema: JSON.stringify(parameters),
    };
  },

  // An exception would end the instance, so what can fail is answered as an error.
  execute(args) {
    try {
      const { text } = JSON.parse(args);
      const words = text.split(/\s+/).filter((word) => word !== '');
      const answer = {
        words: words.length,
        lines: text === '' ? 0 : text.split('\n').length,
        characters: [...text].length,
      };
      log('debug', `counted ${answer.words} words`);
      return { success: true, output: JSON.stringify(answer) };
    } catch (error) {
      return { success: false, output: '', error: String(error) };
    }
  },
};
