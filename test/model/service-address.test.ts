import { serviceHost, serviceNames } from '../../lib/model/service-address';

test('a service is reached from every namespace', () => {
  expect(serviceHost('orders-rw', { namespace: 'orders' })).toBe('orders-rw.orders.svc');
  expect(serviceNames('orders-rw', { namespace: 'orders' })).toEqual([
    'orders-rw',
    'orders-rw.orders',
    'orders-rw.orders.svc',
    'orders-rw.orders.svc.cluster.local',
  ]);
});

test('a service whose namespace is not known has one name', () => {
  expect(serviceHost('orders-rw', {})).toBe('orders-rw');
  expect(serviceNames('orders-rw', {})).toEqual(['orders-rw']);
});
