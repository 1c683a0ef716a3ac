import { Size } from 'cdk8s';
import { cpuQuantity, millicores, quantityBytes, sizeQuantity } from '../../lib/model/quantity';

test.each([
  [Size.gibibytes(50), '50Gi'],
  [Size.mebibytes(1024), '1Gi'],
  [Size.gibibytes(0.5), '512Mi'],
  [Size.gibibytes(1.5), '1536Mi'],
  [Size.tebibytes(2), '2Ti'],
  [Size.gibibytes(2048), '2Ti'],
  [Size.kibibytes(3), '3Ki'],
  [Size.mebibytes(0), '0Ki'],
])('a size is printed as %#', (size, text) => {
  expect(sizeQuantity(size)).toBe(text);
});

test.each([
  ['500m', '500m'],
  ['2000m', '2'],
  ['0.5', '500m'],
  ['2', '2'],
])('CPU %s is printed as %s', (given, text) => {
  expect(cpuQuantity(given)).toBe(text);
});

test('what is no quantity is NaN', () => {
  expect([millicores('many'), quantityBytes('50 GB'), quantityBytes('1Gi')]).toEqual([NaN, NaN, 1024 ** 3]);
});
