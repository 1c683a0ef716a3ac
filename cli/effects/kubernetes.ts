import { ChangeEffect } from './effect';
import { each, of } from './rows';
import { becomes, changed, edited, losesItem, lowered, removed, removedOrEdited, turnedOff, turnedOn } from './when';

const APPLICATION = 'argoproj.io/Application';
const APPLICATION_SET = 'argoproj.io/ApplicationSet';

/** What Kubernetes, Argo CD, cert-manager and the makers of Secrets make of a change. */
export const KUBERNETES_EFFECTS: readonly ChangeEffect[] = [
  ...of(APPLICATION, [
    {
      path: 'metadata.finalizers',
      when: { says: "gains Argo CD's resources finalizer", holds: (old, now) => hasFinalizer(now) && !hasFinalizer(old) },
      effect: 'nothing',
      evidence: 'read',
      rule: 'G013',
      does: 'Nothing now; deleting the Application deletes everything in it from now on.',
    },
    {
      path: 'spec.syncPolicy.automated.prune',
      when: turnedOn,
      effect: 'nothing',
      evidence: 'read',
      rule: 'G014',
      does: 'What leaves Git is deleted without a person.',
    },
    ...each(['spec.destination.server', 'spec.destination.name', 'spec.destination.namespace'], {
      when: changed,
      effect: 'destroys data',
      evidence: 'read',
      rule: 'G015',
      does: 'Argo CD makes everything anew at the new destination and, with pruning, deletes what is at the old one.',
    }),
    ...each(['spec.source.repoURL', 'spec.source.path'], {
      when: edited,
      effect: 'destroys data',
      evidence: 'read',
      rule: 'G015',
      severity: 'confirm',
      does: 'What the new place does not hold is pruned.',
    }),
    {
      path: 'spec.source.targetRevision',
      when: edited,
      effect: 'rolling restart',
      evidence: 'read',
      rule: 'G059',
      does: 'For the chart of an operator: another version of it, which may roll every database.',
    },
  ]),
  ...of(APPLICATION_SET, [
    {
      path: 'spec.syncPolicy.preserveResourcesOnDeletion',
      when: turnedOff,
      effect: 'nothing',
      evidence: 'read',
      rule: 'G013',
      does: 'Nothing now; an Application that the generator no longer names is deleted with everything in it.',
    },
    {
      path: 'spec.syncPolicy.applicationsSync',
      when: { says: 'loosened', holds: (_old, now) => now === undefined || now === 'sync' || now === 'create-delete' },
      effect: 'nothing',
      evidence: 'read',
      rule: 'G013',
      does: 'Nothing now; Applications that the generator no longer names are deleted from now on.',
    },
  ]),
  ...of('networking.k8s.io/NetworkPolicy', [
    {
      path: 'spec.policyTypes',
      when: losesItem,
      effect: 'changes who may log in',
      evidence: 'read',
      rule: 'G107',
      does: 'Everybody reaches the pods, as far as no other policy selects them.',
    },
    {
      path: 'spec.podSelector.**',
      when: changed,
      effect: 'changes who may log in',
      evidence: 'read',
      rule: 'G107',
      does: 'The pods that are no longer selected are reached by everybody, as far as no other policy selects them.',
    },
    {
      path: 'spec.ingress',
      when: removed,
      effect: 'cuts clients',
      evidence: 'read',
      rule: 'G107',
      does: 'Nobody reaches the pods any more.',
    },
    ...each(['spec.ingress', 'spec.egress'], {
      when: changed,
      effect: 'changes who may log in',
      evidence: 'read',
      rule: 'G124',
      does: 'Connections that the new rules do not allow are dropped, others are let in, at once.',
    }),
  ]),
  ...of('core/Service', [
    {
      path: 'spec.type',
      when: becomes('LoadBalancer', 'NodePort'),
      effect: 'changes who may log in',
      evidence: 'read',
      rule: 'G098',
      does: 'The Service is reachable from outside at once.',
    },
    {
      path: 'spec.loadBalancerSourceRanges',
      when: removedOrEdited,
      effect: 'changes who may log in',
      evidence: 'read',
      rule: 'G098',
      does: 'The load balancer lets in the new ranges, and everybody where there are none.',
    },
    ...each(['spec.selector.**', 'spec.ports'], {
      when: removedOrEdited,
      effect: 'cuts clients',
      evidence: 'read',
      rule: 'G099',
      does: 'New connections go elsewhere at once.',
    }),
  ]),
  ...of('core/PersistentVolumeClaim', [
    {
      path: 'spec.resources.requests.storage',
      when: lowered,
      effect: 'refused',
      evidence: 'read',
      rule: 'G025',
      does: 'The API refuses the claim.',
    },
    ...each(['spec.storageClassName', 'spec.volumeName', 'spec.accessModes'], {
      when: changed,
      effect: 'refused',
      evidence: 'read',
      rule: 'G089',
      does: 'The API refuses the claim; a forced sync would delete it with its data.',
    }),
  ]),
  ...of('cert-manager.io/Certificate', [
    {
      path: 'spec.secretName',
      when: edited,
      effect: 'cuts clients',
      evidence: 'read',
      rule: 'G104',
      does: 'The certificate is written to the other Secret; the old one is renewed no longer.',
    },
    {
      path: 'spec.dnsNames',
      when: losesItem,
      effect: 'cuts clients',
      evidence: 'read',
      rule: 'G097',
      does: 'The certificate is made anew without the name: clients that connect by it and check the name fail.',
    },
    {
      path: 'spec.issuerRef.*',
      when: changed,
      effect: 'cuts clients',
      evidence: 'read',
      rule: 'G097',
      does: 'The certificate is made anew by another issuer: clients that know the old CA only fail.',
    },
  ]),
  ...of('external-secrets.io/ExternalSecret', [
    ...each(['spec.target.name'], {
      when: edited,
      effect: 'cuts clients',
      evidence: 'read',
      rule: 'G104',
      does: 'Another Secret is made; the old one is deleted where the ExternalSecret owns it.',
    }),
    {
      path: 'spec.target.creationPolicy',
      when: becomes('Owner'),
      effect: 'nothing',
      evidence: 'read',
      rule: 'G104',
      does: 'The Secret is deleted with the ExternalSecret from now on.',
    },
    {
      path: 'spec.target.deletionPolicy',
      when: becomes('Delete'),
      effect: 'nothing',
      evidence: 'read',
      rule: 'G104',
      does: 'The Secret is deleted when the entry in the store is.',
    },
    ...each(['spec.secretStoreRef.*', 'spec.data[*].remoteRef.key', 'spec.data[*].remoteRef.property', 'spec.data[*]'], {
      when: removedOrEdited,
      effect: 'cuts clients',
      evidence: 'read',
      rule: 'G104',
      does: 'The Secret gets other values, or loses a key, at the next refresh.',
    }),
  ]),
];

function hasFinalizer(value: unknown): boolean {
  return Array.isArray(value) && value.some((item) => String(item).startsWith('resources-finalizer.argocd.argoproj.io'));
}
