import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { SECURITY } from './common/api-docs';
import { API_DOCUMENT } from './dashboard/docs/docs.controller';

const TAGS = {
  Campaign: 'Whether it is running, and what it has come to',
  Calls: 'What was said, and what came of it',
  Leads: 'Whom to call',
  Eligibility: 'Who may be called, and if not, why and until when',
  Suppressions: 'Numbers that nobody may call',
  Consents: 'Grants and withdrawals of consent',
  Audit: 'The ledger of compliance decisions',
  Script: 'What the agent would say',
  Automation: 'What is posted to an automation of the operator',
  Events: 'What happens, as it happens',
  Commands: 'What operators do to the campaign, and who has done what',
  Session: 'Logging in and out of the console',
  Webhooks: 'What providers and automations tell us',
  Health: 'Probes and metrics',
};

const ABOUT =
  'Calls leads by AI voice, lawfully. Operators use the routes below `/api` with `Authorization: Bearer ADMIN_TOKEN` or ' +
  'a session; providers post webhooks with a secret. Instants are ISO 8601 in UTC, phone numbers E.164, money US ' +
  'dollars. Whatever is refused is answered with a problem document (RFC 9457).';

/** Lets the server tell what its API is, see `/docs` and `/docs-json`. Described when first asked for, and once. */
export function describeApi(app: NestFastifyApplication): void {
  let document: OpenAPIObject | undefined;
  const describe = () =>
    (document ??= SwaggerModule.createDocument(app, configuration(), { operationIdFactory }));
  app.getHttpAdapter().getInstance().decorate(API_DOCUMENT, describe);
}

function configuration() {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Laura')
    .setDescription(ABOUT)
    .setVersion('0.1.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: '`ADMIN_TOKEN`' }, SECURITY.operatorToken)
    .addCookieAuth('laura_session', { type: 'apiKey', in: 'cookie' }, SECURITY.operatorSession)
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-Webhook-Token', description: '`WEBHOOK_SECRET`' },
      SECURITY.webhookToken,
    );
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  return builder.build();
}

/** `CallsController.find` → `callsFind`. */
function operationIdFactory(controller: string, method: string): string {
  const subject = controller.replace(/Controller$/, '');
  return `${subject.charAt(0).toLowerCase()}${subject.slice(1)}${method.charAt(0).toUpperCase()}${method.slice(1)}`;
}
