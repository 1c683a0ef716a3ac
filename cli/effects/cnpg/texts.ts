export const REFUSED = 'The webhook refuses the whole Cluster, and with it every other change of this commit.';
