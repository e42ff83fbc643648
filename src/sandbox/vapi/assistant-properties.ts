/** Properties of an assistant by VAPI's published schema (CreateAssistantDTO); any other one is refused. */
export const ASSISTANT_PROPERTIES: readonly string[] = [
  ...[
    'transcriber',
    'model',
    'voice',
    'firstMessage',
    'firstMessageInterruptionsEnabled',
    'firstMessageMode',
  ],
  ...['voicemailDetection', 'clientMessages', 'serverMessages', 'maxDurationSeconds', 'backgroundSound'],
  ...[
    'modelOutputInMessagesEnabled',
    'transportConfigurations',
    'observabilityPlan',
    'credentials',
    'hooks',
    'name',
  ],
  ...['voicemailMessage', 'endCallMessage', 'endCallPhrases', 'compliancePlan', 'metadata', 'analysisPlan'],
  ...[
    'backgroundSpeechDenoisingPlan',
    'artifactPlan',
    'startSpeakingPlan',
    'stopSpeakingPlan',
    'monitorPlan',
  ],
  ...['credentialIds', 'server', 'keypadInputPlan'],
];

/** What AssistantOverrides has beyond that. */
export const OVERRIDE_PROPERTIES: readonly string[] = [
  ...ASSISTANT_PROPERTIES,
  'variableValues',
  'tools:append',
];

export const SERVER_PROPERTIES: readonly string[] = [
  ...['url', 'timeoutSeconds', 'credentialId', 'headers', 'backoffPlan', 'staticIpAddressesEnabled'],
  'encryptedPaths',
];

/** In VAPI's documentation, not in its schema. */
export const BYPASS_PROPERTY = 'phoneCallProviderBypassEnabled';

export const CALL_PROPERTIES: readonly string[] = [
  ...['assistantVersion', 'transport', 'customers', 'name', 'schedulePlan', 'assistantId', 'assistant'],
  ...[
    'assistantOverrides',
    'squadId',
    'squad',
    'squadOverrides',
    'workflowId',
    'workflow',
    'workflowOverrides',
  ],
  ...['phoneNumberId', 'phoneNumber', 'customerId', 'customer'],
];

export const CUSTOMER_PROPERTIES: readonly string[] = [
  ...[
    'numberE164CheckEnabled',
    'extension',
    'assistantOverrides',
    'squadOverrides',
    'number',
    'sipUri',
    'name',
  ],
  ...['email', 'externalId'],
];

export const TRANSCRIPT_FINAL = 'transcript[transcriptType="final"]';

export const SERVER_MESSAGES: readonly string[] = [
  ...[
    'assistant.started',
    'assistant.speechStarted',
    'conversation-update',
    'end-of-call-report',
    'function-call',
  ],
  ...[
    'hang',
    'language-changed',
    'language-change-detected',
    'model-output',
    'phone-call-control',
    'speech-update',
  ],
  ...['status-update', 'transcript', TRANSCRIPT_FINAL, 'tool-calls', 'transfer-destination-request'],
  ...['handoff-destination-request', 'transfer-update', 'user-interrupted', 'voice-input', 'chat.created'],
  ...[
    'chat.deleted',
    'session.created',
    'session.updated',
    'session.deleted',
    'call.deleted',
    'call.delete.failed',
  ],
  'call.artifact.upload',
];

/** What is sent when the assistant doesn't say. */
export const DEFAULT_SERVER_MESSAGES: readonly string[] = [
  ...['conversation-update', 'end-of-call-report', 'function-call', 'hang', 'speech-update', 'status-update'],
  ...['tool-calls', 'transfer-destination-request', 'handoff-destination-request', 'user-interrupted'],
  'assistant.started',
];
