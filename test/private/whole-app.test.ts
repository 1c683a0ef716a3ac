import { App, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { viewOf, whileUnchanged } from '../../lib/private/whole-app';

const count = jest.fn((app: IConstruct) => app.node.findAll().length);
beforeEach(() => count.mockClear());

test('the whole app is asked once while it is unchanged, and anew afterwards', () => {
  const [app, other] = [new App(), new App()];
  const asked = () => [viewOf(app, count), viewOf(app, count), viewOf(other, count)];
  expect(whileUnchanged(app, asked)).toEqual([1, 1, 1]);
  expect(count).toHaveBeenCalledTimes(2);
  new Chart(app, 'chart');
  expect(asked()).toEqual([2, 2, 1]);
  expect(count).toHaveBeenCalledTimes(5);
  expect(whileUnchanged(app, asked)).toEqual([2, 2, 1]);
});

test('what fails leaves nothing behind', () => {
  const app = new App();
  expect(() =>
    whileUnchanged(app, () => {
      viewOf(app, count);
      throw new Error('refused');
    }),
  ).toThrow('refused');
  new Chart(app, 'chart');
  expect(viewOf(app, count)).toBe(2);
});
