import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock';
import { Database } from '../persistence/database';
import { json } from '../persistence/sql';
import { Script } from '../script/script.service';

/** Keeps every version of the script that was ever in use, for good (16 CFR 310.5(a)(1) asks for five years). */
@Injectable()
export class ScriptVersions implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly script: Script,
    private readonly clock: Clock,
  ) {}

  /** Before anything is dialed. A version that is known keeps the day of its first use. */
  async onModuleInit(): Promise<void> {
    const { version, source } = this.script;
    await this.database
      .insertInto('script_versions')
      .values({
        version,
        first_message_template: source.firstMessageTemplate,
        system_prompt_template: source.systemPromptTemplate,
        variables: json(source.variables),
        first_used_at: this.clock.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
