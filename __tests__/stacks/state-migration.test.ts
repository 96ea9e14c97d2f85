import { execFile, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { temporaryFolder } from '../support/temporary-folder';

const run = promisify(execFile);
const folder = temporaryFolder();
let store: Server;
let kept = '';

/** A store of states, as Terraform's backend `http` asks one: in the place of the account, which needs a cloud. */
beforeEach(async () => {
  kept = '';
  store = createServer((request, response) => {
    let sent = '';
    request.on('data', (chunk: Buffer) => (sent += chunk.toString()));
    request.on('end', () => {
      if (request.method === 'POST') kept = sent;
      response.statusCode = request.method === 'GET' && kept === '' ? 404 : 200;
      response.end(request.method === 'GET' ? kept : '');
    });
  });
  await new Promise<void>((listening) => store.listen(0, '127.0.0.1', listening));
});
afterEach(() => new Promise((closed) => store.close(closed)));

const terraform = async (...options: string[]): Promise<string> => {
  const env = { PATH: process.env.PATH, HOME: folder.path, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
  const { stdout } = await run('terraform', [...options, '-no-color'], { cwd: folder.path, env });
  return stdout;
};

const isThere = spawnSync('terraform', ['version']).status === 0;

(isThere ? test : test.skip)(
  'a state moves from a file into the store that was made in the meantime, and nothing is made twice',
  async () => {
    const { port } = store.address() as AddressInfo;
    const backend = { http: { address: `http://127.0.0.1:${port}/bootstrap.tfstate` } };
    const resource = {
      terraform_data: { account: { input: 'states', lifecycle: { prevent_destroy: true } } },
    };
    writeFileSync(folder.at('cdk.tf.json'), JSON.stringify({ terraform: { backend }, resource }));

    const override = folder.at('backend_override.tf.json');
    writeFileSync(override, '{ "terraform": { "backend": { "local": {} } } }');
    await terraform('init');
    await terraform('apply', '-auto-approve');
    expect(kept).toBe('');

    rmSync(override);
    await terraform('init', '-migrate-state', '-force-copy');
    expect(JSON.parse(kept)).toMatchObject({ resources: [{ type: 'terraform_data', name: 'account' }] });
    expect(await terraform('plan')).toContain('No changes.');
  },
);
