import { preview } from '../../preview';
import { company } from '../company';
import { reportPeak } from './peak';

async function main([data = '', out = '', memoryMiB]: readonly string[]): Promise<void> {
  await preview(company, {
    data,
    out,
    ...(memoryMiB !== undefined && { memoryMiB: Number(memoryMiB) }),
  });
  reportPeak();
}

void main(process.argv.slice(2));
