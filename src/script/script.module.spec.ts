import { Test } from '@nestjs/testing';
import { ConfigModule } from '../config/config.module';
import { readEnvironment } from '../config/read-environment';
import { ScriptModule } from './script.module';
import { Script } from './script.service';

const moduleWith = (variables: Record<string, string> = {}) =>
  Test.createTestingModule({
    imports: [ConfigModule.for(readEnvironment({ LAURA_MODE: 'sandbox', ...variables })), ScriptModule],
  });

describe('ScriptModule', () => {
  it('gives the script', async () => {
    const app = await moduleWith().compile();
    expect(app.get(Script, { strict: false }).render({ fields: {} }).firstMessage).toMatch(
      /^Hi there, this is Laura/,
    );
    await app.close();
  });

  it('does not start with a broken template', async () => {
    await expect(moduleWith({ PROMPT_TEMPLATE: '{% if %' }).compile()).rejects.toThrow(
      /PROMPT_TEMPLATE, line 1/,
    );
  });
});
