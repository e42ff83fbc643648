/* Shows the campaign's state, read again every two seconds. The token stays in this tab. */
const byId = (id) => document.getElementById(id);
const address = new URL(location.href);

if (address.searchParams.has('token')) {
  sessionStorage.setItem('token', address.searchParams.get('token'));
  address.searchParams.delete('token');
  history.replaceState(null, '', address);
}

async function ask(path, body) {
  const headers = { authorization: `Bearer ${sessionStorage.getItem('token') ?? ''}` };
  if (body) headers['content-type'] = 'application/json';
  const answer = await fetch(path, {
    method: body ? 'POST' : 'GET',
    headers,
    body: body && JSON.stringify(body),
  });
  if (answer.status === 401) throw new Error('The token is not accepted');
  if (!answer.ok) throw new Error(`The service answers ${answer.status}`);
  return answer.json();
}

function fill(table, counts) {
  const rows = Object.entries(counts).map(([name, count]) => {
    const row = document.createElement('tr');
    for (const text of [name, count]) row.appendChild(document.createElement('td')).textContent = text;
    return row;
  });
  table.replaceChildren(...rows);
}

function describe(state) {
  if (state.paused) return `Paused: ${state.paused.reason}`;
  if (state.suspended) {
    const { reason, probeAt } = state.suspended;
    const next = probeAt ? `Next try at ${new Date(probeAt).toLocaleTimeString()}.` : 'A call is trying now.';
    return `Paused by itself: ${reason} ${next}`;
  }
  const [fault] = state.faults;
  if (fault) return fault.message;
  return state.idle ? `Running (${state.idle})` : 'Dialing';
}

function show(state) {
  byId('login').hidden = true;
  byId('facts').hidden = false;
  byId('campaign').textContent = state.name;
  byId('state').textContent = describe(state);
  byId('lines').textContent = `${state.lines.inUse} of ${state.lines.limit}`;
  byId('spend').textContent = `$${state.spendTodayUsd.toFixed(2)}`;
  byId('waiting').textContent = state.waitingForAirtable;
  byId('now').textContent = new Date(state.now).toLocaleTimeString();
  fill(byId('outcomes'), state.outcomesToday);
  fill(byId('leads'), state.leads);
  byId('toggle').textContent = state.paused ? 'Resume' : 'Pause';
  byId('toggle').dataset.command = state.paused ? 'resume' : 'pause';
}

async function refresh() {
  try {
    show(await ask('/api/campaign'));
  } catch (error) {
    byId('state').textContent = error.message;
    byId('login').hidden = error.message !== 'The token is not accepted';
  }
}

byId('login').addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem('token', byId('token').value);
  void refresh();
});

byId('toggle').addEventListener('click', async (event) => {
  const reason = 'By hand on the page';
  show(await ask(`/api/campaign/${event.target.dataset.command}`, { reason }));
});

void refresh();
setInterval(refresh, 2000);
