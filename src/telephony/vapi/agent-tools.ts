import type { Vapi } from '@vapi-ai/server-sdk';

/** The function that the agent calls when the person wants no more calls. */
export const OPT_OUT_TOOL = 'opt_out';
/** The function that the agent calls when the person wants to be called at another time. */
export const REQUEST_CALLBACK_TOOL = 'request_callback';

type FunctionTool = Vapi.CreateFunctionToolDto & { type: 'function' };
type EndCallTool = Vapi.CreateEndCallToolDto & { type: 'endCall' };

/** The tools that every assistant of ours has; their calls arrive at the assistant's `server`. */
export function agentTools(): (FunctionTool | EndCallTool)[] {
  return [optOut(), requestCallback(), { type: 'endCall' }];
}

function optOut(): FunctionTool {
  const description =
    'Record that the person does not want to be called again. Call this at once, before you answer, whenever the ' +
    'person asks in any words to stop calling, to be removed from the list, or to be left alone.';
  const words = 'The words with which the person asked, as they were said.';
  return {
    type: 'function',
    function: {
      name: OPT_OUT_TOOL,
      description,
      parameters: { type: 'object', properties: { words: { type: 'string', description: words } } },
    },
  };
}

function requestCallback(): FunctionTool {
  const callbackAt =
    'When to call, as an ISO 8601 instant with the UTC offset of the place where the person is, ' +
    'e.g. 2026-11-24T15:30:00-05:00. Leave it out unless you know that offset.';
  const words = 'The day and the time in the words of the person, e.g. "tomorrow at half past three".';
  return {
    type: 'function',
    function: {
      name: REQUEST_CALLBACK_TOOL,
      description:
        'Record that the person asked to be called at another time. Agree on a day and a time first. Do what the ' +
        'answer says: it names the time that is recorded, or the next one at which a call is allowed.',
      parameters: {
        type: 'object',
        properties: {
          words: { type: 'string', description: words },
          callbackAt: { type: 'string', format: 'date-time', description: callbackAt },
          topic: { type: 'string', description: 'What the person wants to talk about then.' },
        },
      },
    },
  };
}
