import { shellWord } from '../private/shell-word';
import { PrerequisiteSecret } from './prerequisite-list';

/** Values that are files rather than words, by the ending of their key. */
const FILE = /\.(conf|json|crt|key|pem|cer)$/;

const DOCKER = 'kubernetes.io/dockerconfigjson';

/**
 * The commands that make a Secret.
 *
 * @param secret what it has to be
 * @param known values that are no secret, by their key
 */
export function secretCommands(
  { namespace, name, type, keys, labels }: Omit<PrerequisiteSecret, 'commands' | 'neededBy'>,
  known: { readonly [key: string]: string },
): string[] {
  const where = namespace === '' ? '' : ` --namespace ${namespace}`;
  if (type === DOCKER) {
    return [
      `kubectl create secret docker-registry ${name}${where} --docker-server='<registry>' --docker-username='<user>' --docker-password='<password>'`,
    ];
  }
  const values = keys.map((key) => {
    if (key in known) {
      return ` --from-literal=${key}=${shellWord(known[key]!)}`;
    }
    return FILE.test(key) ? ` --from-file=${key}='<path of ${key}>'` : ` --from-literal=${key}='<${key}>'`;
  });
  const pairs = Object.entries(labels).map(([key, value]) => ` ${key}=${shellWord(value)}`);
  return [
    `kubectl create secret generic ${name}${where}${type === 'Opaque' ? '' : ` --type=${type}`}${values.join('')}`,
    ...(pairs.length > 0 ? [`kubectl label secret ${name}${where}${pairs.join('')}`] : []),
  ];
}
