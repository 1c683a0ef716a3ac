import { ClusterModel } from '../../../model/cluster-model';

/**
 * Where a server finds its files which goes on with the configuration of a cluster managed by Patroni: that names files by absolute paths, and
 * the operator, which takes it over with the data, says nothing against them. Without these no instance starts.
 *
 * PostgreSQL takes the names in whatever case, while the operator refuses the two in lower case, as those that it sees to itself. They stay as
 * long as the migration does; until then one of its Jobs has written them into `postgresql.auto.conf`, which comes after all other files and which
 * every later instance and backup has a copy of.
 */
export function fileParameters({ migrations }: ClusterModel): { [name: string]: string } | undefined {
  const files = migrations.find(({ ownFiles }) => ownFiles)?.ownFiles;
  return files && { HBA_FILE: files.hbaFile, IDENT_FILE: files.identFile };
}
