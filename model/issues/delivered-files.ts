import { type IssueKinds } from './kind';

/** LH71xx: delivered files, when the preview reads them. */
export const DELIVERED_FILE_ISSUES = {
  LH7101: {
    title: 'a Delta table among delivered files',
    why: 'The folder of a Delta table holds files that were replaced or deleted as well. Read as files, old rows would come back; which of them count is written in its log, which only mapping data flows read ("Delta format"), and no copy.',
    example: 'data/orders/_delta_log beside Parquet files',
    mend: 'data/orders/orders.parquet, exported from the table',
  },
  LH7110: {
    title: 'the package that reads Avro is not installed',
    why: 'Most sources deliver no Avro, so that it is optional; the preview reads files of Avro by it.',
    example: 'lakehouse preview, of a source with files of Avro, without avsc',
    mend: 'npm install avsc',
  },
  LH7120: {
    title: 'an Iceberg or Hudi table among delivered files',
    why: 'Its folder holds files that were replaced or deleted as well, as that of a Delta table does: which of them count is written in its metadata, which no copy reads.',
    example: 'data/orders/metadata/v3.metadata.json beside data/orders/data/',
    mend: 'data/orders/orders.parquet, exported from the table',
  },
} as const satisfies IssueKinds;
