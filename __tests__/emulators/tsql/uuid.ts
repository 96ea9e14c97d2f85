import { ConversionError } from './errors';

/** The bytes in which SQL Server keeps a UUID: the first three groups are turned round. */
export function uuidBytes(text: string): Buffer {
  const hex = text.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) {
    throw new ConversionError(
      'conversion failed when converting from a character string to uniqueidentifier',
      8169,
    );
  }
  const bytes = Buffer.from(hex, 'hex');
  return Buffer.concat([
    bytes.subarray(0, 4).reverse(),
    bytes.subarray(4, 6).reverse(),
    bytes.subarray(6, 8).reverse(),
    bytes.subarray(8),
  ]);
}
