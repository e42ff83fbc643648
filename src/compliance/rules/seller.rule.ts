import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const { allow, refuse } = verdictsOf('seller', '47 CFR 64.1200(b)(1), (b)(2), (d)(4)');

/**
 * Whoever calls must say who is calling and under which number they can be called back (the eCFR of 2026-09-02), so the
 * operator has to have stated both.
 */
export function seller({ policy }: RuleContext): Finding {
  if (policy.seller.trim() === '') return refuse('It is not stated who is calling: set SELLER_LEGAL_NAME');
  if (policy.callbackNumber.trim() === '')
    return refuse('It is not stated which number can be called back: set CALLBACK_NUMBER');
  return allow('It is stated who is calling, what for, and which number can be called back');
}
