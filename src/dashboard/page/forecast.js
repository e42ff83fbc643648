import { read } from './api.js';
import { on, paced } from './bus.js';
import { fromNow, when } from './format.js';

/** When the campaign will be through, as a sentence, read again each minute. */
export function forecastText(show) {
  const refresh = paced(5_000, async () => {
    try {
      show(wordsFor(await read('/api/forecast')));
    } catch (error) {
      const isNone = error.status === 404 || error.status === 503;
      show(
        isNone
          ? 'None yet: it needs some calls to go by.'
          : 'It cannot be read just now; it will be tried again.',
      );
    }
  });
  on('resync', refresh);
  setInterval(refresh, 60_000);
  refresh();
}

function wordsFor({ finishAt, generatedAt } = {}) {
  if (!finishAt?.p50) return 'None yet: it needs some calls to go by.';
  const likely = `Done around ${when(finishAt.p50)} (${fromNow(finishAt.p50)})`;
  const latest = finishAt.p90 ? `, nine times in ten by ${when(finishAt.p90)}` : '';
  return `${likely}${latest}. ${generatedAt ? `Reckoned ${fromNow(generatedAt)}.` : ''}`;
}
