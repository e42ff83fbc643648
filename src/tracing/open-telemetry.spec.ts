import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { TraceCollector } from '../../test/support/trace-collector';
import { traceOf } from '../common/call-steps';
import { LauraError } from '../common/errors';
import { openTelemetry } from './open-telemetry';

const ATTEMPT = '0199f0c2-aaaa-7bbb-8ccc-ddddeeee0001';
const place = traceOf(ATTEMPT);

describe('traces on their way to a collector', () => {
  it('bear the ids that follow from the attempt, and of a failure its kind alone', async () => {
    const collector = new TraceCollector();
    const target = { endpoint: await collector.open(), headers: {} };
    const { recorder, close } = await openTelemetry(target, 'spring', 'replica-1');
    recorder.begin('reserve', { startedAt: performance.now() - 50 }, undefined, place).end();
    const dial = recorder.begin('dial', { kind: 'client', attributes: { 'peer.service': 'vapi' } }, place);
    dial.end(new LauraError('VAPI_503', 'Nobody at +12125550123'));
    await close();
    const [first, second, ...others] = collector.trace(place?.traceId ?? '');
    expect(others).toEqual([]);
    expect(first).toMatchObject({ name: 'reserve', ...place });
    expect(second).toMatchObject({ name: 'dial', parentSpanId: place?.spanId, kind: 3, status: { code: 2 } });
    expect(second?.attributes).toEqual([
      { key: 'peer.service', value: { stringValue: 'vapi' } },
      { key: 'error.type', value: { stringValue: 'VAPI_503' } },
    ]);
    expect(collector.text).not.toContain('5550123');
    await collector.close();
  });

  it('hold a stop up for no more than a second when the collector hangs', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const { recorder, close } = await openTelemetry({ endpoint, headers: {} }, 'spring', 'replica-1');
    recorder.begin('reserve', {}, undefined, place).end();
    const begunAt = performance.now();
    await close();
    expect(performance.now() - begunAt).toBeLessThan(1_500);
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });
});
