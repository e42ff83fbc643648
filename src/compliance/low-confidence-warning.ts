import { Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { allJurisdictions } from './jurisdictions';

/** Tells the operator at start which rows of the law nobody has read a source of; the decisions say so as well. */
@Injectable()
export class LowConfidenceWarning implements OnApplicationBootstrap {
  private readonly logger = new Logger(LowConfidenceWarning.name);

  onApplicationBootstrap(): void {
    const names = allJurisdictions()
      .filter(({ citation, artificialVoice }) =>
        `${citation} ${artificialVoice?.citation ?? ''}`.includes('(confidence: low)'),
      )
      .map(({ name }) => name);
    if (names.length === 0) return;
    this.logger.warn(
      `Rules of low confidence: have counsel read the law of ${names.join(', ')} before you call there, ` +
        'and narrow it by the file that COMPLIANCE_FILE names where it is stricter than ours',
    );
  }
}
