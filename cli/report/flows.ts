import { Estate, Member } from './estate';
import { ArchiveNode, Flow } from './model';

/** Who writes where, and who reads it: archives are known to all Kubernetes clusters by their place. */
export function flowsOf(estates: readonly Estate[]): { readonly flows: readonly Flow[]; readonly archives: readonly ArchiveNode[] } {
  const archives = new Map<string, ArchiveNode>();
  const flows: Flow[] = [];
  const archive = (place: string, shown: string): string => {
    const known = archives.get(place) ?? { id: `archive/${archives.size + 1}`, shown };
    archives.set(place, known);
    return known.id;
  };
  for (const estate of estates) {
    for (const { id, view, facts } of estate.members) {
      view.archives.forEach(({ place, shown }) => flows.push({ from: id, to: archive(place, shown), what: 'backups and WAL' }));
      const read = view.sources.filter(({ field }) => !facts.idleSources.has(field));
      read.forEach(({ place, shown }) =>
        flows.push({ from: archive(place, shown), to: id, what: view.follower ? 'replication from the archive' : 'recovery' }),
      );
      for (const { host, cluster, namespace = view.object.namespace, what } of facts.upstreams) {
        const found = host === undefined ? estate.named(cluster!, namespace)[0] : byHost(host, view.object.namespace, estate, estates);
        flows.push({ from: found?.id ?? `server/${host ?? cluster!}`, to: id, what });
      }
    }
  }
  return { flows, archives: [...archives.values()] };
}

/** The cluster behind an address: of the same Kubernetes cluster, or the only one elsewhere that has such a Service. */
function byHost(host: string, namespace: string, own: Estate, all: readonly Estate[]): Member | undefined {
  const here = own.service(host, namespace);
  const elsewhere = all.filter((estate) => estate !== own).flatMap((estate) => estate.service(host, namespace)?.member ?? []);
  return here?.member ?? (elsewhere.length === 1 ? elsewhere[0] : undefined);
}
