import { Finding } from '../decision';
import { citationsOf } from '../law-hours';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

/** A call may be made only where the law is known: in every country that the number or the lead speaks of. */
export function jurisdiction({ jurisdictions: { binding, fault } }: RuleContext): Finding {
  const { allow, refuse } = verdictsOf(
    'jurisdiction',
    citationsOf(binding) || 'Fails closed: no call where no law is known',
  );
  if (fault !== undefined) return refuse(fault);
  if (binding.length === 0) return refuse('It is not known whose law binds the call');
  const barred = binding.find((one) => one.jurisdiction.barred !== undefined)?.jurisdiction;
  if (barred?.barred !== undefined)
    return refuse(`The operator has barred calls to ${barred.name}: ${barred.barred}`);
  const places = binding.map((one) => `${one.jurisdiction.name} (${one.sources.join(', ')})`);
  return allow(`The law of ${places.join(', ')} binds the call`);
}
