import { Body, ConflictException, Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiConsoleHeader, ApiProblems, OperatorApi } from '../../common/api-docs';
import { Database } from '../../persistence/database';
import { Acting, type Operator } from '../access/operator';
import { OperatorActions } from '../commands/operator-actions';
import { OperatorGuard } from '../operator.guard';
import { DeploymentScale } from './deployment-scale';
import { ScaleDto, ScalingView } from './scale.dto';

const AWAY = { 502: 'Kubernetes refuses or cannot be reached' };

/** The number of replicas. More of them make no more calls: the lines hold over all. */
@OperatorApi('Commands')
@Controller('api/scaling')
@UseGuards(OperatorGuard)
export class ScalingController {
  constructor(
    private readonly database: Database,
    private readonly scale: DeploymentScale,
    private readonly actions: OperatorActions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How many replicas there are' })
  @ApiOkResponse({ type: ScalingView })
  @ApiProblems(AWAY)
  async read(): Promise<ScalingView> {
    const scale = await this.scale.read();
    return scale ? { enabled: true, ...scale } : { enabled: false };
  }

  @Post()
  @HttpCode(200)
  @ApiConsoleHeader()
  @ApiOperation({ summary: 'Change how many replicas there are' })
  @ApiOkResponse({ type: ScalingView })
  @ApiProblems({ 409: 'Scaling is switched off', ...AWAY })
  async set(@Body() { replicas, reason }: ScaleDto, @Acting() { name: who }: Operator): Promise<ScalingView> {
    const before = await this.scale.read();
    if (!before) throw new ConflictException('Scaling is switched off: set KUBERNETES_SCALING=true');
    // Written first: Kubernetes and the database share no transaction, and nothing shall be done that nobody can see.
    await this.database.transaction().execute(async (transaction) => {
      const detail = { from: before.replicas, to: replicas };
      const subject = `${before.name}: ${before.replicas} to ${replicas} replicas`;
      await this.actions.record(transaction, { who, command: 'scale', subject, reason, detail });
    });
    return { enabled: true, ...(await this.scale.set(replicas)) };
  }
}
