import { addressRange, firstSubnet } from '../../model';

describe('addressRange', () => {
  test.each([
    ['10.20.0.0/16', '10.20.0.0/26'],
    ['192.168.4.0/24', '192.168.4.0/26'],
    ['172.16.128.0/17', '172.16.128.0/26'],
    ['255.255.255.0/24', '255.255.255.0/26'],
  ])('finds the first subnet of %s', (range, subnet) => {
    const read = addressRange(range);
    expect(typeof read === 'string' ? read : firstSubnet(read, 26)).toBe(subnet);
  });

  test.each(['10.20.0.0', '10.20.0/16', '10.20.0.256/16', '10.20.0.0/33', ''])('refuses %p', (range) => {
    expect(addressRange(range)).toBe('not an IPv4 range');
  });

  test('refuses an address inside of a range, and says where it begins', () => {
    expect(addressRange('10.20.5.7/16')).toBe('not the beginning of its range, 10.20.0.0/16');
  });
});
