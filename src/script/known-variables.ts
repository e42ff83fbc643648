import { ConfigurationError } from '../common/errors';
import { SpokenWords } from './spoken/spoken-words';
import { ScriptTemplate } from './script-template';

/** What stands in the built-in templates and comes from `PROMPT_VARIABLES`, if it comes at all. */
const OPTIONAL = ['goal', 'product'];
const LEAD = ['name', 'firstName', 'isNamed', 'company', 'notes'];
const SPOKEN: Readonly<Record<keyof SpokenWords | 'closing', true>> = {
  opening: true,
  identity: true,
  salesPurpose: true,
  artificialVoice: true,
  recording: true,
  optOut: true,
  callbackNumber: true,
  closing: true,
};
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  agent: ['name', 'language'],
  seller: ['name', 'callbackNumber'],
  disclosures: Object.keys(SPOKEN),
};

/**
 * Refuses a template with a variable that nothing gives. Columns of a lead are known only when the lead is, so `lead` may
 * have any, unless it is one of ours in another spelling.
 * @param given the names in `PROMPT_VARIABLES`
 * @throws LauraError naming the variable, and what there is
 */
export function checkVariables(template: ScriptTemplate, given: readonly string[]): void {
  for (const [root = '', property] of template.variables) {
    const refuse = (variable: string, accepted: string): never => {
      throw new ConfigurationError(
        'TEMPLATE_INVALID',
        `${template.origin} uses ${variable}, which nothing gives: ${accepted}`,
      );
    };
    const properties = PROPERTIES[root];
    if (properties) {
      if (property !== undefined && !properties.includes(property))
        refuse(`${root}.${property}`, `there are ${properties.map((name) => `${root}.${name}`).join(', ')}`);
    } else if (root === 'lead') {
      const meant = LEAD.find((name) => name !== property && name.toLowerCase() === property?.toLowerCase());
      if (meant) refuse(`lead.${property}`, `it is written lead.${meant}`);
    } else if (!OPTIONAL.includes(root) && !given.includes(root)) {
      const roots = ['lead', ...Object.keys(PROPERTIES), ...OPTIONAL].join(', ');
      refuse(root, `there are ${roots} and the names in PROMPT_VARIABLES`);
    }
  }
}
