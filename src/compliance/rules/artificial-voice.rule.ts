import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

/**
 * Some jurisdictions bar sales calls by artificial or recorded voice, or allow them only under conditions that consent
 * alone does not meet. Whether an agent that answers falls under each of these laws is untested; it is taken to (FCC
 * 24-17). What would be needed can't be put on record yet, so such a call is refused.
 */
export function artificialVoice({ jurisdictions, policy }: RuleContext): Finding {
  const laws = jurisdictions.binding.flatMap(({ jurisdiction: { name, artificialVoice: law } }) =>
    law ? [{ name, ...law }] : [],
  );
  const barring = policy.purpose === 'informational' ? [] : laws.filter(({ needs }) => needs !== undefined);
  const citing = barring.length > 0 ? barring : laws;
  const citations = [...new Set(citing.map(({ citation }) => citation))].join('; ');
  const { allow, refuse } = verdictsOf('artificial-voice', citations || 'FCC 24-17');
  if (barring.length > 0) {
    const needs = barring.map(({ name, needs: needed }) => `${name} (${needed})`).join('; ');
    return refuse(`A marketing call with an artificial voice needs more than consent: ${needs}`);
  }
  return policy.purpose === 'informational'
    ? allow('The call sells nothing')
    : allow('No binding jurisdiction bars marketing calls with an artificial voice and consent');
}
