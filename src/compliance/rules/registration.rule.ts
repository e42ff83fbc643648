import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

/**
 * Some jurisdictions let only registered, licensed or bonded sellers make sales calls. Nothing here can see the register:
 * the operator attests it in the compliance file, and until then nobody there is called to sell.
 */
export function registration({ jurisdictions, policy, now }: RuleContext): Finding {
  const laws = jurisdictions.binding.flatMap(({ jurisdiction: { code, name, registration: law } }) =>
    law ? [{ code, name, ...law }] : [],
  );
  const asking = policy.purpose === 'informational' ? [] : laws;
  const missing = asking.filter(({ code }) => policy.operator.registrationFor(code, now) === undefined);
  const cited = missing.length > 0 ? missing : laws;
  const citations = [...new Set(cited.map(({ citation }) => citation))].join('; ');
  const { allow, refuse } = verdictsOf(
    'registration',
    citations || 'State laws on the registration of telephone sellers',
  );
  if (missing.length > 0) {
    const places = missing.map(({ code, name, what }) => `${name} (${code}: ${what})`).join('; ');
    return refuse(
      `Sales calls need a registration in ${places}: attest it under "registrations" in the file that COMPLIANCE_FILE names`,
    );
  }
  const statements = asking.flatMap(
    ({ code }) => policy.operator.registrationFor(code, now)?.statement ?? [],
  );
  return allow(
    statements.length > 0
      ? `The operator attests the registrations that are asked for: ${statements.join('; ')}`
      : 'No registration is asked for',
  );
}
