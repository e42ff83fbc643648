import { CanActivate, ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SystemClock } from '../common/clock';
import { Metrics } from '../common/metrics';
import { AccessSettings, ServerSettings, TelephonySettings } from '../config/settings';
import { isAuthentic } from './credentials';

/** Lets webhooks in that prove themselves; any other is 401 and stores nothing. */
@Injectable()
export class WebhookGuard implements CanActivate {
  private readonly realTime = new SystemClock();

  constructor(
    private readonly access: AccessSettings,
    private readonly telephony: TelephonySettings,
    private readonly server: ServerSettings,
    private readonly metrics: Metrics,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest & { rawBody?: Buffer }>();
    const keys = {
      secrets: this.access.webhookSecrets,
      twilioAuthToken: this.telephony.twilioAuthToken,
      publicUrl: this.server.publicUrl,
    };
    const signed = {
      headers: request.headers,
      query: request.query as Record<string, unknown>,
      url: request.url,
      rawBody: request.rawBody ?? Buffer.alloc(0),
      body: request.body,
    };
    if (isAuthentic(signed, keys, this.realTime.now())) return true;
    this.metrics.webhooks.inc({ provider: providerOf(request.url), type: 'unknown', result: 'unauthorized' });
    throw new UnauthorizedException();
  }
}

/** For the metric: whose endpoint was called. */
function providerOf(url: string): string {
  if (url.startsWith('/twilio')) return 'twilio';
  return url.startsWith('/automation') ? 'automation' : 'vapi';
}
