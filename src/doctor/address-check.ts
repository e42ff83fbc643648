import { AccessSettings, ServerSettings, TelephonySettings } from '../config/settings';
import { ask, isReply } from './ask';
import { Check, fault, Observation, skipped, warning } from './check';

const THIS_MACHINE = ['127.0.0.1', 'localhost', '[::1]'];
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/;

/** Whether what providers send finds its way here, and is let in. From inside that can be told in part only. */
export class AddressCheck {
  #isReached = false;

  constructor(
    private readonly server: ServerSettings,
    private readonly telephony: TelephonySettings,
    private readonly access: AccessSettings,
  ) {}

  get checks(): readonly Check[] {
    return [
      { name: 'public-url', look: () => this.lookAtAddress() },
      { name: 'webhook-secret', needs: ['public-url'], look: () => this.lookAtSecret() },
    ];
  }

  private async lookAtAddress(): Promise<Observation> {
    const { publicUrl } = this.server;
    if (isHere(publicUrl) && !isHere(this.telephony.baseUrl)) {
      const what = `PUBLIC_URL (${publicUrl}) is an address that only this machine has: no outcome of a call would ever arrive`;
      const remedy =
        'Set PUBLIC_URL to the https address of this service on the internet: a domain with a reverse proxy, an ingress, or a tunnel.';
      return { said: publicUrl, findings: [fault(what, remedy)] };
    }
    const answer = await ask(`${publicUrl}/health`);
    if (!isReply(answer)) {
      const what = `${publicUrl} does not answer from here (${answer.reason})`;
      return { said: publicUrl, findings: [warning(what, this.unreachedAdvice(answer.reason))] };
    }
    this.#isReached = answer.status === 200 && answer.text.trim() === 'OK';
    if (this.#isReached) return { said: `${publicUrl} answers` };
    const what = `Something else than Laura answers at ${publicUrl}/health (${answer.status})`;
    const remedy =
      'Point PUBLIC_URL at this service itself: no redirect, no login page and no added path between; with a path in PUBLIC_URL the proxy must strip it.';
    return { said: publicUrl, findings: [warning(what, remedy)] };
  }

  private unreachedAdvice(reason: string): string {
    if (UNTRUSTED.test(reason))
      return 'Give it a certificate that is publicly trusted and names this host: providers refuse others.';
    return 'If the service does not run yet, start it and run the doctor again. If it runs: check the DNS name, the proxy or ingress before it, and the port. Some networks do not let a machine reach its own public address: then try from elsewhere.';
  }

  /** An empty question to the pre-dial gate: it is let in or not, and answered "no" without anything being stored. */
  private async lookAtSecret(): Promise<Observation> {
    if (!this.#isReached) return skipped('Not tried: the service could not be reached at PUBLIC_URL');
    const [secret = ''] = this.access.webhookSecrets;
    const answer = await ask(`${this.server.publicUrl}/vapi-predial`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-webhook-token': secret },
      body: '{}',
    });
    if (isReply(answer) && answer.status === 200) return { said: 'The running service accepts it' };
    if (isReply(answer) && answer.status === 401) {
      const what = 'The service at PUBLIC_URL does not accept this WEBHOOK_SECRET';
      const remedy =
        'Give the doctor and the service the same WEBHOOK_SECRET, and restart the service after a change; if they have the same, something between them removes the header X-Webhook-Token.';
      return { said: 'Refused', findings: [fault(what, remedy)] };
    }
    const how = isReply(answer) ? `answered ${answer.status}` : `gave no answer (${answer.reason})`;
    const what = `POST ${this.server.publicUrl}/vapi-predial ${how}`;
    const remedy =
      'Let POST requests to every path of the service through the proxy, firewall or bot protection before it.';
    return { said: 'Not clear', findings: [fault(what, remedy)] };
  }
}

function isHere(url: string): boolean {
  return URL.canParse(url) && THIS_MACHINE.includes(new URL(url).hostname);
}
