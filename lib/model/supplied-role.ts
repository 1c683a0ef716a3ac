import { RoleModel } from './role-model';

/** Whether somebody logs in as the role with a password that the operator does not make. */
export const isSupplied = ({ login, password }: RoleModel): boolean => login && password._kind !== 'generated';
