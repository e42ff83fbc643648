import type { SimulatedAirtable } from './airtable/simulated-airtable';
import { AirtableRefusal } from './airtable/airtable-refusal';
import { setFaults } from './fault-switches';
import { json, type Answer } from './http/answer';
import { arrayOf, objectOf } from './http/json';
import type { ReceivedRequest } from './http/loopback-server';
import { isBehaviour } from './vapi/behaviour-choice';
import type { SimulatedTwilio } from './twilio/simulated-twilio';
import type { SimulatedVapi } from './vapi/simulated-vapi';

/**
 * Routes by which another process looks into the sandbox and disturbs it. All servers have all of them, without
 * a token: they are for loopback only.
 *
 * `GET|PUT /_sandbox/faults` (`{airtable?: {…}, vapi?: {…}, twilio?: {…}}`), `GET /_sandbox/calls` (VAPI's), `GET /_sandbox/dialed` (Twilio's), `GET /_sandbox/requests`,
 * `GET|POST /_sandbox/records/:table`, `PATCH|DELETE /_sandbox/records/:table/:id` (body: the fields),
 * `PUT /_sandbox/scripts/:number` (body: behaviours).
 */
export function controlRoutes(
  airtable: SimulatedAirtable,
  vapi: SimulatedVapi,
  twilio: SimulatedTwilio,
): (request: ReceivedRequest) => Answer {
  const faults = (): unknown => ({
    airtable: airtable.faults,
    vapi: vapi.faults,
    twilio: twilio.faults,
  });

  const answer = ({ method, segments: [, kind, name = '', id], body }: ReceivedRequest): Answer => {
    const given: unknown = body === '' ? {} : JSON.parse(body);
    switch (`${method} ${kind}`) {
      case 'GET faults':
        return json(200, faults());
      case 'PUT faults': {
        const { airtable: forAirtable = {}, vapi: forVapi = {}, twilio: forTwilio = {} } = objectOf(given);
        const wrong = [
          ...setFaults(airtable.faults, forAirtable),
          ...setFaults(vapi.faults, forVapi),
          ...setFaults(twilio.faults, forTwilio),
        ];
        return wrong.length === 0 ? json(200, faults()) : json(400, { errors: wrong });
      }
      case 'GET calls':
        return json(200, vapi.calls);
      case 'GET dialed':
        return json(200, twilio.calls);
      case 'GET requests':
        return json(200, { airtable: airtable.requests, vapi: vapi.requests, twilio: twilio.requests });
      case 'GET records':
        return json(200, airtable.records(name));
      case 'POST records':
        return json(200, airtable.add(name, objectOf(given)));
      case 'PATCH records':
        return json(200, airtable.edit(name, id ?? '', objectOf(given)));
      case 'DELETE records':
        airtable.remove(name, id ?? '');
        return json(200, { deleted: true });
      case 'PUT scripts': {
        const behaviours = arrayOf(given);
        if (!behaviours.every(isBehaviour)) return json(400, { errors: ['Unknown behaviour'] });
        vapi.script(name, behaviours);
        return json(200, { script: behaviours });
      }
      default:
        return json(404, { errors: ['No such control route'] });
    }
  };

  return (request) => {
    try {
      return answer(request);
    } catch (error) {
      if (error instanceof AirtableRefusal) return error.answer();
      if (error instanceof SyntaxError) return json(400, { errors: ['The body is not JSON'] });
      throw error;
    }
  };
}
