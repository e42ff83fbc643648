import { aBench, Bench } from '../../../test/support/database';
import { Operator } from '../access/operator';
import { OperatorActions } from '../commands/operator-actions';
import { DashboardModule } from '../dashboard.module';
import { DeploymentScale, Scale } from './deployment-scale';
import { ScalingController } from './scaling.controller';

class FakeDeploymentScale extends DeploymentScale {
  scale: Scale = { name: 'laura-solar', replicas: 2, ready: 2 };
  isAway = false;

  async read(): Promise<Scale> {
    return this.scale;
  }

  async set(replicas: number): Promise<Scale> {
    if (this.isAway) throw new Error('Away');
    this.scale = { ...this.scale, replicas };
    return this.scale;
  }
}

const ADA: Operator = { name: 'Ada', by: 'token', expiresAt: undefined };
let bench: Bench;
let actions: OperatorActions;

beforeAll(async () => {
  bench = await aBench([DashboardModule]);
  actions = bench.app.get(OperatorActions);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

describe('scaling', () => {
  it('that is switched off says so, and refuses to be used', async () => {
    const controller = bench.app.get(ScalingController);
    expect(await controller.read()).toEqual({ enabled: false });
    await expect(controller.set({ replicas: 3, reason: 'x' }, ADA)).rejects.toMatchObject({ status: 409 });
    expect((await actions.list(10)).items).toEqual([]);
  });

  it('changes the number of replicas, and tells by whom and why', async () => {
    const controller = new ScalingController(bench.database, new FakeDeploymentScale(), actions);
    const after = await controller.set({ replicas: 5, reason: 'A busy day' }, ADA);
    expect(after).toEqual({ enabled: true, name: 'laura-solar', replicas: 5, ready: 2 });
    expect(await controller.read()).toEqual(after);
    expect((await actions.list(10)).items).toMatchObject([
      { who: 'Ada', command: 'scale', subject: 'laura-solar: 2 to 5 replicas', reason: 'A busy day' },
    ]);
  });

  it('that may have come about is recorded, whatever became of the answer', async () => {
    const scale = new FakeDeploymentScale();
    scale.isAway = true;
    const controller = new ScalingController(bench.database, scale, actions);
    await expect(controller.set({ replicas: 5, reason: 'A busy day' }, ADA)).rejects.toThrow('Away');
    expect((await actions.list(10)).items).toHaveLength(1);
  });
});
