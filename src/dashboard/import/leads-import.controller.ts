import {
  BadRequestException,
  ConflictException,
  Controller,
  HttpCode,
  HttpStatus,
  Post,
  Query,
  Req,
  Res,
  UnprocessableEntityException,
  UseGuards,
} from '@nestjs/common';
import { ApiConsumes, ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiConsoleHeader, ApiProblems, OperatorApi } from '../../common/api-docs';
import { PROBLEM_TYPE, problemDetails } from '../../common/problem-details';
import { LeadFileError } from '../../leads/import/lead-file';
import { ImportReport } from '../../leads/import/import-report';
import { ImportUnderWayError, LeadImport } from '../../leads/import/lead-import';
import { Acting, type Operator } from '../access/operator';
import { OperatorActions } from '../commands/operator-actions';
import { OperatorGuard } from '../operator.guard';
import { chunksOf } from './csv-body';
import { LeadsImportQueryDto, LeadsImportReport } from './leads-import.dto';

/** The part of the server's reply that is used here. */
interface TypedReply {
  status(code: number): unknown;
  header(name: string, value: string): unknown;
}

/** Leads from a file, streamed. */
@OperatorApi('Leads')
@ApiConsoleHeader()
@Controller('api/leads')
@UseGuards(OperatorGuard)
export class LeadsImportController {
  constructor(
    private readonly leads: LeadImport,
    private readonly actions: OperatorActions,
  ) {}

  @Post('import')
  @HttpCode(200)
  @ApiOperation({ summary: 'Import leads from a CSV file: all of them or, if a row is at fault, none' })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string' }, description: 'UTF-8, with a header of our column names' })
  @ApiOkResponse({ type: LeadsImportReport })
  @ApiProblems({
    400: 'A field of the query is not accepted, or the file did not arrive whole',
    409: 'Another import is under way',
    413: 'The file is larger than 64 MiB',
    415: 'The file is not sent as text/csv',
    422: 'The file is no CSV in UTF-8; or rows have faults and nothing was imported: then with all fields of the report',
  })
  async import(
    @Req() { body }: { readonly body: unknown },
    @Query() query: LeadsImportQueryDto,
    @Acting() { name: who }: Operator,
    @Res({ passthrough: true }) reply: TypedReply,
  ): Promise<LeadsImportReport> {
    const options = {
      dryRun: query.dryRun === 'true',
      skipInvalid: query.skipInvalid === 'true',
      allowMissingConsent: query.allowMissingConsent === 'true',
    };
    const report = await this.leads
      .run(chunksOf(body), options, async (transaction, { errors: _errors, dryRun: _dryRun, ...detail }) =>
        this.actions.record(transaction, { who, command: 'import', detail }),
      )
      .catch(refusal);
    const isRefused =
      report.errors.length > 0 && !options.dryRun && !(options.skipInvalid && report.rows > 0);
    if (!isRefused) return report;
    reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
    reply.header('content-type', PROBLEM_TYPE);
    return { ...problemOf(report), ...report };
  }
}

function problemOf({ rows, rejected, errors }: ImportReport) {
  const inHeader = rows === 0 ? errors[0]?.message : undefined;
  const what = inHeader ?? (rejected === 1 ? 'One row has a fault' : `${rejected} rows have a fault`);
  return problemDetails({
    status: 422,
    detail: `Nothing was imported. ${what}`,
    headers: {},
    logAs: undefined,
  });
}

/** @throws what the caller is told */
function refusal(error: unknown): never {
  if (error instanceof LeadFileError) throw new UnprocessableEntityException(error.message);
  if (error instanceof ImportUnderWayError) throw new ConflictException(error.message);
  const isCutOff = error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
  if (isCutOff) throw new BadRequestException('The file did not arrive whole: nothing was imported');
  throw error;
}
