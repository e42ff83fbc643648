import { arrayOf, objectOf, stringOf, type JsonObject } from '../http/json';

/** What the person said and wants. */
export interface SaidWish {
  words: string;
  /** ISO 8601; the instant at which a callback is wanted. */
  callbackAt?: string;
}

/** A value for one parameter of a tool, by its JSON schema and, for texts, by its name. */
function valueFor(name: string, schema: JsonObject, wish: SaidWish): unknown {
  const [choice] = arrayOf(schema.enum);
  if (choice !== undefined) return choice;
  switch (stringOf(schema.type)) {
    case 'boolean':
      return true;
    case 'number':
    case 'integer':
      return 1;
    case 'object':
      return toolArguments(schema, wish);
    case 'array':
      return [];
    default: {
      const isInstant = schema.format === 'date-time' || /(At|Iso|ISO|_at|time|date)$/i.test(name);
      return isInstant && wish.callbackAt !== undefined ? wish.callbackAt : wish.words;
    }
  }
}

/** The arguments with which a model would call the tool: one for each parameter of its schema. */
export function toolArguments(schema: JsonObject, wish: SaidWish): JsonObject {
  const properties = Object.entries(objectOf(schema.properties));
  return Object.fromEntries(
    properties.map(([name, property]) => [name, valueFor(name, objectOf(property), wish)]),
  );
}
