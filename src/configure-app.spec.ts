import { Body, Controller, Get, HttpException, Module, Post, Req, Type as Constructor } from '@nestjs/common';
import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import { IsInt, IsString, ValidateNested } from 'class-validator';
import request from 'supertest';
import { createApp } from './configure-app';

class Address {
  @IsString()
  town: string;
}

class Person {
  @IsString()
  name: string;

  @IsInt()
  @Type(() => Number)
  age: number;

  @ValidateNested()
  @Type(() => Address)
  address: Address;
}

@Controller()
class EchoController {
  @Post('echo')
  echo(@Req() request: { rawBody?: Buffer }, @Body() body: unknown) {
    return { body, raw: request.rawBody?.toString('utf8') };
  }

  @Post('people')
  create(@Body() person: Person) {
    return { isPerson: person instanceof Person, age: person.age };
  }

  @Get('limited')
  limited() {
    throw new HttpException('Slow down', 429);
  }

  @Get('ip')
  ip(@Req() request: { ip: string }) {
    return { ip: request.ip };
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

async function start(module: Constructor): Promise<NestFastifyApplication> {
  const app = await createApp(module, false);
  await app.listen(0, '127.0.0.1');
  return app;
}

describe('an app made by createApp', () => {
  let app: NestFastifyApplication;
  let http: ReturnType<typeof request>;

  beforeAll(async () => {
    app = await start(EchoModule);
    http = request(app.getHttpServer());
  });

  afterAll(async () => await app.close());

  it('parses JSON and keeps its raw bytes', async () => {
    const sent = '{ "message": {"type":"status-update"},  "n": 1.0 }';
    const answer = await http.post('/echo').set('content-type', 'application/json').send(sent).expect(201);
    expect(answer.body).toEqual({ body: { message: { type: 'status-update' }, n: 1 }, raw: sent });
  });

  it('parses a form and keeps its raw bytes', async () => {
    const sent = 'CallSid=CA1&To=%2B15550100&Empty=';
    const answer = await http
      .post('/echo')
      .set('content-type', 'application/x-www-form-urlencoded; charset=UTF-8')
      .send(sent)
      .expect(201);
    expect(answer.body).toEqual({ body: { CallSid: 'CA1', To: '+15550100', Empty: '' }, raw: sent });
  });

  it('takes a body of a mebibyte and refuses one byte more', async () => {
    const padding = (size: number) => JSON.stringify('x'.repeat(size - 2));
    const json = (text: string) => http.post('/echo').set('content-type', 'application/json').send(text);
    await json(padding(1_048_576)).expect(201);
    const answer = await json(padding(1_048_577))
      .expect(413)
      .expect('content-type', /application\/problem\+json/);
    expect(answer.body).toMatchObject({ status: 413, title: 'Payload Too Large' });
  });

  it('answers malformed JSON with 400 and none of the body', async () => {
    const answer = await http
      .post('/echo?token=very-secret')
      .set('content-type', 'application/json')
      .send('{"phone":"+14155550123",')
      .expect(400)
      .expect('content-type', /application\/problem\+json/);
    expect(answer.body).toMatchObject({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      instance: '/echo',
    });
    expect(answer.text).not.toMatch(/4155550123|very-secret/);
  });

  it('answers an empty JSON body with 400', async () => {
    await http.post('/echo').set('content-type', 'application/json').send('').expect(400);
  });

  it.each(['text/plain', 'text/xml', 'multipart/form-data; boundary=x'])(
    'refuses %s with 415',
    async (type) => {
      const answer = await http.post('/echo').set('content-type', type).send('hello').expect(415);
      expect(answer.body).toMatchObject({ status: 415, title: 'Unsupported Media Type' });
    },
  );

  it('answers an unknown route with 404 and without its query string', async () => {
    const answer = await http.get('/nowhere?token=very-secret').expect(404);
    expect(answer.body).toMatchObject({
      status: 404,
      instance: '/nowhere',
      detail: 'There is nothing at this address',
    });
    expect(answer.text).not.toContain('very-secret');
  });

  it('answers an address that cannot be decoded with a problem document', async () => {
    const answer = await http
      .get('/%zz')
      .expect(400)
      .expect('content-type', /application\/problem\+json/);
    expect(answer.body).toMatchObject({ status: 400, title: 'Bad Request' });
  });

  it('names every bad field, nested and unknown ones too', async () => {
    const answer = await http
      .post('/people')
      .send({ age: 'old', address: { town: 5 }, extra: 1 })
      .expect(400);
    const fields = (answer.body as { errors: { field: string }[] }).errors.map((error) => error.field);
    expect(fields.toSorted()).toEqual(['address.town', 'age', 'extra', 'name']);
  });

  it('gives handlers instances of their classes', async () => {
    const person = { name: 'Ada', age: '36', address: { town: 'London' } };
    const answer = await http.post('/people').send(person).expect(201);
    expect(answer.body).toEqual({ isPerson: true, age: 36 });
  });

  it('says when to come again after too many requests', async () => {
    await http.get('/limited').expect(429).expect('retry-after', /^\d+$/);
  });

  it('keeps a sane request id and replaces any other', async () => {
    await http.get('/nowhere').set('x-request-id', 'caller-1').expect('x-request-id', 'caller-1');
    const answer = await http.get('/nowhere').set('x-request-id', 'no spaces allowed');
    expect(answer.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
    expect(answer.body).toMatchObject({ requestId: answer.headers['x-request-id'] });
  });

  it('believes the proxy about who is calling, and names no software', async () => {
    const answer = await http.get('/ip').set('x-forwarded-for', '203.0.113.9').expect(200);
    expect(answer.body).toEqual({ ip: '203.0.113.9' });
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  });
});
